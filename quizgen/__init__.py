"""Documents into questions: reading, extracting, generating, key points.  Knows the vocabulary alone."""
