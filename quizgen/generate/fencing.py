"""Foreign text on its way into a prompt: inside a fence that it cannot close.

The fence carries a mark that follows from the text itself.  Nobody can write the mark into the text, for that
would change it; and the same call is the same to the letter, so that a kept reply is found again.  Graders have
the same for their prompts, and one table of forgeries holds both to it.
"""

import html
import re
import unicodedata
from functools import lru_cache

from questions.records import digest

FENCES = ("notes", "refused", "taken")
_MARK = 12
# Letters and digits of other scripts that pass for the Latin ones in the names of our fences.
_LOOKS = {
    "a": "аɑαᴀ4", "d": "ԁᴅ", "e": "еεᴇє3", "f": "ꜰ", "k": "кκᴋ",
    "n": "ոɴη", "o": "оοօσᴏ0", "r": "гʀ", "s": "ѕꜱ5", "t": "тτᴛ7", "u": "υսᴜ",
}  # fmt: skip
_ALIKE = {ord(look): letter for letter, looks in _LOOKS.items() for look in looks}
_OPENING = "<‹〈⟨《«❮˂≺≪⟪❬❰⋖⪡⧼⦑ᐸ˱"
# Without one of these there is no bracket, nor anything that stands for one.
_ANY = re.compile(rf"[{_OPENING}≮⊀\u2329︽︿﹤＜&%\\]")
_DROPPED = frozenset(("Cf", "Cn", "Co", "Cs", "Mn", "Me"))
# The ways to write a bracket in letters: of HTML, of addresses, of source code.
_WRITTEN = re.compile(
    r"&(?:amp;?)*(?:lt|#0*60|#x0*3c);?|%(?:25)*3c|(?<!\\)\\++(?:u00|x)3c|&(?:amp;?)*#?\w{1,24};",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\A(?:amp;?)+", re.IGNORECASE)
# Between the letters of a name may stand whatever is no letter.
_NAMES = re.compile("|".join(r"[\W_]*".join(name) for name in FENCES))
# Invisible characters can hide words from a person and show them to a model.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)


def mark_of(*parts: str) -> str:
    """The mark of a fence around *parts*."""
    return digest("fence", *parts)[:_MARK]


def harmless(text: str) -> str:
    """*text* with our own brackets made square and nothing hidden; as many characters as before.

    A bracket is ours when one of our names follows, with nothing but signs and space in between, however
    either of them is written.  Linear in the length of *text*.
    """
    shown = list(_HIDDEN.sub(" ", text))
    if not _ANY.search(text):
        return "".join(shown)
    plain, at = _plain(text)
    for found in _NAMES.finditer(plain):
        place = found.start() - 1
        while place >= 0 and not plain[place].isalnum():
            if plain[place] == "<":
                shown[at[place]] = "["
            place -= 1
    return "".join(shown)


def _plain(text: str) -> tuple[str, list[int]]:
    """*text* as it looks, every opening bracket as ``<``, and where in *text* each character comes from."""
    plain: list[str] = []
    at: list[int] = []
    done = 0
    for found in (*_WRITTEN.finditer(text), None):
        start, end = found.span() if found else (len(text), len(text))
        pieces = [(_looks(text[place]), place) for place in range(done, start)]
        if found:
            pieces.append((_meant(found[0]), start))
        for piece, place in pieces:
            plain += piece
            at += [place] * len(piece)
        done = end
    return "".join(plain), at


@lru_cache(maxsize=4096)
def _looks(character: str) -> str:
    if _HIDDEN.match(character):
        return ""
    if character in _OPENING:
        return "<"
    apart = unicodedata.normalize("NFKD", character).casefold().translate(_ALIKE)
    return "".join("<" if c in _OPENING else c for c in apart if unicodedata.category(c) not in _DROPPED)


def _meant(written: str) -> str:
    """What an entity or an escape stands for; a space where that is nothing to see."""
    if not written.startswith("&"):
        return "<"
    meant = html.unescape(f"&{_TWICE.sub('', written[1:])}")
    return "".join(map(_looks, meant)) or " "


def fence(name: str, text: str, mark: str) -> str:
    """*text* between ``<name mark>`` and ``</name mark>``, each on a line of its own."""
    return f"<{name} {mark}>\n{harmless(text).replace(mark, '[mark]')}\n</{name} {mark}>"


def on_one_line(text: str, most: int) -> str:
    """*text* without line ends and control characters, cut to *most* characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"
