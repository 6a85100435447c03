"""Whether some lines say anything, and which of them are only furniture."""

import re
from collections.abc import Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.found import NoAnswer
from quizgen.outline.inline import (
    has_image,
    has_link,
    is_only_links,
    plain,
    unmarked,
    without_links_and_their_words,
)
from quizgen.outline.lines import Item, item_of
from quizgen.outline.numbers import Number, split_number
from quizgen.outline.toc import is_toc_title, letters

_TOP = re.compile(
    r"(?:[⬆↑🔝🔙^▲⇧\W]*)(?:(?:back|return|go|jump|scroll)\s*(?:to\s*)?(?:the\s*)?(?:top|toc|contents?|index|table of contents|questions?|menu|list)"
    r"|top|⬆|↑|🔝|返回(?:顶部|目录|首页|上一页|列表|文首)|回到(?:顶部|目录|首页)|回顶部|返回|上一[篇页章题]|下一[篇页章题]|previous|next|prev)\W*",
    re.IGNORECASE,
)
# On a link it leads to another page of the same notes.
_ARROW = re.compile("[←→⬅➡«»🔙🔝]|<-|->")
_LEADING_UP = ("⬆", "↑", "返回", "href=")
_PROMOTION = re.compile(
    r"关注.{0,12}(?:公众号|微信|知乎|我)|公众号[:：]|扫码|扫描.{0,6}二维码|加(?:入)?.{0,6}(?:群|微信|wx)|交流群|点个?\s*(?:star|赞)|一键三连|转载请注明|版权(?:所有|归)"
    r"|未经.{0,6}(?:允许|许可|授权)|\bstar (?:this|the|us|me)\b|\bgive (?:it|this|us|me) a star\b|follow (?:me|us) on|subscribe to"
    r"|join (?:our|my|the) (?:discord|slack|telegram|newsletter|community)|buy me a coffee|licensed under|all rights reserved|copyright (?:\(c\)|©)"
    r"|shields\.io|badge\.svg",
    re.IGNORECASE,
)
_FILED = re.compile(
    r"(?:topics?|level|difficulty|tags?|company|companies|round|date|frequency|source|category|asked (?:in|at|by)"
    r"|难度|分类|标签|来源|公司|轮次|日期|频率|频次|出现频率|考察热度|热度|考点|岗位|常见公司)\s*[:：]",
    re.IGNORECASE,
)
_PAIR = re.compile(r"[^:：,，。.]{1,30}[:：][^。.；;]{0,40}$")
_PARTS_OF_CARD = re.compile(r"\s*[|｜·]\s*|,\s+(?=\w+\s*[:：])")
_CARD_LENGTH = 300
_PLACEHOLDERS = frozenset(
    "answerhere youranswerhere addanswerhere youranswer todo tbd tba wip comingsoon tobeadded tobecontinued tobedone tobefilled tobeanswered "
    "addanswer noanswer noansweryet notansweredyet pending na none null fixme placeholder inprogress unanswered underconstruction helpwanted "
    "待补充 待完善 待更新 待续 待定 待填 待写 待办 未完待续 暂无 暂无答案 暂缺 无 略 答案略 空 占位 整理中 更新中 补充中 施工中 敬请期待 此处填写答案 在此填写答案 "
    "请在此处填写答案 答案待补充 这里写答案 后续补充 稍后补充 有待补充 todo待补充".split()
)
_CROSS = re.compile(
    r"(?:(?:同|见|参见|参考|参照|详见|请见|请参考|如|答案见|答案同|和)(?:上面?|前面?|下面?|上述|前述|上文|前文|下文|上题|上一题|前一题|第?\s*[\dQq一二三四五六七八九十]+(?:\.\d+)*\s*(?:题|问|节|章|讲|篇|册|卷|页|个问题)?"
    r"|问题\s*\d+|[“\"《].{1,60}[”\"》])(?:一样|相同|所述|部分|的?(?:答案|回答|内容|描述|解答))?"
    r"|(?:please )?(?:see|refer to|check|same as|as in|cf\.?|look at)(?: the)?(?: answer)?(?: (?:to|of|for|in))?(?: the)?\s*"
    r"(?:above|below|previous|preceding|last|q(?:uestion)?|section|#|no\.?|number|answer)[\s.#]*\d*(?:\.\d+)*(?: (?:question|answer|section|one))?(?: above| below)?"
    r"(?: (?:of|in|on|from)(?: \w{1,20}){1,5})?"
    r"|(?:see )?(?:above|below)|ditto|as above|同上|略同|如上|见上|见下)\W*",
    re.IGNORECASE,
)
_TAGS_ONLY = re.compile(
    r"(?:\s|</?(?:p|br|b|i|u|div|center|details|summary|span|strong|em|a|hr|ul|ol|li|sub|sup|blockquote|font)\b[^<>]*>|&nbsp;)+",
    re.IGNORECASE,
)
_POINTER_LEAD = re.compile(r"[:：]\s*$")
_STOP = re.compile(r"[。；！!]|[.;]\s")
_SENTENCE = re.compile(r"[。；！!]|[.;](?:\s|$)|，|, ")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z0-9][\w'-]*")
_POINTER_WORDS = 14
_CLAUSE_WORDS = 8
_POINTS = re.compile(
    r"(?:please |you can |for |also )*(?:see|read|refer|check|more|click|watch|visit|look|source|reference|link|here|this|details?)\b"
    r"|(?:请|可以?|也可以?)?(?:详见|参见|参考|见|来源|更多|点击|链接|推荐|阅读|查看|关于|论文|原文|转自)",
    re.IGNORECASE,
)
_SECOND = 2
_CROSS_LENGTH = 60
_TITLE_LENGTH = 6
_TITLE_SHARE = 0.7


def is_furniture(line: str) -> bool:
    """Whether *line* shows nothing: blank, a rule, lone tags, a way back to the top."""
    words = line.strip()
    if not words:
        return True
    if words[0] in "-*_=" and not words.strip("-*_= "):
        return True
    if words[0] in "<&" and _TAGS_ONLY.fullmatch(words):
        return True
    if "](#" in words and len(words) < 200 and is_only_links(words) and is_toc_title(plain(words)):
        return True
    if "](" in words and _ARROW.search(words) and is_only_links(words):
        return True
    if len(words) < 200 and (has_link(words) or any(sign in words for sign in _LEADING_UP)):
        return _TOP.fullmatch(plain(words).strip(" []()（）|*_")) is not None
    return False


def is_metadata(line: str) -> bool:
    """Whether *line* only files a question: how hard it is, what it is about, who asked it, when."""
    words = split_number(plain(unmarked(line)).strip())[1] if len(line) < _CARD_LENGTH else ""
    pairs = [part for part in _PARTS_OF_CARD.split(words) if part.strip()]
    filed = sum(_FILED.match(part.strip()) is not None for part in pairs)
    return filed > 0 and all(_PAIR.match(part.strip()) for part in pairs)


def is_promotion(line: str) -> bool:
    """Whether *line* asks for stars, followers or respect of a licence."""
    return len(line) < 400 and _PROMOTION.search(line) is not None


def is_pointer(line: str) -> bool:
    """Whether *line* only says where to read: a link with at most a few words around it, or a lead with none."""
    if not has_link(line):
        return False
    words = plain(without_links_and_their_words(line)).strip(" -*+•·>|")
    if _tells_first(words) or _sentence_first(line):
        return False
    return (
        len(words) < 80 and _weight(words) <= _POINTER_WORDS and _STOP.search(words.rstrip("。.;；")) is None
    )


def _tells_first(words: str) -> bool:
    """Whether a clause stands before the link that says something itself: "On the shelf, or here"."""
    clause, comma, _ = words.replace("，", ",").partition(",")
    return bool(comma) and _weight(clause) >= _CLAUSE_WORDS and _POINTS.match(clause) is None


def _sentence_first(line: str) -> bool:
    """Whether a whole sentence stands before the first link, and does not tell to follow it."""
    before, bracket, _ = line.partition("[")
    words = plain(before).strip(" -*+•·>|")
    told = bool(bracket) and words.endswith((".", "。")) and _weight(words) >= _CLAUSE_WORDS
    return told and _POINTS.match(words) is None


def why_empty(lines: Sequence[str], number: Number | None = None) -> NoAnswer | None:
    """Why *lines* are no answer, or None when they are one.  *number* is the question's own numbering."""
    words = [line for line in lines if not is_furniture(line) and not _is_ellipsis(line)]
    if not words:
        return NoAnswer.EMPTY
    if len(words) <= 3:
        reason = _short_reason(words)
        if reason:
            return reason
    if all(_is_picture(line) for line in words):
        return NoAnswer.IMAGE_ONLY
    prose = [line for line in words if not is_pointer(line)]
    if not prose or (len(words) > len(prose) and all(_is_reference(line) for line in prose)):
        return NoAnswer.LINK_ONLY
    if len(prose) == 1 and _is_title(prose[0]):
        return NoAnswer.LINK_ONLY
    if is_questions(prose, number):
        return NoAnswer.QUESTIONS_ONLY
    return None


def is_questions(lines: Sequence[str], number: Number | None = None) -> bool:
    """Whether *lines* are a list of questions or of numbered topics, with no statement in it."""
    if len(lines) > 1 and all(asks(plain(unmarked(line))) is Asks.MARK for line in lines):
        return True
    items = _listed(lines)
    listed = [plain(item.text) for item in items]
    asking = 0
    for words in listed:
        if asks(words) >= Asks.WORDS:
            asking += 1
        elif is_statement(words):
            return False
    if 2 * asking >= len(listed):
        return bool(listed)
    numbers = [
        split_number(words)[0] or split_number(f"{item.marker}x")[0]
        for words, item in zip(listed, items, strict=True)
    ]
    outline = sum(
        n is not None and (number is None or not number.parts or n.continues(number)) and n.depth > 1
        for n in numbers
    )
    return 2 * outline >= len(listed)


def _listed(lines: Sequence[str]) -> list[Item]:
    """The items of *lines* if these are a list, with one line at most that leads in; else none."""
    items: list[Item] = []
    loose: list[str] = []
    for line in lines:
        item = item_of(line)
        if item is not None:
            items.append(item)
        elif loose:
            return []
        else:
            loose.append(line)
    return [] if loose and (not items or not _leads_in(loose[0])) else items


def _short_reason(words: Sequence[str]) -> NoAnswer | None:
    text = plain(" ".join(words))
    if len(words) == 1 and _heads_the_next(words[0]):
        return NoAnswer.EMPTY
    if letters(text) in _PLACEHOLDERS or (not letters(text) and not any(_shows(line) for line in words)):
        return NoAnswer.PLACEHOLDER if letters(text) or len(text) else NoAnswer.EMPTY
    if len(text) <= _CROSS_LENGTH and _CROSS.fullmatch(text.strip(" >*-()（）[]")):
        return NoAnswer.CROSS_REFERENCE
    if len(text) <= _CROSS_LENGTH and all(is_only_links(line) and "](#" in line for line in words):
        return NoAnswer.CROSS_REFERENCE
    return None


def _heads_the_next(line: str) -> bool:
    """Whether a line alone counts 2 or more: the title of the next part, since no list begins so."""
    item = item_of(line)
    number = split_number(f"{item.marker}x")[0] if item is not None and item.ordered else None
    if item is None or number is None or number.depth != 1 or number.parts[0] < _SECOND:
        return False
    return not is_statement(plain(item.text)) and not line[:1].isspace()


def _shows(line: str) -> bool:
    return has_image(line) or has_link(line) or "`" in line or "$" in line


def _is_ellipsis(line: str) -> bool:
    return not line.strip(" \t.…。-*+>·")


def _is_picture(line: str) -> bool:
    return has_image(line) and not letters(plain(line))


def _is_reference(line: str) -> bool:
    """A work named beside links: a title in brackets, or a lead such as "论文：" with hardly a word after it."""
    words = re.sub(r"<[^<>]{3,}>|《[^《》]+》|\"[^\"]+\"|“[^“”]+”", "", line).strip(" -*+•·>\t")
    named = len(words) < len(line.strip(" -*+•·>\t"))
    return (named and _weight(words) <= _POINTER_WORDS // 2) or (
        _weight(words) <= _POINTER_WORDS // 2 and _POINTER_LEAD.search(words) is not None
    )


def _is_title(line: str) -> bool:
    """A work named and nothing said about it: one line of English in title case."""
    words = _LATIN_WORD.findall(plain(unmarked(line)))
    if len(words) < _TITLE_LENGTH or line.rstrip().endswith((".", "。")) or _STOP.search(line):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return ": " in line and capitals >= _TITLE_SHARE * len(words) and _weight(line) == 2 * len(words)


def _leads_in(line: str) -> bool:
    words = plain(line).rstrip(" >*_")
    return words.endswith(("：", ":")) or asks(words) >= Asks.WORDS


def is_statement(words: str) -> bool:
    """Whether an item that does not ask says something: a sentence, or a term with what it means."""
    body = words.rstrip("。.；;")
    if _SENTENCE.search(body) or _weight(body) > 24:
        return True
    _, colon, after = body.partition("：" if "：" in body else ": ")
    return bool(colon) and _weight(after) > 8


def _weight(words: str) -> int:
    """How much is said: Chinese characters, and words of other scripts as two each."""
    chinese = 0 if words.isascii() else len(_HAN.findall(words))
    return chinese + 2 * len(_LATIN_WORD.findall(words))
