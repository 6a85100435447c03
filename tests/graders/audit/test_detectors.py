import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit import Auditor, Reference
from graders.audit.detectors import NAMES, OFFLINE, TABLE, Need, chosen
from graders.audit.measuring import Counts, Judged, counted, measure
from graders.facts import FactBase
from questions.errors import BadInput
from questions.records import Severity

ROOT = Path(__file__).parents[3]
ROWS = [json.loads(line) for line in (ROOT / "examples" / "audit-rows.jsonl").read_text("utf-8").splitlines()]


def judged() -> list[Judged]:
    return [
        Judged(
            Reference(row["id"], row["question"], row["answer"]),
            row["label"] == "shaky",
            tuple(error["span"] for error in row["errors"] if error["severity"] != "low"),
            tuple(error["span"] for error in row["errors"] if error["severity"] == "low"),
        )
        for row in ROWS
    ]


def test_the_table_names_every_detector_once_with_what_it_needs() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(TABLE)
    assert set(OFFLINE) == {row.name for row in TABLE if row.needs in (Need.FACTS, Need.NOTHING)}
    assert all(row.signs.startswith(f"{row.name}/") and row.finds for row in TABLE)


def test_detectors_are_chosen_by_name() -> None:
    assert chosen() == NAMES
    assert chosen(only=["typos", "facts"]) == ("facts", "typos")
    assert chosen(without=["facts"]) == tuple(name for name in NAMES if name != "facts")
    assert chosen(only=["facts", "form"], without=["form"]) == ("facts",)
    with pytest.raises(BadInput, match=r"no detector 'fact'.*choose from facts, claims"):
        chosen(only=["fact"])
    with pytest.raises(BadInput, match="every detector is switched off"):
        chosen(only=["form"], without=["form"])


def test_every_flag_of_weight_has_quote_correction_and_source(base: FactBase) -> None:
    """Whatever the detector; an answer that is empty has nothing to quote."""
    shaky = json.loads((ROOT / "tests/cases/audit_shaky.json").read_text("utf-8"))
    references = [row.reference for row in judged()]
    references += [Reference(str(i), row["question"], row["text"]) for i, row in enumerate(shaky)]
    found = set()
    for reference, audited in zip(references, Auditor(base)(references), strict=True):
        for flag in audited.flags:
            if flag.severity is Severity.LOW:
                continue
            found.add(flag.detector.partition("/")[0])
            assert flag.quote or not (reference.answer or "").strip()
            assert (reference.answer or "")[flag.start : flag.end] == flag.quote
            assert flag.correction.strip()
            assert set(flag.corrections) == {"zh", "en"}
            assert flag.evidence
            assert all(source.source.strip() and source.locator.strip() for source in flag.evidence)
    assert found >= {"facts", "claims", "categories", "consistency", "form", "relevance"}


def test_our_rows_are_balanced_and_each_shaky_one_names_its_words() -> None:
    assert len(ROWS) >= 120
    assert len({row["id"] for row in ROWS}) == len({row["answer"] for row in ROWS}) == len(ROWS)
    for language in ("zh", "en"):
        labels = [
            row["label"]
            for row in ROWS
            if row["language"] == language and not any(error["severity"] == "low" for error in row["errors"])
        ]
        assert labels.count("shaky") == labels.count("sound") >= 30
    for row in ROWS:
        grave = [error for error in row["errors"] if error["severity"] != "low"]
        assert bool(grave) == (row["label"] == "shaky")
        assert all(error["span"] in row["answer"] for error in row["errors"])


def test_how_well_the_detectors_do_on_our_rows(base: FactBase) -> None:
    found = measure(Auditor(base), judged())
    together = found.together
    assert together.precision is not None
    assert together.recall is not None
    assert together.precision >= 0.9
    assert together.recall >= 0.5
    assert together.placed >= 0.9 * together.hit
    assert found.auroc is not None
    assert found.auroc > 0.75
    assert {share.name for share in found.shares} == set(OFFLINE)
    told = {share.name: share.slips for share in found.shares}
    for name in ("typos", "form"):
        assert told[name].hit >= 2
    assert sum(slips.false for slips in told.values()) == 0
    for share in found.shares:
        assert share.alone.precision is None or share.alone.precision >= 0.85
        assert share.without.recall is not None
        assert share.without.recall <= together.recall


def test_counts_of_nothing_are_not_defined() -> None:
    nothing = counted([], [])
    assert nothing == Counts(0, 0, 0, 0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    assert Counts(0, 1, 1, 0).f1 is None
    assert Counts(1, 0, 1, 1).f1 == pytest.approx(2 / 3)


SHAKY = json.loads((ROOT / "tests/cases/audit_shaky.json").read_text("utf-8"))
PIECES = sorted({row["text"] for row in SHAKY} | {row["answer"] for row in ROWS})
QUESTIONS = sorted({row["question"] for row in ROWS})


@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from(["\n", "\n\n- ", " ", "\r\n> ", "**\n"]),
)
def test_whatever_is_put_together_every_flag_can_be_acted_on(
    base: FactBase, question: str, pieces: list[str], between: str
) -> None:
    answer = between.join(pieces)
    (audited,) = Auditor(base)([Reference("1", question, answer, "notes.md")])
    assert 0 <= audited.risk <= 1
    for flag in audited.flags:
        assert answer[flag.start : flag.end] == flag.quote
        if flag.severity is not Severity.LOW:
            assert flag.quote.strip()
            assert flag.correction.strip()
            assert flag.evidence
            assert all(source.source.strip() and source.locator.strip() for source in flag.evidence)
