"""Findings as one HTML file: nothing is fetched, nothing runs, and no text can become markup."""

from collections.abc import Iterator
from html import escape

from api.reports.findings import WHY, Findings, Shaky
from api.reports.links import link
from api.reports.passages import passage
from api.text import one_line, visible
from questions.records import Citation, Flag

_STYLE = """\
:root { color-scheme: light dark; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 2px solid var(--line); padding-top: .5rem; margin-top: 2rem; }
section { border-left: 4px solid var(--line); padding: 0 0 0 1rem; margin: 1.2rem 0; }
section.high { border-color: #c0392b; } section.medium { border-color: #c98a00; }
section.low { border-color: #2f7ea8; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: .2rem 0; } h3 { font-size: 1rem; margin: .3rem 0; }
.where, .sure { opacity: .7; font-size: .9rem; margin: .2rem 0; overflow-wrap: anywhere; }
blockquote { margin: .5rem 0; padding: .5rem .8rem; background: #8881; white-space: pre-wrap; \
overflow-wrap: anywhere; }
mark { background: #ffd54a; color: #000; }
.right { overflow-wrap: anywhere; } ul { margin: .3rem 0; padding-left: 1.2rem; }
"""


def as_html(found: Findings) -> str:
    """*found* as a page."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Findings) -> Iterator[str]:
    title = _plain(f"What looks shaky in {found.title}")
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    # Should an escape be missing somewhere, a browser still runs and fetches nothing.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{title}</h1>"
    yield f"<p>{_plain(summary(found))}</p>"
    for one in found.shaky:
        yield from _article(one)
    yield "</body>"
    yield "</html>"


def summary(found: Findings) -> str:
    """The counts in a sentence."""
    if not found.shaky:
        return f"Nothing shaky was found in {_count(found.answers, 'answer')}."
    counts = ", ".join(f"{number} {severity}" for severity, number in found.counts.items() if number)
    total = sum(found.counts.values())
    return (
        f"{_count(total, 'flag')} ({counts}) on {len(found.shaky)} of {_count(found.answers, 'answer')}.  "
        "A flag is evidence to decide on, not a verdict."
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _article(one: Shaky) -> Iterator[str]:
    source = one.question.source
    language = escape(one.question.language, quote=True)
    yield "<article>"
    yield f'<h2 lang="{language}">{_plain(one.question.text)}</h2>'
    path = " › ".join(source.heading_path) if source else ""
    yield f'<p class="where">{_plain(" · ".join(part for part in (one.place, path) if part))}</p>'
    for flag in one.flags:
        yield from _section(one, flag, language)
    yield "</article>"


def _section(one: Shaky, flag: Flag, language: str) -> Iterator[str]:
    seen = passage(one.question.reference or "", flag.start, flag.end)
    yield f'<section class="{flag.severity.value}">'
    yield f"<h3>{flag.severity.value}: {WHY[flag.verdict]}</h3>"
    if seen.quote.strip():
        words = f"{_text(seen.before)}<mark>{_text(seen.quote)}</mark>{_text(seen.after)}"
        yield f'<blockquote lang="{language}">{words}</blockquote>'
    yield f'<p class="right"><strong>Instead:</strong> {_plain(flag.correction)}</p>'
    if flag.evidence:
        yield "<ul>"
        for cited in flag.evidence:
            yield f"<li>{_cited(cited)}</li>"
        yield "</ul>"
    yield f'<p class="sure">{_plain(flag.detector)}, sure to {flag.confidence:.0%}</p>'
    yield "</section>"


def _cited(cited: Citation) -> str:
    address = link(cited.source)
    source = _plain(cited.source)
    if address is not None:
        source = f'<a href="{escape(address, quote=True)}" rel="noopener noreferrer">{source}</a>'
    told = f"{source}, {_plain(cited.locator)}" if cited.locator else source
    return f"{told}: “{_plain(cited.quote)}”" if cited.quote else told


def _plain(text: str) -> str:
    """*text* on one line."""
    return escape(one_line(text), quote=True)


def _text(text: str) -> str:
    """*text* with its line ends."""
    return escape(visible(text), quote=True)
