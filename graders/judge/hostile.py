"""What an answer may hold that is not meant for the reader of an answer: words in a row, and words to the grader.

Neither says that the learner cheats, and neither costs credit.  Words in a row are not read, since a judge
that sees the terms of a key point among them is easily pleased; and an answer that speaks to the grader goes to
judge and person, whatever the offline grade says.
"""

import re
from collections.abc import Iterator

from graders.text import fold, stem, tokens
from graders.wordlists import word_list

_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
# Characters that tie Chinese words together and are no stopwords, since they may turn a claim round.
_TIES = frozenset("不没非未无比要使让用需时因且但若如得并给均只只仅再后当")
_BREAK = re.compile(r"[,，、;；:：()\[\]{}\"'“”‘’「」|\s。.!?！？…]+")
_ENGLISH_BREAK = re.compile(r"[,;:()\[\]{}\"“”|/。.!?…\n–—-]+|\d[.)]")
_CODE = re.compile(r"[{}=]|\);")
# So many words with so few small ones among them: of 20,000 answers and references of people, in two.
_WORDS = 8
_SIGNS, _SMALL_SHARE = 18, 0.1

_TO_GRADER = re.compile(
    r"\b(?:ignor|disregard|forget)\w*\b[^.\n]{0,40}\b(?:rule|instruction|prompt|above|previous|earlier)"
    r"|\b(?:full|maximum|top|perfect) (?:marks?|points|credit|scores?)\b|\bkey points?\b|\bmarking scheme\b"
    r"|\b(?:mark|grade|score|accept|count|treat|judge|give)\b[^.\n]{0,30}\b(?:this|my|the) answer\b"
    r"|\b(?:correct|reference|this|above|following) answers? (?:is|was|are|above|has)\b"
    r"|\bverdicts?\b|\b(?:graders?|examiners?|administrators?|system)\s*:|\[(?:inst|system)\]|\bcovered\b.{0,9}$"
    r"|^\s*(?:system|assistant|user)\s*:|\byou are now\b|[<\[]\s*/\s*answer|\"(?:verdict|points|score|claims)\"\s*:"
    r"|(?:忽略|无视|不要理会|忘记|忘掉)[^。\n]{0,20}(?:规则|指令|提示|要求|以上|前面)"
    r"|满分|要点|正确答案(?:的|已|均|全)|(?:均已|全部|都已)(?:覆盖|答对|答到)|评分标准|阅卷|本题参考答案|参考答案的|(?:全部|一律|直接|统一)?判(?:为|定)|(?:系统|管理员)的?(?:指令|指示|消息)"
    r"|(?:助手|用户|系统)\s*:|你(?:现在)?(?:是|扮演|演)[^。\n]{0,20}(?:老师|考官|奶奶|评分)"
    r"|[a-z0-9+/]{32,}={0,2}|\b0x[0-9a-f]{16,}",
    re.MULTILINE,
)


def speaks_to_grader(answer: str) -> bool:
    """Whether *answer* seems to hold words to whoever grades it, or words that nobody can read."""
    return bool(_TO_GRADER.search(fold(answer).text))


def without_rows(answer: str) -> str:
    """*answer* with spaces in the place of words in a row; as it is where nothing else would be left.

    As long as before, so that offsets hold.
    """
    folded = fold(answer)
    kept = list(answer)
    for start, end in _rows(folded.text):
        first, last = folded.back(start, end)
        kept[first:last] = " " * (last - first)
    left = "".join(kept)
    return left if any(map(str.isalnum, left)) else answer


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Spans of folded *text* between two stops that hold many words and nothing that ties them together."""
    for start, end in _parts(text, _BREAK):
        signs = [token for token in tokens(text[start:end]) if token.is_cjk]
        tied = sum(sign.text in _SMALL or sign.text in _TIES for sign in signs)
        if len(signs) >= _SIGNS and tied < _SMALL_SHARE * len(signs):
            yield start, end
    for start, end in _parts(text, _ENGLISH_BREAK):
        if _CODE.search(text, max(0, start - 1), end):
            continue
        words = [
            token.text for token in tokens(text[start:end]) if token.text.isascii() and token.text.isalpha()
        ]
        if len(words) >= _WORDS and _SMALL.isdisjoint(words):
            yield start, end


def _parts(text: str, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = 0
    for found in between.finditer(text):
        yield position, found.start()
        position = found.end()
    yield position, len(text)
