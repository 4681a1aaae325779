"""Turns the bytes of ``GET /services/{id}/logs`` into lines."""

from __future__ import annotations

import calendar
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADER = 8


@dataclass(frozen=True)
class Entry:
    """One piece of the log; ``text`` keeps its line end.

    ``nanos`` is UNIX time, or None for a message of the engine.
    """

    stream: int
    nanos: int | None
    text: bytes


def entries(chunks: Iterable[bytes]) -> Iterator[Entry]:
    """Yields the entries of the frames; drops an incomplete last frame.

    https://docs.docker.com/reference/api/engine/, "Stream format" of ContainerAttach.
    """
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        start = 0
        while len(buffer) - start >= _HEADER:
            end = start + _HEADER + int.from_bytes(buffer[start + 4 : start + _HEADER], "big")
            if len(buffer) < end:
                break
            yield _entry(buffer[start], bytes(buffer[start + _HEADER : end]))
            start = end
        del buffer[:start]


def _entry(stream: int, payload: bytes) -> Entry:
    stamp, space, text = payload.partition(b" ")
    nanos = _nanos(stamp) if space else None
    return Entry(stream, nanos, payload if nanos is None else text)


def _nanos(stamp: bytes) -> int | None:
    """Reads ``2026-11-22T09:30:00.123456789Z``: always UTC, the fraction with any number of digits."""
    whole, _, fraction = stamp.decode("ascii", "replace").removesuffix("Z").partition(".")
    try:
        return _seconds(whole) * 1_000_000_000 + int(fraction.ljust(9, "0"))
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _seconds(whole: str) -> int:
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S"))


class Lines:
    """Joins the 16 KiB pieces of long lines.

    A line longer than ``longest`` bytes is yielded in parts.
    """

    def __init__(self, longest: int = 1 << 20) -> None:
        self._longest = longest
        self._open: dict[int, bytearray] = {}

    def add(self, entry: Entry) -> Iterator[str]:
        """Yields the line that ends with this piece, if any."""
        line = self._open.setdefault(entry.stream, bytearray())
        line += entry.text
        if line.endswith(b"\n") or len(line) >= self._longest:
            yield _text(line)
            del self._open[entry.stream]

    def rest(self) -> Iterator[str]:
        """Yields the lines without a line end."""
        for line in self._open.values():
            yield _text(line)
        self._open.clear()


def _text(line: bytearray) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")
