"""The columns of the tables that are written, by kind of row."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "grades": (
        "id", "question_id", "status", "score", "verdict", "confidence", "needs_review", "review_reasons",
        "decided_by", "key_points", "opinions", "feedback", "language", "reason",
    ),
    "answers": ("id", "question_id", "question", "reference", "answer", "learner", "score", "max_score"),
    "attempts": (
        "id", "at", "learner", "question_id", "question", "answer", "score", "verdict", "confidence",
        "needs_review", "review_reasons", "decided_by", "feedback", "reason",
    ),
    "groups": (
        "id", "question_id", "group", "size", "speaker", "identical", "score", "graded_by", "reason",
    ),
    "audits": ("id", "question", "document", "line", "risk", "flags", "reason"),
}  # fmt: skip
