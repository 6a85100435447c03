"""`quizgen generate`: new questions made of notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.inputs import read_standard_input, say_skipped
from api.cli.options import AsJson, Budget, Database, Encoder, Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.services import Services
    from api.usecases.generating import Generated
    from api.usecases.reading import Gathered
    from questions.records import Question
    from quizgen.generate.candidate import Candidate


Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT...]",
        help="Documents, folders, patterns, zip archives, - for standard input; none: those of the bank.",
    ),
]
Kinds = Annotated[
    str | None,
    typer.Option(metavar="KIND,...", help="Of free, single, multiple, true-false, cloze; else all."),
]
Language = Annotated[str | None, typer.Option(metavar="zh|en", help="Only questions in this language.")]


def generate(
    ctx: typer.Context,
    inputs: Inputs = None,
    count: Annotated[int, typer.Option("-n", "--count", help="How many questions.")] = 10,
    kinds: Kinds = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same questions.")] = 0,
    language: Language = None,
    topic: Annotated[str | None, typer.Option(help="Only under headings that hold this text.")] = None,
    approve: Annotated[bool, typer.Option("--approve", help="Make them active at once.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show them; keep nothing.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Also show what was dropped, and why.")] = False,
    model: Model = None,
    budget: Budget = None,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Make new questions of notes: offline by rules, or with --model by a chat model.

    Every answer is in the notes, and its words are kept with the question.  They are drafts until
    somebody approves them.  Exit code 1: fewer than -n could be made; the reason is said.

    Example: quizgen generate notes.md -n 8 --kinds single,cloze --seed 7
    """
    import asyncio

    from api.cli import terminal
    from api.usecases import generating

    wanted = generating.wanted(count, kinds, seed, language, topic)
    chosen = services(ctx, db=db, encoder=encoder, judge=model, budget=budget)
    with terminal.progress("making questions", count if model else None) as advance:
        gathered = _gathered(chosen, inputs or [])
        propose = generating.by_model(chosen, advance) if model else None
        made = asyncio.run(generating.generate(chosen, gathered.texts, wanted, propose))
        stored = () if dry_run else generating.store(chosen, gathered.texts, made, approve=approve)
    say_skipped(gathered)
    if as_json:
        terminal.print_json(_as_json(made, stored, dry_run=dry_run))
    else:
        _show(made, stored, verbose=verbose)
    for note in made.notes:
        terminal.say(note)
    if stored and not approve and not as_json:
        terminal.say("they are drafts: quizgen questions review")
    return int(made.short > 0 or not gathered.complete)


def _gathered(chosen: Services, inputs: list[str]) -> Gathered:
    from api.usecases import generating, reading

    if not inputs:
        return reading.Gathered(generating.of_bank(chosen))
    return reading.gather(chosen, inputs, None, standard_input=read_standard_input)


def _show(made: Generated, stored: tuple[Question, ...], *, verbose: bool) -> None:
    from api.cli import terminal

    kept = {question.id: question for question in stored}
    out = terminal.out()
    for place, (question, candidate) in enumerate(made.questions, start=1):
        for line, style in _lines(kept.get(question.id, question), candidate, place):
            out.print(terminal.text(line, style))
    if verbose and made.dropped:
        rows = [
            (
                item.candidate.line_start or "",
                item.candidate.kind.replace("_", "-"),
                item.candidate.text,
                item.why,
            )
            for item in made.dropped
        ]
        out.print(terminal.table("dropped", ("line", "kind", "question", "why"), rows, 80))


def _lines(question: Question, made: Candidate, place: int) -> Iterator[tuple[str, str]]:
    """One question for a person, line by line with the style of each."""
    source = question.source
    where = f"{source.document}:{source.line_start}" if source else ""
    yield f"{place}. [{question.kind.replace('_', '-')}] {question.id} · {question.status} · {where}", "dim"
    yield question.text, "bold"
    for at, option in enumerate(made.options):
        yield f"  {'✓' if at in made.correct else ' '} {chr(ord('A') + at)}  {option}", ""
    if made.truth is not None:
        yield f"  {'✓' if made.truth else '✗'} {made.reason}", ""
    elif made.accepts:
        yield f"  ✓ {' | '.join(made.accepts)}", ""
    for row in made.quote.split("\n"):
        yield f"  > {row}", "cyan"
    yield "", ""


def _as_json(made: Generated, stored: tuple[Question, ...], *, dry_run: bool) -> dict[str, Any]:
    kept = {question.id: question for question in stored}
    return {
        "dry_run": dry_run,
        "asked_for": made.wanted.count,
        "notes": list(made.notes),
        "questions": [
            {
                **kept.get(question.id, question).model_dump(mode="json"),
                "quote": candidate.quote,
                "maker": candidate.maker,
            }
            for question, candidate in made.questions
        ],
        "dropped": [
            {
                "kind": item.candidate.kind,
                "text": item.candidate.text,
                "line": item.candidate.line_start,
                "why": item.why,
            }
            for item in made.dropped
        ],
    }
