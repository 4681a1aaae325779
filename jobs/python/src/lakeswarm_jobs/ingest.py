"""Ingestion: stores each page of the API as an object, and a complete reading as a snapshot."""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lakeswarm_jobs.brewery_api import BreweryApi
from lakeswarm_jobs.errors import ApiError, DataMismatchError, JobError, PagesShiftedError
from lakeswarm_jobs.manifest import Manifest, PageRef, newest, page_key, snapshot_hash, stored_pages
from lakeswarm_jobs.pages import BadBodyError, Page, canonical
from lakeswarm_jobs.store import ObjectStore

_GZIP = "application/gzip"
_JSON = "application/json"
_CLOCK_TOLERANCE = timedelta(seconds=5)
_FREQUENT_PROGRESS_PAGES = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class IngestResult:
    """What a run did: `new_objects` counts every object written, pages and manifest."""

    rows_in: int
    pages: int
    new_objects: int
    snapshot: str
    manifest: str
    changed: bool


@dataclass(frozen=True)
class IngestLimits:
    """Bounds of a run against an API that never ends: seconds in all, pages."""

    seconds: float = 3600.0
    pages: int = 50_000


class Ingest:
    """One run. Memory holds one page at a time and 8 bytes of hash for each id."""

    def __init__(
        self,
        api: BreweryApi,
        store: ObjectStore,
        limits: IngestLimits,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Store the collaborators; `run` does the work."""
        self._api = api
        self._store = store
        self._limits = limits
        self._clock = clock
        self._pause = pause
        self._started = time.monotonic()
        self._new_objects = 0

    def run(self) -> IngestResult:
        """Read all pages, store the new ones and, last, the manifest of a snapshot that differs."""
        before = newest(self._store)
        present = stored_pages(self._store, before) if before else frozenset()
        known = {page.sha256: page.key for page in before.pages} if before else {}
        if before and len(present) < len(set(known.values())):
            _log.warning(
                "%d page objects of %s are gone; they are written again",
                len(known) - len(present),
                before.key,
            )
        try:
            reading = self._read(before, known, present)
        except PagesShiftedError as e:
            _log.warning("%s Reading once more from page 1.", e)
            reading = self._read(before, known, present)
        return self._publish(reading, before)

    def _publish(self, reading: Manifest, before: Manifest | None) -> IngestResult:
        latest = newest(self._store)
        if latest and latest.snapshot == reading.snapshot:
            _log.info("the content is the same as in %s", latest.key)
            return self._result(latest, changed=False)
        if latest and latest != before and latest.taken_at >= reading.taken_at:
            raise JobError(
                "publish the snapshot",
                f"another run wrote {latest.key} while this one read",
                "Run the job again, one at a time.",
            )
        body = reading.to_json()
        # An equal object is this run's own, written by an attempt whose answer was lost.
        if not self._store.put_new(reading.key, body, _JSON) and self._store.read(reading.key) != body:
            raise JobError(
                "publish the snapshot", f"{reading.key} exists", "Run the job again, one at a time."
            )
        self._new_objects += 1
        return self._result(reading, changed=True)

    def _read(self, before: Manifest | None, known: dict[str, str], present: frozenset[str]) -> Manifest:
        taken_at = self._taken_at(before)
        total = self._api.total()
        _log.info("the API has %d breweries", total)
        refs: list[PageRef] = []
        seen: set[int] = set()
        rows = 0
        number = 1
        while page := self._page(number):
            _note_ids(page, seen)
            refs.append(self._stored(page, taken_at, known, present))
            rows += page.rows
            if number % (10 if number < _FREQUENT_PROGRESS_PAGES else _FREQUENT_PROGRESS_PAGES) == 0:
                _log.info("%d pages, %d of %d rows, %.1f s", number, rows, total, self._elapsed())
            number += 1
            self._check_limits(number)
        total_after = self._api.total()
        if total_after != total:
            raise PagesShiftedError(
                "publish the snapshot",
                f"the API's total went from {total} to {total_after} while its pages were read",
                "No manifest was written; run the job again when the API is at rest.",
            )
        if rows != total or rows == 0:
            raise DataMismatchError(
                "publish the snapshot",
                f"the pages have {rows} rows, the API's total is {total}",
                "No manifest was written, the snapshot before stays the newest; run the job again later.",
            )
        return Manifest(snapshot_hash(ref.sha256 for ref in refs), taken_at, rows, total, tuple(refs))

    def _page(self, number: int) -> Page | None:
        rows = self._api.page(number)
        try:
            return canonical(rows, number) if rows else None
        except BadBodyError as e:
            raise ApiError(
                f"store page {number}", str(e), "The API's data is broken; report it there."
            ) from e

    def _stored(
        self, page: Page, taken_at: datetime, known: dict[str, str], present: frozenset[str]
    ) -> PageRef:
        key = known.get(page.sha256)
        if key is None:
            key = page_key(page.sha256, taken_at)
            self._new_objects += self._store.put_new(key, page.compressed(), _GZIP)
        elif key not in present:
            self._store.put(key, page.compressed(), _GZIP)
            self._new_objects += 1
        return PageRef(key, page.rows, page.sha256)

    def _taken_at(self, before: Manifest | None) -> datetime:
        # Two snapshots never share a second, because the newest is found by the time in its name.
        now = self._clock().replace(microsecond=0)
        while before and now <= before.taken_at:
            if before.taken_at - now > _CLOCK_TOLERANCE:
                raise JobError(
                    "take a snapshot",
                    f"the clock is at {now:%FT%TZ}, which is before the newest snapshot {before.key}",
                    "Set the clock of this node (make doctor compares the nodes').",
                )
            self._pause(0.2)
            now = self._clock().replace(microsecond=0)
        return now

    def _check_limits(self, number: int) -> None:
        if self._elapsed() > self._limits.seconds:
            raise ApiError(
                f"read page {number}",
                f"the run's {self._limits.seconds:g} s are over",
                "Check the log above for a slow API or object store, or raise --deadline.",
            )
        if number > self._limits.pages:
            raise ApiError(
                f"read page {number}",
                f"the API gave {self._limits.pages} pages and no empty one",
                "Check the address in BREWERY_API.",
            )

    def _elapsed(self) -> float:
        return time.monotonic() - self._started

    def _result(self, manifest: Manifest, *, changed: bool) -> IngestResult:
        return IngestResult(
            manifest.rows, len(manifest.pages), self._new_objects, manifest.snapshot, manifest.key, changed
        )


def _note_ids(page: Page, seen: set[int]) -> None:
    for brewery_id in page.ids:
        fingerprint = int.from_bytes(hashlib.blake2b(brewery_id.encode(), digest_size=8).digest())
        if fingerprint in seen:
            raise PagesShiftedError(
                "publish the snapshot",
                f"brewery {brewery_id} on page {page.number} was read before: rows moved between the pages",
                "No manifest was written; run the job again when the API is at rest.",
            )
        seen.add(fingerprint)
