"""Questions to be answered in one's own words, as candidates."""

from collections.abc import Iterator

from quizgen.generate.candidate import Candidate
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sections import section_questions
from quizgen.generate.statements import Notes
from quizgen.generate.terms import Terms
from quizgen.language import language_of


def free(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:  # noqa: ARG001  (every maker is called alike)
    """A candidate for each section that says something itself; its words are the reference."""
    for found in section_questions(notes.text):
        if found.answer is None:
            continue
        path = found.source.heading_path
        yield Candidate(
            kind="free_text",
            text=found.question,
            quote=found.answer,
            line_start=found.source.line_start,
            line_end=found.source.line_end,
            heading_path=path,
            reason=PHRASES[language_of(found.question)].true,
            reference=found.answer,
        )
