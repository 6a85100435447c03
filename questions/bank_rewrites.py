"""Questions whose words a person wrote anew: the next version, kept while the document says what it said."""

from sqlalchemy.orm import Session

from questions.bank_questions import locked_row, refuse_bad_points
from questions.bank_rows import clean, to_question, version_row, words_hash, write_question
from questions.bank_waiting import drop_flags, let_wait, waiting
from questions.errors import BadInput, Conflict
from questions.records import FreeText, Question, QuestionId


def rewrite(session: Session, question_id: QuestionId, of_version: int, wanted: Question) -> Question:
    """See `QuestionBank.rewrite`."""
    row = locked_row(session, question_id)
    present, newer = to_question(row), waiting(session, row)
    before = newer or present
    if before.version != of_version:
        raise Conflict(
            f"question {row.id} was changed meanwhile, to version {before.version}; look at it again"
        )
    update = {"id": before.id, "source": before.source, "origin": before.origin, "version": of_version + 1}
    after = clean(wanted.model_copy(update=update))
    if words_hash(after) == words_hash(before):
        raise BadInput("this says what the question says already; nothing was changed")
    if isinstance(after, FreeText):
        refuse_bad_points(after.key_points, after.reference or "")
    session.add(version_row(present))
    if newer is not None:
        let_wait(session, row.id, None)
        session.flush()  # it waited under number 0, and is kept under its own
        session.add(version_row(newer))
    # Read again, the document says what it said before: that is no change, and a person has decided.
    said = words_hash(newer) if newer else row.document_words or row.words_hash
    write_question(row, after)
    row.resume_status = None
    row.document_words = said if row.document_id is not None and said != row.words_hash else None
    drop_flags(session, row.id, row.words_hash)
    return after
