import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from conftest import brewery_rows
from fake_brewery import FOR_EVER, Answer, FakeBrewery
from fake_s3 import FakeS3
from lakeswarm_jobs.brewery_api import BreweryApi
from lakeswarm_jobs.errors import ApiError, DataMismatchError, JobError, PagesShiftedError, StoreError
from lakeswarm_jobs.ingest import Ingest, IngestLimits, IngestResult
from lakeswarm_jobs.store import ObjectStore

DAY_ONE = datetime(2026, 11, 22, 23, 59, 58, 500_000, tzinfo=UTC)
FIRST_DAY = "bronze/breweries/year=2026/month=11/day=22/"
SECOND_DAY = "bronze/breweries/year=2026/month=11/day=23/"
MANIFESTS = "bronze/breweries/_snapshots/"
Run = Callable[..., IngestResult]


@pytest.fixture
def run(api: BreweryApi, store: ObjectStore) -> Run:
    def run_at(days: float = 0, limits: IngestLimits = IngestLimits()) -> IngestResult:  # noqa: B008
        return Ingest(api, store, limits, clock=lambda: DAY_ONE + timedelta(days=days)).run()

    return run_at


def manifests(s3: FakeS3) -> list[dict]:
    return [json.loads(s3.objects[key]) for key in s3.keys(MANIFESTS)]


