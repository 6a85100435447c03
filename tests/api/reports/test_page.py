"""The pages for a note's author: what they say, and that no text can become markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from markdown_it import MarkdownIt

from api.reports.findings import WHY, Findings, findings
from api.reports.markdown import as_markdown, harmless
from api.reports.page import as_html
from questions.records import FlagVerdict, Severity
from tests.api.reports.making import HOSTILE, audit, flag

TEXT = "First of all.\n\nEach head has many keys & values,\nso it is slow.\n\nThe end."
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "article", "section",
    "blockquote", "mark", "strong", "ul", "li", "a",
}  # fmt: skip


def one() -> Findings:
    found = flag(TEXT, "many keys", "Each head has one key.", verdict=FlagVerdict.IMPRECISE)
    return findings("notes.md", [audit(TEXT, found, question="What has a head?"), audit("Fine.")])


def hostile(words: str = HOSTILE) -> Findings:
    text = f"{words} begins\n{words} ends {words}"
    found = flag(text, words, words, source=words if words.strip() else "none", severity=Severity.LOW)
    told = audit(text, found, question=words if words.strip() else "?", name=words)
    return findings(words, [told])


class _Seen(HTMLParser):
    """The elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def seen(page: str) -> _Seen:
    parser = _Seen()
    parser.feed(page)
    parser.close()
    return parser


def test_the_page_as_html() -> None:
    page = as_html(one())
    assert page[page.index("<body>") :] == snapshot("""\
<body>
<h1>What looks shaky in notes.md</h1>
<p>1 flag (1 high) on 1 of 2 answers. A flag is evidence to decide on, not a verdict.</p>
<article>
<h2 lang="en">What has a head?</h2>
<p class="where">notes.md:1 · Notes › Attention</p>
<section class="high">
<h3>high: This is imprecise.</h3>
<blockquote lang="en">Each head has <mark>many keys</mark> &amp; values,
so it is slow.</blockquote>
<p class="right"><strong>Instead:</strong> Each head has one key.</p>
<ul>
<li><a href="https://arxiv.org/abs/1706.03762" rel="noopener noreferrer">arXiv:1706.03762 (Attention Is All You Need)</a>, Sec. 3.2: “as it is”</li>
</ul>
<p class="sure">facts/1, sure to 90%</p>
</section>
</article>
</body>
</html>
""")


def test_the_page_as_markdown() -> None:
    assert as_markdown(one()) == snapshot("""\
# What looks shaky in notes.md

1 flag (1 high) on 1 of 2 answers. A flag is evidence to decide on, not a verdict.

## What has a head?

notes.md:1 · Notes › Attention

### high: This is imprecise.

> Each head has **⟦many keys⟧** &amp; values,
> so it is slow.

Instead: Each head has one key.

- [arXiv:1706.03762 (Attention Is All You Need)](<https://arxiv.org/abs/1706.03762>), Sec. 3.2: “as it is”
- facts/1, sure to 90%
""")


def test_nothing_found_is_said() -> None:
    nothing = findings("notes.md", [audit("Fine.")])
    assert "Nothing shaky was found in 1 answer." in as_html(nothing)
    assert "Nothing shaky was found in 1 answer" in as_markdown(nothing)


def test_the_riskiest_answer_comes_first() -> None:
    risky, sound = audit(TEXT, flag(TEXT, "keys"), question="Second?"), audit(TEXT, question="First?")
    page = as_html(findings("notes.md", [sound, risky]))
    assert "Second?" in page
    assert "First?" not in page


@given(st.text(alphabet="<>&\"'/=script!-[]()`*_#|\\\n\x00\x1b\u202ea1 ", max_size=60))
def test_no_text_becomes_an_element_or_an_attribute(words: str) -> None:
    found = seen(as_html(hostile(words)))
    assert set(found.tags) <= ALLOWED
    assert {name for name, _ in found.attributes} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "rel",
    }  # fmt: skip


def test_hostile_text_is_shown_as_it_stands_and_does_nothing() -> None:
    page = as_html(hostile())
    found = seen(page)
    assert "script" not in found.tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not any(mark in page for mark in "\x1b\u202e")
    links = [value for name, value in found.attributes if name == "href"]
    assert all(value is not None and value.startswith("http") for value in links)


@given(st.text(alphabet="<>&\"'!-[]()`*_#|\\~$+.:=^@{}\n\t\x1b 1a", max_size=60))
def test_escaped_text_reads_back_as_itself_in_markdown(words: str) -> None:
    line = " ".join(words.replace("\x1b", "␛").split())
    tokens = MarkdownIt("commonmark").enable("table").parse("x " + harmless(line))
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special", "softbreak"}
    assert "".join(child.content for child in inline) == f"x {line}".strip()


def test_the_markdown_page_has_the_links_that_we_made_and_no_others() -> None:
    html = MarkdownIt("commonmark").render(as_markdown(hostile()))
    found = seen(html)
    assert set(found.tags) <= {"h1", "h2", "h3", "p", "blockquote", "strong", "ul", "li", "a"}
    assert {value for _, value in found.attributes} <= {"http://e.vil/x"}  # its source cites that address


@pytest.mark.parametrize("verdict", FlagVerdict)
def test_every_kind_of_finding_has_its_sentence(verdict: FlagVerdict) -> None:
    assert WHY[verdict].endswith(".")
