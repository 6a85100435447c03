"""Markdown and HTML inside a line, turned into the words that a reader sees."""

import re

# Every repetition is bounded or cannot overlap, so that a hostile line costs linear time.
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])|<img\b[^<>]{0,2000}>", re.IGNORECASE
)
# One level of brackets in the text, and of parentheses in the address, as real notes have them.
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])")
_AUTOLINK = re.compile(r"<?\bhttps?://[^\s<>()\[\]，。；、）】\"']+>?", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,500}?-->")
_CODE = re.compile(r"(?<!`)(`{1,4})(?!`)([^`]+)\1(?!`)")
# Four underscores are a blank to fill, not emphasis around nothing.
_STRONG = re.compile(r"(\*\*|(?<!_)__(?!_))(?=\S)(.{1,500}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITIES = {"&nbsp;": " ", "&#x20;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
_SHORTCODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]+:(?!\S)")
# Pictographs, dingbats and arrows, with the joiners and selectors that bind them.
_EMOJI = re.compile("[\u200b-\u200d\u2060\ufe0e\ufe0f\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff"
                    "\U0001f000-\U0001faff]+")  # fmt: skip
_MARKUP = re.compile("[\\[<&*_:\\\\\u200b-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]|://")
_LEAD = re.compile(
    r"[\s>#\u200b-\u200d\ufe0f\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]*(?:[-*+•·]\s+|>\s*)*"
)
_SPACES = re.compile(r"\s+")
# A marker such as [src], [1] or [ref] whose only job is to lead elsewhere.
_POINTER_WORDS = re.compile(r"(?:src|ref|source|link|top|toc|#|¶|\d{1,3}|来源|链接|出处|原文)", re.IGNORECASE)


def unmarked(line: str) -> str:
    """*line* without the marks that make it a quote, a bullet or a heading."""
    return _LEAD.sub("", line, count=1)


def without_links(text: str) -> str:
    """*text* with pictures, addresses and link targets gone; a link's own words stay."""
    if "[" in text or "<" in text:
        text = _LINK.sub(_words, _IMAGE.sub("", text))
    return _AUTOLINK.sub("", text) if "://" in text else text


def without_links_and_their_words(text: str) -> str:
    """*text* with links, addresses and pictures gone completely."""
    if "[" in text or "<" in text:
        text = _LINK.sub("", _IMAGE.sub("", text))
    return _AUTOLINK.sub("", text) if "://" in text else text


def has_link(text: str) -> bool:
    """Whether *text* leads anywhere: a link or a bare address."""
    return "://" in text or ("](" in text and _LINK.search(text) is not None)


def has_image(text: str) -> bool:
    """Whether *text* shows a picture."""
    return ("![" in text or "<" in text) and _IMAGE.search(text) is not None


def is_only_links(text: str) -> bool:
    """Whether nothing but links, addresses and punctuation stands in *text*."""
    return has_link(text) and not any(c.isalnum() for c in without_links_and_their_words(text))


def link_targets(text: str) -> list[str]:
    """Where the links of *text* lead, in order."""
    if "](" not in text:
        return []
    return [found.group(0).rpartition("](")[2].removesuffix(")").strip() for found in _LINK.finditer(text)]


def strip_emoji(text: str) -> str:
    """*text* without pictographs and without the invisible characters that join them."""
    if text.isascii():
        return text
    return _EMOJI.sub("", text)


def plain(text: str) -> str:
    """The words of one line of Markdown: no link targets, emphasis, tags, entities or pictographs."""
    if _MARKUP.search(text) is None:
        return " ".join(text.split())
    text = without_links(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        for entity, meant in _ENTITIES.items():
            text = text.replace(entity, meant)
    if "*" in text or "_" in text:
        text = _unemphasised(text)
    if ":" in text:
        text = _SHORTCODE.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return _SPACES.sub(" ", strip_emoji(text)).strip()


def _words(link: re.Match[str]) -> str:
    words = link.group(1).strip("[] ")
    return "" if _POINTER_WORDS.fullmatch(words) else words


def _unemphasised(text: str) -> str:
    """Emphasis marks taken away, but never inside code."""
    parts = _CODE.split(text) if "`" in text else [text]
    if len(parts) == 1:
        return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    out: list[str] = []
    for i in range(0, len(parts), 3):
        out.append(_EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", parts[i])))
        if i + 2 < len(parts):
            out.append(parts[i + 1] + parts[i + 2] + parts[i + 1])
    return "".join(out)
