"""What a judge corrects in some answers of a batch, carried over to those like them.

How far a judge's score lies from the offline one, e = judged - offline, is a sum of what all answers of the batch
have in common, what those to one question have, what those have that say nearly the same, and chance:

    e = a + b z + c(s) + a_q + b_q z + f_q(answer) + noise,      z = s - 1/2, s the offline score

each part with a variance of its own, so that what is not seen yet is taken for nothing: a Gaussian process
(Rasmussen and Williams 2006, *Gaussian Processes for Machine Learning*, 2.2).  The posterior mean moves the
answers that were not judged.  The posterior variance says whom to ask about: that answer, each time, of which
most is learnt, its own error and that of the others together (Krause, Singh and Guestrin 2008).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class Variances:
    """How much each part of the difference varies: the largest marginal likelihood on seven sets graded by people.

    The set of Chinese answers that the tests measure on is not among them.  `tools/fit_carrying.py` fits them anew.
    Seven sets say little of what all answers of one share: *offset* and *tilt* are larger than fitted, so that
    a judge who is kinder or sterner than ours is believed sooner.

    *near* is the distance of two answers' vectors, and of two scores, at which they have little in common any more.
    The noise is that of a sure grade, and what it grows by while the confidence falls to 0.
    """

    offset: float = 0.02
    tilt: float = 0.02
    bend: float = 0.02
    question_offset: float = 0.008
    question_tilt: float = 0.046
    likeness: float = 0.045
    near: float = 0.55
    near_score: float = 0.2
    noise: float = 0.008
    unsure: float = 0.117


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers with an offline score: the number of their question, score, confidence and vector of length one."""

    questions: Ints
    scores: Floats
    confidences: Floats
    vectors: Floats
    variances: Variances = field(default_factory=Variances)

    @classmethod
    def of(
        cls,
        questions: Sequence[object],
        scores: Sequence[float],
        confidences: Sequence[float],
        vectors: NDArray[np.float32],
    ) -> "Batch":
        """A batch of answers; *questions* are equal where the question is the same."""
        numbers: dict[object, int] = {}
        codes = [numbers.setdefault(one, len(numbers)) for one in questions]
        return cls(np.array(codes), np.array(scores), np.array(confidences), vectors.astype(np.float64))

    def most_telling(self, count: int) -> tuple[int, ...]:
        """The places of *count* answers, the one first that tells most about itself and the others."""
        left = self._alike(np.arange(len(self.scores)))
        noise = self._noise()
        open_ = np.ones(len(noise), dtype=bool)
        chosen: list[int] = []
        for _ in range(min(count, len(noise))):
            own = np.diag(left).copy()
            others = (np.square(left) @ open_ - np.square(own)) / (own + noise)
            best = int(np.argmax(np.where(open_, own + noise + others, -1.0)))
            chosen.append(best)
            open_[best] = False
            left -= np.outer(left[:, best], left[:, best] / (own[best] + noise[best]))
        return tuple(chosen)

    def carried(self, judged: Mapping[int, float]) -> Floats:
        """How far the judge's score of each answer is likely to lie from the offline one.

        *judged* has the judge's scores, by place.
        """
        if not judged:
            return np.zeros(len(self.scores))
        places = np.array(sorted(judged))
        told = np.array([judged[int(place)] for place in places]) - self.scores[places]
        alike = self._alike(places)
        among = alike[places] + np.diag(self._noise()[places])
        moved: Floats = alike @ np.linalg.solve(among, told)
        return moved

    def _alike(self, places: Ints) -> Floats:
        """The covariance of every answer, a row each, with those at *places*."""
        it = self.variances
        z = self.scores - _MIDDLE
        both = np.outer(z, z[places])
        apart = np.square(self.scores[:, None] - self.scores[None, places])
        far = np.maximum(0.0, 2 - 2 * self.vectors @ self.vectors[places].T)
        same = it.question_offset + it.question_tilt * both
        same += it.likeness * np.exp(-far / (2 * it.near**2))
        found: Floats = it.offset + it.tilt * both + it.bend * np.exp(-apart / (2 * it.near_score**2))
        found += np.where(self.questions[:, None] == self.questions[None, places], same, 0.0)
        return found

    def _noise(self) -> Floats:
        noise: Floats = self.variances.noise + self.variances.unsure * (1 - self.confidences)
        return noise
