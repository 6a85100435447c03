"""`quizgen`: one command a file.  The only place where an error becomes an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from api.cli import (
    attempts,
    audit,
    bench,
    calibrate,
    collect,
    costs,
    demo,
    doctor,
    extract,
    facts,
    flags,
    generate,
    grade,
    group,
    ingest,
    practice,
    questions,
    quiz,
    regrade,
    serve,
    stats,
)
from questions.errors import BudgetSpent, QuizError

if TYPE_CHECKING:
    from api.services import Services
    from api.settings import Settings

DONE, FELL_SHORT, BAD_USE = 0, 1, 2

app = typer.Typer(
    name="quizgen",
    help="Study documents into questions, answers into grades, shaky references into flags.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("extract")(extract.extract)
app.command("ingest")(ingest.ingest)
app.command("generate")(generate.generate)
app.add_typer(questions.app, name="questions")
app.command("grade")(grade.grade)
app.command("collect")(collect.collect)
app.command("calibrate")(calibrate.calibrate)
app.command("group")(group.group)
app.command("audit")(audit.audit)
app.add_typer(facts.app, name="facts")
app.add_typer(flags.app, name="flags")
app.command("review")(flags.review)
app.add_typer(attempts.app, name="attempts")
app.command("regrade")(regrade.regrade)
app.add_typer(quiz.app, name="quiz")
app.command("practice")(practice.practice)
app.command("stats")(stats.stats)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("costs")(costs.costs)
app.add_typer(bench.app, name="bench")


@app.callback(invoke_without_command=True)
def _top(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"quizgen {version_of('quizgen')}")
        raise typer.Exit(DONE)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(DONE)


def _build(settings: Settings) -> Services:
    from api import wiring

    return wiring.build(settings)


def main(argv: Sequence[str] | None = None, build: Callable[[Settings], Services] = _build) -> int:
    """Run one command; the exit code: 0 done, 1 done and something fell short, 2 bad input or usage."""
    command = typer.main.get_command(app)
    try:
        code = command.main(args=argv, prog_name="quizgen", standalone_mode=False, obj=build)
        sys.stdout.flush()
    except BudgetSpent as spent:  # no mistake of the caller's
        _refuse(str(spent))
        return FELL_SHORT
    except QuizError as error:
        return _refuse(str(error))
    except typer.TyperException as error:
        return _refuse(f"{error.format_message()} (quizgen --help says how)")
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("quizgen: stopped\n")
        return FELL_SHORT
    except BrokenPipeError:
        # The reader has gone.  Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FELL_SHORT
    if code == 130:  # how typer reports an interrupt
        sys.stderr.write("quizgen: stopped\n")
        return FELL_SHORT
    return code if isinstance(code, int) else DONE


def _refuse(message: str) -> int:
    from api.text import one_line

    sys.stderr.write(f"quizgen: {one_line(message, 500)}\n")
    return BAD_USE


def run() -> None:
    """The console script."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        # Half a character in the input, or a terminal without Chinese, must not end a run.
        stream.reconfigure(encoding="utf-8", errors=errors)  # type: ignore[union-attr]
    sys.exit(main())
