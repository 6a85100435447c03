"""What a fact is, and what a pack of facts holds: the schema of the data files."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from questions.records import Citation, FlagVerdict, NonBlank, Severity

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]
Statements = Annotated[tuple[NonBlank, ...], Field(min_length=1)]


class _Entry(BaseModel):
    """Frozen, and nothing that is not declared; a key may be a word of Python, such as ``is``."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Verified(StrEnum):
    """How whoever wrote the fact knows what its source says."""

    READ = "read"
    RECALLED = "recalled"


class Term(_Entry):
    """Something that facts are about, with all its names in both languages.

    Terms of one *kind* compete: a sentence that names another model is about that one.  ``is`` names the
    wider term whose facts hold for this one too.  Those names that are *cased* count only as they are written
    there: ReAct is not React.
    """

    kind: Slug
    names: Statements
    cased: tuple[NonBlank, ...] = ()
    parent: Annotated[Slug | None, Field(alias="is")] = None

    def may_be(self, words: str) -> bool:
        """Whether *words*, in which a name was found without regard to case, are written as one that is cased."""
        small = words.lower().removesuffix("s")
        return all(small != name.lower() for name in self.cased) or any(name in words for name in self.cased)


class Value(_Entry):
    """A quantity that is known: in *unit* (or without a unit) it must be one of *right*.

    Numbers below *least* are of something else and are not looked at.  *bare* takes numbers without a unit too,
    where the pattern's words say what they count.
    """

    unit: str
    right: Annotated[tuple[float, ...], Field(min_length=1)]
    least: float = 0.0
    bare: bool = False


class Wrong(_Entry):
    """One way of getting the fact wrong.

    *zh* and *en* are such statements in full, in one language at least.  Without *says* and *value* they show what the fact's ``holds`` and
    ``counts`` find.  *says* are groups of alternatives (see ``graders.facts.pattern``);
    a sentence about the fact's subject that holds all of them, each at most *gap* away from the next, says the
    wrong thing, unless it holds one of *unless*, or the answer one of *unless_anywhere*.  *asked* are groups that the question, a heading
    or one of the two sentences before must hold.
    """

    zh: tuple[NonBlank, ...] = ()
    en: tuple[NonBlank, ...] = ()
    says: tuple[NonBlank, ...] = ()
    asked: tuple[NonBlank, ...] = ()
    unless: tuple[NonBlank, ...] = ()
    unless_anywhere: tuple[NonBlank, ...] = ()
    ordered: bool = False
    gap: Annotated[int, Field(ge=1, le=60)] = 16
    value: Value | None = None
    verdict: FlagVerdict | None = None
    severity: Severity | None = None

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if not (self.zh or self.en):
            raise ValueError("a wrong statement is given in full, in zh or in en")
        return self

    @property
    def is_example(self) -> bool:
        """Whether it has no pattern of its own."""
        return not self.says and self.value is None


class Trend(_Entry):
    """What *on* does when *of* rises: it rises too, or it *falls*.  Both are patterns of quantities."""

    of: NonBlank
    on: NonBlank
    falls: bool = False


class Order(_Entry):
    """Of two things, the one that has *more* of what the dimension *by* measures."""

    by: Slug
    more: Slug
    less: Slug


