"""What a judge is told: rules, and the question, its key points and the answer, each in a fence.

The fences carry a mark that follows from the key points and the answer.  A learner does not know the one, and
cannot write the mark into the other without changing it; yet the same answer is asked about in the same words,
so that a kept reply is found again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graders.chat.types import ChatRequest, Message
from graders.fencing import fence, mark_of, on_one_line
from graders.judge.asked import Asked, wanted
from graders.judge.reading import LETTERS, SCHEMA
from graders.prompts import digest_of, filled, words

Fence = Callable[[str, str, str], str]
"""Name, text and mark into the text in its fence."""

PURPOSE = "judge"
_POINT = 2000  # characters of a key point
_DISPUTED = {"zh": "存疑", "en": "in dispute"}
_TOKENS, _TOKENS_A_POINT, _MOST_TOKENS = 512, 160, 8192
_FIRST_TOKENS = 1024
_LETTER_TOKENS = 8
_RULES, _FIRST, _ONE = (
    ("judge_rules", "judge_ask", "judge_some", "again"),
    ("judge_first_rules", "judge_first_ask"),
    ("judge_one_rules", "judge_one_ask"),
)


def prompts_digest(*, commit: bool = False, one_by_one: bool = False) -> str:
    """Eight digits that change with the words of the prompts that are used."""
    names = _ONE if one_by_one else (*_RULES, *_FIRST) if commit else _RULES
    return digest_of(*names)


@dataclass(frozen=True, slots=True)
class Case:
    """One answer to one question, as it is put to a judge."""

    asked: Asked
    answer: str
    fence: Fence = fence

    def request(self, first: str = "", refused: str = "") -> ChatRequest:
        """All key points in one call.

        *first* is what the judge answered itself before it saw the answer; *refused* says what was wrong
        with its last reply, in our own words.
        """
        language = self.asked.language
        points = self._points()
        mark = mark_of("judge", self.asked.question, points, self.answer)
        more = [filled("judge_some", language, needed=self.asked.needed)] if self.asked.needed else []
        if refused:
            more.append(filled("again", language, refused=self.fence("refused", refused, mark)))
        told = filled(
            "judge_ask",
            language,
            question=self.fence("question", self.asked.question, mark),
            points=self.fence("points", points, mark),
            answer=self.fence("answer", self.answer, mark),
            more="".join(f"\n{one}" for one in more),
            count=len(self.asked.points),
        )
        turns: tuple[Message, ...] = (Message("user", told),)
        if first:
            turns = (Message("user", self._first_ask()), Message("assistant", first), *turns)
        return ChatRequest(
            (Message("system", words("judge_rules", language)), *turns),
            schema=SCHEMA,
            max_tokens=min(_MOST_TOKENS, _TOKENS + _TOKENS_A_POINT * len(self.asked.points)),
            purpose=PURPOSE,
        )

    def first(self) -> ChatRequest:
        """The judge's own answer; the learner's has no part in it, so it serves all answers to the question."""
        rules = words("judge_first_rules", self.asked.language)
        turns = (Message("system", rules), Message("user", self._first_ask()))
        return ChatRequest(turns, max_tokens=_FIRST_TOKENS, purpose=PURPOSE)

    def about(self, number: int) -> ChatRequest:
        """One key point alone, answered by one letter whose probabilities are wanted."""
        language, point = self.asked.language, self._point(number)
        mark = mark_of("judge", self.asked.question, point, self.answer)
        told = filled(
            "judge_one_ask",
            language,
            question=self.fence("question", self.asked.question, mark),
            points=self.fence("points", point, mark),
            answer=self.fence("answer", self.answer, mark),
        )
        turns = (Message("system", words("judge_one_rules", language)), Message("user", told))
        return ChatRequest(turns, max_tokens=_LETTER_TOKENS, top_logprobs=2 * len(LETTERS), purpose=PURPOSE)

    def _first_ask(self) -> str:
        points = self._points()
        mark = mark_of("judge", self.asked.question, points)
        return filled(
            "judge_first_ask",
            self.asked.language,
            question=self.fence("question", self.asked.question, mark),
            points=self.fence("points", points, mark),
        )

    def _points(self) -> str:
        return "\n".join(f"[{number + 1}] {self._point(number)}" for number in range(len(self.asked.points)))

    def _point(self, number: int) -> str:
        point, language = self.asked.points[number], self.asked.language
        told = on_one_line(wanted(point, language), _POINT)
        if not point.disputed:
            return told
        name = _DISPUTED["zh" if language == "zh" else "en"]
        return f"{told}\n    {name}: {on_one_line(point.text, _POINT)}"
