"""One page of the API: validation of the body, and its canonical form in the bronze layer."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any, NoReturn

Row = dict[str, Any]

_PREVIEW_CHARS = 80
_GZIP_LEVEL = 6


class BadBodyError(Exception):
    """The API answered 200 with an unusable body."""


@dataclass(frozen=True)
class Page:
    """A page's canonical content: JSON lines, keys sorted, UTF-8, a newline after each row."""

    number: int
    ids: tuple[str, ...]
    content: bytes
    sha256: str

    @property
    def rows(self) -> int:
        """Count the page's rows, at least 1."""
        return len(self.ids)

    def compressed(self) -> bytes:
        """Compress the content; equal content gives equal bytes, because gzip's time stamp is 0."""
        return gzip.compress(self.content, _GZIP_LEVEL, mtime=0)


def describe(body: bytes, content_type: str) -> str:
    """Name the content type and the first 80 characters, to make a proxy's page recognisable."""
    start = " ".join(body[: _PREVIEW_CHARS * 4].decode("utf-8", "replace").split())[:_PREVIEW_CHARS]
    return f"content type {content_type or 'none'}, begins {start!r}"


def parse_json(body: bytes, content_type: str, what: str) -> object:
    """Parse strict JSON (no NaN), or raise BadBodyError that names `what`."""
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as e:
        raise BadBodyError(f"{what} is not valid JSON ({describe(body, content_type)})") from e


def parse_page(body: bytes, content_type: str, number: int) -> list[Row]:
    """Return the page's rows; each is an object with a non-empty string `id`."""
    what = f"page {number}"
    rows = parse_json(body, content_type, what)
    if not isinstance(rows, list):
        raise BadBodyError(f"{what} is not a JSON array ({describe(body, content_type)})")
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
            raise BadBodyError(
                f"row {index + 1} of {what} is no object with a string id ({describe(body, content_type)})"
            )
    return rows


def canonical(rows: list[Row], number: int) -> Page:
    """Bring rows into the canonical form, in the API's order; raise BadBodyError for broken Unicode."""
    lines = [
        json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n" for row in rows
    ]
    try:
        content = "".join(lines).encode()
    except UnicodeEncodeError as e:
        raise BadBodyError(f"page {number} holds half of a surrogate pair: {e.reason}") from e
    return Page(number, tuple(row["id"] for row in rows), content, hashlib.sha256(content).hexdigest())


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
