"""A chat model as a judge: it decides what the offline graders cannot, says why, and fails honestly."""

from graders.judge.deciding import THRESHOLD, Heard, decide, is_sent
from graders.judge.guard import Guard
from graders.judge.judge import Judge, Judgement, NoJudgement, Outcome
from graders.judge.modes import Mode, Sends

__all__ = [
    "THRESHOLD",
    "Guard",
    "Heard",
    "Judge",
    "Judgement",
    "Mode",
    "NoJudgement",
    "Outcome",
    "Sends",
    "decide",
    "is_sent",
]
