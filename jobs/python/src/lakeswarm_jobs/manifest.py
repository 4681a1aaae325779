"""The manifest lists a snapshot's pages. It is written last, so its presence means a complete snapshot."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Self

from lakeswarm_jobs.errors import StoreError
from lakeswarm_jobs.store import ObjectStore

FORMAT = 1
BRONZE = "bronze/breweries/"
SNAPSHOTS = BRONZE + "_snapshots/"
_BASIC = "%Y%m%dT%H%M%SZ"
_EXTENDED = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class PageRef:
    """A stored page: its key, its rows and the hash of its canonical uncompressed content."""

    key: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A complete snapshot: `taken_at` in UTC whole seconds, `rows` stored and `total` the API reported."""

    snapshot: str
    taken_at: datetime
    rows: int
    total: int
    pages: tuple[PageRef, ...]

    @property
    def key(self) -> str:
        """Name the manifest so that names sort by time."""
        return f"{SNAPSHOTS}{self.taken_at:{_BASIC}}-{self.snapshot[:12]}.json"

    def to_json(self) -> bytes:
        """Serialise, with the format number first."""
        fields = {"format": FORMAT} | asdict(self) | {"taken_at": f"{self.taken_at:{_EXTENDED}}"}
        return json.dumps(fields, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, body: bytes) -> Self:
        """Parse; raise ValueError for another format, missing fields or sums that do not agree."""
        fields = json.loads(body)
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError(f"it is not a manifest of format {FORMAT}")
        try:
            pages = tuple(PageRef(page["key"], page["rows"], page["sha256"]) for page in fields["pages"])
            taken_at = datetime.strptime(fields["taken_at"], _EXTENDED).replace(tzinfo=UTC)
            manifest = cls(fields["snapshot"], taken_at, fields["rows"], fields["total"], pages)
            rows = sum(page.rows for page in pages)
        except (KeyError, TypeError) as e:
            raise ValueError(f"a field is missing or of a wrong type: {e}") from e
        if manifest.rows != rows:
            raise ValueError(f"rows is {manifest.rows}, its pages have {rows}")
        if manifest.snapshot != snapshot_hash(page.sha256 for page in pages):
            raise ValueError("snapshot is not the hash of its pages")
        return manifest


def snapshot_hash(page_hashes: Iterable[str]) -> str:
    """Return the SHA-256 over the pages' hex hashes in order, a newline after each."""
    return hashlib.sha256("".join(f"{page}\n" for page in page_hashes).encode()).hexdigest()


def page_key(sha256: str, taken_at: datetime) -> str:
    """Return the key of a page that is stored for the first time."""
    return f"{BRONZE}year={taken_at:%Y}/month={taken_at:%m}/day={taken_at:%d}/{sha256}.json.gz"


def newest(store: ObjectStore) -> Manifest | None:
    """Return the newest manifest, None when no snapshot was ever completed."""
    key = max((key for key in store.sizes(SNAPSHOTS) if key.endswith(".json")), default=None)
    if key is None:
        return None
    try:
        manifest = Manifest.from_json(store.read(key))
    except ValueError as e:
        raise StoreError(
            f"use the manifest {key}",
            str(e),
            "Restore the object, or remove it so that the one before it counts, and run the job again.",
        ) from e
    if manifest.key != key:
        raise StoreError(f"use the manifest {key}", f"it calls itself {manifest.key}", "Remove the copy.")
    return manifest


def stored_pages(store: ObjectStore, manifest: Manifest) -> frozenset[str]:
    """Return those of the manifest's keys whose object exists and is not empty; one LIST a day of pages."""
    wanted = {page.key for page in manifest.pages}
    folders = {key.rpartition("/")[0] + "/" for key in wanted}
    return frozenset(
        key
        for folder in sorted(folders)
        for key, size in store.sizes(folder).items()
        if key in wanted and size > 0
    )
