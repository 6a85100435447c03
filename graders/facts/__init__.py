"""Cited facts as data, and the way to ask for them.  docs/decisions/020 says how they are written."""

from graders.facts.base import FactBase, Mention, load
from graders.facts.packs import read_pack
from graders.facts.records import (
    Attribute,
    Category,
    Count,
    Fact,
    Pack,
    Slot,
    Term,
    Value,
    Verified,
    Wrong,
)

__all__ = [
    "Attribute",
    "Category",
    "Count",
    "Fact",
    "FactBase",
    "Mention",
    "Pack",
    "Slot",
    "Term",
    "Value",
    "Verified",
    "Wrong",
    "load",
    "read_pack",
]
