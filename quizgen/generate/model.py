"""Questions by a chat model: asked for section by section, checked, and asked for again where they were refused."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from questions.errors import BudgetSpent, ServiceUnavailable
from questions.records import KINDS
from quizgen.generate.candidate import MODEL, Candidate, Dropped, Proposed, Wanted
from quizgen.generate.chat import Chat
from quizgen.generate.critic import CHECKS, Check
from quizgen.generate.fencing import on_one_line
from quizgen.generate.items import Judge, judge
from quizgen.generate.prompting import ask, rules
from quizgen.generate.quoting import folded
from quizgen.generate.replies import Item, read_reply, schema
from quizgen.generate.stretches import Stretch, stretches
from quizgen.language import language_of
from quizgen.readers import SourceText

CALLS = 3
"""How often a model is asked about one section at most: once, and twice again."""

_MOST_AT_ONCE = 6  # questions of one call; a longer reply is cut more often, and then all of it is lost
_TAKEN = 40  # questions that a prompt names as asked already


@dataclass(slots=True)
class _Section:
    """A stretch with what came of it.

    *refused* is what the last reply held that could not be used, *owed* how many questions it lacked.
    """

    stretch: Stretch
    judge: Judge
    calls: int = 0
    owed: int = 0
    taken: list[Candidate] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    broken: str = ""
    cannot: str = ""
    out: str = ""
    spent: bool = False

    @property
    def is_open(self) -> bool:
        return self.calls < CALLS and not self.out and not self.cannot

    @property
    def spare(self) -> int:
        """How many more questions may be asked for."""
        return max(0, self.stretch.room - len(self.taken)) if self.is_open else 0


@dataclass(frozen=True, slots=True)
class ModelWriter:
    """Makes candidates through *chat*, at most *concurrency* calls at a time; *name* is the model's.

    *checks* object to a candidate of a document; it goes back with the reason.  *spare* is how many more
    are made than are wanted, for those to be left out that repeat another.  *advance* is told how many
    candidates were taken.
    """

    chat: Chat
    name: str
    concurrency: int = 4
    checks: Sequence[Check] = CHECKS
    spare: float = 0.25
    advance: Callable[[int], None] = lambda _: None

    async def __call__(self, text: SourceText, wanted: Wanted, /) -> Proposed:
        """Candidates for *wanted*, in the document's order.

        A section is asked about at most `CALLS` times: what was refused goes back with the reasons.
        Raises ServiceUnavailable when the model did not answer at all, BudgetSpent when nothing was left for it.
        """
        kinds = tuple(kind for kind in KINDS if kind in wanted.kinds)
        sections = [
            _Section(
                each, judge(each, wanted.language or language_of(each.text), kinds, f"{MODEL}1+{self.name}")
            )
            for each in stretches(text, wanted.topic)
        ]
        limit = asyncio.Semaphore(max(1, self.concurrency))
        goal = wanted.count + round(wanted.count * self.spare)
        while plan := _shares(sections, goal - sum(len(each.taken) for each in sections)):
            async with asyncio.TaskGroup() as group:
                for section, count in plan:
                    others = [it.text for each in sections for it in each.taken]
                    group.create_task(self._ask(text, section, count, others, limit))
            _drop_doubles(sections)
            if all(section.out for section, _ in plan):
                break  # nobody answers; the other sections would only wait as long
        _raise_if_out(sections)
        made = tuple(candidate for each in sections for candidate in each.taken)
        return Proposed(
            candidates=made,
            dropped=tuple(dropped for each in sections for dropped in each.dropped),
            notes=_notes(sections, enough=len(made) >= wanted.count),
        )

    async def _ask(
        self,
        text: SourceText,
        section: _Section,
        count: int,
        taken: Sequence[str],
        limit: asyncio.Semaphore,
    ) -> None:
        user = ask(
            section.stretch,
            count,
            section.judge.kinds,
            section.judge.language,
            taken[-_TAKEN:],
            section.refused,
        )
        section.calls += 1
        section.owed = count
        try:
            async with limit:
                reply = await self.chat(
                    rules(section.judge.language), user, schema=schema(section.judge.kinds)
                )
        except (ServiceUnavailable, BudgetSpent) as outage:
            section.out = on_one_line(str(outage), 200)
            section.spent = isinstance(outage, BudgetSpent)
            return
        self.advance(_read(section, reply, count, lambda made: self._objection(made, text)))

    def _objection(self, made: Candidate, text: SourceText) -> str | None:
        return next((why for check in self.checks if (why := check(made, text))), None)


def _read(section: _Section, reply: str, count: int, objection: Callable[[Candidate], str | None]) -> int:
    """Take what *reply* holds, up to *count*; how many were taken."""
    found = read_reply(reply)
    section.broken = found.broken
    section.refused = [("(the whole reply)", found.broken)] if found.broken else list(found.unread)
    before = len(section.taken)
    for item in found.items:
        if len(section.taken) - before == count:
            why = f"only {count} were asked for"
            section.dropped.append(Dropped(_bare(section, item), why))
            continue
        made = section.judge(item)
        if isinstance(made, str):
            objected: str | None = made
            made = _bare(section, item)
        else:
            objected = objection(made)
        if objected is None:
            section.taken.append(made)
        else:
            section.refused.append((made.text, objected))
            section.dropped.append(Dropped(made, objected))
    got = len(section.taken) - before
    section.owed = count - got
    section.cannot = found.cannot if got < count and not section.refused else ""
    if got < count and not section.refused and not section.cannot:
        section.refused = [("(the whole reply)", f"it holds {len(found.items)} questions, not {count}")]
    return got


def _shares(sections: Sequence[_Section], missing: int) -> list[tuple[_Section, int]]:
    """Whom to ask for how many, so that *missing* come together.

    First those whose reply was refused, for as many as they owe; the rest by how much each section says.
    """
    shares: Counter[int] = Counter()
    for place, section in enumerate(sections):
        if section.is_open and section.refused and missing > 0:
            shares[place] = min(section.owed, missing)
            missing -= shares[place]
    while missing > 0:
        room = {
            place: left
            for place, section in enumerate(sections)
            if (left := min(section.spare, _MOST_AT_ONCE) - shares[place]) > 0
        }
        if not room:
            break
        # The section with the most room is next; of equals the one that comes first in the document.
        best = max(room, key=lambda place: (room[place] / (1 + shares[place]), -place))
        shares[best] += 1
        missing -= 1
    return [(sections[place], count) for place, count in sorted(shares.items()) if count]


def _drop_doubles(sections: Sequence[_Section]) -> None:
    """Of questions with the same words the first stays; two sections were asked at once."""
    seen: set[str] = set()
    for section in sections:
        kept = []
        for candidate in section.taken:
            words = folded("\n".join((candidate.text, *candidate.options)))
            if words in seen:
                section.owed += 1
                section.refused.append((candidate.text, "it was asked already"))
                section.dropped.append(Dropped(candidate, "it was asked already"))
            else:
                seen.add(words)
                kept.append(candidate)
        section.taken[:] = kept


def _raise_if_out(sections: Sequence[_Section]) -> None:
    out = [section for section in sections if section.out]
    if out and not any(section.taken or section.dropped for section in sections):
        raise (BudgetSpent if out[0].spent else ServiceUnavailable)(out[0].out)


def _notes(sections: Sequence[_Section], *, enough: bool) -> tuple[str, ...]:
    """What kept the model from giving more, a line for each section that gave less than it was asked for.

    Where there is *enough* all the same, only outages are said.
    """
    notes = []
    for section in sections:
        why = section.out or ("" if enough else section.broken or section.cannot)
        if not why and section.refused and not enough:
            why = section.refused[0][1]
        if why:
            where = on_one_line(section.stretch.path[-1] if section.stretch.path else "the beginning", 60)
            notes.append(f"{where} (line {section.stretch.start + 1}): {why}")
    return tuple(notes)


def _bare(section: _Section, item: Item) -> Candidate:
    """A refused *item* as far as it can be shown."""
    stretch = section.stretch
    return Candidate(
        kind=next((kind for kind in KINDS if kind == item.kind), "free_text"),
        text=item.question,
        quote="",
        line_start=stretch.start + 1,
        line_end=stretch.end,
        heading_path=stretch.path,
        options=item.options,
        maker=section.judge.maker,
    )