class Fact(_Entry):
    """One thing that is so, how it is got wrong, and where it says so.

    *about* are the terms it is about: a sentence about any one of them will do.  *scope* says for people where it holds; *not_for* are
    terms that it must not be applied to.  *holds* are the values that slots have for it, *counts* the numbers: any
    other value or number is wrong; of *formulas*, another with nearly the same parts; of *trends* and *orders*, the other direction.
    *zh* and *en* read well as a correction; of a fact in one language alone both are the same.  *right* are true statements
    near the wrong ones, which must never be flagged.
    """

    id: Slug
    about: Annotated[tuple[Slug, ...], Field(min_length=1)]
    zh: NonBlank
    en: NonBlank
    severity: Severity
    verdict: FlagVerdict = FlagVerdict.CONTRADICTED
    scope: str = ""
    not_for: tuple[Slug, ...] = ()
    holds: dict[Slug, Annotated[tuple[Slug, ...], Field(min_length=1)]] = Field(default_factory=dict)
    counts: dict[Slug, Annotated[tuple[float, ...], Field(min_length=1)]] = Field(default_factory=dict)
    formulas: tuple[NonBlank, ...] = ()
    trends: tuple[Trend, ...] = ()
    orders: tuple[Order, ...] = ()
    right: tuple[NonBlank, ...] = ()
    wrong: Annotated[tuple[Wrong, ...], Field(min_length=1)]
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]
    verified: Verified

    @model_validator(mode="before")
    @classmethod
    def _in_one_language(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        told = [given[language] for language in ("zh", "en") if given.get(language)]
        return {**given, "zh": told[0], "en": told[0]} if len(told) == 1 else given

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        seen = self.holds or self.counts or self.formulas or self.trends or self.orders
        if not seen and any(wrong.is_example for wrong in self.wrong):
            raise ValueError(f"{self.id}: a wrong statement needs says or value, or nothing can find it")
        return self

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not all(source.locator.strip() for source in self.sources):
            raise ValueError(f"{self.id}: a source needs a locator")
        return self


class Category(_Entry):
    """What things are of, so that one of another sort stands out in a list: *members* are terms.

    *listed* is the pattern of questions and leads that announce a list of them; members of the *rivals*, other
    categories, do not belong in it.
    """

    zh: NonBlank
    en: NonBlank
    listed: NonBlank
    rivals: tuple[Slug, ...] = ()
    members: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Slot(_Entry):
    """A question to which a thing has one answer: where does it normalise, what does it shard?

    *values* are the possible answers, each a pattern; those that *holds* of a fact does not list are wrong for it.
    A clause fills the slot when it holds a value and *cue* (where there is one), and none of *unless*.  With
    *only*, another value beside a right one is wrong too.
    """

    zh: NonBlank
    en: NonBlank
    cue: NonBlank | None = None
    unless: tuple[NonBlank, ...] = ()
    only: bool = False
    values: Annotated[dict[Slug, NonBlank], Field(min_length=2)]


class Count(_Entry):
    """A number that a thing has: how many layers, how many parameters.

    *cue* is the pattern of what is counted; it stands right beside the number.  Numbers below *least* or above
    *most*, and those of another *unit*, are of something else.  With *exact* nearly the right number is wrong too.
    """

    zh: NonBlank
    en: NonBlank
    cue: NonBlank
    unit: str = ""
    least: float = 0.0
    most: float = float("inf")
    exact: bool = False
    unless: tuple[NonBlank, ...] = ()


class Dimension(_Entry):
    """What two things are compared in: *more* and *less* are the patterns of words that say so.

    *noun* names it where the words are those of any comparison: "A 的参数量比 B 大".
    """

    zh: NonBlank
    en: NonBlank
    noun: NonBlank | None = None
    more: NonBlank
    less: NonBlank


class Attribute(_Entry):
    """A slot that holds one of *values* (terms) for each thing of the *kinds*: two answers cannot both be right.

    *said_with* is the pattern of the words that put a value into the slot, and stand before it in its clause.
    """

    zh: NonBlank
    en: NonBlank
    kinds: Annotated[tuple[Slug, ...], Field(min_length=1)]
    values: Annotated[tuple[Slug, ...], Field(min_length=2)]
    said_with: NonBlank | None = None


class Pack(_Entry):
    """One data file: facts on one topic, with the terms and words they use.

    *technical* are words of the subject that are easily misspelt; *lookalikes* are ordinary words that must not be
    taken for misspelt ones.
    """

    title: NonBlank
    words: dict[str, NonBlank] = Field(default_factory=dict)
    terms: dict[Slug, Term] = Field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    categories: dict[Slug, Category] = Field(default_factory=dict)
    attributes: dict[Slug, Attribute] = Field(default_factory=dict)
    slots: dict[Slug, Slot] = Field(default_factory=dict)
    counts: dict[Slug, Count] = Field(default_factory=dict)
    dimensions: dict[Slug, Dimension] = Field(default_factory=dict)
    technical: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
