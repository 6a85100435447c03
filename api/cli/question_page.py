"""One question on the terminal, and its key points in an editor."""

from collections.abc import Sequence

from api.cli import terminal
from questions.errors import BadSetting
from questions.records import Difficulty, FiledFlag, FreeText, Question

HELP = "// A list of key points; weights above 0, up to 1.  Leave the file as it is to change nothing.\n"


def print_question(
    question: Question, flags: Sequence[FiledFlag], difficulty: Difficulty | None = None
) -> None:
    """*question* with all that staff may see."""
    page = terminal.out()
    page.print(terminal.text(question.text, "bold"))
    facts = [question.id, question.status, question.kind, question.language, f"version {question.version}"]
    if source := question.source:
        facts.append(f"{source.document}:{source.line_start}-{source.line_end}")
        facts.append(" › ".join(source.heading_path))
    if difficulty:
        facts.append(f"{difficulty.level} {difficulty.value:.2f} ({difficulty.origin})")
    page.print(terminal.text(" · ".join(fact for fact in facts if fact), "dim"))
    if isinstance(question, FreeText):
        _print_reference(question)
    if flags:
        rows = [
            (filed.id, filed.state, filed.flag.severity, filed.flag.quote, filed.flag.correction)
            for filed in flags
        ]
        columns = ("flag", "state", "severity", "words", "correction")
        page.print(terminal.table("flags", columns, rows, 160))


def edit_text(
    before: str, advice: str = HELP, name: str = "key-points.json", otherwise: str = "use --key-points"
) -> str | None:
    """What the user made of *before* in $VISUAL or $EDITOR; None when it was left as it was.

    *advice* stands above it in the file, which is called *name*; *otherwise* is the way without an editor.

    Raises BadSetting when the editor cannot be started.
    """
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_text(advice + before, "utf-8")
        try:
            subprocess.run([*shlex.split(command), str(file)], check=True)  # noqa: S603  (the user's own editor)
        except (OSError, ValueError, subprocess.CalledProcessError):
            raise BadSetting(f"the editor {command!r} did not work; set EDITOR, or {otherwise}") from None
        after = file.read_text("utf-8", errors="replace").removeprefix(advice)
    return None if after == before else after


def _print_reference(question: FreeText) -> None:
    page = terminal.out()
    if question.reference is None:
        page.print(
            terminal.text(f"no reference: {question.unanswered_because or 'none was given'}", "yellow")
        )
        return
    page.print()
    page.print(terminal.text(question.reference))
    page.print()
    for point in question.key_points:
        page.print(terminal.text(f"  {point.weight:.2f}  {point.text}", "cyan"))
