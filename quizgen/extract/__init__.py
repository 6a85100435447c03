"""Which parts of a document are questions, and what their answers are."""

from quizgen.extract.found import Found, NoAnswer
from quizgen.extract.run import extract

__all__ = ["Found", "NoAnswer", "extract"]
