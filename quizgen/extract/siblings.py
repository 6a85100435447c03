"""What headings say about those that stand beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.extract.evidence import Asks
from quizgen.extract.substance import why_empty
from quizgen.outline import Outline, Section


@dataclass(frozen=True, slots=True)
class Tally:
    """How many headings of one make there are, and how many of them ask."""

    count: int = 0
    asking: float = 0.0

    def add(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.count + other.count, self.asking + other.asking)

    @property
    def share(self) -> float:
        """How many of them ask, from 0 to 1."""
        return self.asking / self.count if self.count else 0.0


def skipped(group: Sequence[Section], strength: Callable[[Section], Asks]) -> Iterator[Section]:
    """Asking headings without a number whose place in the count is free, as where 3 follows 1."""
    last: tuple[int, ...] = ()
    for i, section in enumerate(group):
        if section.number is not None:
            last = section.number.parts
            continue
        after = group[i + 1].number if i + 1 < len(group) else None
        gap = after is not None and last and after.parts[:-1] == last[:-1] and after.parts[-1] == last[-1] + 2
        if gap and strength(section) >= Asks.WORDS:
            yield section


def among(
    outline: Outline, group: Sequence[Section], strength: Callable[[Section], Asks]
) -> Iterator[Section]:
    """Headings that do not ask between two that do, with an answer and nothing inside: "JSX" among "What is X?"."""
    asking = [strength(section) >= Asks.WORDS for section in group]
    for i in range(1, len(group) - 1):
        if asking[i - 1] and asking[i + 1] and not asking[i] and not group[i].children:
            rows = range(group[i].body, group[i].own_end)
            if why_empty([outline.lines[j] for j in rows]) is None:
                yield group[i]
