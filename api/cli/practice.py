"""`quizgen practice`: asks in the terminal, grades, shows what was covered and what was missing."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder


def practice(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Option(help="Only under headings that hold this text.")] = None,
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many questions.")] = 5,
    document: Annotated[str | None, typer.Option(help="Only from this document.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same questions.")] = None,
    learner: Annotated[str | None, typer.Option(help="Under which name the attempts are kept.")] = None,
    reference: Annotated[
        bool, typer.Option("--reference", help="Show the reference answer after each grade.")
    ] = False,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> None:
    """Be asked, answer, see what was missing.

    An answer may have several lines; an empty line ends it.  Ctrl-D or Ctrl-C ends the round and keeps
    what was graded.  With --json the talk goes to standard error and the result to standard output.

    Example: quizgen practice --topic attention --count 3
    """
    import secrets
    import sys

    from api.cli import terminal
    from api.cli.round import Round
    from api.usecases import practice as rounds

    chosen = services(ctx, db=db, encoder=encoder)
    drawn = rounds.choose(
        chosen, count, topic=topic, document=document, seed=secrets.randbits(31) if seed is None else seed
    )
    talk = terminal.err() if as_json else terminal.out()
    played = Round(
        chosen,
        talk,
        terminal.line_reader(quiet=as_json),
        learner=learner,
        offer_reference=sys.stdin.isatty(),
        show_reference=reference,
    )
    played.play(drawn)
    if as_json:
        terminal.print_json(played.as_json())
