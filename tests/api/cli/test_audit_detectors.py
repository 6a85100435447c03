"""`quizgen audit` with the real detectors: chosen by name, and a patch that the tool `patch` applies."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from graders.audit.detectors import OFFLINE
from tests.api.cli.test_facts import ROOT, Real, real

__all__ = ["real"]

PATCH = shutil.which("patch")
NOTES = """# Notes

## GPT-3 采用哪种归一化？

GPT-3 采用 Post-LN，与 GPT-2 不同。

## BLOOM 用哪种位置编码？

BLOOM 用 RoPE 编码位置。

## 常见的开放权重大语言模型有哪些？

- LLaMA：开放权重
- Qwen：开放权重
- vLLM：开放权重

## RoPE 作用在哪里？

RoPE 作用在 Q 和 K 上。后文说 RoPE 作用在 Q 和 V 上。

## 什么是 DPO？

TODO

## 为什么推理时要用缓存？

推理时要用缓存。

## 什么是残差连接？

残差连接让 Tranformer 的深层容易训练，Transformer 由此变深。
"""


def flags(ran: Any) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    return [flag for row in json.loads(ran.out)["audits"] for flag in row["flags"]]


def names(found: list[dict[str, Any]]) -> set[str]:
    return {flag["detector"].partition("/")[0] for flag in found}


def test_each_detector_can_be_run_alone_and_switched_off(real: Real, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")
    everything = flags(real("audit", notes, "--json"))
    assert len(names(everything)) >= 5
    for name in OFFLINE:
        alone = names(flags(real("audit", notes, "--only", name, "--json")))
        assert alone <= {name}
        rest = names(flags(real("audit", notes, "--without", name, "--json")))
        assert name not in rest
        assert names(everything) - {name} <= rest
    assert real("audit", notes, "--only", "everything").code == 2
    assert real("audit", notes, "--only", "judge").code == 2  # asks a chat model, and none is named
    assert real("audit", notes, "--without", ",".join(OFFLINE), "--fail-on", "low").code == 0
    assert real("audit", notes, "--fail-on", "high").code == 1


@pytest.mark.skipif(PATCH is None, reason="the tool patch is not installed")
def test_the_patch_of_real_findings_applies_and_heals(real: Real, tmp_path: Path) -> None:
    for name in ("transformer-questions.zh.md", "llm-interview.en.md"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
        before = flags(real("audit", name, "--json"))
        diff = real("audit", name, "--patch")
        assert diff.code == 0
        done = subprocess.run(
            [str(PATCH), "-p0"], input=diff.out.encode(), cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout
        assert b"fuzz" not in done.stdout
        after = flags(real("audit", name, "--json"))
        grave = [flag for flag in after if flag["severity"] == "high"]
        assert any(flag["severity"] == "high" for flag in before)
        assert grave == []
        assert not list(tmp_path.glob("*.rej"))
