"""What becomes of each question once it is known which one it is: the rules of the bank, as pure functions.

Learners go on meeting what was approved: other words of an active question wait as a draft beside it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from questions.changes import Change, Fate, Held, Inventory, Link, Plan, Reading, Reason
from questions.errors import BadInput, Conflict
from questions.key_points_kept import kept_points
from questions.records import (
    DocumentId,
    FreeText,
    Origin,
    Question,
    QuestionId,
    Source,
    Status,
    digest,
)
from questions.wording import exact_words, same_words, set_words

Links = Mapping[QuestionId, Link]
"""By the id that a question has in its document: which question of the bank it is."""

_ASKED = {"text": Reason.REWORDED, "options": Reason.OTHER_OPTIONS, "kind": Reason.OTHER_KIND}


def by_id(inventory: Inventory) -> Plan:
    """The plan of those who name their questions themselves: the same id is the same question.

    Raises Conflict for an id of another document, and what `settle` raises.
    """
    coming = [question.id for reading in inventory.readings for question in reading.questions]
    for name in coming:
        if name in inventory.elsewhere:
            raise Conflict(f"question {name} belongs to the document {inventory.elsewhere[name]!r}")
    known = {held.id for held in inventory.held}
    return settle(inventory, {name: Link(name) for name in coming if name in known})


def settle(inventory: Inventory, links: Links) -> Plan:
    """What becomes of every question of *inventory* when *links* say which are the same.

    A question of the bank may be linked once.  Raises BadInput when two questions of the documents share
    an id, Conflict when a document is another one than that of its name in the bank.
    """
    coming = [
        (reading.document.id, question) for reading in inventory.readings for question in reading.questions
    ]
    _refuse_twice([question.id for _, question in coming])
    for reading in inventory.readings:
        _refuse_other_document(inventory, reading, links)
    held = {it.id: it for it in inventory.held}
    names = _names(coming, links, {*held, *inventory.elsewhere})
    met = [
        _meet(held[links[question.id].held], question, place, links[question.id].similarity)
        if question.id in links
        else _add(question.model_copy(update={"id": names[question.id]}), place)
        for place, question in coming
    ]
    linked = {link.held for link in links.values()}
    gone = (it for it in inventory.held if it.id not in linked and it.in_document)
    return Plan(inventory, (*met, *(_miss(it) for it in gone if it.question.status is not Status.RETIRED)))


def _refuse_twice(names: list[QuestionId]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise BadInput(f"two questions of the document share the id {twice[0]}; ids must differ")


def _refuse_other_document(inventory: Inventory, reading: Reading, links: Links) -> None:
    """A document is the one of its name when it lies at the same path, or still holds most questions of it.

    Questions that another document of the same run holds now are kept, too.
    """
    document = reading.document
    same = (it for it in inventory.documents if it.id == document.id or it.name == document.name)
    stored = next(same, None)
    if stored is None:
        return
    if stored.id != document.id or stored.name != document.name:
        raise Conflict(
            f"the bank holds {stored.name!r} as {stored.id}, which {document.name!r} ({document.id}) "
            "contradicts; pass another name with --name"
        )
    if stored.path is not None and stored.path == document.path:
        return
    linked = {link.held for link in links.values()}
    live = [it for it in inventory.held if it.document_id == stored.id and it.in_document]
    live = [it for it in live if it.question.status is not Status.RETIRED]
    if live and 2 * sum(it.id in linked for it in live) <= len(live):
        raise Conflict(
            f"another document named {stored.name!r} is in the bank"
            f"{f' (from {stored.path})' if stored.path else ''}; pass another name with --name"
        )


def _names(
    coming: list[tuple[DocumentId, Question]], links: Links, taken: set[QuestionId]
) -> dict[QuestionId, QuestionId]:
    """The ids of the new questions: their own, unless a question that was reworded or moved has it."""
    names = {}
    for _, question in coming:
        if question.id in links:
            continue
        name = next(name for name in _tries(question.id) if name not in taken)
        taken.add(name)
        names[question.id] = name
    return names


def _tries(name: QuestionId) -> Iterator[QuestionId]:
    yield name
    number = 0
    while True:
        number += 1
        yield QuestionId("q-" + digest(name, str(number))[:16])


def _add(question: Question, place: DocumentId) -> Change:
    return Change(Fate.ADDED, (Reason.NEW,), None, Held(place, question))


def _miss(held: Held) -> Change:
    """A question that no document holds any more; only a draft that nobody touched is deleted."""
    question = held.question
    untouched = question.origin is Origin.GENERATED and question.status is Status.DRAFT
    if untouched and not held.attempted and not held.edited:
        return Change(Fate.RETIRED, (Reason.GONE, Reason.NEVER_APPROVED), held, None)
    gone = replace(held, question=_as(question, Status.RETIRED), in_document=False, resumes=question.status)
    return Change(Fate.RETIRED, (Reason.GONE,), held, gone)


def _meet(held: Held, incoming: Question, place: DocumentId, similarity: float | None) -> Change:
    """A question that a document holds (again), maybe with other words."""
    here = _placed(held, incoming, place)
    reasons = _place_reasons(held, here)
    fate = Fate.MOVED if reasons else Fate.UNCHANGED
    if same_words(held.read, incoming):
        after = _read_otherwise(here, incoming)
        if after is not here:
            fate, reasons = Fate.CHANGED, (Reason.READ_OTHERWISE, *reasons)
    elif same_words(held.question, incoming):  # what was approved, or how a person corrected it
        after = replace(here, waiting=None, said=None)
        if held.waiting:
            fate, reasons = Fate.CHANGED, (Reason.APPROVED_WORDS, *reasons)
    elif held.said and same_words(held.said, incoming):  # what a person has corrected already
        after = replace(here, waiting=None)
        fate, reasons = Fate.CHANGED, (Reason.APPROVED_WORDS, *reasons)
    else:
        after = _changed(held, here, incoming)
        fate, reasons = Fate.CHANGED, (*_word_reasons(held.read, incoming), *reasons)
    if not held.in_document:
        return Change(Fate.REVIVED, (Reason.BACK, *reasons), held, after, similarity)
    return Change(fate, reasons, held, after, similarity)


def _placed(held: Held, incoming: Question, place: DocumentId) -> Held:
    """*held* where *incoming* stands, with the status that it has there."""
    standing = _as(held.question, held.resumes or held.question.status, incoming.source)
    waiting = held.waiting and _as(held.waiting, held.waiting.status, incoming.source)
    return replace(
        held, document_id=place, question=standing, waiting=waiting, in_document=True, resumes=None
    )


def _read_otherwise(here: Held, incoming: Question) -> Held:
    """*here*, with what the reader makes of the same words today, where no person has said otherwise."""
    stored = here.question
    if here.waiting or here.said or exact_words(stored) != exact_words(incoming):
        return here  # offsets into words that are set otherwise would be wrong
    update: dict[str, object] = {"id": stored.id, "status": stored.status, "version": stored.version + 1}
    if here.edited and isinstance(stored, FreeText):
        update["key_points"] = stored.key_points
    anew = incoming.model_copy(update=update)
    return here if anew.content_hash == stored.content_hash else replace(here, question=anew)


def _changed(held: Held, here: Held, incoming: Question) -> Held:
    """*here* with the words of *incoming*: as a draft beside what learners meet, or in its place."""
    stored = here.question
    update: dict[str, object] = {"id": stored.id, "version": stored.version + 1, "status": Status.DRAFT}
    points = kept_points(held.newest, incoming) if held.edited else None
    if points:
        update["key_points"] = points
    anew = incoming.model_copy(update=update)
    # What nobody meets needs no older version to be met meanwhile; what a person retired stays so.
    if stored.status is Status.ACTIVE and held.in_document:
        return replace(here, waiting=anew)
    if stored.status is Status.RETIRED:
        anew = _as(anew, Status.RETIRED)
    return replace(here, question=anew, waiting=None, said=None, edited=bool(points))


def _word_reasons(before: Question, now: Question) -> tuple[Reason, ...]:
    """Which words differ; options and kind are named as such, all other fields are the answer."""
    old, new = set_words(before), set_words(now)
    fields = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return tuple(dict.fromkeys(_ASKED.get(name, Reason.OTHER_ANSWER) for name in fields))


def _place_reasons(held: Held, here: Held) -> tuple[Reason, ...]:
    before, now = held.question.source, here.question.source
    if held.document_id != here.document_id:
        return (Reason.OTHER_DOCUMENT,)
    if before == now:
        return ()
    under = before.heading_path if before else ()
    return (Reason.OTHER_LINES,) if now and under == now.heading_path else (Reason.OTHER_HEADING,)


def _as(question: Question, status: Status, source: Source | None = None) -> Question:
    update: dict[str, object] = {"status": status}
    if source is not None:
        update["source"] = source
    return question.model_copy(update=update)
