"""A rubric made ready for its answers: all of the work that does not depend on the answer."""

from dataclasses import dataclass

from graders.claims import Claims, claims_of
from graders.coherence import Wording, asks_for_list, wording_of
from graders.contrast import contrasts
from graders.coverage import Units, units_of
from graders.lexicon import Lexicon
from graders.rubric import Rubric
from graders.statement import Statement, analyse


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be covered: folded, and its content units."""

    folded: str
    units: Units


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rubric with all that does not depend on the answer.

    *lexicon* knows what the question sets against each other; *asked* are the units that the question
    gives away.  *wanted* holds for each point what it says, then what is accepted in its place.
    """

    rubric: Rubric
    lexicon: Lexicon
    asked: Units
    whole: Text
    wording: Wording
    list_asked: bool
    claims: Claims
    wanted: tuple[tuple[Text, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What must be encoded before an answer can be marked."""
        return tuple(text.folded for texts in self.wanted for text in texts)


def prepare(rubric: Rubric, lexicon: Lexicon) -> Prepared:
    """*rubric* analysed once for all its answers."""
    own = lexicon.extended(contrasts(rubric.question, [point.text for point in rubric.points]))
    # A disputed point is contradicted by what speaks against its correction, not against the reference.
    truths = [point.accepts[0] if point.disputed and point.accepts else point.text for point in rubric.points]
    question, reference = analyse(rubric.question, own), analyse(rubric.reference, own)
    return Prepared(
        rubric=rubric,
        lexicon=own,
        asked=units_of(question),
        whole=_text(reference),
        wording=wording_of(rubric.reference),
        list_asked=asks_for_list(rubric.question),
        claims=claims_of(
            [analyse(text, own) for text in truths],
            reference,
            question,
            disputed=frozenset(index for index, point in enumerate(rubric.points) if point.disputed),
            silent=frozenset(index for index, point in enumerate(rubric.points) if point.follows_disputed),
        ),
        wanted=tuple(
            tuple(_text(analyse(text, own)) for text in (point.text, *point.accepts))
            for point in rubric.points
        ),
    )


def _text(statement: Statement) -> Text:
    return Text(statement.folded.text, units_of(statement))
