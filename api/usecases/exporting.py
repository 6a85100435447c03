"""Attempts as rows for a spreadsheet."""

from collections.abc import Iterator

from api.reasons import in_words
from api.services import Services
from questions.records import QuestionId

OutRow = dict[str, object]
_PAGE = 500


def export(
    services: Services, question_id: str | None = None, learner: str | None = None
) -> Iterator[OutRow]:
    """Every attempt with the grade that counts, the newest first; of a question or a learner where named."""
    bank = services.bank()
    cursor = None
    while True:
        page = bank.attempts(QuestionId(question_id) if question_id else None, learner, cursor, _PAGE)
        texts = {one.id: one.text for one in bank.get_many({one.question_id for one in page.items}).values()}
        for one in page.items:
            grade = one.grade
            yield {
                "id": one.id,
                "at": one.at.isoformat(timespec="seconds"),
                "learner": one.learner,
                "question_id": one.question_id,
                "question": texts.get(one.question_id),
                "answer": one.answer,
                "score": grade.score,
                "verdict": grade.verdict,
                "confidence": grade.confidence,
                "needs_review": grade.needs_review,
                "review_reasons": in_words(grade),
                "decided_by": grade.decided_by,
                "feedback": grade.feedback,
                "reason": grade.reason,
            }
        cursor = page.next_cursor
        if cursor is None:
            return
