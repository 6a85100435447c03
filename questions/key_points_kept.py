"""Which key points of a person outlive a change of the words they rest on."""

import re

from questions.records import FreeText, KeyPoint, KeyPointId, Question, Span

_TOKEN = re.compile(r"[a-z0-9]+|[^\W_]", re.IGNORECASE)
_ENOUGH = 0.5
"""How much of a reference must stay for points in a person's own words: with less, it is another one."""


def kept_points(before: Question, now: Question) -> tuple[KeyPoint, ...]:
    """The key points of *before* that still stand in *now*, and those of *now* for what is new in it.

    A point stays when the words it rests on stay; one in a person's own words while at least half of the
    reference does.  () when none stays.
    """
    if not isinstance(before, FreeText) or not isinstance(now, FreeText):
        return ()
    old, new = before.reference or "", now.reference or ""
    half = _share_kept(old, new) >= _ENOUGH
    kept = [stays for point in before.key_points if (stays := _moved(point, old, new, own=half))]
    if not kept or old == new:
        return tuple(kept)
    spans = [point.span for point in kept if point.span]
    fresh = [point for point in now.key_points if _is_new(point, old, new, spans)]
    return (*kept, *_renamed(fresh, {point.id for point in kept}))


def _moved(point: KeyPoint, old: str, new: str, *, own: bool) -> KeyPoint | None:
    """*point* where its words stand in *new*; None when they are gone."""
    if point.span is None:
        return point if own else None
    words = old[point.span.start : point.span.end]
    start = new.find(words) if words.strip() else -1
    if start < 0:
        return None
    return point.model_copy(update={"span": Span(start=start, end=start + len(words))})


def _is_new(point: KeyPoint, old: str, new: str, spans: list[Span]) -> bool:
    """Whether *point* rests on words that *old* did not have and no kept point covers."""
    if point.span is None or new[point.span.start : point.span.end] in old:
        return False
    return not any(span.start < point.span.end and point.span.start < span.end for span in spans)


def _renamed(points: list[KeyPoint], taken: set[KeyPointId]) -> list[KeyPoint]:
    return [
        point.model_copy(update={"id": KeyPointId(f"{point.id}-new")}) if point.id in taken else point
        for point in points
    ]


def _share_kept(old: str, new: str) -> float:
    """How many of the words (or Chinese characters) of *old* stand in *new*."""
    words = {token.casefold() for token in _TOKEN.findall(old)}
    if not words:
        return 1.0
    return len(words & {token.casefold() for token in _TOKEN.findall(new)}) / len(words)
