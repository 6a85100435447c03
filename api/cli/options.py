"""Options that several commands share."""

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
