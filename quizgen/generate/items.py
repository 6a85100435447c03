"""An item of a reply into a candidate, or the reason why it cannot be one, said so that the model can do better."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from questions.records import Kind
from quizgen.generate.candidate import GAP, Candidate
from quizgen.generate.fencing import harmless
from quizgen.generate.passage import weight
from quizgen.generate.quoting import Folded, find, fold, folded
from quizgen.generate.replies import Item
from quizgen.generate.stretches import Stretch
from quizgen.generate.support import unsupported

_SHORTEST_QUOTE = 4  # of `weight`: two words, or four Chinese characters
_MOST_QUOTES = 5
_LONGEST_QUESTION = 800
_MARKUP = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|</?[a-zA-Z][^<>]*>?|https?://\S+"
)  # pictures, tags, links say nothing
_MANY = 8
_HAN = re.compile(r"[\u3400-\u9fff]")
_GAPS = re.compile(r"_{2,}|\\_(?:\\_)+|［\s*］|（\s{2,}）|\(\s{2,}\)")
_TRUE = frozenset(("true", "t", "yes", "right", "correct", "对", "正确", "是", "真"))
_FALSE = frozenset(("false", "f", "no", "wrong", "incorrect", "错", "错误", "不正确", "否", "假"))
_LETTER = re.compile(r"\s*(?:[(（]?[A-Ha-h][)）.、:：]|[(（]?[1-8][)）.、])\s*(?=\S)")
_ALL_OF_THEM = re.compile(
    r"\b(?:all|none|both|neither) of (?:the |these |those )?(?:above|options|answers|them)\b|以上(?:都|皆|全|均|选项)|上述(?:都|皆|全|均)|全部正确",
    re.IGNORECASE,
)


# A question that points into the notes is one only beside them.
_ELSEWHERE = re.compile(
    r"^以上|上述|上文|下文|本文|本节|该节|这一节|文中|如下|笔记[中里]|下面这|[该这本]段"
    r"|\b(?:the (?:above|following)|(?:above|below)[- ]mentioned|(?:in|according to|by) (?:the|this|these) (?:text|passage|section|notes?|article|paragraph|author))\b",
    re.IGNORECASE,
)


class _Refused(Exception):
    """Why an item cannot be asked."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the items of replies about one *stretch*; *maker* is who the candidates are said to be by."""

    stretch: Stretch
    shown: Folded
    language: str
    kinds: tuple[Kind, ...]
    maker: str

    def __call__(self, item: Item) -> Candidate | str:
        """The candidate that *item* is, its lines found by us; or why it is none."""
        try:
            return self._judged(item)
        except _Refused as why:
            return str(why)

    def _judged(self, item: Item) -> Candidate:
        kind = next((kind for kind in self.kinds if kind == item.kind), None)
        if kind is None:
            raise _Refused(f"the kind {item.kind[:40]!r} was not asked for")
        if len(item.question) > _LONGEST_QUESTION:
            raise _Refused(f"the question is longer than {_LONGEST_QUESTION} characters")
        if _in_another_language(item.question, self.language):
            raise _Refused(f"the question is not in {'Chinese' if self.language == 'zh' else 'English'}")
        if _ELSEWHERE.search(item.question):
            raise _Refused("it cannot be understood without the notes; name the thing it is about")
        start, end = self._quoted(item)
        candidate = Candidate(
            kind=kind,
            text=item.question,
            quote=self.stretch.text[start:end],
            line_start=self.stretch.start + 1 + self.stretch.text.count("\n", 0, start),
            line_end=self.stretch.start + 1 + self.stretch.text.count("\n", 0, end),
            heading_path=self.stretch.path,
            reason=item.reference,
            maker=self.maker,
        )
        return _READ[kind](self, item, candidate)

    def _quoted(self, item: Item) -> tuple[int, int]:
        """Where in the stretch the words stand that the item rests on: all of its quotes do."""
        quotes = [quote for quote in item.quotes[:_MOST_QUOTES] if quote]
        if not quotes:
            raise _Refused("it quotes nothing; copy the words of the notes that it rests on")
        spans = []
        for quote in quotes:
            found = find(quote, self.shown)
            if found is None:
                raise _Refused(f"the notes do not hold the quote “{quote[:60]}”; copy it letter for letter")
            spans.append(found)
        if sum(weight(_MARKUP.sub(" ", quote)) for quote in quotes) < _SHORTEST_QUOTE:
            raise _Refused("the quote is too short to show anything; copy a whole clause")
        # The record has one stretch of lines: from the first word that is quoted to the last.
        return min(start for start, _ in spans), max(end for _, end in spans)

    def rest_on_notes(self, what: str, words: str) -> None:
        """Raises _Refused when *words* do not rest on the notes and their headings."""
        why = unsupported(words, "\n".join((*self.stretch.path, self.stretch.text)), self.language)
        if why:
            raise _Refused(f"{what} is not supported: {why}")


