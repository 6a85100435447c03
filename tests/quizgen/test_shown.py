"""Options in an order that gives nothing away, and sheets without answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from questions.records import (
    Blueprint,
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Question,
    QuestionId,
    Quiz,
    SingleChoice,
    TrueFalse,
)
from quizgen.difficulty import estimate
from quizgen.quizzes import draw
from quizgen.sheet import key, sheet
from quizgen.shown import labels, listed, right_answer, shown_options
from tests import strategies

AT = datetime(2026, 1, 1, tzinfo=UTC)


def choice(*texts: str, name: str = "q", why: str | None = None) -> SingleChoice:
    options = tuple(Option(id=OptionId("ABCDEFGH"[place]), text=text) for place, text in enumerate(texts))
    return SingleChoice(
        id=QuestionId(name),
        text="Which?",
        language="en",
        options=options,
        correct=OptionId("A"),
        explanation=why,
    )


@given(strategies.single_choices() | strategies.multiple_choices(), st.integers(0, 99))
def test_options_are_shuffled_never_changed(question: SingleChoice | MultipleChoice, seed: int) -> None:
    shown = shown_options(question, seed)
    assert sorted(shown, key=lambda each: each.id) == sorted(question.options, key=lambda each: each.id)
    assert shown_options(question, seed) == shown


def test_the_right_one_stands_everywhere_alike() -> None:
    places = [0] * 4
    for seed in range(400):
        order = [option.id for option in shown_options(choice("up", "down", "left", "right"), seed)]
        places[order.index(OptionId("A"))] += 1
    assert min(places) > 60  # a hundred each, by chance


@pytest.mark.parametrize(
    "last",
    ["None of the above", "Both A and B", "以上都对", "都不对", "A、C", "all of these", "A和B", "the former"],
)
def test_options_that_speak_of_others_stay_in_place(last: str) -> None:
    question = choice("up", "down", "left", last)
    assert all(shown_options(question, seed) == question.options for seed in range(20))


@pytest.mark.parametrize("text", ["A", "a GPU and a CPU", "the set of keys", "都市", "B-tree and A* search"])
def test_other_words_do_not_hold_them(text: str) -> None:
    question = choice("up", "down", "left", text)
    assert any(shown_options(question, seed) != question.options for seed in range(20))


def test_there_is_a_label_for_every_option() -> None:
    assert labels(3) == ("A", "B", "C")
    assert len(set(labels(30))) == 30
    assert listed(choice("one\ntwo", "b").options) == ("A. one\n   two", "B. b")


def test_the_right_answer_names_the_letters_that_were_shown() -> None:
    question = choice("up", "down", "left", why="A is up, B is not.")
    turned = tuple(reversed(question.options))
    assert right_answer(question) == "A. up\n\nA is up, B is not."
    assert right_answer(question, turned) == "C. up\n\nA is up, B is not.\n(A. up; B. down; C. left)"


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("B\n\nIt points up.", "It points up."),
        ("**答案：A、C**\n\n因为向上。", "因为向上。"),
        ("Answer: B", ""),
        ("A bulb is up.", "A bulb is up."),
        ("Because A.", "Because A."),
    ],
)
def test_the_notes_letter_alone_is_no_explanation(why: str, shown: str) -> None:
    assert right_answer(choice("up", "down", why=why)).removeprefix("A. up").strip() == shown


def _one_of_each() -> list[Question]:
    asked = {"language": "en"}
    return [
        FreeText(id=QuestionId("q-1"), text="Why?\n\n```\nopen", reference="Because SECRET.", **asked),
        choice("SECRET", "down", name="q-2"),
        TrueFalse(id=QuestionId("q-3"), text="It is so.", correct=True, explanation="SECRET", **asked),
        Cloze(id=QuestionId("q-4"), text="It is ____.", accepts=("SECRET",), **asked),
    ]


def _quiz() -> tuple[Quiz, list[Question]]:
    bank = _one_of_each()
    quiz = draw(Blueprint(total=4, seed=5), bank, estimate, at=AT)
    by_id = {question.id: question for question in bank}
    return quiz, [by_id[item.question_id] for item in quiz.items]


def test_a_sheet() -> None:
    quiz, made = _quiz()
    assert sheet(quiz, made) == snapshot("""\
# Quiz z-cca8b33edabeab3e

## 1. Fill the gap

It is ____.

## 2. True or false?

It is so.

- [ ] true
- [ ] false

## 3. Answer in your own words

Why?

```
open
```

## 4. Choose one

Which?

- [ ] A. down
- [ ] B. SECRET
""")


def test_a_key() -> None:
    quiz, made = _quiz()
    assert key(quiz, [None, *made[1:]]) == snapshot("""\
# Answers to quiz z-cca8b33edabeab3e

## 1.

This question is no longer in the bank.

## 2. True or false?

`q-3` · * · easy 0.21 (estimated)

true

SECRET

## 3. Answer in your own words

`q-1` · * · easy 0.27 (estimated)

Because SECRET.

## 4. Choose one

`q-2` · * · easy 0.30 (estimated)

B. SECRET
""")


@given(st.lists(strategies.questions, max_size=5, unique_by=lambda question: question.id), st.integers(0, 9))
def test_no_sheet_shows_what_is_right(bank: list[Question], seed: int) -> None:
    hidden = "ZQXJ answers"
    bank = [_with(question, hidden) for question in bank]
    quiz = draw(Blueprint(total=9, seed=seed), bank, estimate, at=AT)
    by_id = {question.id: question for question in bank}
    made = [by_id[item.question_id] for item in quiz.items]
    assert hidden not in sheet(quiz, made)
    assert key(quiz, made).count("\n## ") == len(made)


def _with(question: Question, hidden: str) -> Question:
    match question:
        case FreeText():
            return question.model_copy(update={"reference": hidden})
        case Cloze():
            return question.model_copy(update={"accepts": (hidden,)})
        case _:
            return question.model_copy(update={"explanation": hidden})
