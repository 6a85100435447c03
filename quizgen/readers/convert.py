"""The process that `quizgen.readers.apart` starts: a file on standard input, JSON on standard output."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict

from quizgen.readers.apart import MEGABYTES, MISSING, Answer


def _docx(data: bytes) -> Answer:
    from quizgen.readers.word import read

    return read(data)


def _pdf(data: bytes) -> Answer:
    from quizgen.readers.pdf import read

    return read(data)


CONVERTERS: Mapping[str, Callable[[bytes], Answer]] = {"docx": _docx, "pdf": _pdf}


def main() -> int:
    """Convert standard input; the exit code says whether a package is missing."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    try:
        answer = CONVERTERS[sys.argv[1]](data)
    except ModuleNotFoundError:
        return MISSING
    sys.stdout.write(json.dumps(asdict(answer)))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # there is no such thing on Windows
        return
    size = MEGABYTES * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
