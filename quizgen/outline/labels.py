"""Labels that say "here is a question" or "here is its answer", in Chinese and English."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from quizgen.outline.inline import plain, unmarked
from quizgen.outline.numbers import Number, split_number


class Role(StrEnum):
    """What a label announces."""

    QUESTION = "question"
    ANSWER = "answer"
    EXPLANATION = "explanation"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Label:
    """A label, its number if it has one, and the words after it; *bare* when no number came with it."""

    role: Role
    words: str
    number: Number | None
    rest: str

    @property
    def bare(self) -> bool:
        """Whether the label has no number of its own."""
        return self.number is None


_NUMBER = r"(?P<number>\d{1,4}(?:[.\-_]\d{1,3}){0,3}|[一二三四五六七八九十百]{1,4})"
_END = r"(?:\s*[:：]\s*|\s*$)"
# A remark between a label and its colon, as in "Answer (short)" or "答案（仅供参考）".
_REMARK = r"[(（][^()（）\n]{1,30}[)）]"
_ORNAMENT = r"[\s>*_`#\-+•·【\[（(「]*"

# Who answers in a conversation.
_SPEAKER = "(?:candidate|interviewee|me|应聘者|候选人|面试者|求职者|我)"

_QUESTION = re.compile(
    r"(?:(?:interview|practice|sample|bonus|review|quick)\s+(?=q))?"
    r"(?P<words>Q(?:uestion|ues)?s?|problem|exercise|习题|问题|面试题|题目|提问|追问|问|题|follow[- ]?up(?: question)?"
    r"|interviewer(?: asks)?|面试官(?:(?:可能|通常|经常)?会?[追常]?问)?|提问者)"
    r"\s*[.#_\-]?\s*(?:" + _NUMBER + r")?[\]】）)」]?(?P<end>\s*[:：.、．)）|—–-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?P<words>"
    r"(?:点击)?(?:查看|显示|展开)?(?:参考|标准|正确|推荐|简要|简短|详细|完整|最佳|示例|满分|口语化?|面试|一句话){0,3}(?:的)?"
    r"(?:(?:答案|回答|解答|作答|答题)(?:要点|思路|框架|示例|模板|范例)?(?<!答题))"
    r"|\d{1,3}\s*(?:秒|分钟|s|min)\s*(?:钟)?(?:版|版本|速答|简答)?(?:回答|答案|版)?"
    r"|\d{1,3}[- ](?:second|minute) answer"
    r"|(?:(?:click (?:here )?(?:to|for)(?: see| view| show| reveal| expand)?|show|view|see|reveal|expand|check)"
    r"(?: me)?(?: the)?\s+)?(?:short |long |sample |model |suggested |correct |quick |detailed |the |my |possible )*"
    r"(?:answers?|ans|solution|response)"
    # Any other kind of answer, where a colon follows: "Expected answer:", "候选人回答：".
    r"|(?!(?:question|what|which|how|your|no|not|wrong|bad|weak|poor|incorrect)\b)(?:[a-z][a-z'-]{1,15} ){1,3}answer(?=\**\s*[:：])"
    r"|(?:我的|候选人|面试者|应聘者|考生|专家|官方|优秀|高分|理想|期望|预期|标准|核心|简洁|精简|完整|结构化|通俗|专业|基础|进阶|深入|深度|加分|直接"
    r"|快速|速记|背诵|问题|题目|本题|该题|第[一二三四五六七八九十\d]{1,3}[题问])(?:的|版)?(?:答案|回答|解答)(?=\**\s*[:：])"
    rf"|{_SPEAKER}(?=\**\s*[:：])"
    r"|答|A)"
    r"\s*(?:"
    + _NUMBER
    + r")?[\]】）)」]?(?:\s*"
    + _REMARK
    + r"(?=\s*[:：]))?(?P<end>\s*[:：]\s*|\s*[.、．)）]\s*|\s*$)",
    re.IGNORECASE,
)
_EXPLANATION = re.compile(
    r"(?P<words>答案解析|解析|详解|题解|分析|explanation|analysis|reasoning)" + _END, re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?P<words>(?:可能|常见|面试官?|高频)?(?:的)?追问(?:点|方向|问题)?|延伸|拓展|扩展阅读|参考资料|参考链接|参考文献|参考|考察点|考点|易错点|提示|相关问题|标签|难度|来源|知识点"
    r"|follow[- ]?ups?|references?|further reading|see also|hints?|tags?|difficulty|level|topics?|source|related)"
    r"(?P<end>\s*[:：]\s*|\s*$)",
    re.IGNORECASE,
)
_MAY_LABEL = re.compile(
    r"[\s>*_`#\-+•·【\[（(「]*(?:[(（]?[\d.、)）]+\s*)?[*_]*(?:<[^<>]{1,40}>\s*)*[*_]*"
    r"(?:q|interview[ e]|candidate|me[\s*_]{0,5}[:：]|应聘者|候选人|面试|求职者|我[\s*_]{0,5}[:：]"
    r"|practice|bonus|problem|exercise|习题|a(?:ns|[\d\s*_:：.]|$)"
    r"|问|题|提问|追问|答|一句话|参考|标准|正确|推荐|简|详|完整"
    r"|最佳|示例|满分|口语|点击|查看|显示|展开|回答|解|作答|\d{1,3}\s*(?:秒|分|s|m|-)|click|show|view|see|reveal|expand|check|short|long|sample|model|suggested"
    r"|correct|quick|detailed|the |my |possible|solution|response|follow|分析|expl|anal|reason|延伸|拓展|扩展|考|易错|提示|相关|标签"
    r"|难度|来源|知识点|ref|further|hint|tag|diff|level|topic|source|related)",
    re.IGNORECASE,
)
# "Expected answer:" and the like; the words before are free.
_KIND_OF_ANSWER = re.compile(r"[^:：]{1,60}?(?:answer|答案|回答|解答)[*_]{0,3}\s*[:：]", re.IGNORECASE)
# "【答案】B": the bracket ends the label as a colon does.
_BRACKETED = re.compile(r"^【\s*([^【】]{1,20}?)\s*】\s*[:：]?\s*")
_LOOSE = " \t·•|｜"
_WIDE = {ord("０") + i: ord("0") + i for i in range(10)} | {
    ord(wide) + i: ord(narrow) + i for wide, narrow in (("Ａ", "A"), ("ａ", "a")) for i in range(26)
}
_FRONT = 16
_LABEL_WITHIN = 100
_ALONE = re.compile(
    r"(?:点击|单击)?(?:查看|展开|显示|折叠|点我)(?:详情|更多|全部|内容|解析)?|详情|click (?:me|here)?(?: to expand)?|expand|details|more|spoiler",
    re.IGNORECASE,
)


def label_of(line: str, *, whole: bool = False) -> Label | None:
    """The label that *line* begins with, under any list marker, quote mark or emphasis.

    *whole* is for headings and summaries, where a label may stand without a colon and be the whole text.
    """
    line = _narrow(line)
    if not may_label(line):
        return None
    words = plain(unmarked(line))
    if words[:1] == "【":
        words = _BRACKETED.sub(r"\1：", words)
    found = _read(words, whole)
    if found is None:
        number, rest = split_number(words)
        # "1. Q: ..." has both; "1. 答案" is an item about answers unless a colon follows.
        if number is not None and rest != words:
            found = _read(rest, whole=False)
            if found is not None and found.number is None and found.role is Role.QUESTION:
                found = replace(found, number=number)
    return found


def may_label(line: str) -> bool:
    """Whether *line* begins at all as labels do; cheap, and rightly false for most lines."""
    # Labels stand at the front; the cut keeps a hostile line cheap.
    front = _narrow(line[:_LABEL_WITHIN])
    if _MAY_LABEL.match(unmarked(front)) is not None:
        return True
    return ("答" in front or "nswer" in front.lower()) and _KIND_OF_ANSWER.match(front) is not None


def _narrow(line: str) -> str:
    """*line* with the full-width letters and digits at its front made narrow: "Ｑ１：" is "Q1："."""
    front = line[:_FRONT]
    return line if front.isascii() else front.translate(_WIDE) + line[_FRONT:]


def is_cover(summary: str) -> bool:
    """Whether the summary of a folded block only says that something is folded: "Show answer", "展开"."""
    words = plain(summary).strip(" :：.。!！>（）()[]【】👇")
    if not words or _ALONE.fullmatch(words):
        return True
    label = label_of(words, whole=True)
    return label is not None and label.role in (Role.ANSWER, Role.EXPLANATION) and not label.rest


def _read(words: str, whole: bool) -> Label | None:
    words = re.sub(_ORNAMENT, "", words, count=1) if words[:1] in "【[（(「" else words
    for role, pattern in _PATTERNS:
        found = pattern.match(words)
        if found and _accepts(role, found, whole=whole):
            number = found.groupdict().get("number")
            rest = words[found.end() :].strip(_LOOSE)
            return Label(role, found.group("words"), _number(found.group(0), number), rest)
    return None


def _number(text: str, number: str | None) -> Number | None:
    if number is None:
        return None
    parsed, _ = split_number(number.replace("-", ".").replace("_", ".") + "、x")
    return Number(text.strip(" :：.、．)）|—–-*【】[]"), parsed.parts if parsed else (), "label")


def _accepts(role: Role, found: re.Match[str], *, whole: bool) -> bool:
    if role is Role.QUESTION:
        return _is_question(found, whole=whole)
    if role is Role.ANSWER:
        return _is_answer(found)
    return role is Role.EXPLANATION or whole or bool(found.group("end").strip())


def _is_question(found: re.Match[str], *, whole: bool) -> bool:
    end, words = found.group("end"), found.group("words").lower()
    if found.group("number"):
        # "题 3 是" and "问 3" are prose; "Q3 What" is not.
        return bool(end.strip()) or words[0] == "q" or words in ("面试题", "问题") or (whole and not end)
    if words in ("problem", "exercise", "习题"):
        return False
    if words.startswith(("题", "q")) and words not in ("q", "question", "题目"):
        return False
    return end.strip() in (":", "：", "】", "]") or (
        whole and not end and words in ("question", "题目", "问题")
    )


def _is_answer(found: re.Match[str]) -> bool:
    end, words = found.group("end").strip(), found.group("words")
    if end in (":", "："):
        return True
    if words in ("A", "a", "答"):
        # "A. first option" is an option and "A" alone a letter.
        return bool(found.group("number")) and bool(end)
    if words.lower().endswith(("answers", "answer", "solution", "response", "ans")):
        return not end and not found.group("end")
    return not end


_PATTERNS = (
    (Role.QUESTION, _QUESTION),
    (Role.ANSWER, _ANSWER),
    (Role.EXPLANATION, _EXPLANATION),
    (Role.ASIDE, _ASIDE),
)
