"""What a report says: the answers that look shaky, each with its findings, the riskiest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.usecases.auditing import QuestionAudit
from questions.records import Flag, FlagVerdict, FreeText, Severity

WHY = {
    FlagVerdict.CONTRADICTED: "This is contradicted by a source.",
    FlagVerdict.CONTESTED: "This is contested; sources do not bear it out.",
    FlagVerdict.IMPRECISE: "This is imprecise.",
    FlagVerdict.INCONSISTENT: "Another place says otherwise.",
    FlagVerdict.UNSUPPORTED: "Nothing here supports this.",
    FlagVerdict.INCOMPLETE: "Something is missing here.",
    FlagVerdict.TYPO: "This looks like a misspelling.",
}
"""Each kind of finding in a sentence."""


@dataclass(frozen=True, slots=True)
class Shaky:
    """An answer with its flags, the gravest first."""

    question: FreeText
    risk: float
    flags: tuple[Flag, ...]

    @property
    def place(self) -> str:
        """Document and line, or else the question's id."""
        source = self.question.source
        return f"{source.document}:{source.line_start}" if source else self.question.id


@dataclass(frozen=True, slots=True)
class Findings:
    """What an audit of *title* found among so many *answers*."""

    title: str
    answers: int
    shaky: tuple[Shaky, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many flags have which severity."""
        found = Counter(flag.severity for one in self.shaky for flag in one.flags)
        return {severity: found[severity] for severity in Severity}


def findings(title: str, audits: Sequence[QuestionAudit]) -> Findings:
    """*audits* for people, the riskiest answers first."""
    shaky = [
        Shaky(audit.question, audit.audited.risk, audit.audited.flags)
        for audit in audits
        if audit.audited.flags
    ]
    return Findings(title, len(audits), tuple(sorted(shaky, key=lambda one: -one.risk)))
