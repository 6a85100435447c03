"""Which headings ask, judged together with their siblings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.extract.evidence import Asks, asks, is_boilerplate, is_devoted
from quizgen.extract.parts import answers_others, gathers
from quizgen.extract.siblings import Tally, among, skipped
from quizgen.extract.substance import is_furniture, is_pointer, why_empty
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline, Section
from quizgen.outline.labels import Label, Role, label_of
from quizgen.outline.toc import is_toc_title

# The share of asking headings among siblings from which on the others ask too, if they are numbered alike.
_NUMBERED_SHARE = 0.4
_PLAIN_SHARE = 0.4
_TOPICS_SHARE = 0.2
# From here on a sibling without a number need not ask in so many words: "Advantages of X" will do.
_ALIKE_SHARE = 0.5
# From here on one that stands between two that ask need not even hint.
_AMONG_SHARE = 0.7
_FEW = 3
_SEVERAL = 2
_ESTABLISHED = 3
_CHAPTER_SHARE = 0.5


@dataclass(slots=True)
class _Chooser:
    outline: Outline
    pools: dict[tuple[int, bool], Tally] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    leaves: list[Section] = field(default_factory=list)
    labels: dict[int, Label | None] = field(default_factory=dict)
    strengths: dict[int, Asks] = field(default_factory=dict)
    able: set[int] = field(default_factory=set)
    holding: dict[int, bool] = field(default_factory=dict)

    def gather(self) -> None:
        pools: dict[tuple[int, bool], Tally] = defaultdict(Tally)
        for section in self.outline.sections():
            self.labels[section.start] = _label(section)
            self.strengths[section.start] = asks(section.title)
            if _counts(section):
                self.able.add(section.start)
                key = (section.level, section.number is not None)
                pools[key] = pools[key].add(Tally(1, self.weight(section)))
        self.pools = dict(pools)

    def choose(self, parent: Section, inside: Unit | None = None) -> None:
        """Take the questions among the children of *parent*, and look into those that are none."""
        groups: dict[int, list[Section]] = defaultdict(list)
        for child in parent.children:
            groups[child.level].append(child)
        asked = {child.start for group in groups.values() for child in self.asking(group)}
        current: tuple[Section, Unit] | None = None
        for child in parent.children:
            label = self.label(child)
            if label is not None or child.start in asked:
                current = (child, self.take(child, label, inside))
            elif current and inside is None and self.belongs(child, current[0]):
                current[1].end = child.end
            else:
                current = None
                self.choose(child, inside)
                if not child.children:
                    self.leaves.append(child)

    def take(self, section: Section, label: Label | None, inside: Unit | None) -> Unit:
        number = label.number if label else section.number
        text = label.rest if label else section.title
        unit = Unit(text, number, section.start, section.body, section.end)
        self.units.append(unit)
        if inside is not None:
            inside.parts.append(unit)
        self.nested(section, unit)
        if label is not None and label.number is not None:
            unit.end = self.next_of_series(section, label)
        return unit

    def next_of_series(self, section: Section, label: Label) -> int:
        """Where the series of labels goes on in another dress: "**Q5.**" on a line under the heading "Q4"."""
        series = label.words.lower()
        for i in range(section.body, section.own_end):
            line = self.outline.lines[i]
            if self.outline.kinds[i] is not Kind.TEXT or line[:1].isspace():
                continue
            other = label_of(line)
            if other and other.role is Role.QUESTION and other.number and other.words.lower() == series:
                return i
        return section.end

    def nested(self, section: Section, unit: Unit) -> None:
        """Labelled questions typed as headings inside the answer are follow-ups of their own."""
        for child in section.children:
            label = self.label(child)
            if label is None or not (label.rest or label.number):
                # "Question" alone heads the wording of the question that it lies in.
                self.nested(child, unit)
            else:
                self.take(child, label, unit)

    def asking(self, group: Sequence[Section]) -> Iterator[Section]:
        """Those of a group of siblings that ask.  Questions one level down make them chapters."""
        able = [section for section in group if section.start in self.able and not self.is_title(section)]
        if not able or self.are_chapters(able):
            return
        numbered = [section for section in able if section.number is not None]
        if numbered and self.share(numbered) >= self.numbered_share(numbered):
            yield from (s for s in numbered if not self.is_chapter(s, alone=False))
            if len(numbered) < len(able):
                yield from skipped(able, self.strength)
        else:
            share = self.share(able)
            least = Asks.WORDS if self.are_labelled(able) else self.least(share, len(able))
            strong = [section for section in able if self.strength(section) >= least]
            if strong and share >= _PLAIN_SHARE:
                between = among(self.outline, able, self.strength) if share >= _AMONG_SHARE else ()
                yield from (s for s in (*strong, *between) if not self.is_chapter(s, alone=True))
            elif self.are_topics(able):
                yield from able

    def numbered_share(self, group: Sequence[Section]) -> float:
        """How many of numbered headings have to ask; fewer where a document of questions has them and no chapters."""
        alike = self.pools.get((group[0].level, True), Tally()).count
        topics = alike > _FEW and self.devoted() and not any(section.children for section in group)
        return _TOPICS_SHARE if topics else _NUMBERED_SHARE

    def least(self, share: float, count: int) -> Asks:
        """How strongly a heading without a number has to ask, where *share* of its *count* siblings do."""
        if share < _ALIKE_SHARE or count < _FEW:
            return Asks.WORDS
        return Asks.NO if self.devoted() else Asks.PERHAPS

    def are_labelled(self, group: Sequence[Section]) -> bool:
        """Whether most of a group say "Question" of themselves: then the others do not mean to ask."""
        return 2 * sum(self.label(section) is not None for section in group) >= len(group)

    def are_topics(self, group: Sequence[Section]) -> bool:
        """Whether, in a document of questions, headings ask although few do so in words: "X 与 Y 的区别"."""
        if len(group) <= _FEW or not self.devoted():
            return False
        if any(section.children or self.holds_questions(section) for section in group):
            return False
        strengths = [self.strength(section) for section in group]
        hinting = sum(strength >= Asks.PERHAPS for strength in strengths)
        return max(strengths) >= Asks.WORDS and hinting >= _ALIKE_SHARE * len(group)

    def devoted(self) -> bool:
        """Whether the title of the document says that it holds questions."""
        return any(is_devoted(heading.text) for heading in self.outline.headings[:1])

    def share(self, group: Sequence[Section]) -> float:
        """The asking share of a group; a small one leans on its like in the whole document."""
        own = Tally()
        for section in group:
            own = own.add(Tally(1, self.weight(section)))
        if len(group) > _FEW:
            return own.share
        pool = self.pools.get((group[0].level, group[0].number is not None), own)
        if pool.count > _FEW and pool.asking < _SEVERAL:
            # One heading of many that asks is rhetoric.
            return pool.share
        return max(own.share, pool.share) if own.asking else pool.share * 0.6

    def weight(self, section: Section) -> float:
        """How much a heading counts as asking: fully where it does so in words or an answer is announced."""
        strength = self.strength(section)
        if strength >= Asks.WORDS or self.label(section) is not None:
            return 1.0
        return 0.3 if strength is Asks.PERHAPS and section.number is not None else 0.0

    def strength(self, section: Section) -> Asks:
        return Asks.MARK if self.announces(section) else self.strengths[section.start]

    def announces(self, section: Section) -> bool:
        """Whether the heading's own text says "Answer" to it."""
        own = (section.body, section.own_end)
        return self.outline.answers_within(*own) and not answers_others(self.outline, *own, section.title)

    def label(self, section: Section) -> Label | None:
        return self.labels[section.start]

    def is_title(self, section: Section) -> bool:
        """Whether a heading names the whole document: the first, over all the others."""
        first = self.outline.root.children[0]
        alone = section is first and section.end == len(self.outline.lines)
        return alone and len(section.children) > 1 and not self.announces(section)

    def are_chapters(self, group: Sequence[Section]) -> bool:
        chapters = sum(self.is_chapter(section, alone=False) for section in group)
        return chapters >= _CHAPTER_SHARE * len(group) and chapters > 0

    def is_chapter(self, section: Section, *, alone: bool) -> bool:
        """Whether a heading, although it may ask, only gathers questions."""
        if self.holds_questions(section):
            return True
        own = [self.outline.lines[i] for i in range(section.body, section.own_end)]
        if not section.children or any(not is_furniture(line) and not is_pointer(line) for line in own):
            return False
        strong = sum(self.strengths[child.start] >= Asks.WORDS for child in section.children)
        return (
            strong > 0
            and 2 * strong >= len(section.children)
            and (not self.alike(section) or (alone and self.strengths[section.start] < Asks.MARK))
        )

    def alike(self, section: Section) -> bool:
        """Whether most headings of this make ask and answer themselves, so that an odd one may have parts."""
        pool = self.pools.get((section.level, section.number is not None), Tally())
        return pool.count > _FEW and pool.share >= _NUMBERED_SHARE

    def holds_questions(self, section: Section) -> bool:
        """Whether the heading's own text is a list of questions, or folds that ask."""
        known = self.holding.get(section.start)
        if known is None:
            known = self.holding[section.start] = gathers(self.outline, section)
        return known

    def belongs(self, child: Section, asker: Section) -> bool:
        """Whether a heading that does not ask is still part of the answer above it.

        It is where the questions around it are numbered and it is not, unless it opens a part of its own.
        """
        if child.level != asker.level or child.number is not None or is_boilerplate(child.title):
            return False
        if asker.number is None and self.label(asker) is None:
            return False
        if is_toc_title(child.title) or any(
            self.strengths[grand.start] >= Asks.WORDS for grand in child.children
        ):
            return False
        return not self.holds_questions(child)

    def established(self) -> None:
        """In a document of questions, a childless heading that asks and is answered is one more."""
        if len(self.units) < _ESTABLISHED:
            return
        for section in self.leaves:
            rows = range(section.body, section.own_end)
            lines = [self.outline.lines[i] for i in rows if i not in self.outline.toc]
            if (
                section.start in self.able
                and self.strengths[section.start] is Asks.MARK
                and why_empty(lines) is None
                and not self.holds_questions(section)
            ):
                self.take(section, None, None)


def heading_units(outline: Outline) -> list[Unit]:
    """The questions among the headings of *outline*, in document order."""
    chooser = _Chooser(outline)
    chooser.gather()
    chooser.choose(outline.root)
    chooser.established()
    return sorted(chooser.units, key=lambda unit: unit.start)


def _counts(section: Section) -> bool:
    return (
        bool(section.title.strip()) and not is_boilerplate(section.title) and not is_toc_title(section.title)
    )


def _label(section: Section) -> Label | None:
    if section.heading is None:
        return None
    label = label_of(section.heading.raw, whole=True)
    return label if label is not None and label.role is Role.QUESTION else None
