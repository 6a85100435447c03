"""A text as clauses that can be compared: what each is about, which values it takes, whether it denies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.lexicon import Lexicon, Meaning, Mention
from graders.quantity import Quantity, quantities
from graders.reported import own_words
from graders.text import Folded, Token, clauses, fold, stem, tokens
from graders.wordlists import word_list

_STOP_CJK = frozenset(word_list("stopwords")["zh"])
_STOP_LATIN = frozenset(stem(word) for word in word_list("stopwords")["en"])
_CONDITION = re.compile(
    r"(?:\d+[.)、])?\s*(?:if|when|whenever|once|suppose|assuming|given|如果|若|假如|假设|倘若|一旦|要是|当|只要)(?![a-z])"
)
_LABEL = 3.0  # a heavier clause before a colon is a claim
_WEIGHT_CJK = 0.5  # a pair of characters: four characters, two words, make three pairs


Placed = tuple[int, str, float]  # token index, unit, weight


@dataclass(frozen=True, slots=True)
class Said:
    """A word, or a pair of Chinese characters, with its weight and the names of what it means."""

    unit: str
    weight: float
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a text.

    *units* are content words in canonical form with their weights: every value of an axis is the same
    unit, and so is every synonym of a group, so that a clause and its opposite have the same units.
    *values* are the values taken on each axis, in order.  *inherited* are those of a subject that was
    named before.  *entities* are the axes of things, not of properties.  *crowded* those with many values, and *twins* axes that one word sets at once.
    *is_label* says that a colon follows, *is_condition* that it only supposes something,
    *is_closed* that a stop or comma or nothing follows.
    *said* are the words as they stand,
    each with what else says the same, so that opposites differ and synonyms do not.  *words* are the content words in order, in the same form, and *surface* what stands there.  *denied* holds the units that stand in the scope of each negator.
    """

    start: int
    end: int
    text: str
    units: Mapping[str, float]
    said: tuple[Said, ...]
    words: tuple[str, ...]
    surface: tuple[str, ...]
    values: Mapping[str, tuple[int, ...]]
    inherited: Mapping[str, tuple[int, ...]]
    entities: frozenset[str]
    crowded: frozenset[str]
    twins: frozenset[frozenset[str]]
    denied: tuple[frozenset[str], ...]
    softened: bool
    numbers: tuple[Quantity, ...]
    names: frozenset[str]
    is_label: bool
    is_condition: bool
    is_closed: bool

    @property
    def substance(self) -> float:
        """The weight of the units that are not mere directions, quantities or other general values."""
        return sum(weight for unit, weight in self.units.items() if not unit.startswith("~"))

    @property
    def weight(self) -> float:
        """The sum of the weights of its units."""
        return sum(self.units.values())


@dataclass(frozen=True, slots=True)
class Statement:
    """A folded text with its clauses."""

    folded: Folded
    clauses: tuple[Clause, ...]


def analyse(text: str, lexicon: Lexicon) -> Statement:
    """*text* as clauses; what the writer only reports or denies in favour of something else is left out."""
    folded = fold(text)
    masked = own_words(folded.text)
    return Statement(folded, tuple(_with_subjects(masked, _cased(folded), lexicon)))


def _cased(folded: Folded) -> str:
    """The folded text with the capitals of the original."""
    return "".join(
        letter.upper() if folded.original[at].isupper() else letter
        for letter, at in zip(folded.text, folded.at, strict=True)
    )


def _with_subjects(text: str, original: str, lexicon: Lexicon) -> Iterator[Clause]:
    subject: Mapping[str, tuple[int, ...]] = {}
    for start, end in clauses(text):
        sequence = tuple(
            Token(token.text, token.start + start, token.end + start) for token in tokens(text[start:end])
        )
        mentions = lexicon.find(sequence)
        own = _with_final_degree(_values(mentions), sequence, mentions)
        leading = _leading(mentions, own)
        inherited = {axis: value for axis, value in subject.items() if axis not in own}
        yield _clause(text, original, (start, end), sequence, mentions, own, inherited)
        if leading:
            subject = leading


def _leading(
    mentions: Sequence[Mention], values: Mapping[str, tuple[int, ...]]
) -> Mapping[str, tuple[int, ...]]:
    """The thing that a clause is about: a named thing at its very start, if it is the only one of its kind."""
    first = next((mention for mention in mentions if mention.first <= 1), None)
    if first is None:
        return {}
    return {
        meaning.name: (meaning.value,)
        for meaning in first.meanings
        if meaning.role == "axis" and meaning.entity and len(values[meaning.name]) == 1
    }


