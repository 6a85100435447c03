"""--judge, for the commands that grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from api.rowfiles.reading import Rows
    from api.services import Services
    from api.usecases.forecasting import Forecast
    from api.usecases.judging import Watch
    from graders.judge import Mode

Judge = Annotated[
    str | None,
    typer.Option(
        "--judge", metavar="MODEL", help="Let this chat model decide where the offline grade is unsure."
    ),
]
JudgeMode = Annotated[
    str | None,
    typer.Option(
        "--judge-mode",
        metavar="MODE",
        help="always, never, cascade, teach:N (percent), commit-first, panel:N or logprobs; joined as in cascade+panel:3.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what the judge would be asked, and what it would cost.")
]


def one_model(judge: str | None, model: str | None) -> str | None:
    """The model of a run in which both may be named.  Raises BadInput when they differ."""
    from questions.errors import BadInput

    if judge and model and judge != model:
        raise BadInput(f"--judge {judge} and --model {model} name two models; name one")
    return judge or model


def wanted(
    chosen: Services, judge: str | None, mode: str | None, model: str | None = None, *, file: bool = False
) -> Mode | None:
    """How *chosen* are to be judged, on a *file* of answers or some at a time; None for not at all.  Raises BadSetting.

    They are where a judge or a mode is named, or the environment names a judge; *model* is one that was named
    for something else.
    """
    from api.usecases.judging import mode_of
    from graders.judge import Sends

    if judge is None and mode is None and (model is not None or not chosen.settings.judge_model):
        return None
    found = mode_of(chosen, mode, file=file)
    return None if found.sends is Sends.NEVER else found


def judged(
    chosen: Services, judge: str | None, mode: str | None, model: str | None = None, *, stops: bool = False,
    file: bool = False,
) -> tuple[Services, Watch | None]:  # fmt: skip
    """*chosen* with the judge that is wanted, and what sees it work; None without a judge.  Raises BadSetting."""
    how = wanted(chosen, judge, mode, model, file=file)
    if how is None:
        return chosen, None
    from api.usecases.judging import Watch, with_judge

    watch = Watch()
    return with_judge(chosen, how, watch, stops=stops), watch


def as_json(watch: Watch) -> dict[str, Any]:
    """What the judge did, for machines."""
    import math

    alpha = None if math.isnan(watch.alpha) else round(watch.alpha, 4)
    return {"sent": watch.sent, "failed": watch.failed, "alpha": alpha}


def told(watch: Watch) -> list[str]:
    """What the judge did, a line each."""
    import math

    failed = f", {watch.failed} without a verdict" if watch.failed else ""
    lines = [f"{watch.sent} sent to the judge{failed}"]
    if not math.isnan(watch.alpha):
        lines.append(f"the panel agrees with an alpha of {watch.alpha:.2f} (1: always, 0: by chance)")
    return lines + [f"{count} times: {why}" for why, count in watch.whys.most_common(3)]


def forecast(
    chosen: Services, rows: Rows, judge: str | None, mode: str | None, model: str | None, *, as_json: bool
) -> int:
    """Says what the judge would take for *rows*; nothing is asked, nothing is written."""
    from api.cli import terminal
    from api.usecases.batch import Tally, grade_rows
    from api.usecases.forecasting import forecasting
    from questions.errors import BadInput

    how = wanted(chosen, judge, mode, model, file=True)
    if how is None:
        raise BadInput("--dry-run says what a judge would cost; name one with --judge")
    dry, found = forecasting(chosen, how)
    with terminal.progress("looking", rows.total) as advance:
        for chunk in grade_rows(dry, rows, terminal.say, Tally()):
            advance(len(chunk))
    if as_json:
        terminal.print_json(found.as_json())
    else:
        terminal.out().print(_sentence(found))
    return 0


def _sentence(found: Forecast) -> str:
    from api.cli import terminal

    kept = f", {found.kept} of them kept from before" if found.kept else ""
    price = "price unknown; say it in QUIZGEN_JUDGE_PRICE, as 0.15/0.60"
    if found.cost is not None and found.most is not None:
        price = f"about ${found.cost:.4f}, at most ${found.most:.4f}"
    return (
        f"{terminal.count(found.rows, 'answer')}, {found.sent} for {found.model}: "
        f"{terminal.count(found.calls, 'call')}{kept}; {found.prompt_tokens:,} tokens in, "
        f"about {found.reply_tokens:,} out; {price}"
    )
