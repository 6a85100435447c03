"""A quiz as Markdown: a sheet to answer on, and apart from it the key."""

import re
from collections.abc import Mapping, Sequence

from questions.records import FreeText, MultipleChoice, Option, Question, Quiz, SingleChoice, TrueFalse
from quizgen.shown import listed, right_answer, shown_options

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "quiz": "Quiz",
        "key": "Answers to quiz",
        "free_text": "Answer in your own words",
        "single_choice": "Choose one",
        "multiple_choice": "Choose all that are right",
        "true_false": "True or false?",
        "cloze": "Fill the gap",
        "true": "true",
        "false": "false",
        "gone": "This question is no longer in the bank.",
    },
    "zh": {
        "quiz": "测验",
        "key": "测验答案",
        "free_text": "用自己的话回答",
        "single_choice": "单选",
        "multiple_choice": "多选",
        "true_false": "判断对错",
        "cloze": "填空",
        "true": "对",
        "false": "错",
        "gone": "这道题已不在题库中。",
    },
}


def sheet(quiz: Quiz, questions: Sequence[Question | None]) -> str:
    """The questions of *quiz*, as it was made, without a word of their answers; None is one that is gone."""
    said = _words(questions)
    parts = [f"# {said['quiz']} {quiz.id}"]
    for number, question in enumerate(questions, start=1):
        parts.append(_heading(number, question, said))
        parts.append(said["gone"] if question is None else _asked(question, quiz.blueprint.seed, said))
    return "\n\n".join(parts) + "\n"


def key(quiz: Quiz, questions: Sequence[Question | None]) -> str:
    """What is right, question by question, with the weights of key points."""
    said = _words(questions)
    parts = [f"# {said['key']} {quiz.id}"]
    for number, (question, item) in enumerate(zip(questions, quiz.items, strict=True), start=1):
        parts.append(_heading(number, question, said))
        if question is None:
            parts.append(said["gone"])
            continue
        hard = item.difficulty
        parts.append(f"`{item.question_id}` · {item.topic} · {hard.level} {hard.value:.2f} ({hard.origin})")
        right = right_answer(question, _options(question, quiz.blueprint.seed), said["true"], said["false"])
        parts.append(_closed(right))
        if isinstance(question, FreeText) and question.key_points:
            lines = (" ".join(point.text.split()) for point in question.key_points)
            weights = (f"{point.weight:.0%}" for point in question.key_points)
            parts.append("\n".join(f"- {w}: {line}" for w, line in zip(weights, lines, strict=True)))
    return "\n\n".join(parts) + "\n"


def _asked(question: Question, seed: int, said: Mapping[str, str]) -> str:
    choices = listed(_options(question, seed))
    if isinstance(question, TrueFalse):
        choices = (said["true"], said["false"])
    boxes = "\n".join("- [ ] " + choice.replace("\n", "\n   ") for choice in choices)
    return _closed(question.text) + (f"\n\n{boxes}" if boxes else "")


def _options(question: Question, seed: int) -> tuple[Option, ...]:
    return shown_options(question, seed) if isinstance(question, SingleChoice | MultipleChoice) else ()


def _heading(number: int, question: Question | None, said: Mapping[str, str]) -> str:
    return f"## {number}." + (f" {said[question.kind]}" if question else "")


def _closed(text: str) -> str:
    """*text* with its last fence closed, so that it cannot swallow what follows."""
    open_: str | None = None
    for mark in _FENCE.findall(text):
        if open_ is None:
            open_ = mark
        elif mark[0] == open_[0] and len(mark) >= len(open_):
            open_ = None
    return text.strip("\n") + (f"\n{open_}" if open_ else "")


def _words(questions: Sequence[Question | None]) -> Mapping[str, str]:
    languages = [question.language for question in questions if question]
    return _WORDS["zh" if languages.count("zh") * 2 > len(languages) else "en"]
