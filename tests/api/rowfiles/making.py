"""Workbooks for tests, written as Excel writes them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from api.rowfiles.workbook import column_letters

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = (), *, inline: bool = False
) -> bytes:
    """A workbook of *sheets*: text is shared (or *inline*), numbers are numbers, None leaves a cell out."""
    shared: list[str] = []
    parts: dict[str, str] = {}
    for number, rows in enumerate(sheets.values(), start=1):
        lines = "".join(_row(place, cells, shared, inline) for place, cells in enumerate(rows, start=1))
        joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {_NS}><sheetData>{lines}</sheetData><mergeCells>{joined}</mergeCells></worksheet>"
        )
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    parts["xl/workbook.xml"] = f"<workbook {_NS} {_REL}><sheets>{names}</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{links}</Relationships>"
    items = "".join(f"<si><r><t>{escape(text)}</t></r><rPh><t>aid</t></rPh></si>" for text in shared)
    parts["xl/sharedStrings.xml"] = f"<sst {_NS}>{items}</sst>"
    return packed(parts)


def packed(parts: Mapping[str, str]) -> bytes:
    """A zip archive of *parts*."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return data.getvalue()


def _row(place: int, cells: Sequence[object], shared: list[str], inline: bool) -> str:
    made = []
    for column, value in enumerate(cells, start=1):
        ref = f'r="{column_letters(column)}{place}"'
        if isinstance(value, bool):
            made.append(f'<c {ref} t="b"><v>{int(value)}</v></c>')
        elif isinstance(value, int | float):
            made.append(f"<c {ref}><v>{value}</v></c>")
        elif isinstance(value, str) and inline:
            made.append(f'<c {ref} t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, str):
            shared.append(value)
            made.append(f'<c {ref} t="s"><v>{len(shared) - 1}</v></c>')
    return f'<row r="{place}">{"".join(made)}</row>'
