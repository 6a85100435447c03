"""How well the audit does on judged rows, and what it costs beside encoding them."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.rowfiles.reading import Malformed, Row, open_rows
from api.services import Services
from graders.audit import Auditor, Reference
from graders.audit.detectors import OFFLINE
from graders.audit.measuring import Judged, Measured, measure
from graders.facts import Fact, FactBase, Pack, Term, load
from questions.errors import BadInput
from questions.records import Severity

LABELS = ("sound", "shaky")
GROWTH = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor to audit *answers* with *facts* facts."""

    answers: int
    facts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class AuditSpeed:
    """*answers* answers encoded and audited, in seconds of the processor, and the same with more answers and with more facts."""

    answers: int
    encoder: str
    encoding: float
    auditing: float
    more_answers: tuple[Cost, ...]
    more_facts: tuple[Cost, ...]

    @property
    def ratio(self) -> float:
        """How many times as long auditing takes as encoding."""
        return self.auditing / self.encoding


@dataclass(frozen=True, slots=True)
class BenchedAudit:
    """What was measured over *rows* rows; *facts* in the base; *speed* None when it was not asked for."""

    rows: int
    shaky: int
    facts: int
    measured: Measured
    speed: AuditSpeed | None


def benched(services: Services, source: Path, answers: int, say: Callable[[str], None]) -> BenchedAudit:
    """Measure the offline detectors on the judged rows of *source*, and the speed over *answers* answers.

    Raises BadInput when no row is judged.
    """
    rows = judged_rows(source, say)
    base = load(services.settings.facts)
    names = OFFLINE if services.detectors is None else services.detectors
    auditor = Auditor(base, {name: detect for name, detect in OFFLINE.items() if name in names})
    measured = measure(auditor, rows)
    speed = _speed(services, auditor, rows, answers) if answers else None
    return BenchedAudit(len(rows), sum(row.shaky for row in rows), len(base.facts), measured, speed)


def judged_rows(source: Path, say: Callable[[str], None]) -> list[Judged]:
    """The judged rows of a file; those that cannot be used are named to *say*.  Raises BadInput."""
    with open_rows(source) as rows:
        found = list(_judged(rows, say))
    if not found:
        raise BadInput(
            f'{source} has no judged row; a row is {{"id", "question", "answer", "label": "sound" or "shaky"}}'
        )
    return found


def _judged(rows: Iterable[Row | Malformed], say: Callable[[str], None]) -> Iterator[Judged]:
    for number, row in enumerate(rows):
        if isinstance(row, Malformed):
            say(f"line {row.line}: {row.why}")
            continue
        fields = row.fields
        question, answer, label = fields.get("question") or "", fields.get("answer"), fields.get("label")
        if not isinstance(question, str) or not isinstance(answer, str) or label not in LABELS:
            say(f"line {row.line}: needs 'answer' as text, and 'label' sound or shaky")
            continue
        grave, slight = _spans(fields.get("errors"))
        yield Judged(Reference(str(number), question, answer), label == "shaky", grave, slight)


def _spans(errors: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that are wrong, and those with a slight flaw."""
    found = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    told = [(each.get("span"), each.get("severity") == Severity.LOW) for each in found]
    spans = [(span, slight) for span, slight in told if isinstance(span, str) and span]
    return tuple(span for span, slight in spans if not slight), tuple(
        span for span, slight in spans if slight
    )


def _speed(services: Services, auditor: Auditor, rows: Sequence[Judged], answers: int) -> AuditSpeed:
    """Encoding and auditing in turn, each on answers that were not seen before."""
    encode = services.encode()
    encode(["warm"])
    auditor(_copies(rows, len(rows), "w"))  # patterns are compiled when they are first needed
    texts = _copies(rows, answers, "a")
    encoding = _seconds(lambda: encode([text.answer or "" for text in texts]))
    costs = [_cost(auditor, _copies(rows, times * answers, f"b{times}")) for times in GROWTH]
    part = max(1, answers // 2)
    more = []
    for times in GROWTH:
        grown = Auditor(_grown(auditor.facts, times), auditor.detectors)
        grown(_copies(rows, len(rows), "w"))
        more.append(_cost(grown, _copies(rows, part, f"c{times}")))
    return AuditSpeed(
        answers, services.settings.encoder, encoding, costs[0].seconds, tuple(costs), tuple(more)
    )


def _cost(auditor: Auditor, references: Sequence[Reference]) -> Cost:
    return Cost(len(references), len(auditor.facts.facts), _seconds(lambda: auditor(references)))


def _copies(rows: Sequence[Judged], count: int, mark: str) -> list[Reference]:
    """*count* answers in the words of *rows*, each new to every cache."""
    found = []
    for number in range(count):
        given = rows[number % len(rows)].reference
        found.append(Reference(f"{mark}{number}", given.question, f"{given.answer} ({mark}{number})"))
    return found


def _grown(base: FactBase, times: int) -> FactBase:
    """*base* with so many times the facts: copies about things with invented names."""
    copies = [_renamed(pack, number) for number in range(1, times) for pack in base.packs]
    return FactBase((*base.packs, *copies))


def _renamed(pack: Pack, number: int) -> Pack:
    def name(word: str) -> str:
        return f"{word}-x{number}"

    terms = {
        name(term): Term(kind=entry.kind, names=tuple(f"{each[::-1]}x{number}" for each in entry.names))
        for term, entry in pack.terms.items()
    }
    facts: list[Fact] = []
    for fact in pack.facts:
        about = tuple(name(term) for term in fact.about)
        orders = tuple(
            each.model_copy(update={"more": name(each.more), "less": name(each.less)}) for each in fact.orders
        )
        invented = {"id": name(fact.id), "about": about, "not_for": (), "orders": orders}
        facts.append(fact.model_copy(update=invented))
    return Pack(title=pack.title, terms=terms, facts=tuple(facts))


def _seconds(work: Callable[[], object]) -> float:
    # Of the processor: a busy machine slows neither side.
    start = time.process_time()
    work()
    return time.process_time() - start
