"""A chat model as a judge: it decides what the offline graders cannot, says why, and fails honestly."""

from graders.judge.carrying import Batch
from graders.judge.deciding import TAUGHT, Heard, decide, is_sent, may_be_sent, readable, seen_whole, taught
from graders.judge.guard import Guard
from graders.judge.judge import Judge, Judgement, NoJudgement, Outcome, disputed_in
from graders.judge.modes import Mode, Sends

__all__ = [
    "TAUGHT",
    "Batch",
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
    "may_be_sent",
    "readable",
    "seen_whole",
    "taught",
]
