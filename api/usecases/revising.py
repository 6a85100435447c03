"""What changed about a question: in the bank, or if a document were read again."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from api.services import Services
from questions.changes import Change, Fate, Reason
from questions.records import Question, QuestionId, Status
from quizgen.differences import Difference, differences
from quizgen.shown import right_answer


@dataclass(frozen=True, slots=True)
class Revised:
    """The newest version of a question, what was approved before it, and what differs.

    *met* is the version that learners meet; None when they meet none.
    """

    newest: Question
    approved: Question | None
    met: int | None
    differences: tuple[Difference, ...]


def revised(services: Services, question_id: str) -> Revised:
    """A question with what differs from the version that was approved last.  Raises QuestionNotFound."""
    found = services.bank().latest(QuestionId(question_id))
    newest, approved = found.newest, found.approved
    met = approved if found.met else newest if newest.status is Status.ACTIVE else None
    changed = differences(approved, newest) if approved else ()
    return Revised(newest, approved, met.version if met else None, changed)


def words_changed(change: Change) -> tuple[Difference, ...]:
    """What differs between what a document said before and says now."""
    if change.before is None or change.after is None or change.fate is Fate.RETIRED:
        return ()
    if set(change.reasons) <= {Reason.BACK, Reason.OTHER_LINES, Reason.OTHER_HEADING, Reason.OTHER_DOCUMENT}:
        return ()
    # Where the approved words are back, the draft goes and they stay.
    return differences(change.before.newest, change.after.newest)


def is_news(change: Change) -> bool:
    """Whether a person wants to hear of *change*: not that all below a new line stand one line lower."""
    return change.fate is not Fate.UNCHANGED and not (
        change.fate is Fate.MOVED and change.reasons == (Reason.OTHER_LINES,)
    )


def plan_as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """*changes* for machines: what becomes of each question, why, and its words before and afterwards."""
    return [_as_json(change) for change in changes]


def revised_as_json(found: Revised) -> dict[str, Any]:
    """What *found* says beside the newest version."""
    approved = found.approved.model_dump(mode="json") if found.approved else None
    return {"approved": approved, "met_version": found.met, "diff": diff_as_json(found.differences)}


def diff_as_json(changed: Iterable[Difference]) -> list[dict[str, Any]]:
    """*changed* for machines, field by field."""
    return [asdict(difference) for difference in changed]


def _as_json(change: Change) -> dict[str, Any]:
    source = change.held.newest.source
    changed = words_changed(change)
    told = changed or change.before is None or change.fate is Fate.RETIRED
    return {
        "id": change.id,
        "what": change.fate.value,
        "why": [reason.value for reason in change.reasons],
        "similarity": change.similarity,
        "status": change.after.newest.status.value if change.after else None,
        "document": source.document if source else None,
        "line": source.line_start if source else None,
        "question": change.held.newest.text,
        "old": _words(change.before.newest) if change.before and told else None,
        "new": _words(change.after.newest) if change.after and told and change.after.in_document else None,
        "diff": diff_as_json(changed),
    }


def _words(question: Question) -> dict[str, str | None]:
    return {"question": question.text, "answer": right_answer(question) or None}
