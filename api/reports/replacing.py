"""What may stand in the place of flagged words."""

import re

from questions.records import Flag, FlagVerdict

# These say what to look at, not what is right.
_ADVICE = {FlagVerdict.INCONSISTENT, FlagVerdict.INCOMPLETE, FlagVerdict.UNSUPPORTED}
# An item of the wrong list goes elsewhere: a sentence in the place of its name would only spoil the list.
_MISPLACED = "categories/"
_QUOTED = re.compile(r"[“\"'‘]([^“”\"'‘’]+)[”\"'’]")


def replacement(flag: Flag) -> str | None:
    """The words that may stand in the place of the quoted ones; None when the flag only gives advice.

    For a misspelling, "X should be Y", it is Y alone.
    """
    if flag.verdict in _ADVICE or flag.detector.startswith(_MISPLACED):
        return None
    if not flag.quote.strip() or not flag.correction.strip():
        return None
    if flag.verdict is FlagVerdict.TYPO:
        named = _QUOTED.findall(flag.correction)
        if len(named) > 1 and named[0] == flag.quote:
            return str(named[1])
    # The words go on after the quoted ones: a full stop in the middle of a sentence helps nobody.
    return flag.correction.strip().rstrip("。.")
