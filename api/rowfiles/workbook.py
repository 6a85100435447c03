"""Sheets of a workbook (XLSX) as rows of text: what a person sees, merged cells filled."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from questions.errors import BadInput

_UNPACKED = 256 * 2**20
_MOST_CELLS = 2_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BROKEN = "a broken or encrypted workbook; save it again as XLSX without a password, or as CSV"

Cells = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name; its rows that hold something, each with its number, from 1."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def is_workbook(data: bytes) -> bool:
    """Whether *data* looks like a zip archive, as an XLSX file is one."""
    return data.startswith(b"PK\x03\x04")


def read(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in their order.  Raises BadInput."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise BadInput(f"the workbook unpacks to more than {_UNPACKED:,} bytes; split it")
            strings = _strings(archive)
            return tuple(Sheet(name, _rows(archive, part, strings)) for name, part in _parts(archive))
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError):
        raise BadInput(_BROKEN) from None


def _parsed(archive: zipfile.ZipFile, part: str) -> ET.Element:
    """The root of *part*, with names as the usual flavour of the format has them."""
    body = archive.read(part)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise BadInput("the workbook defines XML entities, which none does")
    try:
        root = ET.fromstring(body)  # noqa: S314  (entities were refused above)
    except ET.ParseError:
        raise BadInput(_BROKEN) from None
    for element in root.iter():
        if element.tag.startswith(_STRICT):
            element.tag = _MAIN + element.tag.removeprefix(_STRICT)
    return root


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        link.get("Id"): link.get("Target", "") for link in _parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        link = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        target = targets.get(link) or ""
        if "worksheets/" in target:  # a sheet may be a chart alone
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield sheet.get("name", ""), part


def _strings(archive: zipfile.ZipFile) -> tuple[str, ...]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return ()
    return tuple(_text(item) for item in _parsed(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si"))


def _text(item: ET.Element) -> str:
    """The words of *item*, without the reading aids that Asian versions put beside them."""
    aids = {id(text) for aid in item.iter(f"{_MAIN}rPh") for text in aid.iter(f"{_MAIN}t")}
    return "".join(text.text or "" for text in item.iter(f"{_MAIN}t") if id(text) not in aids)


def _rows(
    archive: zipfile.ZipFile, part: str, strings: tuple[str, ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    root = _parsed(archive, part)
    cells: Cells = {}
    for place, cell in _placed(root):
        if value := _value(cell, strings):
            cells[place] = value
        if len(cells) > _MOST_CELLS:
            raise BadInput(f"a sheet has more than {_MOST_CELLS:,} cells; split it")
    numbers = sorted({row for row, _ in cells})
    width = max((column for _, column in cells), default=0)
    _fill(cells, root, numbers, width)
    return tuple(
        (row, tuple(cells.get((row, column), "") for column in range(1, width + 1))) for row in numbers
    )


def _placed(root: ET.Element) -> Iterator[tuple[tuple[int, int], ET.Element]]:
    """The cells with row and column; both may be left out, and then follow those before."""
    number = 0
    for row in root.iter(f"{_MAIN}row"):
        given = row.get("r", "")
        number = int(given) if given.isdecimal() and given.isascii() and len(given) < 8 else number + 1
        column = 0
        for cell in row.iter(f"{_MAIN}c"):
            named = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(named[1]) if named else column + 1
            yield (number, column), cell


def _value(cell: ET.Element, strings: tuple[str, ...]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell).strip()
    value = (cell.findtext(f"{_MAIN}v") or "").strip()
    if kind == "s":
        return strings[int(value)].strip() if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return "" if kind == "e" else value


def _fill(cells: Cells, root: ET.Element, numbers: list[int], width: int) -> None:
    """Give each cell of a merged block the words of its first one."""
    for merged in root.iter(f"{_MAIN}mergeCell"):
        ends = [_REFERENCE.fullmatch(end) for end in merged.get("ref", "").split(":")]
        if len(ends) != 2 or not ends[0] or not ends[1]:
            continue
        (top, left), (bottom, right) = ((int(end[2]), _column(end[1])) for end in ends if end)
        words = cells.get((top, left))
        if words is None:
            continue
        for row in (number for number in numbers if top <= number <= bottom):
            for column in range(left, min(right, width) + 1):
                cells.setdefault((row, column), words)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """What a spreadsheet calls the column of this *number*, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
