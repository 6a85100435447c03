"""Cited facts as data, and the way to ask for them.  docs/decisions/020 says how they are written."""

from graders.facts.base import FactBase, Mention, load
from graders.facts.packs import read_pack
from graders.facts.records import (
    Attribute,
    Category,
    Count,
    Dimension,
    Fact,
    Order,
    Pack,
    Slot,
    Term,
    Trend,
    Value,
    Verified,
    Wrong,
)

__all__ = [
    "Attribute",
    "Category",
    "Count",
    "Dimension",
    "Fact",
    "FactBase",
    "Mention",
    "Order",
    "Pack",
    "Slot",
    "Term",
    "Trend",
    "Value",
    "Verified",
    "Wrong",
    "load",
    "read_pack",
]
