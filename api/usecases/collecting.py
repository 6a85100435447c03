"""Answers out of what people have: forms, spreadsheets, transcripts; each with the question that it answers."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.rowfiles import headings, sheets
from api.rowfiles.headings import Role
from api.rowfiles.sheets import Line, Sheet
from api.rowfiles.workbook import column_letters
from api.services import Services
from api.text import one_line, storable
from api.usecases.finding import Finder, Found
from api.usecases.marks import mark_of
from api.usecases.ticked import ticked
from graders import interview
from questions.bank import QuestionFilter
from questions.errors import BadInput
from questions.records import Question
from quizgen.readers import lies_in

TRANSCRIPTS = frozenset({".txt", ".md", ".markdown", ".text"})
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".json", ".tab"})
_HEADER_WITHIN = 10  # rows; above a header may stand a title
_TOLD = 60  # characters of a heading that are repeated

OutRow = dict[str, object]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What could not be used, where, and why."""

    place: str
    why: str


@dataclass(slots=True)
class Collection:
    """The answers found so far, as rows that every command takes.

    *taken* are the words that were taken for a question of other words, *blank* the answers left empty.
    """

    rows: list[OutRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    taken: dict[str, Question] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    blank: int = 0

    @property
    def learners(self) -> int:
        """How many people answered."""
        return len({row["learner"] for row in self.rows})

    @property
    def questions(self) -> int:
        """How many questions were answered."""
        return len({row["question_id"] or row["question"] for row in self.rows})


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to read: *most* is full marks where the file does not say, *learner* who answered everything."""

    most: float | None = None
    learner: str | None = None
    blanks: bool = False


def collect(
    services: Services,
    inputs: Sequence[Path],
    wanted: Wanted,
    advance: Callable[[int], None] = lambda _: None,
) -> Collection:
    """The answers in *inputs*, files and folders.  What cannot be used is named and hides nothing else.

    Raises BadInput when a file that was named cannot be opened.
    """
    finder = Finder(services.bank().candidates(QuestionFilter()))
    limit = services.settings.max_document_bytes
    found = Collection(left_out=_links_out(inputs))
    for path in _files(inputs):
        try:
            _file(path, limit, finder, wanted, found)
        except BadInput as error:
            found.left_out.append(LeftOut(path.name, str(error).removeprefix(f"{path.name}: ")))
        advance(1)
    _number_again(found.rows)
    return found


def count_files(inputs: Sequence[Path]) -> int:
    """How many files *inputs* name.  Raises BadInput."""
    return len(_files(inputs))


def _inside(folder: Path) -> list[Path]:
    """The files in *folder* that may hold answers; a pipe holds none."""
    wanted = TRANSCRIPTS | TABLES
    return [one for one in sorted(folder.rglob("*")) if one.suffix.lower() in wanted and one.is_file()]


def _links_out(inputs: Sequence[Path]) -> list[LeftOut]:
    """What a folder of strangers names that is none of theirs."""
    why = "a link to a file outside of the folder; name it by itself to read it"
    folders = [path for path in inputs if path.is_dir()]
    return [LeftOut(one.name, why) for path in folders for one in _inside(path) if not lies_in(one, path)]


def _files(inputs: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in inputs:
        if path.is_dir():
            inside = [one for one in _inside(path) if lies_in(one, path)]
            if not inside:
                raise BadInput(f"{path} holds no transcript or table; name files of answers")
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise BadInput(f"{path}: no such file; check the path")
    return list(dict.fromkeys(files))


def _file(path: Path, limit: int, finder: Finder, wanted: Wanted, found: Collection) -> None:
    try:
        if path.stat().st_size > limit:
            raise BadInput(f"larger than {limit:,} bytes; split it")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(error.strerror or "cannot be read") from None
    if path.suffix.lower() in TRANSCRIPTS:
        said = interview.turns(sheets.decoded(data, path.name))
        if said:
            _transcript(path, said, finder, wanted, found)
            return
        if b"\t" not in data:  # Excel calls its tables of UTF-16 .txt, too
            raise BadInput("no line of it says who asks and who answers, such as “面试官：…” and “候选人：…”")
    for sheet in sheets.sheets_of(data, path.name):
        _sheet(sheet, finder, wanted, found)


def _transcript(
    path: Path, said: Sequence[interview.Turn], finder: Finder, wanted: Wanted, found: Collection
) -> None:
    talk = interview.exchanges(said, finder.heard)
    named = next((name for name in talk.speakers if not interview.is_role(name)), None)
    learner = wanted.learner or named or path.stem
    for one in talk.exchanges:
        place = f"{path.name}:{one.line}"
        _note_taken(found, next(turn.said for turn in said if turn.line == one.line), one.asked)
        _add(found, wanted, place, one.asked.question, learner, {Role.ANSWER: one.answer})
    for turn in talk.unknown:
        why = f"asks what the bank does not hold: {one_line(turn.said, _TOLD)}"
        found.left_out.append(LeftOut(f"{path.name}:{turn.line}", why))
    if not talk.exchanges and not talk.unknown:
        found.left_out.append(LeftOut(path.name, "nobody asks a question of the bank in it"))


def _sheet(sheet: Sheet, finder: Finder, wanted: Wanted, found: Collection) -> None:
    """A table with an answer a row, or with a column for each question."""
    for place, (_, cells) in enumerate(sheet.rows[:_HEADER_WITHIN]):
        named = headings.roles(cells)
        if Role.ANSWER in named:
            _long(sheet, sheet.rows[place + 1 :], named, finder, wanted, found)
            return
        asked = {column: match for column, cell in enumerate(cells) if (match := _asked(finder, cell))}
        if asked:
            _wide(sheet, place, asked, wanted, found)
            return
    seen = " | ".join(cell for cell in (sheet.rows[0][1] if sheet.rows else ()) if cell)
    raise BadInput(
        f"{sheet.place}: no column of answers, and no heading is a question of the bank: "
        f"{one_line(seen, 200) or 'it is empty'}"
    )


def _asked(finder: Finder, heading: str) -> Found | None:
    if headings.is_remark(heading) or headings.scored_by(heading):
        return None
    text = headings.bare(heading)
    return (finder.by_id(text) or finder.called(text)) if text else None


def _wide(sheet: Sheet, header: int, asked: Mapping[int, Found], wanted: Wanted, found: Collection) -> None:
    cells = sheet.rows[header][1]
    named = headings.roles(cells)
    scores = {
        headings.bare(of): column for column, cell in enumerate(cells) if (of := headings.scored_by(cell))
    }
    for column, match in asked.items():
        _note_taken(found, headings.bare(cells[column]), match)
    for column, cell in enumerate(cells):
        if cell and column not in asked and not headings.is_remark(cell) and not headings.scored_by(cell):
            place = f"{sheet.place}:{sheet.rows[header][0]}{column_letters(column + 1)}"
            found.left_out.append(LeftOut(place, f"no question of the bank: {one_line(cell, _TOLD)}"))
    for line, row in sheet.rows[header + 1 :]:
        learner = wanted.learner or _cell(row, named.get(Role.LEARNER)) or None
        for column, match in asked.items():
            values = {Role.ANSWER: _cell(row, column)}
            values[Role.SCORE] = _cell(row, scores.get(headings.bare(cells[column])))
            place = f"{sheet.place}:{line}{column_letters(column + 1)}"
            _add(found, wanted, place, match.question, learner, values)


def _long(
    sheet: Sheet, rows: Sequence[Line], named: Mapping[Role, int], finder: Finder, wanted: Wanted,
    found: Collection,
) -> None:  # fmt: skip
    above: dict[Role, str] = {}
    for line, row in rows:
        values = {role: _cell(row, column) for role, column in named.items()}
        place = values.get(Role.ID) or f"{sheet.place}:{line}"
        _from_above(values, above)
        question = _question(finder, values)
        learner = wanted.learner or values.get(Role.LEARNER) or None
        if question is None and not values.get(Role.REFERENCE):
            why = f"no question of the bank: {one_line(_called(values), _TOLD)}"
            found.left_out.append(LeftOut(f"{sheet.place}:{line}", why))
            continue
        if question is not None:
            _note_taken(found, values.get(Role.QUESTION, ""), question)
        _add(found, wanted, place, question.question if question else None, learner, values)


def _from_above(values: dict[Role, str], above: dict[Role, str]) -> None:
    """A blank cell under a merged one, as a spreadsheet saves it into CSV, stands for the one above."""
    same_question = not any(values.get(role) for role in (Role.QUESTION, Role.QUESTION_ID))
    for role in (Role.QUESTION_ID, Role.QUESTION, Role.REFERENCE) if same_question else ():
        values[role] = values.get(role) or above.get(role, "")
    if not values.get(Role.LEARNER):
        values[Role.LEARNER] = above.get(Role.LEARNER, "")
    above.update(values)


def _question(finder: Finder, values: Mapping[Role, str]) -> Found | None:
    by_id = finder.by_id(values.get(Role.QUESTION_ID, ""))
    text = headings.bare(values.get(Role.QUESTION, ""))
    return by_id or (finder.called(text) if text else None)


def _called(values: Mapping[Role, str]) -> str:
    return values.get(Role.QUESTION) or values.get(Role.QUESTION_ID) or "the row names none"


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _note_taken(found: Collection, words: str, match: Found) -> None:
    if words and not match.exact:
        found.taken.setdefault(one_line(words, 120), match.question)


def _add(
    found: Collection, wanted: Wanted, place: str, question: Question | None, learner: str | None,
    values: Mapping[Role, str],
) -> None:  # fmt: skip
    answer = values.get(Role.ANSWER, "")
    if not answer.strip() and not wanted.blanks:
        found.blank += 1
        return
    row: OutRow = {
        "id": storable(place),
        "question_id": question.id if question else None,
        "question": question.text if question else storable(values.get(Role.QUESTION, "")),
        "reference": None if question else storable(values[Role.REFERENCE]),
        "answer": storable(ticked(question, answer) if question else answer),
        "learner": storable(learner) if learner else None,
    }
    try:
        row |= mark_of(values, wanted.most)
    except BadInput as error:
        found.left_out.append(LeftOut(place, f"{error}; the answer is kept without it"))
        row |= mark_of({}, None)
    found.rows.append(row)


def _number_again(rows: Sequence[OutRow]) -> None:
    """Ids that came twice get a number behind them."""
    seen: Counter[object] = Counter()
    taken = {row["id"] for row in rows}
    for row in rows:
        name = row["id"]
        seen[name] += 1
        if seen[name] > 1:
            row["id"] = next(_fresh(f"{name}", seen[name], taken))
            taken.add(row["id"])


def _fresh(name: str, number: int, taken: set[object]) -> Iterator[str]:
    while True:
        if (candidate := f"{name}#{number}") not in taken:
            yield candidate
        number += 1
