"""Where the sentences of a plain text end, and which of them state nothing."""

import re
from collections.abc import Iterator

_LONGEST_SENTENCE = 600
_STOP = re.compile(r"[。!?;]+[\"')\]》」]*|\.(?=\s|$)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bet al\.)")
_YES_OR_NO = re.compile(
    r"吗$|是否|能否|可否|会不会|能不能|是不是|要不要|有没有|^(?:is|are|was|does|do|did|can|could|will|has|have|must|should) "
)
_ASKING_WORDS = re.compile(r"吗$|是否|能否|可否")
_YES = re.compile(
    r"(?:能的?|会的?|是的?|对的?|可以的?|有的?|需要|正确|没错|可以保证|yes|yep|true|correct|right|it does|it is|they do|they are|of course)"
    r"(?=$|[,。.;!:、 ])(?! (?:not|never|no)\b)"
)
_ASKS = re.compile(
    r"\?|^(?:为什么|为何|如何|怎么|什么是|是否|why |how |what |which |does |do |is |are |can )"
)
CLAUSE_END = re.compile(r"[,:、。!?;]|\s-\s|\.(?=\s|$)")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The places of the sentences of a plain *text*; one that is far too long is cut at commas."""
    position = 0
    for mark in _STOP.finditer(text):
        yield from _pieces(text, position, mark.end())
        position = mark.end()
    yield from _pieces(text, position, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence between *start* and *end*, cut at commas when it is too long to be one."""
    while end - start > _LONGEST_SENTENCE:
        comma = max(text.rfind(mark, start, start + _LONGEST_SENTENCE) for mark in ",:、 ")
        cut = comma + 1 if comma > start else start + _LONGEST_SENTENCE
        if text[start:cut].strip():
            yield _trimmed(text, start, cut)
        start = cut
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def states_nothing(sentence: str) -> bool:
    """Whether *sentence* only asks."""
    return sentence.rstrip("\"')")[-1:] == "?" and bool(_ASKS.search(sentence))


def affirmed(question: str, answer: str) -> tuple[str, int] | None:
    """What an *answer* that begins with yes claims: the words of the *question*, and how long its yes is.

    Both in plain form; None when the question is none of yes or no, or the answer does not begin so.
    """
    asked = question.rstrip("?。. ")
    if not _YES_OR_NO.search(asked) or not _YES.match(answer):
        return None
    end = CLAUSE_END.search(answer)
    claim = _ASKING_WORDS.sub("", asked)
    length = end.start() if end else len(answer)
    return (claim, length) if claim and length else None
