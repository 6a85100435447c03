"""Edited questions are known again, and others are not taken for them."""

import time
from typing import Any

import pytest

from questions.records import FreeText, Option, OptionId, QuestionId, SingleChoice, TrueFalse
from quizgen.alike import alike, similarity, words_of
from tests.quizgen.documents import table

CASES = table("sync/alike")
SECONDS = 2.0  # it took minutes once


def asked(text: str, answer: str | None) -> FreeText:
    return FreeText(id=QuestionId("q"), text=text, language="en", reference=answer)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_edited_questions_are_told_from_others(case: dict[str, Any]) -> None:
    old, new = words_of(asked(*case["old"])), words_of(asked(*case["new"]))
    found = alike(old, new)
    assert (found is not None) == case["same"], similarity(old, new)
    assert alike(new, old) == found


def test_a_word_without_an_end_takes_no_longer_than_it_is() -> None:
    begun = time.process_time()
    words = words_of(asked(f"What is {'x' * 200_000} to GPT-4 and top2?", "Nothing."))
    assert time.process_time() - begun < SECONDS
    assert words.names == {"GPT", "4", "top2"}


def test_more_is_asked_of_a_question_of_another_document() -> None:
    answer = "Activations are thrown away and computed again in the backward pass."
    old = words_of(asked("What is gradient checkpointing?", answer))
    near = words_of(asked("Say what checkpointing is for", answer.replace("thrown away", "dropped")))
    assert alike(old, near) is not None
    assert alike(old, near, elsewhere=True) is None
    assert alike(old, old, elsewhere=True) == 1.0


def test_options_are_asked_and_the_right_one_is_the_answer() -> None:
    options = (Option(id=OptionId("A"), text="encoder"), Option(id=OptionId("B"), text="decoder"))
    made = SingleChoice(
        id=QuestionId("q"), text="GPT is a …", language="en", options=options, correct=OptionId("B")
    )
    words = words_of(made)
    assert "encoder" in words.asked
    assert words.right == "decoder"
    assert words_of(made.model_copy(update={"correct": OptionId("A")})).asked == words.asked
    claim = TrueFalse(id=QuestionId("q"), text="So.", language="en", correct=True, explanation="Since.")
    assert words_of(claim).right == "truesince."