def _values(mentions: Sequence[Mention]) -> dict[str, tuple[int, ...]]:
    values: dict[str, tuple[int, ...]] = {}
    for mention in mentions:
        for meaning in mention.meanings:
            if meaning.role == "axis" and values.get(meaning.name, (-1,))[-1] != meaning.value:
                values[meaning.name] = (*values.get(meaning.name, ()), meaning.value)
    return values


_DEGREES = {"大": ("large-small", 0), "小": ("large-small", 1), "快": ("fast-slow", 0), "慢": ("fast-slow", 1), "高": ("high-low", 0),
            "低": ("high-low", 1), "多": ("more-fewer", 0), "少": ("more-fewer", 1), "长": ("long-short", 0), "短": ("long-short", 1),
            "强": ("strong-weak", 0), "弱": ("strong-weak", 1), "好": ("better-worse", 0), "差": ("better-worse", 1)}  # fmt: skip


def _with_final_degree(
    values: dict[str, tuple[int, ...]], sequence: Sequence[Token], mentions: Sequence[Mention]
) -> dict[str, tuple[int, ...]]:
    """A single 大, 小, 快... says something only at the end of its clause ("A 比 B 大"); elsewhere it is part of a word."""
    held = {index for mention in mentions for index in range(mention.first, mention.last)}
    last = len(sequence) - 1
    while last > 0 and sequence[last].text in "了些得":
        last -= 1
    if last >= 0 and last not in held and sequence[last].text in _DEGREES:
        axis, value = _DEGREES[sequence[last].text]
        values.setdefault(axis, (value,))
    return values


def _clause(
    text: str,
    original: str,
    span: tuple[int, int],
    sequence: Sequence[Token],
    mentions: Sequence[Mention],
    own: Mapping[str, tuple[int, ...]],
    inherited: Mapping[str, tuple[int, ...]],
) -> Clause:
    covered = {index: mention for mention in mentions for index in range(mention.first, mention.last)}
    placed = tuple(_placed_units(sequence, covered))
    units = {unit: weight for _, unit, weight in placed}
    start, end = span
    numbered = [
        token
        for token in sequence
        if token.text[0].isalpha() and any(letter.isdigit() for letter in token.text)
    ]
    held = {i for token in numbered for i in range(token.start, token.end)}
    words = tuple(_words(sequence, covered))
    numbers = tuple(
        Quantity(found.value, found.unit, found.start + start, found.end + start)
        for found in quantities(text[start:end])
        if found.start + start not in held
    )
    return Clause(
        start=start,
        end=end,
        text=text[start:end],
        units=units,
        said=(
            *_said(sequence, covered),
            *(Said(f"#{number.value:g}", 1.0, frozenset()) for number in numbers),
        ),
        words=tuple(word for word, _ in words),
        surface=tuple(surface for _, surface in words),
        values=own,
        inherited=inherited,
        entities=frozenset(
            meaning.name
            for mention in mentions
            for meaning in mention.meanings
            if meaning.role == "axis" and meaning.entity
        ),
        crowded=frozenset(
            meaning.name for mention in mentions for meaning in mention.meanings if meaning.crowded
        ),
        twins=frozenset(
            frozenset(axes)
            for axes in (
                inherited,
                *(
                    [meaning.name for meaning in mention.meanings if meaning.role == "axis"]
                    for mention in mentions
                ),
            )
            if len(axes) > 1
        ),
        denied=tuple(_denied(sequence, mentions, placed)),
        softened=any(meaning.role == "soft" for mention in mentions for meaning in mention.meanings),
        numbers=numbers,
        names=frozenset(_names(sequence, original)),
        is_condition=bool(_CONDITION.match(text, start)),
        is_closed=text[end : end + 1] in ("", ",", ".", ";", "。", "!", "\n"),
        is_label=text[end : end + 1] == ":"
        and sum(units.values()) <= _LABEL
        and not any(placed_scope for placed_scope in _denied(sequence, mentions, placed)),
    )


def _placed_units(sequence: Sequence[Token], covered: Mapping[int, Mention]) -> Iterator[Placed]:
    """The content units in order."""
    for index, token in enumerate(sequence):
        mention = covered.get(index)
        meaning = _main(mention)
        if mention and meaning:
            if index == mention.first:
                yield index, _unit_name(meaning), _weight(meaning, sequence[mention.first : mention.last])
        elif mention and all(found.role in ("negator", "soft", "function") for found in mention.meanings):
            continue
        elif token.is_cjk:
            following = sequence[index + 1] if index + 1 < len(sequence) else None
            if (
                following
                and following.is_cjk
                and following.start == token.end
                and not _main(covered.get(index + 1))
                and token.text not in _STOP_CJK
                and following.text not in _STOP_CJK
            ):
                yield index, token.text + following.text, _WEIGHT_CJK
        elif token.text[0].isalpha() and token.text not in _STOP_LATIN:
            yield index, token.text, 1.0


