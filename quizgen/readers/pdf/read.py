"""Printed lines into Markdown-like lines."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError

from quizgen.readers.apart import Answer
from quizgen.readers.pdf.margins import without_margins
from quizgen.readers.pdf.print import Line, Printed, printed

# Print this much larger than the text is a heading.
_LARGER = 1.12
_LEVELS = 4
_LONGEST_HEADING = 200
# The lines of one title stand closer together than two titles do, in sizes of their print.
_TITLE_GAP = 0.6
_BULLET = re.compile(r"\s*[•●○◦▪■□‣⁃∙·➢➤◆]\s*")
_STARTS = re.compile(
    r"\s*(?:[•●○◦▪■□‣⁃∙·➢➤◆*-]\s|\d{1,3}(?:\.\d{1,3})*[.)、．：:]|[(（]\d{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[A-H][.．、)]"
    r"|(?:q|a|question|answer|问|答|题目|问题|答案|解析|参考答案)\s*\d{0,3}\s*[:：.])",
    re.IGNORECASE,
)
_ENDS_SENTENCE = (".", "。", "?", "？", "!", "！", ":", "：", ";", "；")
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
_FULL = 0.88


def read(data: bytes) -> Answer:
    """The text of a PDF file with the page of each line, or why it cannot be had."""
    try:
        found = printed(data)
    except PDFPasswordIncorrect:
        return Answer(refused="this PDF is encrypted; save it without a password")
    except PDFEncryptionError:
        return Answer(refused="this PDF is encrypted in a way that cannot be read; save it without")
    except PDFSyntaxError as error:
        return Answer(refused=f"a broken PDF file ({error}); export it again")
    if not found.lines:
        pages = f"{found.pages} pages" if found.pages != 1 else "one page"
        return Answer(
            refused=f"no text on {pages}, only pictures; recognise the text first (OCR), or export it as text"
        )
    return written(found)


def written(found: Printed) -> Answer:
    """The lines of *found* as Markdown-like text."""
    lines = without_margins(found.lines, found.pages) or list(found.lines)
    writer = _Writer(_levels(lines), _right_edges(lines))
    for line in lines:
        writer.add(line)
    writer.close()
    return Answer("\n".join(writer.lines), tuple(writer.pages))


def _levels(lines: Sequence[Line]) -> Mapping[float, int]:
    """The level of each size of print that is larger than that of the text."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.words)
    text = weights.most_common(1)[0][0]
    larger = sorted((size for size in weights if size >= _LARGER * text), reverse=True)
    return {size: min(level, _LEVELS) for level, size in enumerate(larger, 1)}


def _right_edges(lines: Sequence[Line]) -> Mapping[int, float]:
    """How far to the right the lines of each page reach."""
    edges: dict[int, float] = {}
    for line in lines:
        edges[line.page] = max(edges.get(line.page, 0.0), line.right)
    return edges


@dataclass(slots=True)
class _Writer:
    """Puts printed lines together to headings, paragraphs, items and code."""

    levels: Mapping[float, int]
    edges: Mapping[int, float]
    lines: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    before: Line | None = None
    fenced: bool = False

    def add(self, line: Line) -> None:
        level = self.levels.get(line.size, 0)
        if line.typewriter and not level:
            self.code(line)
        elif self.continues(line):
            self.lines[-1] = _joined(self.lines[-1], line.words.strip(), bold=line.bold and not level)
        elif level:
            self.close()
            self.gap(line.page)
            self.put(f"{'#' * level} {line.words.strip()}", line.page)
        else:
            self.text(line)
        self.before = line

    def text(self, line: Line) -> None:
        self.close()
        before = self.before
        if (
            before is None
            or (before.block, before.bold) != (line.block, line.bold)
            or self.levels.get(before.size)
        ):
            self.gap(line.page)
        words = line.words.strip()
        bullet = _BULLET.match(words)
        if bullet:
            words = f"- {words[bullet.end() :]}"
        self.put(f"**{words}**" if line.bold and not bullet and len(words) > 1 else words, line.page)

    def continues(self, line: Line) -> bool:
        """Whether a line goes on with the sentence of the one before."""
        before = self.before
        if before is None or self.fenced or (before.size, before.bold) != (line.size, line.bold):
            return False
        if _STARTS.match(line.words):
            return False
        if self.levels.get(line.size):
            near = before.page == line.page and -line.size < before.bottom - line.top < _TITLE_GAP * line.size
            return (
                near and len(self.lines[-1]) < _LONGEST_HEADING and not before.words.endswith(_ENDS_SENTENCE)
            )
        full = before.right >= _FULL * self.edges[before.page]
        if before.block != line.block:
            # A paragraph runs on only over the end of a page.
            return full and before.page != line.page and not before.words.rstrip().endswith(_ENDS_SENTENCE)
        return full

    def code(self, line: Line) -> None:
        if not self.fenced:
            self.gap(line.page)
            self.put("```", line.page)
            self.fenced = True
        self.put(line.words, line.page)

    def close(self) -> None:
        """End the code that is open."""
        if self.fenced:
            self.put("```", self.pages[-1])
            self.fenced = False

    def gap(self, page: int) -> None:
        if self.lines and self.lines[-1]:
            self.put("", page)

    def put(self, line: str, page: int) -> None:
        self.lines.append(line)
        self.pages.append(page)


def _joined(before: str, words: str, *, bold: bool) -> str:
    """Two printed lines as one: no space between Chinese characters, no hyphen at the break of a word."""
    closing = "**" if bold and before.endswith("**") else ""
    before = before.removesuffix(closing)
    if before.endswith("-") and before[-2:-1].isalpha() and words[:1].islower():
        return before[:-1] + words + closing
    tight = _WIDE.match(before[-1:]) or _WIDE.match(words)
    return before + ("" if tight else " ") + words + closing
