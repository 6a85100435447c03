"""`quizgen facts`: what the audit knows, and packs of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Facts

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.fact_adding import Added
    from api.usecases.fact_packs import Hit
    from api.usecases.fact_writing import NewFact

app = typer.Typer(help="Check, search and extend the facts that the audit and the grading know.")

Packs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PACK...]", help="Files or folders; else those of QUIZGEN_FACTS."),
]
Texts = list[str] | None
PackFile = Annotated[
    Path | None, typer.Option("--pack", metavar="FILE.toml", help="The pack; made if need be.")
]
About = Annotated[
    Texts, typer.Option("--about", metavar="NAME", help="What it is about, or another name of it.")
]
En = Annotated[str, typer.Option("--en", metavar="TEXT", help="The fact in English.")]
Zh = Annotated[str, typer.Option("--zh", metavar="TEXT", help="The fact in Chinese; one language will do.")]
WrongEn = Annotated[Texts, typer.Option("--wrong-en", metavar="TEXT", help="How it is got wrong.")]
WrongZh = Annotated[Texts, typer.Option("--wrong-zh", metavar="TEXT", help="How it is got wrong.")]
Says = Annotated[
    Texts, typer.Option("--says", metavar="PATTERN", help="Words that make it wrong, as hold*|store*.")
]
Right = Annotated[Texts, typer.Option("--right", metavar="TEXT", help="A true statement near it.")]
Source = Annotated[
    str, typer.Option("--source", metavar="TEXT", help="Where it says so, as arXiv:1706.03762.")
]
Locator = Annotated[str, typer.Option("--locator", metavar="TEXT", help="The place in it, as Sec. 3.2.")]
Grave = Annotated[
    str, typer.Option("--severity", metavar="high|medium|low", help="How far it misleads; else medium.")
]
Verified = Annotated[
    str, typer.Option("--verified", metavar="read|recalled", help="How you know what the source says.")
]
Name = Annotated[str, typer.Option("--id", metavar="ID", help="Else made of its English words.")]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="Of a new subject: what it competes with.")]


@app.command("lint")
def lint(ctx: typer.Context, packs: Packs = None, as_json: AsJson = False) -> int:
    """Check packs of facts: form, sources, doubles, contradictions, and whether each finds what it should, and no more.

    One line a finding; the exit code is 1 when there is one.  Without packs of your own, those that ship are checked.

    Example: quizgen facts lint databases.toml
    """
    from api.cli import terminal
    from api.usecases import fact_packs

    with terminal.progress("checking"):
        done = fact_packs.lint(services(ctx), packs or [])
    if as_json:
        terminal.print_json(done.as_json())
        return int(bool(done.findings))
    for each in done.findings:
        terminal.out().print(terminal.text(f"{each.path}: {each.says}"), soft_wrap=True)
    if not done.findings:
        counts = f"{terminal.count(done.facts, 'fact')} of {terminal.count(len(done.packs), 'pack')}"
        terminal.out().print(f"nothing amiss in {counts}")
    return int(bool(done.findings))


@app.command("search")
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS...]", help="In Chinese or English, or the id of a fact."),
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="Only facts about this, as RoPE or 残差.")
    ] = None,
    facts: Facts = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many at most.")] = 20,
    as_json: AsJson = False,
) -> int:
    """Search the facts by words, or by what they are about; the exit code is 1 when there is none.

    A single one is shown in full.

    Example: quizgen facts search kv cache --subject MQA
    """
    from api.cli import terminal
    from api.usecases import fact_packs
    from questions.errors import BadInput

    wanted = " ".join(words or ())
    if not wanted.strip() and not subject:
        raise BadInput("say what to look for: words, or --subject NAME")
    found = fact_packs.search(services(ctx, facts=facts), wanted, subject, limit)
    if as_json:
        terminal.print_json({"facts": [hit.as_json() for hit in found]})
    elif found:
        _show(found, wanted or subject or "")
    else:
        terminal.say("no fact says that")
    return int(not found)


@app.command("add")
def add(
    ctx: typer.Context,
    pack: PackFile = None,
    about: About = None,
    en: En = "",
    zh: Zh = "",
    wrong_en: WrongEn = None,
    wrong_zh: WrongZh = None,
    says: Says = None,
    right: Right = None,
    source: Source = "",
    locator: Locator = "",
    severity: Grave = "",
    verified: Verified = "",
    name: Name = "",
    kind: Kind = "",
    as_json: AsJson = False,
) -> int:
    """Write a fact of your own into a pack, and check it at once; what is missing is asked for at a terminal.

    Nothing is written when something is amiss: then it is said, and the exit code is 1.  Names that no pack has
    make a new subject.  Each --says is a group of alternatives, and a sentence is wrong when it holds one of
    each; without any, only your wrong statements themselves are found.  Most options may come again.

    Example: quizgen facts add --pack db.toml --about "B+ tree" --source "Comer 1979" --locator "Sec. 3"
    """
    from api.usecases.fact_writing import NewFact

    given = NewFact(
        about=tuple(about or ()), en=en, zh=zh, wrong_en=tuple(wrong_en or ()), wrong_zh=tuple(wrong_zh or ()),
        says=tuple(says or ()), right=tuple(right or ()), source=source, locator=locator, severity=severity,
        verified=verified, id=name, kind=kind,
    )  # fmt: skip
    chosen = services(ctx)
    if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        return _asked(chosen, given, pack)
    from api.usecases import fact_adding

    done = fact_adding.add(chosen, fact_adding.pack_of(pack, chosen.settings.facts), given)
    return _told(chosen, done, as_json=as_json)


def _asked(chosen: Services, given: NewFact, pack: Path | None) -> int:
    """Asks, writes, and asks again for what is amiss; says how to go on where the person stops."""
    from api.cli import terminal
    from api.cli.fact_asking import Asking, Stopped
    from api.usecases import fact_adding
    from questions.errors import QuizError

    configured = chosen.settings.facts
    asking = Asking(terminal.line_reader(), given, pack, needs_pack=not configured)
    try:
        asking.ask()
        while True:
            done = fact_adding.add(chosen, fact_adding.pack_of(asking.pack, configured), asking.given)
            if not done.amiss:
                return _told(chosen, done, as_json=False)
            asking.mend(done, terminal.say)
    except (Stopped, QuizError) as stopped:
        terminal.say(f"nothing was written; to go on: {asking.given.as_command(asking.pack)}")
        if isinstance(stopped, QuizError):
            raise
        return 1


def _told(chosen: Services, done: Added, *, as_json: bool) -> int:
    from api.cli import terminal
    from api.usecases.fact_adding import is_read

    if as_json:
        terminal.print_json(done.as_json())
        return int(bool(done.amiss))
    for line in done.amiss:
        terminal.out().print(terminal.text(line), soft_wrap=True)
    if done.amiss:
        return 1
    subject = f", about {' = '.join(done.subject)}, which is new" if done.subject else ""
    terminal.out().print(terminal.text(f"{done.id} is in {done.path}{subject}"), soft_wrap=True)
    if not is_read(done.path, chosen.settings.facts):
        terminal.say(f"audit and grading know it with QUIZGEN_FACTS={done.path}, or --facts {done.path}")
    return 0


def _show(found: tuple[Hit, ...], words: str) -> None:
    from api.cli import terminal
    from api.cli.fact_page import print_fact
    from graders.text import language_of

    chinese = language_of(words) == "zh"
    if len(found) == 1:
        print_fact(terminal.out(), found[0])
        return
    rows = [
        (
            hit.fact.id,
            ", ".join(hit.fact.about),
            hit.fact.severity,
            hit.fact.zh if chinese else hit.fact.en,
            "; ".join(f"{source.source}, {source.locator}" for source in hit.fact.sources),
        )
        for hit in found
    ]
    header = ("id", "about", "severity", "fact", "source")
    terminal.out().print(terminal.table(terminal.count(len(rows), "fact"), header, rows))
