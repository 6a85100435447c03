"""Answers into grades and references into flags.  Knows the vocabulary alone."""
