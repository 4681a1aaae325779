import os
from pathlib import Path

import pytest

from conftest import serving
from fake_s3 import FakeS3
from lakeswarm_jobs.brewery_api import ApiSettings, BreweryApi
from lakeswarm_jobs.check import check
from lakeswarm_jobs.fixture_api import FixtureServer, SnapshotSource
from lakeswarm_jobs.ingest import Ingest, IngestLimits
from lakeswarm_jobs.store import ObjectStore

SNAPSHOT = os.environ.get("LAKESWARM_SNAPSHOT")


@pytest.mark.skipif(not SNAPSHOT, reason="LAKESWARM_SNAPSHOT names no real snapshot file")
def test_the_real_snapshot_twice(store: ObjectStore, s3: FakeS3) -> None:
    server = FixtureServer(SnapshotSource(Path(SNAPSHOT)), ("127.0.0.1", 0), {})
    with serving(server):
        api = BreweryApi(ApiSettings(server.url))
        first = Ingest(api, store, IngestLimits()).run()
        second = Ingest(api, store, IngestLimits()).run()
        checked = check(api, store)
    assert (first.rows_in, first.pages, first.new_objects) == (8323, 42, 43)
    assert (second.new_objects, second.changed) == (0, False)
    assert (checked.rows, checked.total, len(s3.puts)) == (8323, 8323, 43)
