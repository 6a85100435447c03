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
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUTPUT", help="Where the rows go; - is standard output."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="jsonl|csv|parquet", help="Of the output; else by its ending."),
]
