"""Questions, panels and case tables for the tests of the graders."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from graders.claims import Claims, claims_of
from graders.contradiction import Clash, Limits, clashes
from graders.grader import Submission
from graders.lexicon import load
from graders.panel import Panel
from graders.statement import analyse
from graders.text import fold, language_of
from questions.records import FreeText, KeyPoint, KeyPointId, QuestionId, Scored, Span
from tests.fakes import FakeEncode

# Signs only: a radical or a number in a circle folds to a letter or digit.
wordless = st.text(st.characters(exclude_categories=["L", "N"]), max_size=60).filter(
    lambda text: not any(letter.isalnum() for letter in fold(text).text)
)
CASES = Path(__file__).parents[1] / "cases"
Row = dict[str, Any]


def table(name: str) -> list[Row]:
    """The rows of ``tests/cases/grading/NAME.json``."""
    rows = json.loads((CASES / "grading" / f"{name}.json").read_text("utf-8"))
    assert isinstance(rows, list)
    return rows


def lines(name: str) -> list[Row]:
    """The rows of ``tests/cases/NAME.jsonl``."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def free_text(reference: str | None, text: str = "What is it?", points: Sequence[str] = ()) -> FreeText:
    """A question with equally heavy *points*, which need not stand in the *reference*."""
    return FreeText(
        id=QuestionId("q"),
        text=text,
        language=language_of(reference or text) or "en",
        reference=reference,
        key_points=tuple(
            KeyPoint(
                id=KeyPointId(f"k{number}"), text=point, weight=1 / len(points), span=_span(reference, point)
            )
            for number, point in enumerate(points)
        ),
    )


def _span(reference: str | None, point: str) -> Span | None:
    start = (reference or "").find(point)
    return None if start < 0 else Span(start=start, end=start + len(point))


def panel() -> Panel:
    """A panel without a model."""
    return Panel(encode=FakeEncode(), encoder="fake")


def grade(question: FreeText, answer: str, by: Panel | None = None) -> Scored:
    """The grade of one answer, which must be scored."""
    (found,) = (by or panel())([Submission(question, answer)])
    assert isinstance(found, Scored)
    return found


def claims(*points: str, question: str = "") -> Claims:
    """What a reference of these *points* holds to be true."""
    lexicon = load()
    reference = analyse(" ".join(points), lexicon)
    return claims_of(
        [analyse(point, lexicon) for point in points], reference, analyse(question, lexicon), frozenset()
    )


def clashes_of(claim: str, answer: str, question: str = "") -> tuple[Clash, ...]:
    """What of *answer* contradicts *claim*."""
    return clashes(claims(claim, question=question), analyse(answer, load()), Limits())
