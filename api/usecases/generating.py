"""Notes into new questions: propose, criticise, choose, store as drafts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.services import Services
from api.usecases import auditing, chatting, documents, keeping
from graders.audit import Reference
from questions.errors import BadInput, Conflict, DocumentNotFound
from questions.records import KINDS, DocumentId, Kind, Question, Severity, Status
from quizgen.assemble import to_document, to_questions
from quizgen.generate.candidate import Candidate, Dropped, Propose, Proposed, Wanted
from quizgen.generate.choose import choose
from quizgen.generate.critic import CHECKS, Critic
from quizgen.generate.model import ModelWriter
from quizgen.generate.offline import Rules
from quizgen.generate.written import written
from quizgen.readers import SourceText, read_bytes

ALIASES: dict[str, Kind] = {"free": "free_text", "single": "single_choice", "multiple": "multiple_choice",
                            "true-false": "true_false", "truefalse": "true_false"}  # fmt: skip
LANGUAGES = ("zh", "en")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made of some documents: *questions* with what each was made of, and all that was not asked.

    *notes* say, a line each, why there are fewer than were asked for.
    """

    wanted: Wanted
    questions: tuple[tuple[Question, Candidate], ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.wanted.count - len(self.questions)


def wanted(
    count: int, kinds: str | None, seed: int, language: str | None = None, topic: str | None = None
) -> Wanted:
    """What the user asks for.  Raises BadInput for a kind, a language or a number that cannot be."""
    if not 1 <= count <= MOST:
        raise BadInput(f"ask for 1 to {MOST} questions, not {count}")
    if language is not None and language not in LANGUAGES:
        raise BadInput(f"language {language}: choose one of {', '.join(LANGUAGES)}")
    named = [name.strip().casefold() for name in (kinds or "").split(",") if name.strip()]
    chosen = tuple(dict.fromkeys(_kind(name) for name in named)) or KINDS
    return Wanted(count, chosen, seed, language, topic or None)


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if name.replace("-", "_") == kind:
            return kind
    if name not in ALIASES:
        known = ", ".join(("free", "single", "multiple", "true-false", "cloze"))
        raise BadInput(f"kind {name}: choose from {known}")
    return ALIASES[name]


def of_bank(services: Services, document_id: str | None = None) -> tuple[SourceText, ...]:
    """The texts of the bank's documents, or of the one named by id or name, read again from their files.

    Raises DocumentNotFound, BadInput when none of them is on this machine any more.
    """
    known = services.bank().documents()
    if document_id is not None:
        known = tuple(each for each in known if document_id in (each.id, each.name))
        if not known:
            raise DocumentNotFound(f"no document {document_id!r} in the bank; ingest it first")
    texts = tuple(
        documents.read_file(services, Path(each.path), each.name)
        for each in known
        if each.path is not None and Path(each.path).is_file()
    )
    if not texts:
        raise BadInput("no document of the bank is on this machine; name its file: quizgen generate notes.md")
    return texts


def sent(services: Services, document_id: str, data: bytes) -> tuple[SourceText, ...]:
    """The document of this id as its text was sent again.

    Raises DocumentNotFound, UnreadableDocument, Conflict when it is not the text that the bank knows.
    """
    known = services.bank().document(DocumentId(document_id))
    text = read_bytes(data, known.name, limit=services.settings.max_document_bytes)
    if text.content_hash != known.content_hash:
        raise Conflict(f"this is not the text of {known.name} that the bank knows; upload it first")
    return (replace(text, path=known.path),)


async def generate(
    services: Services, texts: Sequence[SourceText], wanted: Wanted, propose: Propose | None = None
) -> Generated:
    """Questions made of *texts* by *propose* (else by rules), as drafts that are not stored yet.

    The documents share the count evenly; what one cannot give, the others do.
    """
    maker = propose or Rules()
    held = tuple(keeping.questions(services))
    critic = Critic(
        encode=lambda each: services.encode()(each).tolist(), held=held, checks=(*CHECKS, _Doubts(services))
    )
    dropped: list[Dropped] = []
    notes: list[str] = []
    shares = _shares(wanted.count, len(texts))
    fit: list[tuple[SourceText, tuple[Candidate, ...]]] = []
    for text, share in zip(texts, shares, strict=True):
        proposed: Proposed = await maker(text, replace(wanted, count=share))
        kept, refused = critic(text, proposed.candidates)
        fit.append((text, kept))
        dropped += [*proposed.dropped, *refused]
        notes += [f"{text.name}: {note}" for note in proposed.notes]
    chosen = _spread(fit, wanted, shares, critic, dropped)
    questions = [pair for text, made in chosen for pair in zip(_records(text, made), made, strict=True)]
    made = Generated(wanted, tuple(questions), tuple(dropped), tuple(notes))
    return replace(made, notes=(*made.notes, *_why_short(made)))


def by_model(services: Services, advance: Callable[[int], None]) -> Propose:
    """Makes candidates by the chat model of *services*; *advance* is told how many.  Raises BadSetting."""
    return ModelWriter(
        chatting.chat(services, "generate"),
        chatting.model_name(services),
        concurrency=services.settings.judge_concurrency,
        advance=advance,
    )


@dataclass(frozen=True, slots=True)
class _Doubts:
    """A check for the critic: no question with a key may rest on words that the audit finds shaky."""

    services: Services
    seen: dict[str, str | None] = field(default_factory=dict)

    def __call__(self, made: Candidate, _: SourceText) -> str | None:
        """What is shaky about the quote; free text keeps its flags in the bank instead."""
        if made.kind == "free_text":
            return None
        if made.quote not in self.seen:
            asked = Reference(id="", question=" ".join(made.heading_path[-1:]), answer=made.quote)
            flags = self.services.audit()([asked])[0].flags
            grave = [flag for flag in flags if flag.severity is not Severity.LOW]
            self.seen[made.quote] = f"the notes look shaky here: {grave[0].correction}" if grave else None
        return self.seen[made.quote]


def _shares(count: int, parts: int) -> list[int]:
    return [count // parts + (place < count % parts) for place in range(parts)]


def _spread(
    fit: Sequence[tuple[SourceText, tuple[Candidate, ...]]],
    wanted: Wanted,
    shares: Sequence[int],
    critic: Critic,
    dropped: list[Dropped],
) -> list[tuple[SourceText, tuple[Candidate, ...]]]:
    """The choice for each document: its share first, then what the others could not give."""
    chosen: dict[str, tuple[Candidate, ...]] = {}
    spare = 0
    for (text, made), share in sorted(zip(fit, shares, strict=True), key=lambda each: len(each[0][1])):
        before = tuple(each for taken in chosen.values() for each in taken)
        asked = replace(wanted, count=share + spare)
        taken, passed = choose(made, asked, _twin(critic, before))
        spare = asked.count - len(taken)
        chosen[text.name] = taken
        dropped += passed
    return [(text, chosen[text.name]) for text, _ in fit]


def _twin(
    critic: Critic, before: Sequence[Candidate]
) -> Callable[[Candidate, Sequence[Candidate]], str | None]:
    return lambda each, chosen: critic.twin(each, [*before, *chosen])


def _records(text: SourceText, made: Sequence[Candidate]) -> tuple[Question, ...]:
    """The drafts of *made*; one that `ingest` makes of this document, too, has its id."""
    same = {} if documents.explicit(text) else _by_words(to_questions(text, documents.generated(text)))
    return tuple(
        same.get((each.kind, each.text, each.reference), question)
        for question, each in zip(written(text, made), made, strict=True)
    )


def _by_words(questions: Sequence[Question]) -> dict[tuple[str, str, str | None], Question]:
    return {(each.kind, each.text, getattr(each, "reference", None)): each for each in questions}


def _why_short(made: Generated) -> Iterator[str]:
    if made.short <= 0:
        return
    already = sum("the bank" in each.why for each in made.dropped)
    kinds = ", ".join(kind.replace("_", "-") for kind in made.wanted.kinds)
    said = f"{len(made.questions)} of {made.wanted.count}: the notes give no more sound questions of the kinds {kinds}"
    if made.wanted.topic:
        said += f" under headings that hold {made.wanted.topic!r}"
    if made.wanted.language:
        said += f" in {made.wanted.language}"
    yield f"{said}; {already} more are in the bank already" if already else said


def store(
    services: Services, texts: Sequence[SourceText], made: Generated, *, approve: bool = False
) -> tuple[Question, ...]:
    """Keep what was *made* in the bank beside what it holds of the documents; drafts, or active if *approve*."""
    bank = services.bank()
    stored: list[Question] = []
    for text in texts:
        new = [
            each
            for each, _ in made.questions
            if each.source is not None and each.source.document == text.name
        ]
        if new:
            bank.add(to_document(text), new)
            auditing.file_flags(services, auditing.audit(services, new, auditing.BANK))
            stored += [
                bank.set_status(each.id, Status.ACTIVE) if approve else bank.get(each.id) for each in new
            ]
    return tuple(stored)
