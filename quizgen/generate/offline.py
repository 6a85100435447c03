"""Notes into questions without a model: rules that know how definitions, lists and comparisons are written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quizgen.generate.candidate import Candidate, Proposed, Wanted
from quizgen.generate.contrasted import contrasted
from quizgen.generate.defined import defined
from quizgen.generate.free import free
from quizgen.generate.gaps import gaps
from quizgen.generate.grids import grids
from quizgen.generate.listed import listed, told_apart
from quizgen.generate.statements import Notes, read_notes
from quizgen.generate.symbols import symbols
from quizgen.generate.terms import Terms, terms_of
from quizgen.language import language_of
from quizgen.readers import SourceText

Maker = Callable[[Notes, Terms, int], Iterator[Candidate]]

# What is asked first of a fact comes first.
MAKERS: tuple[Maker, ...] = (free, defined, listed, told_apart, grids, symbols, contrasted, gaps)


@dataclass(frozen=True, slots=True)
class Rules:
    """Proposes all that the rules can make of a document; the same for the same document and seed."""

    makers: tuple[Maker, ...] = MAKERS

    async def __call__(self, text: SourceText, wanted: Wanted, /) -> Proposed:
        """The candidates of *text* that are *wanted*, many more than will be asked.  Never raises."""
        notes = read_notes(text)
        terms = terms_of(notes)
        made = (each for maker in self.makers for each in maker(notes, terms, wanted.seed))
        return Proposed(candidates=tuple(each for each in made if _is_wanted(each, wanted, notes)))


def _is_wanted(made: Candidate, wanted: Wanted, notes: Notes) -> bool:
    if made.kind not in wanted.kinds:
        return False
    if wanted.language is not None and language_of(made.text) != wanted.language:
        return False
    topic = (wanted.topic or "").casefold()
    return not topic or any(topic in title.casefold() for title in notes.shape.path(made.line_start - 1))
