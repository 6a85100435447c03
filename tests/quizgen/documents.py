"""The documents that the tests of reading, extraction and generation share."""

import json
from pathlib import Path
from typing import Any

import pytest

from quizgen.readers import SourceText, read_path

CASES = Path(__file__).parent.parent / "cases"
SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"

Case = dict[str, Any]


def table(name: str) -> list[Case]:
    """The rows of a case table."""
    rows: list[Case] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return rows


def case_documents(folder: str) -> list[str]:
    """The names of the documents of a folder of cases."""
    return sorted(path.stem for path in (CASES / folder).glob("*.json"))


def case_document(folder: str, name: str) -> tuple[SourceText, list[Case]]:
    """A document of ours and what it must give."""
    path = next(path for path in (CASES / folder).glob(f"{name}.*") if path.suffix != ".json")
    return read_path(path), table(f"{folder}/{name}")


def shared(path: str) -> Path:
    """A file of the measuring material beside the repository; the test is skipped where there is none."""
    if not (SHARED / path).exists():
        pytest.skip(f"{path} is not here; the cases of our own hold the same behaviour")
    return SHARED / path
