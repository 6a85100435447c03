"""PDF into Markdown-like lines by pdfminer: large print is a heading, bold is bold, typewriter is code."""

from quizgen.readers.pdf.read import read

__all__ = ["read"]
