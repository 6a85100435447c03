"""The ways in: HTTP, command line.  Knows every room and builds everything."""
