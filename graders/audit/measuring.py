"""How well the detectors tell shaky answers from sound ones, on rows that people have judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.audit import Audited, Auditor, Reference
from questions.records import Flag, Severity


@dataclass(frozen=True, slots=True)
class Judged:
    """A reference answer with what people found: whether it is *shaky*, and the words that are wrong.

    *slips* are words with a slight flaw, such as a misspelling: a sound answer may have them.
    """

    reference: Reference
    shaky: bool
    spans: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers with a flag of medium or high severity: *hit* are shaky, *false* are sound, *missed* have none.

    *placed* are the hits with a flag on the wrong words.
    """

    hit: int
    false: int
    missed: int
    placed: int

    @property
    def precision(self) -> float | None:
        """The share of flagged answers that are shaky; None when none is flagged."""
        return self.hit / (self.hit + self.false) if self.hit + self.false else None

    @property
    def recall(self) -> float | None:
        """The share of shaky answers that are flagged; None when none is shaky."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None or not precision + recall:
            return None
        return 2 * precision * recall / (precision + recall)


@dataclass(frozen=True, slots=True)
class Slips:
    """Flags of low severity: *hit* are on words with a flaw, *false* are not, *missed* slips have none."""

    hit: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of flags that are right; None when there is none."""
        return self.hit / (self.hit + self.false) if self.hit + self.false else None


@dataclass(frozen=True, slots=True)
class Share:
    """What one detector does *alone*, and what all the others do *without* it; *slips* are its flags of low severity."""

    name: str
    alone: Counts
    without: Counts
    slips: Slips


@dataclass(frozen=True, slots=True)
class Measured:
    """All detectors together, each by itself, and the area under the ROC curve of the risk."""

    together: Counts
    shares: tuple[Share, ...]
    auroc: float | None


def measure(auditor: Auditor, rows: Sequence[Judged]) -> Measured:
    """How well *auditor* does on *rows*.  Rows of one group are compared with each other."""
    references = [row.reference for row in rows]
    everything = auditor(references)
    shares = []
    for name, detect in auditor.detectors.items():
        rest = {other: each for other, each in auditor.detectors.items() if other != name}
        alone = Auditor(auditor.facts, {name: detect})(references)
        others = Auditor(auditor.facts, rest)(references)
        shares.append(Share(name, counted(rows, alone), counted(rows, others), slips(rows, alone)))
    return Measured(counted(rows, everything), tuple(shares), auroc(rows, everything))


def counted(rows: Sequence[Judged], audited: Sequence[Audited]) -> Counts:
    """What was found in *rows*."""
    hit = false = missed = placed = 0
    for row, found in zip(rows, audited, strict=True):
        grave = [flag for flag in found.flags if flag.severity is not Severity.LOW]
        hit += row.shaky and bool(grave)
        missed += row.shaky and not grave
        false += not row.shaky and bool(grave)
        placed += row.shaky and _on_the_words(row, grave)
    return Counts(hit, false, missed, placed)


def slips(rows: Sequence[Judged], audited: Sequence[Audited]) -> Slips:
    """What the flags of low severity found in *rows*."""
    hit = false = missed = 0
    for row, found in zip(rows, audited, strict=True):
        slight = [flag for flag in found.flags if flag.severity is Severity.LOW]
        right = [flag for flag in slight if _touches(row, (flag,), (*row.slips, *row.spans))]
        hit, false = hit + len(right), false + len(slight) - len(right)
        missed += sum(not _touches(row, slight, (slip,)) for slip in row.slips)
    return Slips(hit, false, missed)


def auroc(rows: Sequence[Judged], audited: Sequence[Audited]) -> float | None:
    """The chance that a shaky answer has more risk than a sound one; None when there are none of either."""
    risks: Mapping[bool, list[float]] = {True: [], False: []}
    for row, found in zip(rows, audited, strict=True):
        risks[row.shaky].append(found.risk)
    pairs = [(one > other) + (one == other) / 2 for one in risks[True] for other in risks[False]]
    return sum(pairs) / len(pairs) if pairs else None


def _on_the_words(row: Judged, flags: Sequence[Flag]) -> bool:
    return _touches(row, flags, row.spans)


def _touches(row: Judged, flags: Sequence[Flag], spans: Sequence[str]) -> bool:
    """Whether one of *flags* is on one of the *spans* of words."""
    text = row.reference.answer or ""
    places = [(text.find(span), text.find(span) + len(span)) for span in spans if span in text]
    return any(flag.start < end and start < flag.end for flag in flags for start, end in places)
