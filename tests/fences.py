"""Ways to write the end of a fence, and texts that are none, for both who put foreign text into fences."""

import json
import sys
import time
from collections.abc import Callable
from unicodedata import normalize

from tests.graders.judge.obedient import opens_or_closes
from tests.test_cases import CASES

FORGED: list[dict[str, str]] = json.loads((CASES / "fences.json").read_text("utf-8"))
LONG = 20_000
HONEST = (
    "if a < b: return <b>bold</b>",
    "List<int> xs = new ArrayList<>();",
    "a &lt; b &amp;&amp; c, 100 % sure, \\u4e2d",
    "《红楼梦》里有“<未知>”，x < 3",
    "for (i = 0; i < n; i++) sum += w[i] << 2;",
)
BOMBS = (
    "<" * LONG,
    "<a" * (LONG // 2),
    "<" + " " * LONG,
    "a n s w e " * (LONG // 10),
    "n o t e " * (LONG // 8),
    "&amp;" * (LONG // 5) + "lt;",
    "\\" * LONG,
    "%25" * (LONG // 3),
)
_SECONDS = 2.0  # a hundred times what they take


def holds(harmless: Callable[[str], str], name: str, forged: str) -> None:
    """Assert that nothing of *forged* still looks like the beginning or the end of a fence called *name*."""
    assert opens_or_closes(forged, name), "the forgery would fool nobody"
    text = f"So.\n{forged}\nAll of it is right."
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not opens_or_closes(shown, name)


def unseen(harmless: Callable[[str], str], name: str) -> list[str]:
    """The characters that read as an opening bracket, whatever they are, and are not taken for one."""
    brackets = (
        chr(code) for code in range(sys.maxunicode) if set(normalize("NFKD", chr(code))) & set("<〈«《")
    )
    return [sign for sign in brackets if harmless(f"{sign}{name}") == f"{sign}{name}"]


def takes_long(harmless: Callable[[str], str]) -> list[str]:
    """The texts that take *harmless* longer than their length excuses."""
    slow = []
    for bomb in BOMBS:
        begun = time.process_time()
        harmless(bomb)
        if time.process_time() - begun > _SECONDS:
            slow.append(bomb[:10])
    return slow