def test_first_run_stores_every_row_and_the_manifest_last(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    result = run()

    assert (result.rows_in, result.pages, result.new_objects, result.changed) == (450, 3, 4, True)
    (manifest,) = manifests(s3)
    assert (manifest["rows"], manifest["total"], manifest["taken_at"]) == (450, 450, "2026-11-22T23:59:58Z")
    assert s3.puts[-1] == result.manifest
    stored = [
        json.loads(line)
        for page in manifest["pages"]
        for line in gzip.decompress(s3.objects[page["key"]]).decode().splitlines()
    ]
    assert stored == brewery.rows
    assert all(page["key"] == f"{FIRST_DAY}{page['sha256']}.json.gz" for page in manifest["pages"])


def test_same_content_writes_nothing_even_on_another_day(run: Run, s3: FakeS3) -> None:
    first = run()
    puts = list(s3.puts)

    second = run(days=1)

    assert s3.puts == puts
    assert (second.new_objects, second.changed) == (0, False)
    assert (second.snapshot, second.manifest) == (first.snapshot, first.manifest)


def test_a_changed_row_writes_its_page_and_a_manifest_that_reuses_the_others(
    run: Run, s3: FakeS3, brewery: FakeBrewery
) -> None:
    run()
    brewery.rows[210] = brewery.rows[210] | {"name": "renamed"}

    result = run(days=1)

    assert (result.new_objects, result.changed) == (2, True)
    old, new = manifests(s3)
    assert [new["pages"][i] == old["pages"][i] for i in range(3)] == [True, False, True]
    assert new["pages"][1]["key"].startswith(SECOND_DAY)


def test_a_page_that_fails_for_ever_leaves_no_manifest_and_the_next_run_finishes(
    run: Run, s3: FakeS3, brewery: FakeBrewery
) -> None:
    brewery.answer("3", Answer(500, b""), times=3)
    with pytest.raises(ApiError, match="page 3"):
        run()
    assert (len(s3.keys(FIRST_DAY)), s3.keys(MANIFESTS)) == (2, [])

    assert run().new_objects == 2


def test_crash_between_pages_and_manifest_then_again(run: Run, s3: FakeS3) -> None:
    s3.refuse = {"PUT _snapshots/": (503, "SlowDown")}
    with pytest.raises(StoreError, match="Cannot write s3://wsl/bronze/breweries/_snapshots/"):
        run()
    assert (len(s3.keys(FIRST_DAY)), s3.keys(MANIFESTS)) == (3, [])
    s3.refuse = {}

    result = run()

    assert (result.new_objects, result.changed, len(s3.keys(MANIFESTS))) == (1, True, 1)


def test_a_lost_answer_of_the_manifest_is_no_conflict(run: Run, s3: FakeS3) -> None:
    s3.lost_answers = ["_snapshots/"]
    result = run()
    assert (result.changed, result.new_objects, s3.keys(MANIFESTS)) == (True, 4, [result.manifest])


@pytest.mark.parametrize("total", [449, 451, 10_000])
def test_half_a_snapshot_is_refused_with_both_numbers(
    run: Run, s3: FakeS3, brewery: FakeBrewery, total: int
) -> None:
    brewery.total = total
    with pytest.raises(DataMismatchError, match=f"the pages have 450 rows, the API's total is {total}"):
        run()
    assert s3.keys(MANIFESTS) == []


def test_an_api_without_breweries_is_refused(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    brewery.rows = []
    with pytest.raises(DataMismatchError, match="0 rows"):
        run()
    assert s3.puts == []


def test_pages_that_shift_once_are_read_again(run: Run, brewery: FakeBrewery) -> None:
    # A row arrives at the front after page 1: page 2 starts with a row that was on page 1.
    brewery.before["2"] = lambda: brewery.rows.insert(0, {"id": "id-new"})
    result = run()
    assert (result.rows_in, result.changed) == (451, True)
    assert brewery.count("1") == 2


def test_a_row_removed_while_reading_is_noticed_by_the_total(run: Run, brewery: FakeBrewery) -> None:
    # Page 3 then misses the row that moved to page 2.
    brewery.before["3"] = lambda: brewery.rows.pop(0)
    result = run()
    assert (result.rows_in, result.changed) == (449, True)
    assert (brewery.count("1"), brewery.count("meta")) == (2, 4)


def test_pages_that_always_shift_are_refused(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    brewery.answer("2", Answer(body=json.dumps(brewery.rows[199:399]).encode()), times=2)
    with pytest.raises(PagesShiftedError, match="brewery id-00199 on page 2 was read before"):
        run()
    assert (brewery.count("1"), brewery.count("2"), s3.keys(MANIFESTS)) == (2, 2, [])


def test_page_objects_that_vanished_are_written_again_in_place(run: Run, s3: FakeS3) -> None:
    run()
    before = dict(s3.objects)
    gone, emptied, _ = s3.keys(FIRST_DAY)
    del s3.objects[gone]
    s3.objects[emptied] = b""

    result = run(days=1)

    assert (result.new_objects, result.changed) == (2, False)
    assert s3.objects == before


def test_two_changed_snapshots_never_share_a_second(
    api: BreweryApi, store: ObjectStore, s3: FakeS3, brewery: FakeBrewery
) -> None:
    now = [DAY_ONE]
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        now[0] += timedelta(seconds=seconds)

    def again() -> IngestResult:
        return Ingest(api, store, IngestLimits(), lambda: now[0], pause).run()

    again()
    brewery.rows.pop()
    assert again().changed
    assert [m["taken_at"][-3:] for m in manifests(s3)] == ["58Z", "59Z"]
    assert waits


def test_a_clock_behind_the_newest_snapshot_is_an_error(run: Run, brewery: FakeBrewery) -> None:
    run(days=1)
    brewery.rows.pop()
    with pytest.raises(JobError, match=r"the clock is at 2026-11-22T23:59:58Z.*Set the clock"):
        run()


def test_another_run_that_published_meanwhile_wins(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    def other_run() -> None:
        saved = list(brewery.rows)
        brewery.rows[0] = brewery.rows[0] | {"name": "seen by the other run"}
        run(days=1)
        brewery.rows[:] = saved

    brewery.before["3"] = other_run
    with pytest.raises(JobError, match=r"another run wrote .*20261123T"):
        run()
    assert len(s3.keys(MANIFESTS)) == 1


def test_another_run_with_the_same_content_is_no_conflict(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    brewery.before["3"] = run
    result = run()
    assert (result.changed, result.new_objects, len(s3.keys(MANIFESTS))) == (False, 2, 1)


def test_an_api_that_never_ends_is_left(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    brewery.rows = brewery_rows(1000)
    with pytest.raises(ApiError, match="gave 2 pages and no empty one"):
        run(limits=IngestLimits(pages=2))
    with pytest.raises(ApiError, match="the run's 1e-06 s are over"):
        run(limits=IngestLimits(seconds=1e-6))
    assert s3.keys(MANIFESTS) == []


def test_broken_unicode_of_the_api_is_named(run: Run, s3: FakeS3, brewery: FakeBrewery) -> None:
    brewery.answer("1", Answer(body=b'[{"id":"a","name":"\\udc00"}]'), times=FOR_EVER)
    with pytest.raises(ApiError, match="Cannot store page 1: page 1 holds half of a surrogate pair"):
        run()
    assert s3.puts == []
