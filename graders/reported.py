"""What a writer only reports, or denies in favour of something else, blanked out."""

import re

_VERBS = "is are was were be been do does did have has can will should must may might would could 's"
_NO_VERB = "".join(rf"(?<!{verb})" for verb in _VERBS.split())  # "is not a list" denies something
# Nothing reaches beyond its line, and every repeat is bounded or runs to a stop once: a learner's text must
# not make the search quadratic.
# "X, not Y" and its like: the denied alternative says nothing about what the writer holds.
_DENIED = re.compile(
    r"(?:而不是|而非|并非是|rather than|instead of|as opposed to"
    rf"|(?:,\s{{0,3}}|{_NO_VERB} )\bnot\b(?= (?:the|a|an|by|in|on|at|from|with|because)\b)"
    r"(?![^,.;\n]{1,60},? but\b))"
    r"(?P<after>[^,。;.!?\n]*)"
    r"|(?:不是|并不是|并非|不再是)(?P<zh>[^,。;\n]{1,40}?)[,]?(?:而是|只是)"
    r"|\bnot\b(?! only)(?P<en>[^,.;\n]{1,60}?),? but (?:rather )?(?!also)"
)
_FALSE_BELIEF = re.compile(
    r"(?:误以为|误认为|有人认为|有人说|很多人(?:以为|认为)|常见(?:的)?(?:误解|误区|错误)是"
    r"|it is (?:often|sometimes|commonly|widely)? ?(?:believed|thought|assumed)"
    r"|(?:people|many|some)(?: people)? (?:think|believe|assume)"
    r"|(?:a |the )?(?:common )?(?:misconception|myth) (?:is|that))[^。.;!?\n]*[。.;!?]?"
)
_BESIDES = re.compile(
    r"(?:与|和|跟|同)[^,。;\n]{1,24}?(?:不同|相比|相反)(?=,)"
    r"|(?:相比于|相较于|相对于|不同于|区别于|unlike|compared (?:with|to)|in contrast to)\s*[^,。;\n]{1,30}?,"
)
_AFTER, _BETWEEN = "after", ("zh", "en")
# Each with words of which one stands in whatever it finds: where none does, there is nothing to look for.
_PATTERNS = (
    (_FALSE_BELIEF, ("误", "有人", "很多人", "常见", "believe", "thought", "assume", "think", "misconception", "myth")),
    (_DENIED, ("不是", "而非", "并非", "不再是", "not", "rather than", "instead of", "as opposed to")),
    (_BESIDES, ("不同", "相比", "相反", "相较", "相对", "区别", "unlike", "compared", "contrast")),
)  # fmt: skip


def own_words(text: str) -> str:
    """Folded *text*, as long as before, with spaces for what its writer does not hold."""
    for pattern, words in _PATTERNS:
        if any(word in text for word in words):
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
