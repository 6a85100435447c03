"""The shipped facts, loaded once for all tests: their patterns take a second to compile."""

from functools import cache

from graders.facts import FactBase, load


@cache
def shipped() -> FactBase:
    return load()
