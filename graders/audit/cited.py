"""What detectors that rest on the facts have in common: the flag that a fact gives for the words it denies."""

from graders.audit.reading import Reading
from graders.facts import Fact
from questions.records import Flag, FlagVerdict, Severity


def fact_flag(
    reading: Reading,
    fact: Fact,
    words: tuple[int, int],
    *,
    detector: str,
    confidence: float,
    verdict: FlagVerdict | None = None,
    severity: Severity | None = None,
) -> Flag:
    """The flag on *words*, a range of the reading's text, which *fact* denies; its own verdict and severity unless given."""
    quote, start, end = reading.quote(*words)
    corrections = {"zh": fact.zh, "en": fact.en}
    return Flag(
        quote=quote,
        start=start,
        end=end,
        verdict=verdict or fact.verdict,
        severity=severity or fact.severity,
        correction=corrections[reading.language],
        corrections=corrections,
        evidence=fact.sources,
        detector=detector,
        confidence=round(confidence, 3),
    )
