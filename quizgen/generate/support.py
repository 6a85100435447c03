"""Whether words rest on a text: how many of them stand there, and whether any number or name does not."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")
_NUMBER = re.compile(r"(?<![a-z0-9._-])\d+(?:[.,]\d+)*")
_ENOUGH = {"zh": 0.4, "en": 0.5}
_STEM = 5  # letters by which two forms of an English word are taken for one
_COMMON = frozenset(
    "a an the this that these those it its they them their is are was were be been being do does did has have had can could may "
    "might must shall should will would not no nor and or but if then than so as of in on at to for from by with without into over "
    "under between each every all any some such only also both more most much many less least other another same one two three "
    "which who whom whose what when where why how because while there here use used uses using make makes made let lets get gets "
    "give gives given take takes taken about after before during through per via thus hence instead rather very just even still "
    "yes true false correct right wrong statement notes answer".split()
)


@dataclass(frozen=True)
class Said:
    """The words of a text, ready to be compared."""

    text: str

    @cached_property
    def _plain(self) -> str:
        return unicodedata.normalize("NFKC", self.text).casefold()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers it holds, without the commas between thousands."""
        return frozenset(found.replace(",", "") for found in _NUMBER.findall(self._plain))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its Latin words, in lower case, with and without their hyphens."""
        found = _WORD.findall(self._plain)
        parts = (part for word in found for part in re.split(r"[-_.]", word))
        return frozenset((*found, *(re.sub(r"[-_.]", "", word) for word in found), *parts))

    @cached_property
    def units(self) -> frozenset[str]:
        """Pairs of neighbouring Chinese characters and the beginnings of Latin words that carry meaning."""
        pairs = (a + b for run in _HAN.findall(self._plain) for a, b in pairwise(run))
        return frozenset((*pairs, *(word[:_STEM] for word in self.terms - _COMMON if len(word) > 1)))


def unsupported(claim: str, source: str, language: str) -> str:
    """Why *claim* does not rest on *source*, in a few words for whoever wrote it; empty where it does.

    In *language* most of its words stand there, and all of its numbers and names.  A claim in another
    language than the source's is judged by numbers and names alone.
    """
    said, known = Said(claim), Said(source)
    # "12" of "12 heads" may be the "12" of "n=12" or of "12.5k"; what stands nowhere was made up.
    strange = sorted(
        number for number in said.numbers if number not in known.numbers and number not in source
    )
    if strange:
        return f"the notes do not say {', '.join(strange)}"
    if language == "zh":
        names = sorted(
            term
            for term in said.terms - known.terms - _COMMON
            if len(term) > 1 and term not in source.casefold()
        )
        if names:
            return f"the notes do not name {', '.join(names[:3])}"
    own = [unit for unit in said.units if _HAN.match(unit) or language == "en"]
    if not own or (_HAN.search(claim) is None) != (_HAN.search(source) is None):
        return ""
    share = sum(unit in known.units for unit in own) / len(own)
    return "" if share >= _ENOUGH.get(language, _ENOUGH["en"]) else "most of it does not stand in the notes"
