"""The critic: which candidates are fit to be asked, and why the others are not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from questions.records import Cloze, FreeText, Question, TrueFalse
from quizgen.assemble import normal_form
from quizgen.generate.candidate import GAP, MODEL, Candidate, Dropped, Encode
from quizgen.generate.definitions import overlap, pairs
from quizgen.generate.passage import weight
from quizgen.outline.toc import letters
from quizgen.readers import SourceText

_ADDRESS = re.compile(
    r"https?://|www\.\w|\barxiv\b|\bgithub\b|\.(?:png|jpe?g|gif|svg|html?)\b|\bdoi\b", re.IGNORECASE
)
_ABOUT_PAPER = re.compile(
    r"(?:这篇|该篇|本篇|原)?(?:论文|文章|博客|帖子)(?:的?(?:作者|链接|标题|题目|地址|发表|编号|名称|来源|发布))|作者(?:是谁|是哪|来自|叫)|谁(?:写|发表|提出)了?|(?:发表|发布|提出|更新)(?:于|在)?(?:哪一?年|什么时候|何时|____)"
    r"|(?:代码|项目|模型|官方|下载)(?:的)?(?:地址|链接|仓库|主页)|参考(?:链接|资料|文献)"
    r"|\bwho (?:wrote|authored|published)|\bauthors? of\b"
    r"|\b(?:published|released|updated) (?:in|on) (?:which|what|____)|\bwh(?:at|ich) (?:year|paper|link|url|website)\b",
    re.IGNORECASE,
)
_ABOUT_FIGURE = re.compile(
    r"[如见下上]图|图\s*\d|图(?:中|示|片|像中所示)|下表|上表|表\s*\d|\b(?:figure|fig\.|table) \d|\bin the (?:figure|image|picture|diagram)\b",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"公众号|关注我|点赞|扫码|二维码|交流群|转载|\b(?:subscribe|newsletter|follow (?:me|us)|star (?:this|the) repo)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"以上(?:都|皆|全)|上述(?:都|皆|全)|全部(?:正确|都是)|都(?:对|不对|不是)$|\b(?:all|none|both|any) of the (?:above|these|options)\b|\bboth a and b\b",
    re.IGNORECASE,
)
_LENGTHS = 2.2
_SHORT = 8
_SUPPORTED = 0.3
_ALIKE = 0.85
_WORTH_A_LOOK = 0.35
_VECTORS_ALIKE = 0.93
_SAME_ANSWER = 0.6

Check = Callable[[Candidate, SourceText], str | None]
_Asked = tuple[str, str, tuple[str, ...]]  # kind, words, right answers


def right_answers(made: Candidate) -> tuple[str, ...]:
    """What is right, in words: options, gap fillings, the reference; () for a statement to judge."""
    if made.options:
        return tuple(made.options[place] for place in made.correct if 0 <= place < len(made.options))
    return made.accepts or ((made.reference,) if made.reference else ())


def malformed(made: Candidate, _: SourceText) -> str | None:
    """A shape that no record can have, or that tells the answer by its shape."""
    if not letters(made.text.replace(GAP, "")):
        return "nothing is asked"
    check = _SHAPES[made.kind]
    return check(made)


def _free_shape(made: Candidate) -> str | None:
    return None if made.reference and letters(made.reference) else "there is no reference answer"


def _choice_shape(made: Candidate) -> str | None:
    if len({letters(option) or option for option in made.options}) < max(3, len(made.options)):
        return "fewer than three different options"
    if not made.correct or not set(made.correct) <= set(range(len(made.options))):
        return "the right option is not among the options"
    if (made.kind == "single_choice") != (len(made.correct) == 1) and made.kind == "single_choice":
        return "a single choice with several right options"
    if len(made.correct) == len(made.options):
        return "no option is wrong"
    if any(_WHOLE.search(option) for option in made.options):
        return "an option speaks of the others"
    return _length_tells(made)


def _length_tells(made: Candidate) -> str | None:
    right = [weight(made.options[place]) for place in made.correct]
    wrong = [weight(option) for place, option in enumerate(made.options) if place not in made.correct]
    if min(right) > _SHORT and min(right) > _LENGTHS * max(wrong):
        return "the right option stands out by its length"
    if min(wrong) > _SHORT and min(wrong) > _LENGTHS * max(right):
        return "the right option stands out by its shortness"
    return None


def _judged_shape(made: Candidate) -> str | None:
    return "it is not said whether the statement is true" if made.truth is None else None


def _cloze_shape(made: Candidate) -> str | None:
    if made.text.count(GAP) != 1 or "_____" in made.text:
        return "a cloze has exactly one gap"
    if not made.accepts or any(not letters(each) and not each.strip() for each in made.accepts):
        return "nothing may fill the gap"
    return "the gap holds a sentence, not a term" if weight(made.accepts[0]) > 24 else None


_SHAPES: dict[str, Callable[[Candidate], str | None]] = {
    "free_text": _free_shape,
    "single_choice": _choice_shape,
    "multiple_choice": _choice_shape,
    "true_false": _judged_shape,
    "cloze": _cloze_shape,
}


def unfounded(made: Candidate, text: SourceText) -> str | None:
    """What cannot be answered from the section: the quote or the answer is not there."""
    first, last = made.line_start, made.line_end
    if not 1 <= first <= last <= len(text.lines):
        return "its lines are not in the document"
    here = letters("\n".join(text.lines[first - 1 : last]))
    if not made.quote.strip() or any(letters(row) not in here for row in made.quote.split("\n")):
        return "the quote is not in the document"
    if made.kind == "free_text":
        # A model may put the reference in its own words; that they rest on the section was checked before.
        own_words = made.maker.startswith(MODEL)
        return (
            None
            if own_words or (made.reference or "") in text.text
            else "the reference is not in the document"
        )
    if made.kind == "cloze" and not any(letters(each) in here for each in made.accepts if letters(each)):
        return "what fills the gap is not in the quoted lines"
    if made.options and made.kind == "multiple_choice":
        return (
            None if all(_supported(each, here, made.quote) for each in right_answers(made)) else _UNSUPPORTED
        )
    if made.options and not any(
        letters(option) in here or _supported(option, here, made.quote) for option in made.options
    ):
        return _UNSUPPORTED
    return None


_UNSUPPORTED = "the quoted lines do not say that the answer is right"


def _supported(answer: str, here: str, quote: str) -> bool:
    return letters(answer) in here or overlap(answer, quote) >= _SUPPORTED


def gives_away(made: Candidate, _: SourceText) -> str | None:
    """The answer stands in the question, or in the heading that is shown above it."""
    asked, above = letters(made.text.replace(GAP, " ")), letters(" ".join(made.heading_path))
    if made.kind == "cloze":
        for each in made.accepts:
            if len(letters(each)) > 1 and (letters(each) in asked or letters(each) in above):
                return "the answer stands in the question"
    if made.kind == "single_choice" and made.correct:
        right = letters(made.options[made.correct[0]])
        shown = [letters(option) for option in made.options if letters(option) in asked]
        if len(right) > 1 and (shown == [right] or right in above):
            return "the answer stands in the question"
    if made.kind == "free_text" and letters(made.reference or "") in asked:
        return "the answer stands in the question"
    return None


def beside_the_point(made: Candidate, _: SourceText) -> str | None:
    """A question on a link, an author, a figure, a date of publication or promotion."""
    shown = [made.text, *made.options, *made.accepts]
    for text in shown:
        if _ADDRESS.search(text):
            return "it is about a link"
        if _ABOUT_PAPER.search(text):
            return "it is about a paper, its author or its date"
        if _ABOUT_FIGURE.search(text):
            return "it is about a figure"
        if _PROMOTION.search(text):
            return "it is about promotion"
    return None


# In the order of trying; the first that objects is told.
CHECKS: tuple[Check, ...] = (malformed, beside_the_point, unfounded, gives_away)


@dataclass(frozen=True)
class Critic:
    """Judges candidates one by one, and beside others and the questions that are *held*.

    With *encode* also those count as twins that say the same in other words.
    """

    encode: Encode | None = None
    held: Sequence[Question] = ()
    checks: tuple[Check, ...] = CHECKS

    def __call__(
        self, text: SourceText, made: Sequence[Candidate]
    ) -> tuple[tuple[Candidate, ...], tuple[Dropped, ...]]:
        """Those fit to be asked, in their order, and those that are not, each with the reason."""
        kept: list[Candidate] = []
        dropped: list[Dropped] = []
        seen: set[str] = set()
        for each in made:
            key = _key(each.kind, each.text)
            why = next((why for check in self.checks if (why := check(each, text))), None)
            if why is None and key in self._known:
                why = "the bank has this question already"
            if why is None and (full := f"{key}\n{_folded(right_answers(each))}") in seen:
                why = "another question asks the same"
            if why is None:
                seen.add(full)
                kept.append(each)
            else:
                dropped.append(Dropped(each, why))
        return tuple(kept), tuple(dropped)

    def twin(self, made: Candidate, chosen: Sequence[Candidate]) -> str | None:
        """Why *made* asks nothing new beside *chosen* and the bank; None when it does."""
        mine = (made.kind, made.text, right_answers(made))
        if any(self._near(mine, (each.kind, each.text, right_answers(each))) for each in chosen):
            return "another question asks the same in other words"
        for question in self._of_kind.get(made.kind, ()):
            if self._near(mine, (question.kind, question.text, _answers_of(question))):
                return f"the bank asks the same in other words ({question.id})"
        return None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(_key(question.kind, question.text) for question in self.held)

    @cached_property
    def _of_kind(self) -> dict[str, list[Question]]:
        found: dict[str, list[Question]] = {}
        for question in self.held:
            found.setdefault(question.kind, []).append(question)
        return found

    def _near(self, one: _Asked, other: _Asked) -> bool:
        if one[0] != other[0]:
            return False
        mine, theirs = pairs(one[1]), pairs(other[1])
        shared = len(mine & theirs) / max(1, len(mine | theirs))
        if shared < _WORTH_A_LOOK or (shared < _ALIKE and not self._encoded_alike(one[1], other[1])):
            return False
        left, right = " ".join(one[2]), " ".join(other[2])
        return not left or max(overlap(left, right), overlap(right, left)) >= _SAME_ANSWER

    def _encoded_alike(self, one: str, other: str) -> bool:
        if self.encode is None:
            return False
        left, right = self.encode([one, other])
        return sum(float(a) * float(b) for a, b in zip(left, right, strict=True)) >= _VECTORS_ALIKE


def _key(kind: str, text: str) -> str:
    return f"{kind}\n{normal_form(text)}"


def _folded(answers: Sequence[str]) -> str:
    return " ".join(sorted(letters(each) for each in answers))


def _answers_of(question: Question) -> tuple[str, ...]:
    if isinstance(question, FreeText):
        return (question.reference,) if question.reference else ()
    if isinstance(question, Cloze):
        return question.accepts
    if isinstance(question, TrueFalse):
        return ()
    right = {question.correct} if isinstance(question.correct, str) else question.correct
    return tuple(option.text for option in question.options if option.id in right)
