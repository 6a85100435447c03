"""What a writer only reports, or denies in favour of something else, blanked out."""

import re

# Every repeat is bounded or ends at a stop: a learner's text must not make the search quadratic.
# "X, not Y" and its like: the denied alternative says nothing about what the writer holds.
_DENIED = re.compile(
    r"(?:而不是|而非|并非是|rather than|instead of|as opposed to"
    r"|,?\s{0,3}\bnot\b(?= (?:the|a|an|by|in|on|at|from|with|because)\b[^,.;]{0,200}$))"
    r"(?P<after>[^,。;.!?]*)"
    r"|(?:不是|并不是|并非|不再是)(?P<zh>[^,。;]{1,40}?)[,]?(?:而是|只是)"
    r"|\bnot\b(?! only)(?P<en>[^,.;]{1,60}?),? but (?:rather )?(?!also)"
)
_FALSE_BELIEF = re.compile(
    r"(?:误以为|误认为|有人认为|有人说|很多人(?:以为|认为)|常见(?:的)?(?:误解|误区|错误)是"
    r"|it is (?:often|sometimes|commonly|widely)? ?(?:believed|thought|assumed)"
    r"|(?:people|many|some)(?: people)? (?:think|believe|assume)"
    r"|(?:a |the )?(?:common )?(?:misconception|myth) (?:is|that))[^。.;!?]*[。.;!?]?"
)
_BESIDES = re.compile(
    r"(?:与|和|跟|同)[^,。;]{1,24}?(?:不同|相比|相反)(?=,)"
    r"|(?:相比于|相较于|相对于|不同于|区别于|unlike|compared (?:with|to)|in contrast to)\s*[^,。;]{1,30}?,"
)
_AFTER, _BETWEEN = "after", ("zh", "en")


def own_words(text: str) -> str:
    """Folded *text*, as long as before, with spaces for what its writer does not hold."""
    for pattern in (_FALSE_BELIEF, _DENIED, _BESIDES):
        text = pattern.sub(_blanked, text)
    return text


def _blanked(found: re.Match[str]) -> str:
    groups = found.groupdict()
    denied = next((name for name in _BETWEEN if groups.get(name)), None)
    if denied is None or groups.get(_AFTER):
        return " " * len(found[0])
    # The negator goes with what it denies: "不是 X 而是 Y" says Y.
    length = found.end(denied) - found.start()
    return " " * length + found[0][length:].replace("but", "   ")
