from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.reports.links import link


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("arXiv:1706.03762 (Attention Is All You Need)", "https://arxiv.org/abs/1706.03762"),
        ("arXiv:2009.03300v3", "https://arxiv.org/abs/2009.03300v3"),
        ("arXiv:cs/0112017", "https://arxiv.org/abs/cs/0112017"),
        ("Harris 2020, doi:10.1038/s41586-020-2649-2.", "https://doi.org/10.1038/s41586-020-2649-2"),
        ("see https://example.org/a?b=c#d).", "https://example.org/a?b=c#d"),
        ("google-research/bert", "https://github.com/google-research/bert"),
        ("Manning et al. 2008, Introduction to Information Retrieval", None),
        ("javascript:alert(1)", None),
        ("../x", None),
        ("a/..", None),
        ("", None),
    ],
)
def test_where_a_source_can_be_read(source: str, address: str | None) -> None:
    assert link(source) == address


@given(st.text(alphabet=printable + "中é", max_size=40))
def test_an_address_cannot_leave_its_place(text: str) -> None:
    for source in (f"https://{text}", f"arXiv:{text}", f"10.1234/{text}", text):
        address = link(source)
        if address is not None:
            assert address.startswith(("https://", "http://"))
            assert not set(address) & set("\"'<>`() \t\r\n\\")
            assert address.isascii()
