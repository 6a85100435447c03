from pathlib import Path

import pytest

from graders.facts import FactBase, load, read_pack
from graders.facts.packs import SHIPPED
from graders.facts.plain import folded
from questions.errors import BadSetting

PACK = """
title = "Databases"

[terms]
btree = { kind = "index", names = ["B-tree", "B 树"] }
bplus = { kind = "index", is = "btree", names = ["B+ tree", "B+ 树"] }

[[facts]]
id = "bplus-data-in-leaves"
about = ["bplus"]
zh = "B+ 树的数据只在叶子节点。"
en = "A B+ tree keeps its data in the leaves only."
severity = "high"
sources = [{ source = "Comer 1979, The Ubiquitous B-Tree", locator = "Sec. 3" }]
verified = "recalled"
[[facts.wrong]]
zh = ["B+ 树的内部节点也存数据。"]
en = ["The inner nodes of a B+ tree hold data too."]
says = ["内部节点|inner node", "数据|data"]
"""


def write(folder: Path, text: str, name: str = "pack.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def terms(base: FactBase, text: str) -> list[str]:
    return [mention.term for mention in base.mentions(folded(text))]


def test_a_pack_of_ones_own_adds_to_the_shipped_facts(tmp_path: Path) -> None:
    path = write(tmp_path, PACK)
    shipped = len(load().facts)
    for paths in ([path], [tmp_path], [path, tmp_path, path], [path, SHIPPED]):
        base = load(paths)
        assert "bplus-data-in-leaves" in base.facts
        assert len(base.facts) == shipped + 1


def test_the_longest_name_is_mentioned(base: FactBase) -> None:
    assert terms(base, "GPT-3 与 GPT-2、gpt4") == ["gpt-3", "gpt-2", "gpt-4"]
    assert terms(base, "可学习位置编码和位置编码") == ["learned-position", "position-encoding"]
    assert terms(base, "P-tuning v2 and P-tuning") == ["p-tuning-v2", "p-tuning"]


def test_a_name_is_a_whole_word(base: FactBase) -> None:
    assert terms(base, "Roberta's gluey loratadine was European") == ["roberta"]
    assert terms(base, "LLMs") == ["llm"]
    assert terms(base, "使用RoPE的模型") == ["rope"]
    assert terms(base, "O(L²)，O(L1)") == []


def test_spelling_varies(base: FactBase) -> None:
    for spelt in ("layer normalisation", "Layer-Normalization", "LayerNormalization", "layer_normalization"):
        assert terms(base, spelt) == ["layer-norm"]


def test_facts_of_a_wider_term_hold_for_the_narrower(base: FactBase) -> None:
    ids = [fact.id for fact in base.about(["gpt-3"])]
    assert "gpt-is-a-decoder" in ids
    assert "gpt-2-3-pre-norm" in ids
    assert len(ids) == len(set(ids))


def test_unknown_terms_have_no_names(base: FactBase) -> None:
    with pytest.raises(BadSetting, match="no term 'nonsense'"):
        base.names("nonsense")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("title = ", "titel = "), "not well formed at"),
        (("severity = \"high\"", "severity = \"grave\""), "severity"),
        (("[terms]", "[terms"), "cannot be read"),
        (("about = [\"bplus\"]", "about = [\"heap\"]"), "names heap"),
        (("is = \"btree\"", "is = \"tree\""), "is a tree"),
        (("bplus-data-in-leaves", "rope-has-no-parameters"), "two packs have a fact"),
        (("btree = {", "rope = {"), "two packs have a term called rope, .* and 'Databases'; rename one"),
        (("数据|data\"", "数据||data\""), "empty alternative"),
        (("数据|data\"", "@nowhere\""), "@nowhere"),
        (("数据|data\"", "/(/\""), "not well formed"),
    ],
)  # fmt: skip
def test_a_pack_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    path = write(tmp_path, PACK.replace(*change))
    with pytest.raises(BadSetting, match=says):
        load([path])


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        read_pack(tmp_path / "missing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSetting, match="cannot be read"):
        read_pack(tmp_path / "binary.toml")
    with pytest.raises(BadSetting, match=r"there is no fact pack at .*missing.toml"):
        load([tmp_path / "missing.toml"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadSetting, match="holds no fact pack"):
        load([tmp_path / "empty"])
