import subprocess
import sys
from pathlib import Path

import pytest

from api import settings, wiring
from api.usecases import grading
from graders.chat.types import ChatRequest, Converse, Reply
from questions.accounts import CostsBy
from questions.errors import BadSetting, BankUnusable, BudgetSpent
from tests.servers.scripted import errors, serving


def test_building_loads_and_creates_nothing(tmp_path: Path) -> None:
    built = wiring.build(settings.load({"database_url": str(tmp_path / "bank.db")}))
    assert not any(part.built for part in (built.bank, built.encode, built.grade, built.audit))
    assert list(tmp_path.iterdir()) == []
    built.close()


@pytest.mark.parametrize("package", ["api.cli.main", "api.settings", "api.wiring"])
def test_the_first_import_is_light(package: str) -> None:
    heavy = ("sqlalchemy", "fastapi", "numpy", "torch", "rich", "pyarrow", "uvicorn")
    code = f"import sys, {package}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_real_parts_work_together(tmp_path: Path) -> None:
    chosen = settings.load({"database_url": str(tmp_path / "bank.db"), "cache": tmp_path / "vectors.db"})
    built = wiring.build(chosen)
    reference = "In multi-query attention all query heads share one key head and one value head."
    right, wrong = grading.submit(
        built,
        [
            grading.InlineAnswer(
                "What does MQA share?", reference, "All query heads use the same key and value head."
            ),
            grading.InlineAnswer(
                "What does MQA share?", reference, "It is a way of cooking rice with saffron."
            ),
        ],
    )
    assert right.grade.score is not None
    assert wrong.grade.score is not None
    assert right.grade.score > wrong.grade.score
    assert (tmp_path / "vectors.db").exists()
    built.close()


def test_bad_specs_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="no encoder"):
        wiring.build(settings.load({"encoder": "nonsense"})).encode()
    with pytest.raises(BankUnusable):
        wiring.build(settings.load({"database_url": "mysql://x"})).bank()
    with pytest.raises(BankUnusable):
        wiring.build(settings.load({"database_url": str(tmp_path)})).bank()


@pytest.mark.parametrize(
    ("database", "file"),
    [
        ("/tmp/a.db", "/tmp/a.db"),  # noqa: S108
        ("sqlite:////tmp/a.db?x=1", "/tmp/a.db"),  # noqa: S108
        ("postgresql://localhost/quiz", None),
        ("sqlite://", None),
    ],
)
def test_the_file_behind_a_database(database: str, file: str | None) -> None:
    assert wiring.sqlite_file(database) == (Path(file) if file else None)


def test_the_chat_models_of_the_settings(tmp_path: Path) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    with serving(errors(404), {"content": "by the other"}) as server:
        chosen = {
            "database_url": str(tmp_path / "bank.db"),
            "judge_model": "openai/gone",
            "judge_api_base": server.url,
            "judge_fallbacks": ("openai/other@same?price=1000/1000",),
        }
        built = wiring.build(settings.load(chosen))
        talk = built.converse()
        request = ChatRequest.of("Be brief.", "Why?", purpose="judge")
        reply = talk.run(_asked(talk, request))
        assert (reply.text, reply.model) == ("by the other", "openai/other")
        assert reply.cost == pytest.approx(0.12)
        assert talk.run(_asked(talk, request)).from_cache
        assert built.bank().costs(CostsBy.MODEL)[0].calls == 1
        built.close()
        assert len(server.got) == 2


def test_a_budget_of_the_settings(tmp_path: Path) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    with serving({"content": "fine"}) as server:
        chosen = {
            "database_url": str(tmp_path / "bank.db"),
            "judge_model": "openai/m",
            "judge_api_base": server.url,
            "judge_price": "1/1",
            "judge_budget": 0.001,
        }
        built = wiring.build(settings.load(chosen))
        with pytest.raises(BudgetSpent):
            built.converse().run(_asked(built.converse(), ChatRequest.of("", "Why?")))
        built.close()
        assert server.got == []


def test_without_a_chat_model_one_line_says_so(tmp_path: Path) -> None:
    built = wiring.build(settings.load({"database_url": str(tmp_path / "bank.db")}))
    with pytest.raises(BadSetting, match="QUIZGEN_JUDGE_MODEL"):
        built.converse()
    assert not built.bank.built


async def _asked(converse: Converse, request: ChatRequest) -> Reply:
    return await converse(request)