def _names(sequence: Sequence[Token], cased: str) -> Iterator[str]:
    """Words that name one thing: with a digit, with two capitals, or with one where no sentence begins."""
    for index, token in enumerate(sequence):
        word = cased[token.start : token.end]
        if not token.text[0].isalpha() or token.is_cjk:
            continue
        capitals = sum(letter.isupper() for letter in word)
        inside = index > 0 or cased[token.end : token.end + 2] in ("'s", "’s")
        if (
            any(letter.isdigit() for letter in word)
            or capitals > 1
            or (capitals and inside and len(word) > 2)
        ):
            yield token.text


def _unit_name(meaning: Meaning) -> str:
    """A name that no word has; ``~`` marks values that say nothing about what a clause is about."""
    return ("~" if meaning.role == "axis" and not meaning.entity else "=") + meaning.name


def _said(sequence: Sequence[Token], covered: Mapping[int, Mention]) -> Iterator[Said]:
    for index, token in enumerate(sequence):
        names = _names_at(covered.get(index))
        if token.is_cjk:
            following = sequence[index + 1] if index + 1 < len(sequence) else None
            if following and following.is_cjk and following.start == token.end:
                if token.text in _STOP_CJK and following.text in _STOP_CJK:
                    continue
                both = names & _names_at(covered.get(index + 1))
                yield Said(token.text + following.text, _WEIGHT_CJK, both)
        elif token.text[0].isalpha() and token.text not in _STOP_LATIN:
            yield Said(token.text, 1.0, names)


def _names_at(mention: Mention | None) -> frozenset[str]:
    if mention is None:
        return frozenset()
    return frozenset(
        f"{_unit_name(meaning)}:{meaning.value}"
        for meaning in mention.meanings
        if meaning.role in ("axis", "synonym")
    )


def _words(sequence: Sequence[Token], covered: Mapping[int, Mention]) -> Iterator[tuple[str, str]]:
    """Content words in canonical form, each with what stands in the text."""
    for index, token in enumerate(sequence):
        mention = covered.get(index)
        meaning = _main(mention)
        if mention and meaning:
            if index == mention.first:
                yield _unit_name(meaning), joined([found.text for found in sequence[index : mention.last]])
        elif mention and mention.meanings[0].role == "function":
            continue
        elif token.text not in _STOP_LATIN and token.text not in _STOP_CJK and token.text[0].isalnum():
            yield token.text, token.text


def joined(words: Sequence[str]) -> str:
    """Words with spaces between Latin ones, none beside Chinese characters."""
    text = ""
    for word in words:
        text += (" " if text and text[-1].isascii() and word[:1].isascii() else "") + word
    return text


def _weight(meaning: Meaning, words: Sequence[Token]) -> float:
    """A value counts one; a mere synonym as much as its characters would without it."""
    if meaning.role == "axis" or not words[0].is_cjk:
        return 1.0
    return min(1.0, _WEIGHT_CJK * max(1, len(words) - 1))


def _main(mention: Mention | None) -> Meaning | None:
    if mention is None:
        return None
    told = [meaning for meaning in mention.meanings if meaning.role in ("axis", "synonym")]
    return next((meaning for meaning in told if meaning.entity), told[0] if told else None)


def _denied(
    sequence: Sequence[Token], mentions: Sequence[Mention], placed: Sequence[Placed]
) -> Iterator[frozenset[str]]:
    """For each negator the units after it."""
    for mention in mentions:
        if any(meaning.role == "negator" for meaning in mention.meanings):
            reach = _reach(sequence, mention)
            yield frozenset(unit for index, unit, _ in placed if mention.first <= index < reach)
    for index, token in enumerate(sequence):
        if (
            token.text == "t"
            and index
            and sequence[index - 1].text.endswith("n")
            and sequence[index - 1].end == token.start - 1
        ):
            yield frozenset(unit for place, unit, _ in placed if index < place < index + 9)


def _reach(sequence: Sequence[Token], mention: Mention) -> int:
    """Where the scope of a negator ends: ten characters or eight words on, or at 的 ("不合适的 X" is an X)."""
    if not sequence[mention.first].is_cjk:
        return mention.last + 8
    of = next(
        (i for i in range(mention.last, min(len(sequence), mention.last + 5)) if sequence[i].text == "的"),
        None,
    )
    return mention.last + 10 if of is None else of
