from graders.audit import DETECTORS, Auditor, Reference
from graders.facts import FactBase
from questions.records import Severity

ANSWERS = (
    Reference("1", "MQA 是什么？", "每个查询与多个键值对交互。MQA 很快。"),
    Reference("2", "GPT-3 的归一化？", "GPT-3 采用 Pre-LN。"),
    Reference("3", "LLaVA", ""),
)


def test_every_answer_gets_a_result_in_its_place(base: FactBase) -> None:
    audited = Auditor(base)(ANSWERS)
    assert [each.id for each in audited] == ["1", "2", "3"]
    assert audited[0].risk > audited[2].risk > audited[1].risk == 0
    assert audited[1].flags == ()


def test_the_gravest_flag_comes_first(base: FactBase) -> None:
    answer = "RoPE、RoPE、RoPR：RoPE 具有良好的外推性，RoPE 的优点是一定的外推性。"
    (audited,) = Auditor(base)([Reference("1", "RoPE", answer)])
    severities = [flag.severity for flag in audited.flags]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.HIGH
    assert severities[-1] is Severity.LOW


def test_a_detector_can_be_switched_off(base: FactBase) -> None:
    for name in DETECTORS:
        rest = {other: detect for other, detect in DETECTORS.items() if other != name}
        flags = [flag for each in Auditor(base, rest)(ANSWERS) for flag in each.flags]
        assert not any(flag.detector.startswith(f"{name}/") for flag in flags)


def test_a_detector_signs_with_its_name(base: FactBase) -> None:
    for name, detect in DETECTORS.items():
        flags = [flag for each in Auditor(base, {name: detect})(ANSWERS) for flag in each.flags]
        assert all(flag.detector.startswith(f"{name}/") for flag in flags)


def test_the_same_answer_gets_the_same_flags_alone_and_in_a_batch(base: FactBase) -> None:
    auditor = Auditor(base)
    assert auditor(ANSWERS) == tuple(auditor([each])[0] for each in ANSWERS)
    assert auditor(ANSWERS) == auditor(ANSWERS)


def test_every_flag_of_weight_has_quote_correction_and_source(base: FactBase) -> None:
    for each in Auditor(base)(ANSWERS):
        for flag in each.flags:
            assert flag.correction
            assert set(flag.corrections) == {"zh", "en"}
            assert all(source.source and source.locator for source in flag.evidence)
            assert flag.evidence
