"""Where a cited work can be read."""

import re
from urllib.parse import quote

_ARXIV = re.compile(r"\barxiv:\s?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7})", re.IGNORECASE)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>]+)")
_URL = re.compile(r"https?://[^\s\"'<>`\\\x00-\x1f]+")
# "owner/name" is how fact packs cite a repository.
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")


def link(source: str) -> str | None:
    """The address of *source*: a URL in it, an arXiv id, a DOI, a repository; None when it has none.

    It begins with http and holds nothing that could leave an attribute or a Markdown link.
    """
    if found := _URL.search(source):
        return quote(found[0].rstrip(".,;)"), safe=":/?#@!$&*+,;=%~-._")
    if found := _ARXIV.search(source):
        return f"https://arxiv.org/abs/{found[1]}"
    if found := _DOI.search(source):
        return "https://doi.org/" + quote(found[1].rstrip(".,;)"), safe="/:;-._")
    if _REPOSITORY.fullmatch(source) and ".." not in source:
        return f"https://github.com/{source}"
    return None
