"""Audits for the tests of reports."""

from api.usecases.auditing import QuestionAudit
from graders.audit import Audited
from questions.records import (
    Citation,
    Flag,
    FlagVerdict,
    FreeText,
    QuestionId,
    Severity,
    Source,
)

HOSTILE = '</blockquote><script>alert(1)</script> `x` [a](javascript:alert(1)) ![](http://e.vil/x) \x1b[2J \u202e& "q" \''


def flag(
    text: str,
    quote: str,
    correction: str = "the other way round",
    *,
    verdict: FlagVerdict = FlagVerdict.CONTRADICTED,
    severity: Severity = Severity.HIGH,
    source: str = "arXiv:1706.03762 (Attention Is All You Need)",
) -> Flag:
    start = text.index(quote)
    return Flag(
        quote=quote,
        start=start,
        end=start + len(quote),
        verdict=verdict,
        severity=severity,
        correction=correction,
        evidence=(Citation(source=source, locator="Sec. 3.2", quote="as it is"),),
        detector="facts/1",
        confidence=0.9,
    )


def audit(
    text: str, *flags: Flag, question: str = "Why?", line: int = 1, lines: int = 50, name: str = "notes.md"
) -> QuestionAudit:
    asked = FreeText(
        id=QuestionId("q-1"),
        text=question,
        language="en",
        reference=text,
        source=Source(
            document=name, line_start=line, line_end=line + lines, heading_path=("Notes", "Attention")
        ),
    )
    return QuestionAudit(asked, Audited(id="q-1", risk=0.8 if flags else 0.0, flags=flags))
