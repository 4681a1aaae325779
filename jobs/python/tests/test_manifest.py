import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fake_s3 import FakeS3
from lakeswarm_jobs.errors import StoreError
from lakeswarm_jobs.manifest import Manifest, PageRef, newest, page_key, snapshot_hash, stored_pages
from lakeswarm_jobs.store import ObjectStore

TAKEN = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
PAGES = (PageRef("bronze/breweries/a.json.gz", 200, "aa"), PageRef("bronze/breweries/b.json.gz", 5, "bb"))
MANIFEST = Manifest(snapshot_hash(["aa", "bb"]), TAKEN, 205, 205, PAGES)


def test_written_form_is_the_contract() -> None:
    assert json.loads(MANIFEST.to_json()) == {
        "format": 1,
        "snapshot": hashlib.sha256(b"aa\nbb\n").hexdigest(),
        "taken_at": "2026-11-22T10:00:00Z",
        "rows": 205,
        "total": 205,
        "pages": [
            {"key": "bronze/breweries/a.json.gz", "rows": 200, "sha256": "aa"},
            {"key": "bronze/breweries/b.json.gz", "rows": 5, "sha256": "bb"},
        ],
    }
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


def test_keys() -> None:
    assert MANIFEST.key == f"bronze/breweries/_snapshots/20261122T100000Z-{MANIFEST.snapshot[:12]}.json"
    assert page_key("cafe", TAKEN) == "bronze/breweries/year=2026/month=11/day=22/cafe.json.gz"


def test_the_order_of_pages_counts() -> None:
    assert snapshot_hash(["aa", "bb"]) != snapshot_hash(["bb", "aa"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "format 1"),
        ({"rows": 204}, "rows is 204, its pages have 205"),
        ({"rows": None}, "rows is None"),
        ({"snapshot": "00"}, "not the hash"),
        ({"pages": [{"key": "a"}]}, "rows"),
        ({"pages": None}, "wrong type"),
        ({"taken_at": "yesterday"}, "yesterday"),
    ],
)
def test_a_wrong_manifest_is_refused(store: ObjectStore, s3: FakeS3, change: dict, message: str) -> None:
    s3.objects[MANIFEST.key] = json.dumps(json.loads(MANIFEST.to_json()) | change).encode()
    with pytest.raises(StoreError, match=f"Cannot use the manifest {MANIFEST.key}: .*{message}"):
        newest(store)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff"])
def test_no_manifest_at_all_is_refused(store: ObjectStore, s3: FakeS3, body: bytes) -> None:
    s3.objects[MANIFEST.key] = body
    with pytest.raises(StoreError, match="Cannot use the manifest"):
        newest(store)


def test_the_newest_by_time_wins(store: ObjectStore, s3: FakeS3) -> None:
    assert newest(store) is None
    later = replace(MANIFEST, taken_at=TAKEN + timedelta(days=40))
    for manifest in (later, MANIFEST):
        s3.objects[manifest.key] = manifest.to_json()
    assert newest(store) == later


def test_a_copy_under_another_name_is_refused(store: ObjectStore, s3: FakeS3) -> None:
    s3.objects[MANIFEST.key.replace("2026", "2027")] = MANIFEST.to_json()
    with pytest.raises(StoreError, match="it calls itself"):
        newest(store)


def test_an_empty_page_object_does_not_count_as_stored(store: ObjectStore, s3: FakeS3) -> None:
    s3.objects = {PAGES[0].key: b"x", PAGES[1].key: b"", "bronze/breweries/other": b"x"}
    assert stored_pages(store, MANIFEST) == {PAGES[0].key}
