"""Other ways of marking up text, turned into Markdown line by line."""

from quizgen.readers.marked.asciidoc import read_asciidoc
from quizgen.readers.marked.org import read_org
from quizgen.readers.marked.rst import read_rst

__all__ = ["read_asciidoc", "read_org", "read_rst"]
