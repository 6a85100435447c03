"""The real encoder, for all tests of the graders."""

import pytest

from graders.encoders.universal import Universal


@pytest.fixture(scope="session")
def universal() -> Universal:
    """The real weights; loaded once for all tests."""
    return Universal()
