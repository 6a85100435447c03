"""A rubric with the vectors that answers to it are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.prepared import Prepared

NO_LENGTH = 1e-9
"""What a direction without any length is divided by."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Target:
    """*prepared* with the *vectors* of its texts, and the *direction* of its whole reference."""

    prepared: Prepared
    vectors: Mapping[str, Vector]
    direction: Vector


def target_of(prepared: Prepared, vectors: Mapping[str, Vector]) -> Target:
    """What the answers to *prepared* are compared with; *vectors* are those of its texts, and may be more."""
    return Target(prepared, vectors, _direction(prepared, vectors))


def _direction(prepared: Prepared, vectors: Mapping[str, Vector]) -> Vector:
    """The points' vectors by their weights, of unit length."""
    points = zip(prepared.rubric.points, prepared.wanted, strict=True)
    whole: Vector = np.sum([point.weight * vectors[texts[0].folded] for point, texts in points], axis=0)
    return whole / np.float32(max(float(np.linalg.norm(whole)), NO_LENGTH))
