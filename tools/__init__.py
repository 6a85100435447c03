"""What makes the data files that ship with quizgen; not part of what is installed."""
