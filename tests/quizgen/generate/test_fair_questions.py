"""Questions as a candidate meets them: answerable, about something, with one right answer."""

import pytest

from quizgen.generate.defined import defined
from quizgen.generate.free import free
from quizgen.generate.opposites import exchanges
from quizgen.generate.terms import names_in, terms_of
from tests.quizgen.generate.making import made, notes, wrong


def _asked(markdown: str) -> list[str]:
    return [each.text for each in made(free, markdown)]


def test_a_part_is_asked_with_what_it_is_part_of() -> None:
    pottery = "# 陶艺\n\n## 泥料\n\n瓷泥细腻，收缩大。\n\n### 场景\n\n适合拉坯做薄壁器物，也适合注浆成型。\n"
    assert any("泥料的场景" in question for question in _asked(pottery))
    bread = (
        "# Bread\n\n## Sourdough\n\nA loaf that rises on wild yeast and takes a whole day.\n\n"
        "### Types\n\n1. A stiff starter keeps for a week.\n2. A liquid starter is fed every day.\n"
    )
    assert any("the types of Sourdough" in question for question in _asked(bread))


def test_a_short_heading_below_a_part_keeps_the_part() -> None:
    ferries = "# 区别\n\n## 载重\n\n轮渡能载卡车，快艇只能载人；轮渡的吃水也更深，靠岸要用专门的码头。\n"
    assert _asked(ferries) == ["请简要介绍区别：载重。"]


def test_a_title_is_asked_for_without_its_praise() -> None:
    tides = "# 潮汐详解\n\n潮汐由月亮和太阳的引力引起，一天通常涨落两次，大潮出现在朔望。\n"
    assert all("详解" not in question for question in _asked(tides))


def test_nobody_is_asked_what_a_thing_is_that_the_notes_only_mention() -> None:
    safety = (
        "# 刀具\n\n## 安全\n\n美工刀不是安全的，而圆头剪刀是安全的。儿童只应使用圆头剪刀，并有大人在旁。\n"
    )
    assert "什么是安全？它有哪些要点？" not in _asked(safety)


def test_the_first_of_many_leads_is_not_asked_for() -> None:
    rows = "\n".join(
        f"**{name}** : {what}."
        for name, what in [
            ("Hull", "the body of a boat that floats"),
            ("Keel", "the beam along its bottom"),
            ("Mast", "the pole that carries the sails"),
            ("Boom", "the pole along the foot of a sail"),
        ]
    )
    assert all("mean here" not in question for question in _asked(f"# Boats\n\n{rows}\n"))


def test_what_a_label_calls_a_definition_is_one() -> None:
    knots = (
        "# 绳结\n\n## 平结\n\n- **定义**：平结是连接两根同样粗细绳子的结法。\n- **特点**：受力后容易散开。\n"
    )
    clozes = made(defined, knots, "cloze")
    assert [each.text for each in clozes] == ["____是连接两根同样粗细绳子的结法。"]


def test_a_thing_within_another_goes_by_its_own_name() -> None:
    clozes = made(defined, "# 厨房\n\n中餐里的勾芡是让汤汁变稠的方法，常用水淀粉。\n", "cloze")
    assert "勾芡" in clozes[0].accepts


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("或湿砂", ("湿砂",)),
        ("又称硬拉", ("硬拉",)),
        ("Rapid Transit，快速公交", ("Rapid Transit", "快速公交")),
        ("or brine", ("brine",)),
    ],
)
def test_what_a_bracket_calls_a_thing(bracket: str, names: tuple[str, ...]) -> None:
    assert names_in(bracket) == names


def test_a_meaning_of_another_sort_is_no_false_statement() -> None:
    trains = (
        "# Railways\n\n## Track\n\nA sleeper is a beam that holds the rails at their distance.\n\n"
        "## Timetable\n\nThe headway is the time between one train and the next.\n"
    )
    false = [each.text for each in made(defined, trains, "true_false") if each.truth is False]
    assert false == []


def test_two_forms_of_one_word_are_not_two_options() -> None:
    store = (
        "# Stores\n\n## Caching\n\nA cache is a small fast store of copies that are dear to fetch.\n\n"
        "## Shards\n\nA hot spot is a shard that gets far more requests than its peers.\n\n"
        "## Lag\n\nThe replication lag is the delay until a write arrives at a follower node.\n\n"
        "## Quorum\n\nA quorum is the number of nodes that must agree on a value.\n"
    )
    for each in made(defined, store, "single_choice"):
        options = {option.casefold() for option in wrong(each)}
        assert not {"cache", "caching"} <= options


def test_a_key_may_be_a_term() -> None:
    read = notes("# Music\n\nA minor key is a key whose third note lies three semitones above the first.\n")
    assert "minor key" in {
        each.accepts[0] for each in defined(read, terms_of(read), 7) if each.kind == "cloze"
    }


def test_releasing_a_thing_is_not_the_opposite_of_soaking_it_up() -> None:
    assert list(exchanges("这一步会释放连接和缓存")) == []
    assert [twin.new for twin in exchanges("水结成冰会释放热量")] == ["吸收热量"]
