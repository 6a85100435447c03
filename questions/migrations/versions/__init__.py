"""One file a step; Alembic reads them in the order of their revisions.  Steps go forward only."""
