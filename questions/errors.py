"""What can go wrong, as one tree.

    QuizError
    ├── BadInput                 the caller's words, file or setting; nothing was changed
    │   ├── UnreadableDocument   missing, a folder, binary, too large, empty, not text
    │   ├── UnreadableRow        a row of a batch that is not what the contract says
    │   ├── AnswerTooLong        more text than a learner's answer may have
    │   └── BadSetting           an option or environment variable that cannot be used
    ├── NotFound
    │   ├── DocumentNotFound
    │   ├── QuestionNotFound
    │   ├── AttemptNotFound
    │   ├── FlagNotFound
    │   └── QuizNotFound
    ├── Conflict                 well formed, but the bank holds something that forbids it
    ├── BankUnusable             the database cannot be opened, migrated or written
    ├── MissingExtra             an optional package is not installed
    ├── BudgetSpent              going on might cost more than what was allowed
    └── ServiceUnavailable       a model or server did not answer, or talked nonsense

Every message is one line that says what to do next.  None of them knows HTTP.
"""


class QuizError(Exception):
    """The root: whatever quizgen raises on purpose."""


class BadInput(QuizError):
    """The caller can mend it; nothing was changed."""


class UnreadableDocument(BadInput):
    """A document that cannot be turned into text."""


class UnreadableRow(BadInput):
    """A row of a batch that cannot be graded or audited as it stands."""


class AnswerTooLong(BadInput):
    """An answer longer than a learner's answer may be."""


class BadSetting(BadInput):
    """An option or environment variable that cannot be used."""


class NotFound(QuizError):
    """Nothing of that name is in the bank."""


class DocumentNotFound(NotFound):
    """No document has this id."""


class QuestionNotFound(NotFound):
    """No question has this id."""


class AttemptNotFound(NotFound):
    """No attempt has this id."""


class FlagNotFound(NotFound):
    """No flag has this id."""


class QuizNotFound(NotFound):
    """No quiz has this id."""


class Conflict(QuizError):
    """What was asked contradicts what the bank holds."""


class BankUnusable(QuizError):
    """The database cannot be opened, migrated or written."""


class MissingExtra(QuizError):
    """An optional package is needed and not installed."""


class BudgetSpent(QuizError):
    """The next call of a model might cost more than what is left; what was done is kept."""


class ServiceUnavailable(QuizError):
    """A model or server did not answer, or answered nonsense."""
