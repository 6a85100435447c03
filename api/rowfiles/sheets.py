"""Tables as people keep them: CSV of any sort, workbooks, JSON; into rows of cells with their places."""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.rowfiles import workbook
from api.rowfiles.reading import MAX_ROW_BYTES, json_object
from questions.errors import BadInput

_DELIMITERS = (",", "\t", ";", "|")
_LOOKED_AT = 20  # rows that tell the delimiter
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Line = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows that hold something, each with its line; *place* names file and sheet."""

    place: str
    rows: tuple[Line, ...]


def decoded(data: bytes, name: str) -> str:
    """*data* as text: a byte order mark decides, then UTF-8, then GB18030.  Raises BadInput."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(f"{name}: neither UTF-8, UTF-16 nor GB18030; save it as UTF-8")


def sheets_of(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables in the file called *name*; a workbook has one for each sheet.  Raises BadInput."""
    if workbook.is_workbook(data):
        try:
            found = [one for one in workbook.read(data) if one.rows]
        except BadInput as error:
            raise BadInput(f"{name}: {error}") from None
        return tuple(Sheet(f"{name}[{one.name}]" if len(found) > 1 else name, one.rows) for one in found)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(f"{name}: an old or encrypted Excel file; save it as XLSX without a password")
    text = decoded(data, name)
    rows = _objects(text, name) if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") else tuple(_csv(text, name))
    return (Sheet(name, rows),)


def _csv(text: str, name: str) -> Iterator[Line]:
    csv.field_size_limit(MAX_ROW_BYTES)
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # how Excel names the delimiter
        text, delimiter, skipped = rest, first.strip()[4], 1
    else:
        delimiter, skipped = _delimiter(text), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + skipped + 1
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput(f"{name} line {line}: not CSV: {error}") from None
        if any(cells):
            yield line, cells


def _delimiter(text: str) -> str:
    """What parts most rows into as many cells as the first has; more cells are better."""
    return max(_DELIMITERS, key=lambda delimiter: _fits(text, delimiter))


def _fits(text: str, delimiter: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == _LOOKED_AT:
                break
    except csv.Error:
        return 0, 0
    if not widths or max(widths) == 1:
        return 0, 0
    return widths.count(max(widths)), max(widths)


def _objects(text: str, name: str) -> tuple[Line, ...]:
    """Objects, one a line or in one array, as a table: the first row holds the names of all fields."""
    found = _array(text) if text.lstrip("\ufeff \r\n\t").startswith("[") else _lines(text, name)
    names = tuple(dict.fromkeys(field for _, one in found for field in one))
    rows = [(line, tuple(_plain(one.get(field)) for field in names)) for line, one in found]
    return ((0, names), *((line, cells) for line, cells in rows if any(cells)))


def _array(text: str) -> Sequence[tuple[int, dict[str, object]]]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise BadInput("not JSON that can be read; write one object a line") from None
    return [(number, one) for number, one in enumerate(found, start=1) if isinstance(one, dict)]


def _lines(text: str, name: str) -> Sequence[tuple[int, dict[str, object]]]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        one = json_object(line.encode("utf-8", "surrogatepass"), "utf-8")
        if isinstance(one, str):
            raise BadInput(f"{name} line {number}: {one}")
        found.append((number, dict(one)))
    return found


def _plain(value: object) -> str:
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
