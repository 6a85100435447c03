"""Whether a sentence denies, asks about, or only reports the words that a pattern found in it."""

import re

Spans = tuple[tuple[int, int], ...]

# 不 in a word that denies nothing: 不同, 不仅, 不断, 不过, ...
_BU = "不(?!同|仅|但|断|过|管|论|止|妨|错|少|久|光|只|得不|可避免|再只|限于|变|重要|必要的|平衡|均衡|常见)"
_WU = "无(?!论|监督|疑|穷|限|关|偏|标注|向)"
_FEI = "非(?!常|线性|参数|凸|对称|自回归|监督|负|零|结构|偏好|空)"
_NOT = re.compile(
    rf"{_BU}|没有|没|{_WU}|未(?!来|必)|{_FEI}|避免|防止|杜绝|缺乏|免去|省去|去掉|而非|解决(?:了)?[^,]{{0,6}}$"
    r"|\b(?:not|never|without|no|cannot|neither|nor|hardly|nothing|none|far from|instead of|rather than)\b"
    r"|\b(?:avoid\w*|prevent\w*|lack\w*|fail\w* to|unlike)\b|n't\b"
)
_LISTED = re.compile(r"^\s?(?:[,、/]|or|and|nor|或|和|与|及|以及)?\s?(?:or|and|nor)?\s?$")
_TURN = re.compile(r"而是|但是|但|却|反而|然而|\b(?:but|instead|however|yet|it is|they are)\b(?! of)|[,:;]")
_DENIED_AFTER = re.compile(
    r"^(?:[^,。;!?]{0,6})(?:的)?(?:并)?(?:(?<!而)不是|不成立|是错|不对|不正确|是误解|不准确"
    r"|is (?:wrong|false|incorrect|not)|are not|does not hold"
    r"|is (?:too strong|overstated|an overstatement|an exaggeration))"
    r"|^[^,。;!?]{0,8}[\"”」』](?:的?(?:说法|结论|观点))?[^,。;!?]{0,3}"
    r"(?:过强|过于绝对|太绝对|过头|言过其实|夸大|站不住|不严谨|不准确|有误)"
)
_REPORTED = re.compile(
    r"误解|误区|误认为|误以为|错误(?:的)?(?:说法|观点|认识|理解|地认为)|有人(?:认为|说|觉得)|有些人|常说|往往以为"
    r"|容易(?:认为|误)|看起来|似乎|\bmisconception|\bmyth\b|\bmistaken|\bwrongly\b|\berroneous|\bseems? to\b"
    r"|\bpeople (?:think|believe|say|assume)|\bsome (?:think|believe|say|claim)|\bone might think"
    r"|\bit is (?:often|sometimes|commonly|widely) (?:said|claimed|believed|assumed|thought)"
)
_REFUTED = re.compile(
    r"其实|实际上|事实上|并不|并非|不对|错误|不正确|不成立|不准确|误解|相反"
    r"|\b(?:in fact|actually|in reality|wrong|false|incorrect|not true|untrue|not the case|however|but)\b"
)
_SUPPOSED = re.compile(
    r"(?:如果|假如|假设|倘若|(?<!主)(?<!只)(?<!重)要是|若(?!干)|\bif\b|\bsuppose\b|^were\b)[^,。;]*$"
)
_WRONG_HERE = re.compile(
    r"(?:这|该|上述)?(?:种)?(?:说法|观点|理解|结论|认识)(?:是|都)?(?:错|不对|不正确|不准确|不成立|有误)"
    r"|是(?:错误|不对|不正确|不准确)的|\bis (?:wrong|false|incorrect|not true|a misconception|a myth)\b"
)


def is_negated(text: str, start: int, end: int, spans: Spans, names: Spans = ()) -> bool:
    """Whether a negation governs one of *spans*, the words that a pattern found in characters *start* to *end*.

    Negations inside the found words are what the pattern asked for, and those inside *names* are part of a name
    (无分类器引导); neither counts.
    """
    excused = (*spans, *names)
    for span, right in spans:
        left = _list_start(text, span, names)
        turns = [mark.end() for mark in _TURN.finditer(text, start, left)]
        since = max([start, *turns])
        for mark in _NOT.finditer(text, since, left):
            if not any(a < mark.end() and mark.start() < b for a, b in excused):
                return True
        if right == max(b for _, b in spans) and _DENIED_AFTER.match(text[right : min(end, right + 24)]):
            return True
    return False


def _list_start(text: str, start: int, names: Spans) -> int:
    """Where the list of names starts that *start* stands in: "not RoPE, ALiBi or sinusoids"."""
    for left, right in sorted(names, reverse=True):
        if right <= start and _LISTED.match(text[right:start]):
            start = left
    return start


def is_denied(sentence: str, following: str) -> bool:
    """Whether *sentence* only reports an opinion that it, or the *following* one, calls wrong."""
    if _WRONG_HERE.search(sentence) or _WRONG_HERE.search(following[:40]):
        return True
    reported = _REPORTED.search(sentence)
    return bool(reported and (_REFUTED.search(sentence, reported.end()) or _REFUTED.search(following)))


def is_supposed(text: str, start: int, at: int) -> bool:
    """Whether the clause that holds *at* only supposes what it says."""
    return bool(_SUPPOSED.search(text[start:at]))
