from collections.abc import Iterator

import pytest

from api.errors import STATUS, responses, status_of
from questions.errors import QuizError


def _tree(kind: type[QuizError]) -> Iterator[type[QuizError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _tree(below)


def _drawn(kind: type[QuizError]) -> Iterator[type[QuizError]]:
    return (below for below in _tree(kind) if below.__module__ == QuizError.__module__)


# A package may have a finer one of its own, below one of the tree, whose status it then has.
LEAVES = [
    kind for kind in _tree(QuizError) if kind.__module__ == QuizError.__module__ and not list(_drawn(kind))
]


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_leaf_of_the_tree_has_a_status(leaf: type[QuizError]) -> None:
    assert leaf in STATUS
    assert status_of(leaf("x")) == STATUS[leaf]


def test_the_table_holds_nothing_else() -> None:
    assert set(STATUS) <= set(_tree(QuizError))


@pytest.mark.parametrize("kind", list(_tree(QuizError)))
def test_every_error_in_the_tree_finds_a_status(kind: type[QuizError]) -> None:
    assert 400 <= status_of(kind("x")) < 600


def test_responses_come_in_order_and_once() -> None:
    assert list(responses(404, 401, 404)) == [401, 404]
