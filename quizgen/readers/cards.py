"""Flash cards in columns: what Anki, Quizlet and spreadsheets export as TSV or CSV."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.readers.decode import decode
from quizgen.readers.html.convert import convert
from quizgen.readers.source import SourceText, made_text, refusal, source_text

_QUESTION = re.compile(r"(?:面试)?(?:问题|题目|提问|问|正面)|questions?|q|prompt|front|term", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:参考|标准)?(?:答案|回答|解答|答|背面)|answers?|a|response|solution|back|definition|reference",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(r"#(separator|html|[a-z ]+? column|columns|tags|deck|notetype):(.*)$", re.IGNORECASE)
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_MARKUP = re.compile(
    r"<(?:br|div|p|b|i|u|ul|ol|li|img|span|code|pre|strong|em)\b[^<>]*>|&[a-z]{2,8};", re.IGNORECASE
)
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*?)?\}\}", re.DOTALL)
_LEAST = 3
_LOOKED_AT = 200
# The limit of csv belongs to the process, and whoever sets it last wins: this one is ours.
_LONGEST_FIELD = 131_072


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column asks and which answers; *header* rows come first, *html* says what the fields hold."""

    separator: str
    asks: int = 0
    answers: int = 1
    header: int = 0
    html: bool = False


def is_cards(data: bytes) -> bool:
    """Whether *data* are cards in columns: an export of Anki, or lines that all have one tab more than nothing."""
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"#separator:"):
        return True
    lines = [line for line in data[:50_000].split(b"\n")[:_LOOKED_AT] if line.strip()]
    tabs = {line.strip(b"\r").count(b"\t") for line in lines}
    return (
        len(lines) >= _LEAST
        and tabs == {1}
        and all(part.strip() for line in lines for part in line.split(b"\t"))
    )


def read_cards(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """Cards as a table of questions and answers.  Raises UnreadableDocument."""
    decoded = decode(data, name)
    text = source_text(
        decoded.text, name, path=path, encoding=decoded.encoding, notes=decoded.notes, format=format
    )
    body, skipped, layout = _layout(text, name)
    lines, origins = ["| Question | Answer |", "| --- | --- |"], [(1, 1), (1, 1)]
    for asked, answer, first, last in _cards(body, layout, name):
        lines.append(f"| {_cell(asked, html=layout.html)} | {_cell(answer, html=layout.html)} |")
        origins.append((first + skipped, last + skipped))
    if len(lines) == 2:
        raise refusal(name, "no line has both a question and an answer; write them in two columns")
    return made_text(lines, origins, text)


def _layout(text: SourceText, name: str) -> tuple[Sequence[str], int, _Layout]:
    """The lines without what Anki says about them, how many lines that were, and what it said."""
    told: dict[str, str] = {}
    start = 0
    for start, line in enumerate(text.lines):  # noqa: B007  (the first line that says nothing)
        found = _DIRECTIVE.match(line)
        if found is None:
            break
        told[found.group(1).lower()] = found.group(2).strip()
    body = text.lines[start:]
    separator = told.get("separator", "")
    separator = _SEPARATORS.get(separator.lower(), separator[:1]) or _guessed(body[0] if body else "")
    others = {
        int(n) - 1 for key, n in told.items() if key.endswith(" column") and n.isdecimal() and len(n) < 4
    }
    columns = [i for i in range(len(others) + 2) if i not in others]
    layout = _Layout(separator, columns[0], columns[1], 0, told.get("html", "").lower() == "true")
    header = [cell.strip().strip('"') for cell in (body[0] if body else "").split(separator)]
    asks = next((i for i, cell in enumerate(header) if _QUESTION.fullmatch(cell)), None)
    answers = next((i for i, cell in enumerate(header) if _ANSWER.fullmatch(cell)), None)
    if asks is not None and answers is not None:
        return body, start, _Layout(separator, asks, answers, 1, layout.html)
    if len(header) > 2 and not told:
        raise refusal(
            name, "which column asks and which answers? name them in the first line: question and answer"
        )
    return body, start, layout


def _guessed(line: str) -> str:
    return max("\t,;|", key=line.count)


def _cards(body: Sequence[str], layout: _Layout, name: str) -> Iterator[tuple[str, str, int, int]]:
    """Question, answer, first and last line of each card, from 1."""
    # A quotation mark that nothing closes would swallow all that follows.
    paired = sum(line.count('"') for line in body) % 2 == 0
    rows = csv.reader(
        (line + "\n" for line in body),
        delimiter=layout.separator,
        quoting=csv.QUOTE_MINIMAL if paired else csv.QUOTE_NONE,
    )
    last = 0
    try:
        for row in rows:
            first, last = last + 1, rows.line_num
            _check(row)
            if first <= layout.header or len(row) <= layout.asks:
                continue
            asked = row[layout.asks].strip()
            answer = row[layout.answers].strip() if len(row) > layout.answers else ""
            if "{{c" in asked:
                answer = answer or "; ".join(_CLOZE.findall(asked))
                asked = _CLOZE.sub("____", asked)
            if asked:
                yield asked, answer, first, last
    except csv.Error as error:
        raise refusal(name, f"line {rows.line_num} cannot be split into columns ({error})") from error


def _check(row: Sequence[str]) -> None:
    if any(len(field) > _LONGEST_FIELD for field in row):
        raise csv.Error(f"a field is longer than {_LONGEST_FIELD} characters")


def _cell(words: str, *, html: bool) -> str:
    if html or _MARKUP.search(words):
        words = "\n".join(convert(words).lines)
    return words.replace("|", "\\|").replace("\n", "<br>")
