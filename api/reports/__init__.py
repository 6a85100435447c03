"""Findings of an audit as something to read, and as something to apply."""
