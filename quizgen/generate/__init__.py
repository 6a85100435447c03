"""Notes into new questions."""

from quizgen.generate.sections import section_questions

__all__ = ["section_questions"]
