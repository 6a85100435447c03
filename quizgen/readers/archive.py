"""The documents in a zip archive, which may be hostile: nothing is ever written to disk."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import IO

from quizgen.readers.decode import reads_as_chinese
from quizgen.readers.pictures import checked
from quizgen.readers.read import SUFFIXES, read_bytes, refuse_large
from quizgen.readers.source import SourceText, refusal

_MOST_FILES = 20_000
# All documents of an archive together, in documents of the largest size.
_ALL = 4
# Text shrinks to a tenth, hardly to less than a fiftieth; what shrinks more is a bomb.
_RATIO = 200
_SMALL = 2**20
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError
)  # fmt: skip
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def is_archive(data: bytes) -> bool:
    """Whether *data* are a zip archive that is no Office document."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06") and not any(
        mark in data for mark in (b"word/document", b"[Content_Types].xml", b"mimetypeapplication/")
    )


@dataclass(slots=True)
class Archive:
    """A zip archive that is open; *limit* is the most bytes a document may have."""

    name: str
    limit: int
    files: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    unpacked: int = 0
    packed: int = 0

    def documents(self) -> Iterator[str]:
        """The names of the documents, sorted."""
        return iter(sorted(name for name in self.members if is_document(PurePosixPath(name))))

    def read(self, name: str) -> SourceText:
        """One document.  Raises UnreadableDocument."""
        text = read_bytes(self._bytes(name), name, f"{self.name}/{name}", limit=self.limit)
        folder = PurePosixPath(name).parent
        return checked(text, lambda target: normpath(str(folder / target)) in self.members)

    def _bytes(self, name: str) -> bytes:
        info = self.members[name]
        if info.flag_bits & _ENCRYPTED:
            raise refusal(name, "encrypted; unpack the archive yourself")
        refuse_large(info.file_size, name, self.limit)
        if _is_bomb(info.file_size, info.compress_size) or _is_bomb(
            self.unpacked + info.file_size, self.packed + info.compress_size
        ):
            raise refusal(name, "unpacks to far more than a text does; this looks like a zip bomb")
        if self.unpacked + info.file_size > _ALL * self.limit:
            raise refusal(name, f"the archive unpacks to more than {_ALL * self.limit >> 20} MB; split it")
        try:
            with self.files.open(info) as stream:
                data = stream.read(self.limit + 1)
        except _BROKEN as error:
            raise refusal(name, f"broken in the archive ({error or type(error).__name__})") from error
        self.unpacked += len(data)
        self.packed += info.compress_size
        return data


def open_archive(source: Path | IO[bytes], name: str, limit: int) -> Archive:
    """The archive in *source*.  Raises UnreadableDocument."""
    try:
        files = zipfile.ZipFile(source)
        entries = files.infolist()
    except _BROKEN as error:
        raise refusal(name, f"a broken zip archive ({error}); pack it again") from error
    if len(entries) > _MOST_FILES:
        raise refusal(name, f"more than {_MOST_FILES:,} files in one archive; pack only the documents")
    archive = Archive(name, limit, files)
    for info in entries:
        inner = inner_name(info)
        if inner and not info.is_dir():
            archive.members.setdefault(inner, info)
    return archive


def is_document(name: PurePosixPath) -> bool:
    """Whether a file of this name is picked up unasked: a known ending, and nothing on the way to it hidden."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return name.suffix.lower() in SUFFIXES and not hidden


def _is_bomb(size: int, packed: int) -> bool:
    return size > max(_SMALL, _RATIO * packed)


def inner_name(info: zipfile.ZipInfo) -> str:
    """What a member is called here: a path that leads nowhere but into the archive; empty if nothing is left."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        name = _unmangled(name)
    parts = name.replace("\\", "/").split("/")
    kept = [_UNPRINTED.sub("", part).strip() for part in parts]
    return "/".join(
        part for part in kept if part not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", part)
    )


def _unmangled(name: str) -> str:
    """A name that zip took for code page 437, and that is UTF-8 or GB18030 in truth."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or reads_as_chinese(found):
            return found
    return name
