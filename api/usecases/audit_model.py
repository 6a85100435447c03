"""The audit with a chat model beside the offline detectors: claim by claim, and by what it answers itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from api.lazy import Lazy
from api.services import AuditAll, Services
from api.usecases import chatting
from graders.audit import Audited, Reference, with_more
from graders.audit.consensus import Consensus
from graders.audit.detectors import NAMES, OFFLINE
from graders.audit.judge import ClaimJudge, Judged
from graders.facts import load
from graders.text import language_of
from questions.records import Flag, FreeText, QuestionId, Severity, Source
from quizgen.keypoints import key_points

DETECTORS = ("judge/", "consensus/")
"""How the names of detectors begin that need a chat model."""
_KNOWN = tuple(f"{name}/" for name in NAMES)


@dataclass(frozen=True, slots=True)
class ModelAudit:
    """Audits with *offline*, then asks the chat model of *services*.

    With *consensus* the model also answers each question so often without seeing the reference.  *missed*
    is told why an answer could not be judged; *advance* of each that was.
    """

    services: Services
    offline: AuditAll
    missed: Callable[[str], None]
    consensus: int = 0
    advance: Callable[[int], None] = lambda _: None

    @property
    def detectors(self) -> tuple[str, ...]:
        """Those of `DETECTORS` that it asks for."""
        return DETECTORS if self.consensus else DETECTORS[:1]

    def __call__(self, items: Sequence[Reference], /) -> tuple[Audited, ...]:
        """One result an item, in their order.  Raises BadSetting when no model is set."""
        found = self.offline(items)
        talk = self.services.converse()
        chat, name = chatting.chat(self.services, "audit"), chatting.model_name(self.services)
        at_once = self.services.settings.judge_concurrency
        judge = ClaimJudge(chat, name, at_once, self.advance)
        judged = [talk.run(judge(items, load(self.services.settings.facts)))]
        if self.consensus:
            answers = Consensus([(name, chat)], self.services.grade(), self.consensus, at_once)
            judged.append(talk.run(answers([_question(item) for item in items])))
        return tuple(
            self._merged(audited, of_model) for audited, *of_model in zip(found, *judged, strict=True)
        )

    def _merged(self, audited: Audited, of_model: Sequence[Judged]) -> Audited:
        for judged in of_model:
            if judged.why_not:
                self.missed(judged.why_not)
        known = [flag for flag in audited.flags if flag.severity is not Severity.LOW]
        more = [flag for judged in of_model for flag in judged.flags]
        # What a detector with a source has found in the same words needs no second opinion.
        return with_more(
            audited, [flag for flag in more if not any(_overlap(flag, other) for other in known)]
        )


def with_model(
    services: Services,
    missed: Callable[[str], None],
    consensus: int = 0,
    advance: Callable[[int], None] = lambda _: None,
) -> Services:
    """*services* whose audit asks the chat model, too."""
    offline = services.audit

    def build() -> AuditAll:
        return ModelAudit(services, offline(), missed, consensus, advance)

    return replace(services, audit=Lazy(build))


def kept(
    services: Services, before: Sequence[Flag], reference: str | None, also: tuple[str, ...] = ()
) -> tuple[Flag, ...]:
    """Those of *before* that the audit of *services* does not look for, and whose words still stand.

    *also*: how the flags begin of detectors that were run beside it.
    """
    looked_for = (*_looked_for(services), *also)
    return tuple(
        flag
        for flag in before
        if flag.detector.startswith(_KNOWN)
        and not flag.detector.startswith(looked_for)
        and (reference or "")[flag.start : flag.end] == flag.quote
    )


def _looked_for(services: Services) -> tuple[str, ...]:
    """How the flags begin that this audit would find again."""
    audit = services.audit()
    offline = OFFLINE if services.detectors is None else services.detectors & OFFLINE.keys()
    models = audit.detectors if isinstance(audit, ModelAudit) else ()
    return (*(f"{name}/" for name in offline), *models)


def _overlap(one: Flag, other: Flag) -> bool:
    return one.start < other.end and other.start < one.end


def _question(item: Reference) -> FreeText:
    """*item* as it is graded against."""
    answer = item.answer if item.answer and item.answer.strip() else None
    text = item.question if item.question.strip() else "…"
    source = Source(document=item.group or "…", line_start=1, line_end=1, heading_path=item.heading_path)
    return FreeText(
        id=QuestionId(item.id or "…"),
        text=text,
        language=language_of(answer or text) or "en",
        source=source,
        reference=answer,
        key_points=key_points(answer, item.question) if answer else (),
    )
