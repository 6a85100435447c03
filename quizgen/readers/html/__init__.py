"""HTML into Markdown that remembers on which lines of the source its words stand."""

from quizgen.readers.html.convert import Converted, convert
from quizgen.readers.html.read import from_html, is_html, read_html

__all__ = ["Converted", "convert", "from_html", "is_html", "read_html"]
