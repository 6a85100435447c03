from hypothesis import given
from hypothesis import strategies as st

from quizgen.generate.stretches import LONGEST, stretches
from tests.quizgen.documents import case_document
from tests.quizgen.generate.scripted import document
from tests.strategies import characters


def test_sections_that_say_something() -> None:
    text = document("Intro words that say enough to be asked about here, I hope.\n\n# A\n\n[link](http://x.y)\n\n# B\n\n"
                    "The cache holds keys and values, so that nothing is computed twice.\n")  # fmt: skip
    assert [(each.path, each.start, each.end) for each in stretches(text)] == [((), 0, 1), (("B",), 8, 9)]


def test_a_long_section_is_cut_at_its_lines() -> None:
    line = "The cache holds keys and values, so that nothing is computed twice. " * 10
    found = stretches(document("# A\n\n" + f"{line.strip()}\n" * 30))
    assert len(found) > 3
    assert all(len(each.text) <= LONGEST for each in found)
    assert [each.start for each in found[1:]] == [each.end for each in found[:-1]]


def test_our_notes_are_covered() -> None:
    text, cases = case_document("generation", "notes_zh")
    assert len(stretches(text)) >= len(cases)


@given(st.text(characters, max_size=300).filter(lambda text: bool(text.strip())))
def test_a_stretch_is_lines_of_its_document(notes: str) -> None:
    text = document(f"# A\n{notes}\n## B\n{notes}")
    for each in stretches(text):
        assert each.text == "\n".join(text.lines[each.start : each.end])[:LONGEST]
        assert each.room >= 1
