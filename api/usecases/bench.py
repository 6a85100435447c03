"""How much of the encoder's own throughput grading keeps, on generated texts, in one run."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade

_SUBJECTS = (
    "the encoder",
    "the decoder",
    "each layer",
    "the cache",
    "the optimiser",
    "残差连接",
    "注意力层",
    "词表",
    "门控单元",
    "位置编码",
)
_DEEDS = (
    "keeps", "projects", "normalises", "shares", "discards", "compares",
    "保存", "投影", "归一化", "共享", "丢弃", "比较",
)  # fmt: skip
_OBJECTS = (
    "the hidden state", "all keys and values", "half of the weights", "one vector a token", "the gradient",
    "隐藏状态", "全部键和值", "一半的权重", "每个词的向量", "梯度",
)  # fmt: skip
_REASONS = (
    "so that training stays stable", "because memory is short", "before the next step", "with little loss",
    "从而训练更稳定", "因为显存有限", "然后进入下一步", "损失很小",
)  # fmt: skip
ANSWERS_A_QUESTION = 20


@dataclass(frozen=True, slots=True)
class GradingSpeed:
    """Rows graded and answers encoded in a second, and their ratio; medians over the rounds."""

    rows: int
    rounds: int
    encoder: str
    graded_per_second: float
    encoded_per_second: float
    ratio: float


def grading_speed(services: Services, rows: int, rounds: int, seed: int) -> GradingSpeed:
    """Grade *rows* new answers in *rounds*, and in each encode the same answers for comparison.

    Rounds alternate, so that a busy machine slows both sides.  Grading counts all of it: key points, the
    audit of the references, the grades.  *services* must keep no vectors from one use to the next.
    """
    services.encode()(["warm"])
    services.grade()
    services.audit()
    randomly = random.Random(seed)  # noqa: S311  (texts, not secrets)
    each = max(1, rows // rounds)
    graded: list[float] = []
    encoded: list[float] = []
    for round_ in range(rounds):
        cases = [_case(randomly, round_ * each + number) for number in range(each)]
        answers = [answer for _, _, answer in cases]
        encoded.append(each / _seconds(lambda answers=answers: services.encode()(answers)))  # type: ignore[misc]
        graded.append(each / _seconds(lambda cases=cases: _grade(services, cases)))  # type: ignore[misc]
    return GradingSpeed(
        rows=each * rounds,
        rounds=rounds,
        encoder=services.settings.encoder,
        graded_per_second=median(graded),
        encoded_per_second=median(encoded),
        ratio=median(g / e for g, e in zip(graded, encoded, strict=True)),
    )


def _grade(services: Services, cases: Sequence[tuple[str, str, str]]) -> None:
    rubrics = Rubrics(services)
    items: list[tuple[Asked, str]] = [
        (rubrics.inline(q, reference), answer) for q, reference, answer in cases
    ]
    size = services.settings.chunk_rows
    for start in range(0, len(items), size):
        grade(services, items[start : start + size])


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _case(randomly: random.Random, number: int) -> tuple[str, str, str]:
    """Question, reference and a new answer of one to three sentences; some answers share a question."""
    topic = random.Random(number // ANSWERS_A_QUESTION)  # noqa: S311
    reference = _text(topic, 4)
    return (
        f"What happens in case {number // ANSWERS_A_QUESTION}?",
        reference,
        _text(randomly, randomly.randint(1, 3)),
    )


def _text(randomly: random.Random, sentences: int) -> str:
    """*sentences* new sentences of one language; a number in each makes it new."""
    chinese = randomly.random() < 0.5

    def pick(words: Sequence[str]) -> str:
        half = len(words) // 2
        return randomly.choice(words[half:] if chinese else words[:half])

    parts = (
        (pick(_SUBJECTS), pick(_DEEDS), pick(_OBJECTS), str(randomly.randrange(10_000)), pick(_REASONS))
        for _ in range(sentences)
    )
    if chinese:
        return "".join(f"{a}{b}{c}，共{n}次，{why}。" for a, b, c, n, why in parts)
    return " ".join(f"{a} {b} {c} {n} times {why}.".capitalize() for a, b, c, n, why in parts)
