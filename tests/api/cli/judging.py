"""Commands over a scripted chat model, and rows for it to judge."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from graders.chat.types import ChatRequest
from tests.api.cli.test_grade import inline, write
from tests.api.conftest import Ran
from tests.api.parts import fill, make_services, talking
from tests.fakes import FakeConverse, Scripted
from tests.graders.judge.making import reply, verdict

QUOTE = "The moon pulls"
HALF = reply(verdict(1, "covered", QUOTE), verdict(2, "missing"))
Run = Callable[..., Ran]


def rows(folder: Path, count: int = 3) -> Path:
    return write(folder / "in.jsonl", [inline(n, f"{QUOTE}, as I said {n} times.") for n in range(count)])


def runner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with a chat model of this *answer*; *asked* gets its requests."""

    def _run(
        *words: object,
        answer: Callable[[ChatRequest], Scripted] = lambda _: HALF,
        asked: list[ChatRequest] | None = None,
        **settings: Any,
    ) -> Ran:
        converse = FakeConverse(answer=answer)

        def build(chosen: Settings) -> Services:
            given = {name: value for name, value in chosen if name.startswith("judge_")}
            made = make_services(tmp_path, **given | settings)
            if not made.bank().documents():
                fill(made)
            return replace(made, converse=Lazy(lambda: talking(converse)))

        capsys.readouterr()
        code = main([str(word) for word in words], build)
        said = capsys.readouterr()
        if asked is not None:
            asked += converse.asked
        return Ran(code, said.out, said.err)

    return _run
