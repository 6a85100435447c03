"""What to do where an element begins (`STARTS`) and where it ends (`ENDS`)."""

from collections.abc import Callable, Mapping

from quizgen.readers.html.code import Code
from quizgen.readers.html.core import Core, Element
from quizgen.readers.html.grid import Grid
from quizgen.readers.html.names import HEADINGS, language_of_code
from quizgen.readers.html.page import Container
from quizgen.readers.html.tokens import Token
from quizgen.readers.html.words import BREAK, picture

_LEAST_BUTTON = 12
_LARGEST_NUMBER = 9_999
_LISTS = ("ul", "ol", "menu", "dir")
_CELLS = ("td", "th")


def _heading(core: Core, token: Token) -> None:
    core.close("pre")
    core.out_of_cell()
    core.push(token.name)


def _end_heading(core: Core, element: Element) -> None:
    words, first, last = core.words.take(carry=False)
    if words.strip():
        core.title(f"{'#' * HEADINGS[element.name]} {words}", first, last)


def _button(core: Core, token: Token) -> None:
    core.flush(carry=True)
    core.push(token.name)


def _end_button(core: Core, _: Element) -> None:
    words, first, last = core.words.take(carry=False)
    # "Copy" and "Share" are no text; a question that unfolds its answer is.
    if len(words) < _LEAST_BUTTON and not words.rstrip().endswith(("?", "？")):
        return
    if core.in_cell:
        core.grids[-1].add(words, first, last)
    else:
        core.title(f"**{words.replace('**', '')}**", first, last)


def _details(core: Core, token: Token) -> None:
    core.out_of_cell()
    core.gap = True
    core.write("<details>", core.line, core.line)
    core.push(token.name)


def _end_details(core: Core, _: Element) -> None:
    core.flush()
    core.title("</details>", core.line, core.line)


def _summary(core: Core, token: Token) -> None:
    core.flush(carry=True)
    core.push(token.name)


def _end_summary(core: Core, _: Element) -> None:
    words, first, last = core.words.take(carry=False)
    core.gap = False
    core.write(f"<summary>{words.replace(BREAK, ' ')}</summary>", first or core.line, last)
    core.gap = True


def _pre(core: Core, token: Token) -> None:
    core.close("pre")
    core.out_of_cell()
    core.push(token.name)
    core.code = Code(language_of_code(token))


def _end_pre(core: Core, _: Element) -> None:
    code, core.code = core.code, None
    lines = code.fenced(core.line) if code is not None else []
    core.gap = True
    for line, origin in lines:
        if core.gap:
            core.page.gap()
            core.gap = False
        core.page.write(line, origin, origin)
    core.gap = True


def _list(core: Core, token: Token) -> None:
    core.out_of_line()
    core.gap = core.gap or not core.counters
    start = token.attributes.get("start", "")
    core.counters.append(_number(start, 1) if token.name == "ol" else None)
    core.push(token.name)


def _end_list(core: Core, _: Element) -> None:
    core.flush()
    core.counters.pop()
    core.gap = True


def _item(core: Core, token: Token) -> None:
    core.out_of_line()
    core.close("li", within=_LISTS)
    marker = "- "
    if core.counters and (count := core.counters[-1]) is not None:
        count = _number(token.attributes.get("value", ""), count)
        core.counters[-1] = count + 1
        marker = f"{count}. "
    if core.in_cell:
        core.push("li")
        core.words.put(marker, core.line, core.line)
    else:
        core.push("li", Container(marker, " " * len(marker)))


def _end_item(core: Core, _: Element) -> None:
    core.flush()
    # The next item follows without a blank line.
    core.gap = False


def _quote(core: Core, token: Token) -> None:
    core.out_of_line()
    core.gap = True
    core.push(token.name, None if core.in_cell else Container("> ", "> "))


def _end_block(core: Core, _: Element) -> None:
    core.flush()
    core.gap = True


def _term(core: Core, token: Token) -> None:
    core.out_of_line()
    core.close("dt", within=("dl",))
    core.gap = True
    core.push(token.name)
    core.words.start("strong")


def _end_term(core: Core, _: Element) -> None:
    core.words.end("strong")
    core.flush()
    core.gap = True


def _definition(core: Core, _: Token) -> None:
    core.out_of_line()
    core.close("dt", within=("dl",))
    core.gap = True


def _table(core: Core, token: Token) -> None:
    core.out_of_cell()
    core.push(token.name)
    core.grids.append(Grid())


def _end_table(core: Core, _: Element) -> None:
    core.flush()
    core.gap = True
    for words, first, last in core.grids.pop().lines():
        if words:
            core.write(words, first, last)
        else:
            core.gap = True
    core.gap = True


def _row(core: Core, token: Token) -> None:
    core.out_of_line()
    core.close(*_CELLS, within=("table",))
    core.close("tr", within=("table",))
    if core.grids:
        core.grids[-1].begin_row()
        core.push(token.name)


def _cell(core: Core, token: Token) -> None:
    core.out_of_line()
    core.close(*_CELLS, within=("table", "tr"))
    if not core.grids:
        return
    core.grids[-1].begin_cell()
    core.gap = True
    core.push(token.name, span=_number(token.attributes.get("colspan", ""), 1))


def _end_cell(core: Core, element: Element) -> None:
    core.flush()
    core.grids[-1].end_cell(element.span)


def _break(core: Core, _: Token) -> None:
    core.words.put(" " if core.in_line else BREAK, core.line, core.line)


def _rule(core: Core, _: Token) -> None:
    core.out_of_line()
    if not core.in_cell:
        core.title("---", core.line, core.line)


def _picture(core: Core, token: Token) -> None:
    given = token.attributes
    target = given.get("data-src") or given.get("data-original") or given.get("src") or ""
    core.words.put(picture(target, given.get("alt", "")), core.line, core.line)
    if target:
        core.pictures.append((target, core.line))


def _input(core: Core, token: Token) -> None:
    if token.attributes.get("type", "").lower() == "checkbox":
        core.words.put("[x] " if "checked" in token.attributes else "[ ] ", core.line, core.line)


def _number(text: str, otherwise: int) -> int:
    text = text.strip()
    small = text.isascii() and text.isdigit() and len(text) < len(str(_LARGEST_NUMBER)) + 1
    return int(text) if small else otherwise


STARTS: Mapping[str, Callable[[Core, Token], None]] = {
    **dict.fromkeys(HEADINGS, _heading),
    **dict.fromkeys(_LISTS, _list),
    **dict.fromkeys(_CELLS, _cell),
    "li": _item,
    "blockquote": _quote,
    "pre": _pre,
    "table": _table,
    "tr": _row,
    "details": _details,
    "summary": _summary,
    "button": _button,
    "dt": _term,
    "dd": _definition,
    "br": _break,
    "hr": _rule,
    "img": _picture,
    "input": _input,
}
ENDS: Mapping[str, Callable[[Core, Element], None]] = {
    **dict.fromkeys(HEADINGS, _end_heading),
    **dict.fromkeys(_LISTS, _end_list),
    **dict.fromkeys(_CELLS, _end_cell),
    "li": _end_item,
    "blockquote": _end_block,
    "pre": _end_pre,
    "table": _end_table,
    "details": _end_details,
    "summary": _end_summary,
    "button": _end_button,
    "dt": _end_term,
}
