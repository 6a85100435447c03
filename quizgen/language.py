"""Which language a text is in."""

import re

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def language_of(text: str) -> str:
    """``zh`` when a fifth of the letters or more are Chinese characters, else ``en``."""
    cjk = len(_CJK.findall(text))
    latin = sum(character.isalpha() for character in text) - cjk
    # A Chinese character carries about as much as an English word does.
    return "zh" if cjk and cjk * 4 >= latin else "en"
