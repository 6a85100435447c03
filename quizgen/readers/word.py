"""DOCX into HTML, by mammoth: headings by their styles, lists, tables, pictures."""

import io
import zipfile
import zlib
from typing import Any

import mammoth

from quizgen.readers.apart import Answer

_UNPACKED = 1024 * 2**20
# The words of a long book take 20 MB as XML, which shrinks to a twentieth, hardly to less than a hundredth.
_SMALL, _RATIO = 32 * 2**20, 200
# Beside the names that mammoth knows: Chinese versions of Word and WPS.
_STYLES = "\n".join(
    [
        *(
            f"p[style-name='{name} {level}'] => h{level}:fresh"
            for level in range(1, 7)
            for name in ("标题", "heading")
        ),
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
        "p[style-name='Quote'] => blockquote:fresh > p:fresh",
        "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
        "p[style-name='Source Code'] => pre:separator('\\n')",
        "p[style-name='Code'] => pre:separator('\\n')",
    ]
)


def read(data: bytes) -> Answer:
    """The document as HTML, or why it cannot be had."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                return Answer(refused="unpacks to more than 1 GB; this is no document")
            words = archive.getinfo("word/document.xml")
            if words.file_size > max(_SMALL, _RATIO * words.compress_size):
                return Answer(refused="unpacks to far more than a text does; this looks like a zip bomb")
            body = archive.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return Answer(refused="a broken or encrypted DOCX file; save it again without a password")
    plain = body.replace(b"\0", b"")  # it may be in UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        return Answer(refused="it defines XML entities, which no Word document does")
    made = mammoth.convert_to_html(
        io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_picture)
    )
    formulas = body.count(b"<m:oMath>") + body.count(b"<m:oMath ")
    left_out = "one formula of Word was" if formulas == 1 else f"{formulas} formulas of Word were"
    notes = (f"{left_out} left out; write formulas as LaTeX to keep them",) if formulas else ()
    return Answer(text=made.value, notes=notes)


def _picture(picture: Any) -> dict[str, str]:
    return {"src": f"data:{picture.content_type}", "alt": picture.alt_text or ""}
