import pytest

from graders.facts import FactBase
from tests.graders.facts.loaded import shipped


@pytest.fixture(scope="session")
def base() -> FactBase:
    return shipped()
