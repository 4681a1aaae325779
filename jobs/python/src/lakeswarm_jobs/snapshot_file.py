"""Snapshot files: gzip or plain, one JSON array of rows; read row by row where each row has its own line."""

import gzip
import json
import os
import weakref
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_GZIP_MAGIC = b"\x1f\x8b"
_SCAN_BYTES = 1 << 20


def read_rows(path: Path) -> Iterator[bytes]:
    """Yield each row as JSON text; raise ValueError when the file is not a snapshot.

    Files of `write_rows` have one row a line and need memory for one row. Any other array is read whole.
    """
    with _open(path) as file:
        first = file.readline(_SCAN_BYTES)
        if first.strip() != b"[":
            rows = json.loads(first + file.read())
            if not isinstance(rows, list):
                raise ValueError(f"{path} is not a JSON array")
            yield from (json.dumps(row, ensure_ascii=False).encode() for row in rows)
            return
        for line in file:
            row = line.strip().removesuffix(b",")
            if row == b"]":
                return
            yield row
    raise ValueError(f"{path} ends before its array does")


def write_rows(path: Path, rows: Iterable[bytes]) -> int:
    """Write a gzip snapshot, a row on each line, and return the number of rows; equal rows, equal bytes."""
    count = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as file:
        file.write(b"[\n")
        for row in rows:
            file.write((b",\n" if count else b"") + row)
            count += 1
        file.write(b"\n]\n")
    return count


class IndexedRows:
    """A snapshot's rows on disk with 8 bytes of memory each, so that any page is one read."""

    def __init__(self, rows: Iterable[bytes]) -> None:
        """Copy the rows into an unnamed temporary file."""
        self._file = TemporaryFile()  # noqa: SIM115 - lives as long as the rows
        # A reader may still hold replaced rows; the file closes when the last reference goes.
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        for row in rows:
            self._file.write(row + b",")
            self._ends.append(self._ends[-1] + len(row) + 1)
        self._file.flush()

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._ends) - 1

    def array(self, start: int, stop: int) -> bytes:
        """Return rows start (inclusive) to stop (exclusive) as a JSON array; fewer at the end."""
        start, stop = min(start, len(self)), min(stop, len(self))
        if start >= stop:
            return b"[]"
        first, last = self._ends[start], self._ends[stop]
        # pread has no shared position, so threads need no lock.
        return b"[" + os.pread(self._file.fileno(), last - first - 1, first) + b"]"


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        magic = file.read(2)
    return gzip.open(path) if magic == _GZIP_MAGIC else path.open("rb")
