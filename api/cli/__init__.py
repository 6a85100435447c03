"""The command line: parse, call one use case, print.  Heavy imports wait until a command runs."""
