"""How a judge is used: which answers it is asked about, and in which way."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from questions.errors import BadInput

MOST_SAMPLES = 9
NAMES = "always, never, cascade, teach:N, commit-first, panel:N, logprobs"

_PANEL = re.compile(r"panel:(\d{1,3})")
_TEACH = re.compile(r"teach:(\d{1,3})%?")


class Sends(StrEnum):
    """Which answers a judge is asked about."""

    ALWAYS = "always"
    NEVER = "never"
    CASCADE = "cascade"


@dataclass(frozen=True, slots=True)
class Mode:
    """Which answers are sent, and how they are judged.

    With a *share* that part of the answers of a file is sent, those that tell most about the others, which are
    moved by what the judge said.  With *commit* the judge answers before it sees the answer, with several *samples*
    that many judgements make one, with *one_by_one* each key point is a call of its own and counts by its
    probabilities.
    """

    sends: Sends = Sends.CASCADE
    share: float | None = None
    commit: bool = False
    samples: int = 1
    one_by_one: bool = False

    @classmethod
    def parse(cls, text: str) -> "Mode":
        """The mode called *text*, or several joined by a plus: ``cascade+panel:3``.  Raises BadInput.

        A way of judging without a word about who is sent is for every answer.
        """
        parts = [part.strip().lower() for part in text.split("+")]
        mode = cls(Sends.ALWAYS)
        sends = [part for part in parts if part in tuple(Sends) or part.startswith("teach")]
        for part in parts:
            mode = _with(mode, part, text)
        if len(sends) > 1 or len({part.partition(":")[0] for part in parts}) < len(parts):
            raise BadInput(f"the judge mode {text!r} says two things at once; {_HELP}")
        if mode.one_by_one and (mode.commit or mode.samples > 1):
            raise BadInput("the judge mode logprobs goes with always, cascade or teach:N alone")
        return mode

    def __str__(self) -> str:
        ways = [
            "commit-first" if self.commit else "",
            f"panel:{self.samples}" if self.samples > 1 else "",
            "logprobs" if self.one_by_one else "",
        ]
        sends = self.sends.value if self.share is None else f"teach:{self.share * 100:.0f}"
        return "+".join((sends, *filter(None, ways)))


_HELP = f"say one of {NAMES}, or join them: cascade+panel:3"


def _with(mode: Mode, part: str, text: str) -> Mode:
    if part in tuple(Sends):
        return replace(mode, sends=Sends(part))
    if part == "commit-first":
        return replace(mode, commit=True)
    if part == "logprobs":
        return replace(mode, one_by_one=True)
    teach = _TEACH.fullmatch(part)
    if teach and 1 <= int(teach[1]) <= 100:
        return replace(mode, sends=Sends.CASCADE, share=int(teach[1]) / 100)
    if teach:
        raise BadInput(f"1 to 100 % of the answers can be judged: {text!r}")
    panel = _PANEL.fullmatch(part)
    if panel and 2 <= int(panel[1]) <= MOST_SAMPLES:
        return replace(mode, samples=int(panel[1]))
    if panel:
        raise BadInput(f"a panel has 2 to {MOST_SAMPLES} judges: {text!r}")
    raise BadInput(f"there is no judge mode {text!r}; {_HELP}")
