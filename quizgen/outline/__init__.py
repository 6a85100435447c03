"""The tree of a document: headings, what every line is, and what is only furniture."""

from quizgen.outline.build import Outline, outline
from quizgen.outline.folds import Fold
from quizgen.outline.lines import Heading, Kind
from quizgen.outline.numbers import Number
from quizgen.outline.tree import Section

__all__ = ["Fold", "Heading", "Kind", "Number", "Outline", "Section", "outline"]
