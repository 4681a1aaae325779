"""Compares the newest snapshot with the API's total after an ingestion."""

from dataclasses import dataclass

from lakeswarm_jobs.brewery_api import BreweryApi
from lakeswarm_jobs.errors import DataMismatchError
from lakeswarm_jobs.manifest import newest, stored_pages
from lakeswarm_jobs.store import ObjectStore


@dataclass(frozen=True)
class CheckResult:
    """A passed check: `rows` in the newest snapshot equal the API's `total`, and all pages exist."""

    rows: int
    total: int
    pages: int
    snapshot: str
    manifest: str


def check(api: BreweryApi, store: ObjectStore) -> CheckResult:
    """Compare and return, or raise DataMismatchError with what differs."""
    manifest = newest(store)
    if manifest is None:
        raise DataMismatchError("check the newest snapshot", "there is none", "Run the job ingest first.")
    wanted = {page.key for page in manifest.pages}
    missing = sorted(wanted - stored_pages(store, manifest))
    if missing:
        raise DataMismatchError(
            f"check {manifest.key}",
            f"{len(missing)} of its {len(wanted)} page objects are missing or empty, first {missing[0]}",
            "Run the job ingest: it writes the pages again that the API still has.",
        )
    total = api.total()
    if manifest.rows != total:
        raise DataMismatchError(
            f"check {manifest.key}",
            f"it has {manifest.rows} rows, the API's total is {total}",
            "Run the job ingest again; if the numbers still differ, the API contradicts itself.",
        )
    return CheckResult(manifest.rows, total, len(manifest.pages), manifest.snapshot, manifest.key)
