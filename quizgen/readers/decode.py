"""Which encoding a text file is in, without being told."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from quizgen.readers.source import refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Formats that people hand over by mistake, each with what to do about it.
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an Office file other than DOCX; export it as DOCX, PDF or Markdown"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file; save it as DOCX without a password"),
    (b"{\\rtf", "an RTF file; save it as DOCX or plain text"),
    (b"\x89PNG", "a picture; a document of text is needed"),
    (b"\xff\xd8\xff", "a picture; a document of text is needed"),
    (b"GIF8", "a picture; a document of text is needed"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

# Real Chinese text keeps to the common characters of GB 2312; bytes of another encoding do not.
_COMMON_SHARE = 0.7
_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what a person should know about that."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """*data* as text: a byte order mark decides, then UTF-8, then GB18030.  Raises UnreadableDocument."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _marked(data, encoding, name)
    _refuse_binary(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, name)


def is_utf8(data: bytes) -> bool:
    """Whether *data* is UTF-8, or says by a byte order mark what else it is."""
    marked = any(data.startswith(bom) for bom, _ in _BOMS)
    return marked or _try(lambda: data.decode("utf-8")) is not None


def _marked(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal(
            name,
            f"marked as {encoding.removesuffix('-sig')} but broken at byte {error.start}; save it as UTF-8",
        ) from error
    if encoding == "utf-8-sig":
        return Decoded(text, "utf-8")
    return Decoded(text, encoding, (f"read as {encoding.upper()}",))


def _not_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> Decoded:
    if _try(lambda: data.decode("utf-8", "surrogatepass")) is not None:
        raise refusal(
            name, f"half a character (a lone surrogate) at byte {error.start}; save it again as UTF-8"
        )
    text = _try(lambda: data.decode("gb18030"))
    if text is None or not reads_as_chinese(text):
        raise refusal(name, f"neither UTF-8 (byte {error.start} is wrong) nor GB18030; save it as UTF-8")
    return Decoded(text, "gb18030", ("not UTF-8, read as GB18030",))


def _try(decoded: Callable[[], str]) -> str | None:
    try:
        return decoded()
    except UnicodeDecodeError:
        return None


def reads_as_chinese(text: str) -> bool:
    """Whether what is not ASCII in *text* are mostly common Chinese characters."""
    foreign = "".join(_NOT_ASCII.findall(text))
    common = len(foreign.encode("gb2312", "ignore")) / 2
    return common >= _COMMON_SHARE * len(foreign)


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise refusal(name, f"this is {what}")
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise refusal(
            name, f"a NUL byte on line {line}; this looks like a binary file, save it as plain text"
        )
    if len(_CONTROL.findall(data)) > _CONTROL_SHARE * len(data):
        raise refusal(name, "this looks like a binary file; a document of text is needed")
