"""Candidates into records, and records in an edited document."""

from dataclasses import replace

from questions.records import (
    QUESTION,
    Cloze,
    FreeText,
    MultipleChoice,
    Origin,
    SingleChoice,
    Status,
    TrueFalse,
)
from quizgen.generate.candidate import Candidate
from quizgen.generate.written import PREFIX, explanation, quote_of, still_standing, written
from quizgen.readers import source_text
from tests.quizgen.generate.test_critic import CHOICE, CLOZE, FREE, JUDGED, TEXT

ALL = (CHOICE, CLOZE, FREE, JUDGED, replace(CHOICE, kind="multiple_choice", correct=(0, 1)))


def test_every_kind_becomes_a_draft_that_can_be_stored() -> None:
    made = written(TEXT, ALL)
    assert [type(each) for each in made] == [SingleChoice, Cloze, FreeText, TrueFalse, MultipleChoice]
    for each in made:
        assert each.id.startswith(PREFIX)
        assert (each.origin, each.status, each.language) == (Origin.GENERATED, Status.DRAFT, "zh")
        assert QUESTION.validate_json(QUESTION.dump_json(each)) == each
        assert quote_of(each) == CHOICE.quote
    assert len({each.id for each in made}) == len(made)
    single = made[0]
    assert isinstance(single, SingleChoice)
    assert (single.correct, [option.text for option in single.options]) == (
        "A",
        ["线粒体", "叶绿体", "核糖体"],
    )


def test_ids_follow_from_the_words_not_from_the_place() -> None:
    moved = source_text(f"新的一行。\n\n{TEXT.text}", TEXT.name)
    later = replace(CLOZE, line_start=5, line_end=5)
    assert written(TEXT, [CLOZE])[0].id == written(moved, [later])[0].id
    assert written(TEXT, [CLOZE])[0].id != written(replace(TEXT, name="other.md"), [CLOZE])[0].id


def test_the_explanation_tells_the_reason_and_quotes_the_document() -> None:
    made = replace(JUDGED, reason="与原文一致。", quote="一行\n\n又一行")
    assert explanation(made) == "与原文一致。\n\n> 一行\n>\n> 又一行"
    assert quote_of(written(TEXT, [made])[0]) == "一行\n\n又一行"


def test_questions_follow_their_quote_and_fall_with_it() -> None:
    held = written(TEXT, ALL)
    moved = source_text("# 新\n\n前言。\n\n" + TEXT.text.replace("**", ""), TEXT.name)
    kept = still_standing(moved, held)
    assert [each.id for each in kept] == [each.id for each in held]
    assert {(each.source.line_start, each.source.line_end) for each in kept if each.source} == {(7, 7)}
    changed = source_text(TEXT.text.replace("有氧呼吸", "无氧呼吸"), TEXT.name)
    assert still_standing(changed, held) == ()


def test_emphasis_around_a_quote_does_not_matter() -> None:
    bold = source_text(TEXT.text.replace("线粒体", "**线粒体**"), TEXT.name)
    assert len(still_standing(bold, written(TEXT, [CLOZE]))) == 1


def test_questions_of_other_makers_are_not_touched() -> None:
    (mine,) = written(TEXT, [CLOZE])
    assert still_standing(TEXT, [mine.model_copy(update={"id": "q-0123"})]) == ()
    assert still_standing(TEXT, [mine.model_copy(update={"origin": Origin.AUTHORED})]) == ()


def test_a_candidate_says_who_made_it() -> None:
    assert Candidate("cloze", "a ____", "a b", 1, 1).maker == "rules/1"
