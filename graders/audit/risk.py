"""One number for an answer out of its flags."""

from collections.abc import Iterable

from questions.records import Flag, Severity

# How much one certain flag of a severity makes an answer a risk.  A typo misleads nobody; one false claim of
# high severity nearly decides.  Chosen so that any medium flag ranks above any number of low ones seen in notes.
WEIGHTS = {Severity.HIGH: 0.9, Severity.MEDIUM: 0.6, Severity.LOW: 0.08}


def risk(flags: Iterable[Flag]) -> float:
    """The chance that at least one flag is right and matters, were they independent: 1 - prod(1 - weight x confidence)."""
    safe = 1.0
    for flag in flags:
        safe *= 1.0 - WEIGHTS[flag.severity] * flag.confidence
    return round(1.0 - safe, 4)
