"""Which of many fit candidates are asked: spread over kinds, sections and sentences, the same for a seed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from questions.records import digest
from quizgen.generate.candidate import Candidate, Dropped, Wanted
from quizgen.generate.critic import right_answers
from quizgen.outline.toc import letters

_MOST_OF_A_QUOTE = 2


@dataclass(slots=True)
class _Taken:
    """What was taken so far: how often from each section, sentence and fact."""

    sections: Counter[tuple[str, ...]] = field(default_factory=Counter)
    quotes: Counter[str] = field(default_factory=Counter)
    facts: set[str] = field(default_factory=set)
    truths: Counter[bool] = field(default_factory=Counter)

    def add(self, made: Candidate) -> None:
        self.sections[_section(made)] += 1
        self.quotes[made.quote] += 1
        self.facts.update((_fact(made), f"{made.kind}\n{made.quote}"))
        if made.truth is not None:
            self.truths[made.truth] += 1

    def bars(self, made: Candidate) -> bool:
        """Whether *made* would ask the same sentence once more than is good."""
        return (
            self.quotes[made.quote] >= _MOST_OF_A_QUOTE
            or f"{made.kind}\n{made.quote}" in self.facts
            or _fact(made) in self.facts
        )


def choose(
    made: Sequence[Candidate], wanted: Wanted, twin: Callable[[Candidate, Sequence[Candidate]], str | None]
) -> tuple[tuple[Candidate, ...], tuple[Dropped, ...]]:
    """At most ``wanted.count`` of *made*, in the order of the document, and those that were passed over as twins.

    Kinds take turns; within a kind those come first whose section and sentence were not asked about yet.
    No sentence is asked about more than twice, nor twice in one kind.  *twin* says of a candidate why it
    asks nothing new beside those chosen before it.
    """
    taken = _Taken()
    chosen: list[Candidate] = []
    dropped: list[Dropped] = []
    left = {kind: [each for each in made if each.kind == kind] for kind in wanted.kinds}
    while len(chosen) < wanted.count and any(left.values()):
        for kind in wanted.kinds:
            if len(chosen) < wanted.count:
                best = _best(left[kind], taken, wanted.seed, dropped, lambda each: twin(each, chosen))
                if best is not None:
                    taken.add(best)
                    chosen.append(best)
    order = {kind: place for place, kind in enumerate(wanted.kinds)}
    return tuple(sorted(chosen, key=lambda each: (each.line_start, order[each.kind], each.text))), tuple(
        dropped
    )


def _best(
    left: list[Candidate],
    taken: _Taken,
    seed: int,
    dropped: list[Dropped],
    twin: Callable[[Candidate], str | None],
) -> Candidate | None:
    """Takes the best that fits out of *left*; those that never will are taken out, too."""
    left[:] = [each for each in left if not taken.bars(each)]
    while left:
        best = min(left, key=lambda each: _rank(each, taken, seed))
        left.remove(best)
        why = twin(best)
        if why is None:
            return best
        dropped.append(Dropped(best, why))
    return None


def _rank(made: Candidate, taken: _Taken, seed: int) -> tuple[int, int, int, str]:
    same_truth = 0 if made.truth is None else max(0, taken.truths[made.truth] - taken.truths[not made.truth])
    return (
        taken.quotes[made.quote],
        taken.sections[_section(made)],
        same_truth,
        digest(str(seed), made.kind, made.text, *made.options),
    )


def _section(made: Candidate) -> tuple[str, ...]:
    return made.heading_path


def _fact(made: Candidate) -> str:
    """What is asked for, apart from the kind: the sentence and the right answer."""
    answers = " ".join(sorted(right_answers(made)))
    return f"{letters(made.quote)}\n{letters(answers)}" if answers else f"judge\n{letters(made.quote)}"
