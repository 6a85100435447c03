"""Which modes there are, and what cannot be said."""

import pytest

from graders.judge.modes import Mode, Sends
from questions.errors import BadInput


@pytest.mark.parametrize(
    ("text", "mode", "name"),
    [
        ("cascade", Mode(), "cascade"),
        ("always", Mode(Sends.ALWAYS), "always"),
        ("never", Mode(Sends.NEVER), "never"),
        ("commit-first", Mode(Sends.ALWAYS, commit=True), "always+commit-first"),
        ("panel:3", Mode(Sends.ALWAYS, samples=3), "always+panel:3"),
        ("logprobs", Mode(Sends.ALWAYS, one_by_one=True), "always+logprobs"),
        ("teach:30", Mode(share=0.3), "teach:30"),
        ("teach:7%+panel:2", Mode(share=0.07, samples=2), "teach:7+panel:2"),
        (" Cascade + panel:2 ", Mode(samples=2), "cascade+panel:2"),
        ("panel:2+commit-first+cascade", Mode(commit=True, samples=2), "cascade+commit-first+panel:2"),
    ],
)
def test_a_mode_has_a_name_and_the_name_a_mode(text: str, mode: Mode, name: str) -> None:
    assert Mode.parse(text) == mode
    assert str(mode) == name
    assert Mode.parse(name) == mode


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no judge mode ''"),
        ("sometimes", "no judge mode 'sometimes'; say one of always, never"),
        ("panel", "no judge mode"),
        ("panel:1", "2 to 9 judges"),
        ("panel:10", "2 to 9 judges"),
        ("always+never", "says two things at once"),
        ("always+always", "says two things at once"),
        ("panel:2+panel:3", "says two things at once"),
        ("teach:30+cascade", "says two things at once"),
        ("teach:30+teach:40", "says two things at once"),
        ("teach:0", "1 to 100 %"),
        ("teach:101", "1 to 100 %"),
        ("teach", "no judge mode"),
        ("teach:0.3", "no judge mode"),
        ("logprobs+panel:2", "goes with always, cascade or teach:N alone"),
        ("logprobs+commit-first", "goes with always, cascade or teach:N alone"),
    ],
)
def test_what_is_no_mode_says_so(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        Mode.parse(text)
