"""The part of the bank that follows its documents when they are read again."""

from collections.abc import Sequence

from questions import bank_ingest, bank_waiting
from questions.bank_questions import present_row
from questions.bank_session import Sessions
from questions.bank_waiting import Revision
from questions.changes import IngestReport, Inventory, Plan, Reading, report
from questions.records import Document, Question, QuestionId


class ReadingDesk(Sessions):
    """Documents that are read again, and what becomes of their questions."""

    def ingest(
        self, document: Document, questions: Sequence[Question], *, dry_run: bool = False
    ) -> IngestReport:
        """Makes the bank hold what *document* holds now; with *dry_run* says only what would happen.

        For callers who name their questions themselves: the same id is the same question.  A question
        with the same words keeps version, status and the key points a person wrote; its source follows
        the document.  Other words of an active question wait as a draft for approval, while learners meet
        the approved ones; other words of a draft replace it.  What is gone is retired, and takes its status
        again when it comes back; a generated draft without attempts is deleted.  Ingesting twice changes
        nothing.

        Raises Conflict when the bank holds another document of this name (another path, and most of its
        questions are not among *questions*), BadInput when two questions share an id.
        """
        with self._transaction(self._engine if dry_run else self._writer) as session:
            return report(bank_ingest.ingest(session, document, questions, dry_run=dry_run).changes)

    def inventory(self, readings: Sequence[Reading]) -> Inventory:
        """What the bank holds of the documents of *readings*: what a plan is made of."""
        with self._reading() as session:
            return bank_ingest.take(session, readings)

    def apply(self, plan: Plan) -> bool:
        """Carries out *plan*, all of it or nothing; False when the bank has changed since its inventory.

        Raises Conflict when an id is taken, or a question that is to be deleted has attempts.
        """
        try:
            with self._writing() as session:
                bank_ingest.apply(session, plan)
        except bank_ingest.Stale:
            return False
        return True

    def latest(self, question_id: QuestionId) -> Revision:
        """The newest version of a question beside the last approved one.  Raises QuestionNotFound."""
        with self._reading() as session:
            return bank_waiting.revision(session, present_row(session, question_id))
