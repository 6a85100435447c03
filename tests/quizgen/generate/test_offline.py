"""The rules as a whole, on notes of four subjects and on any text."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.generate.candidate import GAP, Candidate, Proposed, Wanted
from quizgen.generate.choose import choose
from quizgen.generate.critic import Critic
from quizgen.generate.offline import Rules
from quizgen.generate.written import explanation, quote_of, written
from quizgen.outline.toc import letters
from quizgen.readers import SourceText, read_path, source_text
from tests.quizgen.documents import shared
from tests.quizgen.generate.making import SUBJECTS, subject
from tests.strategies import characters

FORBIDDEN = ("http", ".png", "公众号", "论文", "作者", "Harper", "2023", "2024", "如图", "figure")


def propose(text: SourceText, wanted: Wanted) -> Proposed:
    return asyncio.run(Rules()(text, wanted))


def chosen(text: SourceText, count: int, seed: int = 7) -> tuple[Candidate, ...]:
    wanted = Wanted(count, seed=seed)
    critic = Critic()
    fit, _ = critic(text, propose(text, wanted).candidates)
    return choose(fit, wanted, critic.twin)[0]


@pytest.mark.parametrize("name", SUBJECTS)
def test_notes_of_any_subject_give_questions_of_several_kinds(name: str) -> None:
    made = chosen(subject(name), 12)
    assert len(made) == 12
    assert len({each.kind for each in made}) >= 3
    assert len({each.heading_path for each in made}) >= 3


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_answer_is_in_the_notes(name: str) -> None:
    text = subject(name)
    whole = letters(text.text)
    for each in chosen(text, 60):
        assert each.quote in "\n".join(text.lines[each.line_start - 1 : each.line_end])
        assert all(letters(option) in whole for option in each.options)
        if each.kind == "free_text":
            assert each.reference is not None
            assert each.reference in text.text
        if each.kind == "cloze":
            assert each.text.count(GAP) == 1
            assert any(accepted in text.text for accepted in each.accepts)


@pytest.mark.parametrize("name", SUBJECTS)
def test_nothing_beside_the_point_is_asked(name: str) -> None:
    for each in chosen(subject(name), 60):
        shown = " ".join((each.text, *each.options, *each.accepts))
        assert not any(word in shown for word in FORBIDDEN)


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_same_seed_chooses_the_same_and_another_does_not(name: str) -> None:
    text = subject(name)
    assert chosen(text, 8, seed=3) == chosen(text, 8, seed=3)
    assert chosen(text, 8, seed=3) != chosen(text, 8, seed=4)


@pytest.mark.parametrize("name", SUBJECTS)
def test_no_sentence_is_asked_about_more_than_twice(name: str) -> None:
    quotes = [each.quote for each in chosen(subject(name), 60)]
    assert max(map(quotes.count, quotes)) <= 2


def test_both_truths_occur() -> None:
    truths = [each.truth for name in SUBJECTS for each in chosen(subject(name), 20) if each.truth is not None]
    assert 0.25 < sum(truths) / len(truths) < 0.75


def test_only_wanted_kinds_topics_and_languages_come() -> None:
    cells = subject("cells.zh")
    assert {each.kind for each in propose(cells, Wanted(5, kinds=("cloze",))).candidates} == {"cloze"}
    assert propose(cells, Wanted(5, language="en")).candidates == ()
    found = propose(cells, Wanted(5, topic="线粒体")).candidates
    assert found
    assert {each.line_start for each in found} <= set(range(5, 9))


@pytest.mark.parametrize(
    "path", ["documents/model-structure-notes.md", "data/extraction/09-llm_interview_note-DPO.md"]
)
def test_thin_notes_give_eight_questions_of_three_kinds(path: str) -> None:
    text = read_path(shared(path))
    made = chosen(text, 8)
    assert len(made) == 8
    assert len({each.kind for each in made}) >= 3
    for each, question in zip(made, written(text, made), strict=True):
        assert "http" not in " ".join((each.text, *each.options, *each.accepts))
        assert "\n".join(row.rstrip() for row in text.lines).count(quote_of(question)) >= 1


@given(st.text(characters, max_size=200).filter(lambda text: bool(text.strip())))
def test_any_notes_can_be_asked_about(words: str) -> None:
    text = source_text(f"# 甲\n{words}\n\n- **{words}**：{words}\n\n甲是一种{words}的方法。\n", "x.md")
    for each in chosen(text, 20):
        assert each.text.strip()
        assert quote_of(written(text, [each])[0]) or explanation(each)
