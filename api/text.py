"""Other people's words on their way out: into JSON, onto a terminal, into a spreadsheet.

A learner's text is hostile everywhere.  Here it loses what a terminal, a line reader or a spreadsheet
would obey, and nothing else.
"""

import json
import re
import unicodedata

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Line readers break at U+0085, U+2028 and U+2029, terminals obey C1, and no UTF-8 holds a surrogate.
_ESCAPED_IN_JSON = re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff{_BIDI}\ud800-\udfff]")
_OBEYED_BY_TERMINALS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "|", "%")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def to_json(value: object, *, indent: int | None = None) -> str:
    """*value* as JSON: readable Chinese, and every character that a terminal or line reader obeys escaped."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def visible(text: str) -> str:
    """*text* with control characters made visible; line ends and tabs stay."""
    return _OBEYED_BY_TERMINALS.sub(_picture, text)


def one_line(text: str, width: int = 0) -> str:
    """*text* on one line, cut to *width* characters where that is not 0."""
    line = " ".join(visible(text).split())
    return line if not width or len(line) <= width else line[: width - 1] + "…"


def cell(text: str) -> str:
    """*text* as a spreadsheet may hold it: what would be read as a formula gets an apostrophe in front.

    Signed numbers stay.  Source: OWASP, CSV Injection; full-width signs count, as spreadsheets fold them.
    Controls are made visible, since CSV is looked at in terminals, too; line ends become ``\\n``.
    """
    bare = unicodedata.normalize("NFKC", text[:64]).lstrip(" \t\r\n\x00\ufeff\u200b\u2060\xa0")
    starts_oddly = text[:1] in ("\t", "\r", "\n")
    formula = (bare.startswith(_FORMULA) or starts_oddly) and not _NUMBER.fullmatch(text)
    shown = visible(text.replace("\r\n", "\n"))
    return f"'{shown}" if formula else shown


def storable(text: str) -> str:
    """*text* with NUL and each lone surrogate (half of a cut emoji) replaced by U+FFFD; offsets stay."""
    return _UNSTORABLE.sub("\ufffd", text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
