"""The vocabulary.  The bank is imported by name (`questions.bank`), so that no grader loads SQLAlchemy."""
