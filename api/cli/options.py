"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Database = Annotated[
    str | None,
    typer.Option("--db", metavar="FILE_OR_URL", help="The bank: a SQLite file, or a database URL."),
]
Encoder = Annotated[
    str | None,
    typer.Option("--encoder", metavar="SPEC", help="universal, or sentence-transformers:NAME_OR_FOLDER."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="MODEL", help="Ask this chat model, as litellm spells it: openai/gpt-4o-mini."
    ),
]
Budget = Annotated[
    float | None,
    typer.Option("--budget", min=0, metavar="DOLLARS", help="Spend no more than this on chat models."),
]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="DETECTOR,...", help="Run these detectors alone."),
]
Without = Annotated[
    str | None,
    typer.Option("--without", metavar="DETECTOR,...", help="Run all detectors but these."),
]
Facts = Annotated[
    list[Path] | None,
    typer.Option(
        "--facts", metavar="PACK", help="A fact pack, beside those of QUIZGEN_FACTS; may come again."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUTPUT", help="Where the rows go; - is standard output."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="jsonl|csv|parquet", help="Of the output; else by its ending."),
]
ReviewRisk = Annotated[
    float | None,
    typer.Option(
        "--review-risk",
        min=0,
        max=1,
        help="Send to a person what is off by half of the scale or more with a higher chance than this.",
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Let the chat model write the feedback; see --model.")
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who says so; else your name on this machine.")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Kept with it, for staff alone.")]


def person(by: str | None) -> str:
    """*by*, or who uses this machine."""
    if by is not None:
        return by
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return "staff"
