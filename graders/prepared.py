"""A rubric made ready for its answers: all of the work that does not depend on the answer."""

from dataclasses import dataclass, field, replace
from itertools import chain

from graders.alternatives import alternatives_in
from graders.claims import Claims, claims_of
from graders.coherence import Wording, asks_for_list, wording_of
from graders.concepts import Concept, Concepts, concepts
from graders.concepts import wanted_of as wanted_concepts_of
from graders.contrast import contrasts
from graders.coverage import Units, Wanted, units_of, wanted_of
from graders.lexicon import Lexicon
from graders.rubric import Rubric, RubricPoint
from graders.statement import Statement, analyse
from graders.text import language_of
from questions.records import KeyPointId


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be covered: folded, its content units, and what of them the question does not give away."""

    folded: str
    units: Units
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rubric with all that does not depend on the answer.

    *language* is that of the reference, "" for a bare formula.  *lexicon* knows what the question sets
    against each other; *question* is its folded text, *asked* are the units that it gives away, and *added*
    counts those of the reference that it does not.  *wanted* holds for each point what it says, then what is accepted in its place.  Where the reference offers
    *choices*, *needed* of them are enough, and they make one point.
    """

    rubric: Rubric
    lexicon: Lexicon
    question: str
    asked: Units
    added: int
    whole: Text
    language: str
    wording: Wording
    list_asked: bool
    claims: Claims
    choices: tuple[Text, ...]
    needed: int
    wanted: tuple[tuple[Text, ...], ...]
    _concepts: dict[str, Concepts] = field(default_factory=dict, init=False, repr=False, compare=False)
    _own: dict[str, tuple[Concept, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def concepts(self, folded: str) -> Concepts:
        """The concepts of one of these texts, for answers in another language; looked for once."""
        if folded not in self._concepts:
            self._concepts[folded] = concepts(folded, self.lexicon)
        return self._concepts[folded]

    def wanted_concepts(self, folded: str) -> tuple[Concept, ...]:
        """Those of them that the question does not give away."""
        if folded not in self._own:
            self._own[folded] = wanted_concepts_of(self.concepts(folded), self.concepts(self.question))
        return self._own[folded]

    @property
    def texts(self) -> tuple[str, ...]:
        """What must be encoded before an answer can be marked."""
        return tuple(text.folded for texts in (self.choices, *self.wanted) for text in texts)


def prepare(rubric: Rubric, lexicon: Lexicon) -> Prepared:
    """*rubric* analysed once for all its answers."""
    offered = None if _is_disputed(rubric) else alternatives_in(rubric.question, rubric.reference)
    if offered:
        any_of = RubricPoint(KeyPointId("any"), rubric.reference, 1.0, offered.texts)
        rubric = replace(rubric, points=(any_of,))
    own = lexicon.extended(contrasts(rubric.question, [point.text for point in rubric.points]))
    accepted = [(point.text, *point.accepts) for point in rubric.points]
    choices = offered.texts if offered else ()
    every = (rubric.question, rubric.reference, *choices, *chain.from_iterable(accepted))
    read = {text: analyse(text, own) for text in dict.fromkeys(every)}
    question, reference = read[rubric.question], read[rubric.reference]
    # A disputed point is contradicted by what speaks against its correction, not against the reference.
    truths = [point.accepts[0] if point.disputed and point.accepts else point.text for point in rubric.points]
    claims = claims_of(
        [read[text] for text in truths],
        reference,
        question,
        disputed=frozenset(index for index, point in enumerate(rubric.points) if point.disputed),
        silent=frozenset(index for index, point in enumerate(rubric.points) if point.follows_disputed),
    )
    asked = units_of(question)
    whole = _text(reference, asked)
    return Prepared(
        rubric=rubric,
        lexicon=own,
        question=question.folded.text,
        asked=asked,
        added=sum([unit not in asked.said for unit in whole.units.said]),
        whole=whole,
        language=language_of(reference.folded.text),
        wording=wording_of(rubric.reference),
        list_asked=asks_for_list(rubric.question) or offered is not None,
        # Another alternative is no wrong answer, though it is another name.
        claims=replace(claims, lead=None) if offered else claims,
        choices=tuple(_text(read[text], asked) for text in choices),
        needed=offered.needed if offered else 0,
        wanted=tuple(tuple(_text(read[text], asked) for text in texts) for texts in accepted),
    )


def _is_disputed(rubric: Rubric) -> bool:
    return any(point.disputed or point.follows_disputed for point in rubric.points)


def _text(statement: Statement, asked: Units) -> Text:
    units = units_of(statement)
    return Text(statement.folded.text, units, wanted_of(units, asked))
