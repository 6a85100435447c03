"""The words that say that something goes up or down, and where they stand beside what they are said of."""

import re
from typing import Final

UP: Final = "up"
DOWN: Final = "down"

_ADVERBS = (
    r"(?:会|将|就|则|也|都|可以|能够?|往往|通常|一般|反而|显著|明显|大幅|大大|随之|相应地?|进一步|逐渐|不断|变得|得到|有所|均|而|得|的|很|太|非常"
    r"|过于|比较|较为|要|设置?|取|选|[值数量])*"
)
_LARGE, _SMALL = "大高多好强快长深密久准", "小低少差弱慢短浅疏"
# Behind a quantity: "K 越大", "召回率会下降".
_TRAILS = re.compile(
    rf" ?(?:的?(?:值|取值|数值|设置|数量|数目|大小|参数|系数|程度|能力|风险|速度|质量|占用|开销|消耗|成本|规模|效果|性|率|量))? ?{_ADVERBS} ?(?:"
    rf"(?P<up>越来?越?(?:[{_LARGE}]|丰富|明显|严重|精细|复杂|尖锐)|[变更过较][{_LARGE}]|增[大加多长高强]|提[高升]|升高|上升|改善|加[剧重快大]|严重|过于复杂|[过太]复杂|调[大高]|放大"
    rf"|(?<=[很太会将就则得])[{_LARGE}])"
    rf"|(?P<down>越来?越?(?:[{_SMALL}]|稀疏|简单|粗|平缓)|[变更过较][{_SMALL}]|减[小少弱慢轻]|降低?|下降|缩[短小]|变差|受损|调[小低]|恶化|不足|缓慢|迟缓|过于简单|[过太]简单"
    rf"|(?<=[很太会将就则得])[{_SMALL}]))"
    r"|(?: values?| parameters?)? (?:is |are |gets? |becomes? |will be |should be |will |also |being )*(?:"
    r"(?P<en_up>increas(?:e|es|ed|ing)|ris(?:e|es|ing)|grow(?:s|ing)?|go(?:es)? up|improv(?:e|es|ing)"
    r"|(?:too |much )?(?:higher|larger|greater|bigger|better|faster|longer|stronger|large|high|big|raised|increased))"
    r"|(?P<en_down>decreas(?:e|es|ed|ing)|drop(?:s|ping)?|fall(?:s|ing)?|go(?:es)? down|shrink(?:s|ing)?|degrad(?:e|es|ing)|declin(?:e|es|ing)"
    r"|suffer(?:s|ing)?|(?:too |much )?(?:lower|smaller|less|fewer|worse|slower|shorter|weaker|small|low|lowered|reduced|decreased)))(?![a-z])"
)
# Before it: "提高召回率", "越容易过拟合", "a larger K".
_LEADS = re.compile(
    rf"(?P<down>越[不难](?:容易|易)?|更[不难](?:容易|易)?|不容易|不易|减[小少弱慢轻]|降低|调[低小]|缩[小短]|削弱|抑制|牺牲|损[失害]|(?:[更较][{_SMALL}]的?|过[{_SMALL}]的)(?![则时会就将,可容导也易都反])|拖慢|缓解|避免|防止"
    r"|(?<![a-z])(?:decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)?|smaller|less|fewer|weaker|worse|slower|shorter|cut(?:s|ting)?"
    r"|shrink(?:s|ing)?|hurt(?:s|ing)?|diminish(?:es|ing)?|prevent(?:s|ing)?|limit(?:s|ing)?|degrad(?:e|es|ing)|small|low)(?![a-z]))"
    r"|(?P<cause>导致|造成|引起|引发|带来|(?<![a-z])(?:causes?|leads? to|makes?|making)(?![a-z]))"
    rf"|(?P<up>越(?:容易|易|倾向于?)?(?![{_LARGE}{_SMALL}来])|更加?(?:容易|易|倾向于?)|容易|变得更?|趋于|增[大加强]|提[高升]|调[高大]|加[大强快速剧重]|扩大|升高|改善|放大|鼓励"
    rf"|(?:[更较][{_LARGE}]的?|过[{_LARGE}]的)(?![则时会就将,可容导也易都反])|更加?(?![{_LARGE}{_SMALL}])"
    r"|(?<![a-z])(?:increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|higher|larger|greater|more|bigger|improv(?:e|es|ed|ing)|boost(?:s|ed|ing)?|stronger"
    r"|better|faster|longer|grow(?:s|ing)?|enlarg(?:e|es|ing)|deeper|large|high|prone to|tends? to|likely to)(?![a-z]))"
)
_GAP = re.compile(
    r"(?:了|着)? ?(?:(?![但而和与且])[㐀-鿿]){0,4} ?"
    r"|(?: (?!(?:and|but|or|while|whereas|than|to|by|not|with|as|one|ones|value|values)\b)[a-z@_-]+){0,3} "
)
_DENIED = re.compile(
    r"(?:不|没有?|无|并非|未)[^,。;]{0,3}$|\b(?:not|never|without|no|doesn't|don't|cannot)(?: \w+)? $"
)
# "λ 越大越看重相关性, 越小越看重多样性": the clause begins with the other direction of what was set.
_RESETS = re.compile(
    rf"[,、;](?: ?(?:而|但|且|太|取))?(?:[越过较太变更](?:(?P<up>[{_LARGE}])|(?P<down>[{_SMALL}]))|调[小低](?P<set_down>))"
    r"|(?:,|\b(?:and|but|or|while)) (?:a |the )?(?:too )?"
    r"(?:(?P<en_up>larger|higher|large|high|big|bigger)|(?P<en_down>smaller|lower|small|low)) (?:one|ones|value|values)\b"
)


def led(before: str, *, causes: bool) -> tuple[int, str] | None:
    """The word for up or down at the end of *before*: how many characters from the end it begins, and which it is.

    With *causes* a word such as 导致 counts: it says that there is more of what follows.
    """
    last = None
    for last in _LEADS.finditer(before):  # noqa: B007  the last one is wanted
        pass
    if last is None or not _GAP.fullmatch(before, last.end()):
        return None
    if _DENIED.search(before, 0, last.start()) or (last["cause"] and not causes):
        return None
    return len(before) - last.start(), DOWN if last["down"] else UP


def trailed(behind: str) -> tuple[int, str] | None:
    """The word for up or down that *behind* begins with: where it ends, and which it is."""
    found = _TRAILS.match(behind)
    if found is None:
        return None
    return found.end(), UP if found["up"] or found["en_up"] else DOWN


def is_reset(between: str) -> bool | None:
    """Whether *between* begins anew with what was set: upwards (True), downwards, or not at all (None)."""
    last = None
    for last in _RESETS.finditer(between):  # noqa: B007  the last one is wanted
        pass
    return None if last is None else bool(last["up"] or last["en_up"])
