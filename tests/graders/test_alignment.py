from graders.alignment import Exchange, exchanges
from graders.lexicon import build
from graders.statement import Clause, analyse

LEXICON = build(general={"big": [["big"], ["small"]]}, entities=[], synonyms=[], roles={})


def _clause(text: str) -> Clause:
    (found,) = analyse(text, LEXICON).clauses
    return found


def _exchanges(claim: str, clause: str, least: float = 0.6) -> tuple[Exchange, ...]:
    return exchanges(_clause(claim), _clause(clause), least)


def test_a_word_in_the_place_of_another_is_found() -> None:
    (found,) = _exchanges("each worker sends gradients daily", "each worker sends weights daily")
    assert (found.mine, found.theirs, found.general) == ("gradient", "weight", False)


def test_a_property_is_general() -> None:
    (found,) = _exchanges("each worker sends big files", "each worker sends tiny files")
    assert found.general


def test_texts_that_are_no_near_copies_exchange_nothing() -> None:
    assert _exchanges("each worker sends gradients", "rivers flow downhill") == ()
    assert exchanges(_clause("of"), _clause("of"), 0.0) == ()


def test_one_chinese_character_is_shown_with_its_neighbours() -> None:
    found = _exchanges("系统先写日志后写磁盘文件", "系统先写日志后写磁带文件")
    assert ("磁盘", "磁带") in {(exchange.mine, exchange.theirs) for exchange in found}
