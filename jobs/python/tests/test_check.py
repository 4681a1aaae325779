import pytest

from fake_brewery import FakeBrewery
from fake_s3 import FakeS3
from lakeswarm_jobs.brewery_api import BreweryApi
from lakeswarm_jobs.check import check
from lakeswarm_jobs.errors import DataMismatchError
from lakeswarm_jobs.ingest import Ingest, IngestLimits
from lakeswarm_jobs.store import ObjectStore


def test_agreement(api: BreweryApi, store: ObjectStore) -> None:
    written = Ingest(api, store, IngestLimits()).run()
    result = check(api, store)
    assert (result.rows, result.total, result.pages) == (450, 450, 3)
    assert (result.snapshot, result.manifest) == (written.snapshot, written.manifest)


def test_another_total_is_an_error_with_both_numbers(
    api: BreweryApi, store: ObjectStore, brewery: FakeBrewery
) -> None:
    Ingest(api, store, IngestLimits()).run()
    brewery.total = 8323
    with pytest.raises(DataMismatchError, match="it has 450 rows, the API's total is 8323"):
        check(api, store)


def test_a_missing_page_object_is_an_error_with_its_key(
    api: BreweryApi, store: ObjectStore, s3: FakeS3
) -> None:
    Ingest(api, store, IngestLimits()).run()
    first, second, _ = s3.keys("bronze/breweries/year=")
    s3.objects[first] = b""
    del s3.objects[second]
    with pytest.raises(
        DataMismatchError, match=f"2 of its 3 page objects are missing or empty, first {first}"
    ):
        check(api, store)


def test_no_snapshot_at_all(api: BreweryApi, store: ObjectStore, brewery: FakeBrewery) -> None:
    with pytest.raises(DataMismatchError, match=r"there is none\. Run the job ingest first"):
        check(api, store)
    assert brewery.requests == []
