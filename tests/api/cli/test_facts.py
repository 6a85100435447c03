"""`quizgen facts`, over real packs and the real audit and grading."""

import io
import json
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.main import main
from tests.api.conftest import Ran

ROOT = Path(__file__).parents[3]
TRUE = "A B+ tree keeps its data in the leaves; inner nodes hold keys only."
FALSE = "The inner nodes of a B+ tree hold data too."
GIVEN = {
    "--about": "B+ tree",
    "--en": TRUE,
    "--wrong-en": FALSE,
    "--source": "Comer 1979, The Ubiquitous B-Tree",
    "--locator": "Sec. 3",
}
SAYS = ("--says", "inner node|internal node", "--says", "hold*|store*|keep*", "--says", "data|record|row")
Real = Callable[..., Ran]


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Real:
    """Runs a command in this process, in a folder of its own, over all that is real."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIZGEN_DATABASE_URL", f"sqlite:///{tmp_path / 'bank.db'}")
    monkeypatch.setenv("QUIZGEN_USE_CACHE", "false")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


def given(**change: str) -> tuple[str, ...]:
    """The options of a whole fact; an empty one is left out."""
    options = {**GIVEN, **{f"--{name.replace('_', '-')}": value for name, value in change.items()}}
    return tuple(word for option, value in options.items() if value for word in (option, value))


def test_a_fact_is_added_and_found_by_audit_and_grading(real: Real, tmp_path: Path) -> None:
    ran = real("facts", "add", "--pack", "own/db.toml", *given(severity="high"), *SAYS)
    assert (ran.code, ran.out) == (
        0,
        "a-b-plus-tree-keeps-its-data is in own/db.toml, about B+ tree, which is new\n",
    )
    assert "QUIZGEN_FACTS=own/db.toml" in ran.err
    answer = "Internal nodes store rows, like all others."
    row = {"id": "1", "question": "What do the nodes of a B+ tree hold?", "reference": TRUE, "answer": answer}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", "utf-8")

    def audited(*words: str) -> list[dict[str, object]]:
        ran = real("audit", "rows.jsonl", "--json", *words)
        assert ran.code == 0, ran.err
        flags: list[dict[str, object]] = json.loads(ran.out)["audits"][0]["flags"]
        return flags

    def graded(*words: str) -> float:
        assert real("grade", "rows.jsonl", "-o", "out.jsonl", *words).code == 0
        return float(json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["score"])

    assert audited() == []
    (flag,) = audited("--facts", "own/db.toml")
    assert (flag["severity"], flag["correction"]) == ("high", TRUE)
    assert flag["evidence"] == [{"source": GIVEN["--source"], "locator": "Sec. 3", "quote": ""}]
    assert (tmp_path / "own/db.toml").read_text("utf-8").count("[[facts]]") == 1
    # The pack costs the answer what the error costs.
    wrong = {**row, "answer": f"{TRUE} {FALSE} They store records."}
    (tmp_path / "rows.jsonl").write_text(json.dumps(wrong) + "\n", "utf-8")
    assert graded("--facts", "own") < graded()


def test_the_packs_of_the_environment_are_in_force(real: Real, monkeypatch: pytest.MonkeyPatch) -> None:
    real("facts", "add", "--pack", "db.toml", *given())
    monkeypatch.setenv("QUIZGEN_FACTS", "db.toml")
    (hit,) = json.loads(real("facts", "search", "leaves", "B+", "tree", "--json").out)["facts"][:1]
    assert (hit["id"], hit["pack"], hit["about"]) == ("a-b-plus-tree-keeps-its-data", "db", ["b-plus-tree"])
    # The next fact is about the same thing, in the same pack, without a word of either.
    ran = real("facts", "add", *given(en="A B+ tree links its leaves.", wrong_en="The leaves of a B+ tree are not linked."))  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "which is new" not in ran.out
    told = json.loads(real("facts", "lint", "--json").out)
    assert told == {"packs": ["db.toml"], "facts": 2, "findings": []}
    doctor = json.loads(real("doctor", "--json").out)["facts"]
    assert doctor["packs"] == [{"pack": "db.toml", "title": "db", "facts": 2}]
    assert doctor["shipped"] > 250
    assert "2 in db.toml" in real("doctor").out


def test_a_broken_pack_falls_short(real: Real, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('title = "x"\n[[facts]]\nid = "a"\n', "utf-8")
    monkeypatch.setenv("QUIZGEN_FACTS", "bad.toml")
    ran = real("doctor", "--json")
    assert ran.code == 1
    assert any("bad.toml" in problem for problem in json.loads(ran.out)["problems"])
    for words in (("audit", ROOT / "examples/own-subject/databases.en.md"), ("facts", "search", "rope")):
        ran = real(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "bad.toml is not well formed at facts.0" in ran.err
    ran = real("facts", "lint", "bad.toml")
    assert ran.code == 1
    assert "bad.toml: facts.0.about: Field required" in ran.out.splitlines()
    assert real("facts", "lint", "missing.toml").code == 2
    assert real("facts", "lint", tmp_path / "nothing").code == 2


def test_one_language_will_do_and_a_known_subject_is_found_by_its_name(real: Real, tmp_path: Path) -> None:
    ran = real(
        "facts", "add", "--pack", "zh.toml", "--about", "旋转位置编码", "--zh", "RoPE 是旋转，幅度不变。",
        "--wrong-zh", "RoPE 会放大向量的模长。", "--says", "放大|缩小|改变", "--says", "模长|幅度",
        "--source", "arXiv:2104.09864", "--locator", "Sec. 3.2", "--verified", "read", "--id", "rope-keeps-norms",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "rope-keeps-norms is in zh.toml\n")
    pack = tomllib.loads((tmp_path / "zh.toml").read_text("utf-8"))
    assert pack["facts"][0]["about"] == ["rope"]
    assert pack["facts"][0]["verified"] == "read"
    assert "terms" not in pack
    shown = real("facts", "search", "rope-keeps-norms", "--facts", "zh.toml")
    for words in (
        "RoPE 是旋转，幅度不变。",
        "✗ RoPE 会放大向量的模长。",
        "arXiv:2104.09864, Sec. 3.2",
        "read",
    ):
        assert words in shown.out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": "unknown"}, "is no source that one can look up"),
        ({"source": "an arXiv paper"}, "write the paper's number"),
        ({"wrong_en": "Never."}, "does not find its own wrong statement"),
        ({"wrong_en": TRUE}, "one sentence names the subject"),
        ({"right": FALSE}, "flags a right statement"),
        ({"severity": "grave"}, "severity"),
        ({"says": "a||b"}, "empty alternative"),
        ({"id": "Not A Slug"}, "id"),
        ({"id": "rope-has-no-parameters"}, "two packs have a fact called rope-has-no-parameters"),
        ({"about": "B"}, "too short to be found"),
        ({"kind": "Two Words"}, "kind"),
    ],
)
def test_what_is_amiss_is_said_and_nothing_is_written(
    real: Real, tmp_path: Path, change: dict[str, str], says: str
) -> None:
    ran = real("facts", "add", "--pack", "db.toml", *given(**change))
    assert ran.code == 1, ran.err
    assert says in ran.out
    assert not (tmp_path / "db.toml").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"en": ""}, "a fact needs --en or --zh as well"),
        ({"wrong_en": "", "source": ""}, "--wrong-en or --wrong-zh, --source as well"),
        ({"pack": "db.json"}, "ends in .toml"),
        ({"pack": str(ROOT / "graders/facts/data/position.toml")}, "ships with quizgen"),
    ],
)
def test_what_is_missing_is_bad_input(real: Real, change: dict[str, str], says: str) -> None:
    options = given(**{"pack": "db.toml", **change})
    ran = real("facts", "add", *options)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert real("facts", "add", *given()).code == 2  # without a pack


def test_a_pack_stays_as_it_is_but_for_its_end(real: Real, tmp_path: Path) -> None:
    pack = tmp_path / "db.toml"
    before = b'# mine\r\ntitle = "Databases"  # all of them\r\n\r\n[terms]\r\nlsm = { kind = "index", names = ["LSM tree"] }\r\n'
    pack.write_bytes(before)
    nasty = 'A B+ tree says "no" \\ and \x7f; inner nodes hold keys only.'
    assert real("facts", "add", "--pack", pack, *given(en=nasty)).code == 0
    after = pack.read_bytes()
    assert after.startswith(before.rstrip())
    assert b"\n" not in after.replace(b"\r\n", b"")
    (fact,) = tomllib.loads(after.decode())["facts"]
    assert fact["en"] == nasty
    told = real("facts", "add", "--pack", pack, *given(source="unknown"), "--json")
    assert told.code == 1
    assert json.loads(told.out)["written"] is False
    assert pack.read_bytes() == after
    # The same fact again says the same, and is refused.
    assert "say the same" in real("facts", "add", "--pack", pack, *given(en=nasty)).out
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".draft")] == []


def test_lint_names_the_pack_and_the_fact(real: Real, tmp_path: Path) -> None:
    real("facts", "add", "--pack", "db.toml", *given())
    text = (tmp_path / "db.toml").read_text("utf-8")
    for number, (old, new) in enumerate(
        {"Comer 1979, The Ubiquitous B-Tree": "todo", FALSE: "Never."}.items()
    ):
        (tmp_path / f"{number}.toml").write_text(text.replace(old, new), "utf-8")
        ran = real("facts", "lint", f"{number}.toml", "--json")
        assert ran.code == 1
        (finding,) = json.loads(ran.out)["findings"]
        assert (finding["pack"], finding["fact"]) == (f"{number}.toml", "a-b-plus-tree-keeps-its-data")
    # A pack that denies what ships is found out by what ships.
    clash = text.replace('about = ["b-plus-tree"]', 'about = ["rope"]').replace("data is", "x")
    clash = re.sub(r"says = .*", 'says = ["no|not|without", "learn*|parameter"]', clash)
    (tmp_path / "clash.toml").write_text(clash, "utf-8")
    ran = real("facts", "lint", "clash.toml")
    assert "clash.toml: a-b-plus-tree-keeps-its-data does not find its own wrong statement" in ran.out


def test_search_says_where_nothing_is_found(real: Real) -> None:
    ran = real("facts", "search", "photosynthesis", "chlorophyll")
    assert (ran.code, ran.out, ran.err) == (1, "", "no fact says that\n")
    assert real("facts", "search").code == 2
    assert real("facts", "search", "--subject", "chlorophyll").code == 2
    told = json.loads(real("facts", "search", "--subject", "RoPE", "--json", "--limit", "3").out)["facts"]
    assert len(told) == 3
    assert all({"id", "about", "zh", "en", "wrong", "sources", "pack", "share"} <= set(each) for each in told)
    table = real("facts", "search", "旋转位置编码", "--limit", "2").out
    assert "RoPE" in table
    for column in ("id", "about", "severity", "fact", "source"):
        assert column in table


def test_the_transcript_of_the_readme_is_what_is_said(real: Real, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme[readme.index("### Facts of your own subject") :]
    found = re.search(r"```console\n(.*?)```", section, re.DOTALL)
    assert found
    runs = [run.splitlines() for run in found[1].removeprefix("$ ").split("\n$ ")]
    assert len(runs) == 4
    for command, *shown in runs:
        ran = real(*shlex.split(command)[1:])
        assert ran.code == 0, (command, ran.err)
        said = [" ".join(line.split()) for line in ran.out.splitlines()]
        for line in shown:
            assert " ".join(line.split()) in said, (command, line, ran.out)
