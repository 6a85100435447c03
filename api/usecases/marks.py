"""Marks as people write them, "7", "7 / 10", "85%", "8 分", into a score and full marks."""

import re
import unicodedata
from collections.abc import Mapping

from api.rowfiles.headings import Role
from questions.errors import BadInput

_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_MARK = re.compile(rf"(?P<score>{_NUMBER})\s*(?:分|points?|pts?)?(?:\s*/\s*(?P<most>{_NUMBER})\s*(?:分)?)?")
_SHARE = re.compile(rf"(?P<score>{_NUMBER})\s*%")


def mark_of(values: Mapping[Role, str], most: float | None) -> dict[str, float | None]:
    """`score` and `max_score` of a row; both None where nobody gave a mark.

    *most* is full marks where the row does not say.  Raises BadInput for what is no mark.
    """
    share = _said(values, Role.SCORE_NORM)
    written = share or _said(values, Role.SCORE)
    if not written:
        return {"score": None, "max_score": None}
    score, full = _read(written)
    stated = _said(values, Role.MAX_SCORE)
    full = full or (1.0 if share else _read(stated)[0] if stated else most)
    if full is None:
        if score > 1:
            raise BadInput("marks without full marks; say them with --max-score")
        full = 1.0
    if not 0 <= score <= full or full <= 0:
        raise BadInput(f"the mark {written!r} is not between 0 and {full:g}")
    return {"score": score, "max_score": full}


def _said(values: Mapping[Role, str], role: Role) -> str:
    return unicodedata.normalize("NFKC", values.get(role, "")).strip()


def _read(written: str) -> tuple[float, float | None]:
    if share := _SHARE.fullmatch(written):
        return float(share["score"]), 100.0
    found = _MARK.fullmatch(written)
    if found is None:
        raise BadInput(f"{written!r} is no mark")
    return float(found["score"]), float(found["most"]) if found["most"] else None
