"""Findings as Markdown in which no text can become markup."""

import re
from collections.abc import Iterator

from api.reports.findings import WHY, Findings, Shaky
from api.reports.links import link
from api.reports.page import summary
from api.reports.passages import passage
from api.text import one_line, visible
from questions.records import Citation, Flag

# What CommonMark, its tables and its math may read as more than itself: anywhere, or where a line begins.
_MARKUP = re.compile(
    r"[\\`*_\[\]#|~$]|(?<=www)\.|:(?=//)|(?<=\w)@(?=\w)|^[ \t]*(?:[-+=:]|\d+[.)])", re.MULTILINE
)


def as_markdown(found: Findings) -> str:
    """*found* as a page."""
    return "\n".join(_lines(found)).rstrip() + "\n"


def harmless(text: str) -> str:
    """*text* with every mark that Markdown or HTML reads as its own escaped."""
    escaped = _MARKUP.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", visible(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(found: Findings) -> Iterator[str]:
    yield f"# What looks shaky in {_plain(found.title)}"
    yield ""
    yield _plain(summary(found))
    for one in found.shaky:
        yield ""
        yield from _answer(one)


def _answer(one: Shaky) -> Iterator[str]:
    source = one.question.source
    path = " › ".join(source.heading_path) if source else ""
    yield f"## {_plain(one.question.text)}"
    yield ""
    yield _plain(" · ".join(part for part in (one.place, path) if part))
    for flag in one.flags:
        yield ""
        yield from _flag(one, flag)


def _flag(one: Shaky, flag: Flag) -> Iterator[str]:
    seen = passage(one.question.reference or "", flag.start, flag.end)
    yield f"### {flag.severity.value}: {WHY[flag.verdict]}"
    yield ""
    if seen.quote.strip():
        words = f"{harmless(seen.before)}**⟦{harmless(seen.quote)}⟧**{harmless(seen.after)}"
        yield from (f"> {line.strip()}" for line in words.split("\n") if line.strip())
        yield ""
    yield f"Instead: {_plain(flag.correction)}"
    yield ""
    for cited in flag.evidence:
        yield f"- {_cited(cited)}"
    yield f"- {_plain(flag.detector)}, sure to {flag.confidence:.0%}"


def _cited(cited: Citation) -> str:
    address = link(cited.source)
    source = _plain(cited.source)
    told = f"[{source}](<{address}>)" if address else source
    told = f"{told}, {_plain(cited.locator)}" if cited.locator else told
    return f"{told}: “{_plain(cited.quote)}”" if cited.quote else told


def _plain(text: str) -> str:
    return harmless(one_line(text))