def judge(stretch: Stretch, language: str, kinds: tuple[Kind, ...], maker: str) -> Judge:
    """The judge of items about *stretch*, whose text is searched as the model was shown it."""
    return Judge(stretch, fold(harmless(stretch.text)), language, kinds, maker)


def _free_text(judge: Judge, item: Item, candidate: Candidate) -> Candidate:
    if not item.reference:
        raise _Refused("it has no reference answer")
    judge.rest_on_notes("the reference", item.reference)
    return replace(candidate, reference=item.reference, reason="")


def _choice(judge: Judge, item: Item, candidate: Candidate) -> Candidate:
    options = tuple(_LETTER.sub("", option, count=1).strip() for option in item.options)
    if _lettered(item.options) is False:
        options = tuple(option.strip() for option in item.options)
    _refuse_bad_options(options)
    places = tuple(sorted({_place(answer, options, item.options) for answer in item.correct}))
    single = item.kind == "single_choice"
    if single and len(places) != 1:
        raise _Refused(f"{len(places)} options are called right; exactly one must be")
    if not single and not 1 < len(places) < len(options):
        raise _Refused(f"{len(places)} of {len(options)} options are called right; some must be, not all")
    judge.rest_on_notes(
        "the right answer", "\n".join((*(options[place] for place in places), item.reference))
    )
    return replace(candidate, options=options, correct=places)


def _lettered(options: tuple[str, ...]) -> bool:
    """Whether every option begins with a letter or number of its own, as in "A. …"."""
    return bool(options) and all(_LETTER.match(option) for option in options)


def _refuse_bad_options(options: tuple[str, ...]) -> None:
    if not 2 < len(options) <= _MANY:
        raise _Refused(f"it has {len(options)} options; four are wanted")
    if not all(folded(option) for option in options):
        raise _Refused("an option is empty")
    if len({folded(option) for option in options}) != len(options):
        raise _Refused("two options are the same")
    if any(_ALL_OF_THEM.search(option) for option in options):
        raise _Refused("an option speaks of the other options")


def _place(answer: str, options: tuple[str, ...], written: tuple[str, ...]) -> int:
    """Which option *answer* is: by its words, or by its letter."""
    wanted = folded(answer)
    for named in (options, written):
        for place, option in enumerate(named):
            if folded(option) == wanted:
                return place
    letter = re.fullmatch(r"[(（]?([A-Ha-h])[)）.]?", answer.strip())
    place = ord(letter[1].upper()) - ord("A") if letter else len(options)
    if place >= len(options):
        raise _Refused(f"“{answer[:60]}” is called right and is none of the options")
    return place


def _true_false(judge: Judge, item: Item, candidate: Candidate) -> Candidate:
    said = {word.strip(" .。").casefold() for word in item.correct}
    if not said or not (said <= _TRUE or said <= _FALSE):
        raise _Refused("`correct` must hold `true` or `false`")
    truth = said <= _TRUE
    if truth:
        judge.rest_on_notes("the statement", item.question)
    elif folded(item.question).strip(".。") in judge.shown.text:
        raise _Refused("the statement is called false, and the notes say it word for word")
    if item.reference:
        judge.rest_on_notes("the reason", item.reference)
    return replace(candidate, truth=truth)


def _cloze(judge: Judge, item: Item, candidate: Candidate) -> Candidate:
    text, gaps = _GAPS.subn(GAP, item.question)
    if gaps != 1:
        raise _Refused(f"it has {gaps} gaps; exactly one ____ is wanted")
    accepts = tuple(dict.fromkeys(word.strip() for word in item.correct if folded(word)))
    if not accepts:
        raise _Refused("`correct` holds nothing that fills the gap")
    there = [word for word in accepts if folded(word) in judge.shown.text]
    if not there:
        raise _Refused(f"the notes do not hold “{accepts[0][:60]}”")
    if any(folded(word) in folded(text) for word in accepts):
        raise _Refused("what fills the gap stands in the sentence already")
    judge.rest_on_notes("the sentence", text.replace(GAP, there[0]))
    # The first is the one that stands in the document; a spelling that does not may be right as well.
    return replace(candidate, text=text, accepts=(there[0], *(word for word in accepts if word != there[0])))


_READ: Mapping[Kind, Callable[[Judge, Item, Candidate], Candidate]] = {
    "free_text": _free_text,
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "cloze": _cloze,
}


def _in_another_language(text: str, language: str) -> bool:
    """Chinese questions hold some Chinese, however many terms they name; English ones hold little."""
    chinese = len(_HAN.findall(text))
    return not chinese if language == "zh" else chinese * 4 > sum(c.isascii() and c.isalpha() for c in text)
