"""How a reference answer falls apart into claims; `quizgen.keypoints` is the way in."""
