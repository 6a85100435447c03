"""Small DOCX and PDF files, made by hand: no test depends on a library that writes them."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def docx(*paragraphs: tuple[str, str], extra: str = "", prolog: str = "", encoding: str = "utf-8") -> bytes:
    """A Word document of paragraphs, each a style ("" for none) and its words; *extra* is XML of its own."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>'
        for style, words in paragraphs
    )
    document = f'<?xml version="1.0"?>{prolog}<w:document {_WORD} {_MATH}><w:body>{body}{extra}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document.encode(encoding))
    return stream.getvalue()


def pdf(*pages: Sequence[tuple[float, str, str]]) -> bytes:
    """A PDF file of pages of lines, each a size, a font (F1 plain, F2 bold, F3 typewriter, F4 Chinese), words."""
    fonts = "<< /F1 4 0 R /F2 5 0 R /F3 6 0 R /F4 7 0 R >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "  # noqa: ISC004  (one object)
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> "
        "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 >> >>",
    ]
    kids = []
    for lines in pages:
        shown = _shown(lines)
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font {fonts} >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects)


def _shown(lines: Sequence[tuple[float, str, str]]) -> str:
    out, height = [], 780.0
    for size, font, words in lines:
        if words:
            coded = words.encode("utf-16-be").hex() if font == "F4" else words.encode("cp1252").hex()
            out.append(f"BT /{font} {size} Tf 60 {height:.1f} Td <{coded}> Tj ET")
        height -= size * 1.3
    return "\n".join(out)


def _file(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
