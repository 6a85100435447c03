"""`quizgen facts`: what the audit knows, and packs of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson

if TYPE_CHECKING:
    from api.usecases.fact_adding import NewFact
    from api.usecases.fact_packs import Hit

app = typer.Typer(help="Look through, search and extend the facts that the audit knows.")

Packs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PACK...]", help="Files or folders; else those of QUIZGEN_FACTS."),
]
Texts = list[str] | None
PackFile = Annotated[
    Path | None, typer.Option("--pack", metavar="FILE.toml", help="The pack; made if need be.")
]
About = Annotated[Texts, typer.Option("--about", metavar="NAME", help="What it is about; may come again.")]
Zh = Annotated[str, typer.Option("--zh", metavar="TEXT", help="The fact in Chinese.")]
En = Annotated[str, typer.Option("--en", metavar="TEXT", help="The fact in English.")]
WrongZh = Annotated[Texts, typer.Option("--wrong-zh", metavar="TEXT", help="How it is got wrong.")]
WrongEn = Annotated[Texts, typer.Option("--wrong-en", metavar="TEXT", help="How it is got wrong.")]
Source = Annotated[
    str, typer.Option("--source", metavar="TEXT", help="Where it says so, as arXiv:1706.03762.")
]
Locator = Annotated[str, typer.Option("--locator", metavar="TEXT", help="The place in it, as Sec. 3.2.")]
Grave = Annotated[
    str, typer.Option("--severity", metavar="high|medium|low", help="How far the wrong misleads.")
]
Says = Annotated[Texts, typer.Option("--says", metavar="PATTERN", help="A group of alternatives, as a|b*.")]
Right = Annotated[Texts, typer.Option("--right", metavar="TEXT", help="A true statement near it.")]
Name = Annotated[str, typer.Option("--id", metavar="ID", help="Else made of its English words.")]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="Of a new subject: what it competes with.")]
Names = Annotated[Texts, typer.Option("--name", metavar="NAME", help="Another name of a new subject.")]


@app.command("lint")
def lint(ctx: typer.Context, packs: Packs = None, as_json: AsJson = False) -> int:
    """Check packs of facts: form, sources, doubles, and whether each fact finds what it should and no more.

    One line a finding; the exit code is 1 when there is one.  Without packs of your own, those that ship are checked.

    Example: quizgen facts lint databases.toml
    """
    from api.cli import terminal
    from api.usecases import fact_packs

    with terminal.progress("checking"):
        found = fact_packs.lint(services(ctx), packs or [])
    if as_json:
        terminal.print_json([{"pack": str(each.path), "finding": each.says} for each in found])
    else:
        for each in found:
            terminal.out().print(terminal.text(each.line), soft_wrap=True)
        if not found:
            terminal.out().print("nothing amiss")
    return int(bool(found))


@app.command("search")
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS...]", help="In Chinese or English.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="Only facts about this, as RoPE or 残差.")
    ] = None,
    pack: Annotated[
        list[Path] | None, typer.Option("--pack", metavar="FILE", help="Look in this pack, too.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many at most.")] = 20,
    as_json: AsJson = False,
) -> int:
    """Search the facts by words, or by what they are about; the exit code is 1 when there is none.

    Example: quizgen facts search kv cache --subject MQA
    """
    from api.cli import terminal
    from api.usecases import fact_packs
    from questions.errors import BadInput

    if not words and not subject:
        raise BadInput("say what to look for: words, or --subject NAME")
    found = fact_packs.search(services(ctx), " ".join(words or ()), subject, pack or [], limit)
    if as_json:
        terminal.print_json([fact_packs.as_json(hit) for hit in found])
    elif found:
        _show(found, " ".join(words or (subject or "",)))
    else:
        terminal.say("no fact says that")
    return int(not found)


@app.command("add")
def add(
    ctx: typer.Context,
    pack: PackFile = None,
    about: About = None,
    zh: Zh = "",
    en: En = "",
    wrong_zh: WrongZh = None,
    wrong_en: WrongEn = None,
    source: Source = "",
    locator: Locator = "",
    severity: Grave = "medium",
    says: Says = None,
    right: Right = None,
    name: Name = "",
    kind: Kind = "subject",
    names: Names = None,
    as_json: AsJson = False,
) -> int:
    """Write a fact of your own into a pack, and check it at once; what is missing is asked for at a terminal.

    Nothing is written when something is amiss: then it is said, and the exit code is 1.  Without --says the
    wrong statements are found in these wordings alone.

    Example: quizgen facts add --pack db.toml --about "B+ tree" --source "Comer 1979" --locator "Sec. 3"
    """
    from api.usecases.fact_adding import NewFact

    given = NewFact(
        about=tuple(about or ()), zh=zh, en=en, wrong_zh=tuple(wrong_zh or ()), wrong_en=tuple(wrong_en or ()),
        source=source, locator=locator, severity=severity, id=name, says=tuple(says or ()),
        right=tuple(right or ()), kind=kind, names=tuple(names or ()),
    )  # fmt: skip
    return _added(ctx, given, pack, as_json=as_json)


def _added(ctx: typer.Context, given: NewFact, pack: Path | None, *, as_json: bool) -> int:
    from api.cli import terminal
    from api.cli.fact_asking import asked
    from api.usecases.fact_adding import add as added

    if sys.stdin.isatty() and not as_json:
        given, pack = asked(given, pack, terminal.line_reader())
    chosen = services(ctx)
    done = added(chosen, _pack(pack, chosen.settings.facts), given)
    if as_json:
        terminal.print_json({"id": done.id, "pack": str(done.path), "amiss": list(done.amiss)})
    else:
        for line in done.amiss or (f"{done.id} is in {done.path}",):
            terminal.out().print(terminal.text(line), soft_wrap=True)
    if not done.amiss and not any(_holds(path, done.path) for path in chosen.settings.facts):
        terminal.say(f"the audit reads it with QUIZGEN_FACTS={done.path}")
    return int(bool(done.amiss))


def _pack(pack: Path | None, configured: tuple[Path, ...]) -> Path:
    from questions.errors import BadInput

    files = [path for path in configured if path.suffix == ".toml"]
    if pack is None and not files:
        raise BadInput("name the pack with --pack FILE.toml")
    return files[0] if pack is None else pack


def _holds(path: Path, pack: Path) -> bool:
    return pack.resolve() == path.resolve() or path.resolve() in pack.resolve().parents


def _show(found: tuple[Hit, ...], words: str) -> None:
    from api.cli import terminal
    from graders.text import language_of

    chinese = language_of(words) == "zh"
    rows = [
        (
            hit.fact.id,
            hit.fact.severity,
            hit.fact.zh if chinese else hit.fact.en,
            "; ".join(f"{source.source}, {source.locator}" for source in hit.fact.sources),
        )
        for hit in found
    ]
    terminal.out().print(terminal.table("Facts", ("id", "severity", "fact", "source"), rows))
