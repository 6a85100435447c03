"""Flags in the bank: filed by detectors, decided by people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches
from questions.bank_pages import FLAG_KEY, Page, decode, fetch_page
from questions.bank_rows import clean, flag_id, flag_row, scrub, to_filed_flag
from questions.bank_waiting import drop_flags
from questions.errors import FlagNotFound
from questions.records import Decision, FiledFlag, Flag, FlagId, FlagState, QuestionId
from questions.tables import FlagRow, QuestionRow


def file(
    session: Session, question: QuestionRow, flags: Sequence[Flag], *, beside: str | None = None
) -> tuple[FiledFlag, ...]:
    """Makes *flags* the findings on the present words of *question*, whose row must be locked.

    Open flags that are no longer found are deleted, but for those on the words with the hash *beside*.
    What a person decided on the same words stands.
    """
    found = _with_ids(question, flags)
    drop_flags(session, question.id, *([beside] if beside else []))
    decided = {row.id: row for row in session.scalars(select(FlagRow).where(FlagRow.id.in_(found)))}
    rows = [decided.get(name) or flag_row(flag, name, question) for name, flag in found.items()]
    for row in rows:
        if row.state == FlagState.CORRECTED:  # the words that were corrected are back
            row.state, row.decision = FlagState.OPEN, None
    session.add_all(rows)
    return tuple(to_filed_flag(row) for row in rows)


def standing(session: Session, ids: Iterable[QuestionId]) -> dict[QuestionId, tuple[Flag, ...]]:
    """The flags on the present words of each question that nobody dismissed, the gravest first."""
    query = (
        select(FlagRow)
        .join(QuestionRow, QuestionRow.id == FlagRow.question_id)
        .where(FlagRow.words_hash == QuestionRow.words_hash, FlagRow.state != FlagState.DISMISSED)
        .order_by(FlagRow.rank, FlagRow.id)
    )
    flags: defaultdict[QuestionId, list[Flag]] = defaultdict(list)
    for batch in in_batches({scrub(name) for name in ids}):
        for row in session.scalars(query.where(FlagRow.question_id.in_(batch))):
            flags[QuestionId(row.question_id)].append(to_filed_flag(row).flag)
    return {name: tuple(found) for name, found in flags.items()}


def get(session: Session, flag_id: str) -> FiledFlag:
    """The flag of this id.  Raises FlagNotFound."""
    return to_filed_flag(_found(session.get(FlagRow, scrub(flag_id)), flag_id))


def locked_row(session: Session, flag_id: str) -> FlagRow:
    """The row of a flag that is about to change.  Raises FlagNotFound."""
    return _found(session.get(FlagRow, scrub(flag_id), with_for_update=True), flag_id)


def decide(session: Session, flag_id: str, state: FlagState, decision: Decision | None = None) -> FiledFlag:
    """Sets what a person thinks of the flag.  Raises FlagNotFound."""
    row = locked_row(session, flag_id)
    row.state = state
    row.decision = None if decision is None else clean(decision).model_dump(mode="json")
    return to_filed_flag(row)


def page(
    session: Session, equal: Mapping[str, str | None], cursor: str | None, limit: int
) -> Page[FiledFlag]:
    """Flags whose columns are *equal* to what is given, the gravest and surest first."""
    query = select(FlagRow).order_by(FlagRow.rank, FlagRow.id)
    query = query.filter_by(**{name: scrub(value) for name, value in equal.items() if value is not None})
    if cursor is not None:
        _, rank, last = decode(cursor, FLAG_KEY)
        query = query.where(tuple_(FlagRow.rank, FlagRow.id) > tuple_(rank, scrub(last)))
    return fetch_page(session, query, limit, record=to_filed_flag, key=lambda row: ("f", row.rank, row.id))


def _found(row: FlagRow | None, flag_id: str) -> FlagRow:
    if row is None:
        raise FlagNotFound(f"no flag {scrub(flag_id)!r} in the bank; list them first")
    return row


def _with_ids(question: QuestionRow, flags: Iterable[Flag]) -> dict[FlagId, Flag]:
    """*flags* by id.  A finding that is told twice is one; the same words at two places are two."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    found: dict[FlagId, Flag] = {}
    for flag in sorted(map(clean, flags), key=lambda flag: (flag.start, flag.end)):
        seen = places[flag.key]
        if (flag.start, flag.end) not in seen:
            found[flag_id(question, flag, len(seen))] = flag
            seen.append((flag.start, flag.end))
    return found
