"""A chat model as a judge: it decides what the offline graders cannot, says why, and fails honestly."""

from graders.judge.deciding import Heard, decide, is_sent, readable, seen_whole
from graders.judge.guard import Guard
from graders.judge.judge import Judge, Judgement, NoJudgement, Outcome, disputed_in
from graders.judge.modes import Mode, Sends

__all__ = [
    "Guard",
    "Heard",
    "Judge",
    "Judgement",
    "Mode",
    "NoJudgement",
    "Outcome",
    "Sends",
    "decide",
    "disputed_in",
    "is_sent",
    "readable",
    "seen_whole",
]
