import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import urllib3

from conftest import brewery_rows, serving
from lakeswarm_jobs.brewery_api import ApiSettings, BreweryApi
from lakeswarm_jobs.errors import ApiError
from lakeswarm_jobs.fixture_api import FixtureServer, SnapshotSource, main
from lakeswarm_jobs.retry import RetryPolicy
from lakeswarm_jobs.snapshot_file import write_rows

Start = Callable[..., FixtureServer]


def write(path: Path, rows: list[dict]) -> None:
    write_rows(path, (json.dumps(row).encode() for row in rows))


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    write(tmp_path / "snapshot.json.gz", brewery_rows(450))
    return tmp_path / "snapshot.json.gz"


@pytest.fixture
def start(snapshot: Path) -> Iterator[Start]:
    with ExitStack() as servers:

        def start_with(**options: str) -> FixtureServer:
            server = FixtureServer(SnapshotSource(snapshot), ("127.0.0.1", 0), options)
            servers.enter_context(serving(server))
            servers.callback(server.closing.set)
            return server

        yield start_with


def client(server: FixtureServer, attempts: int = 1, read_seconds: float = 15) -> BreweryApi:
    settings = ApiSettings(server.url, read_seconds=read_seconds, retry=RetryPolicy(attempts=attempts))
    return BreweryApi(settings, lambda _: None)


def test_serves_the_snapshot_in_pages(start: Start) -> None:
    api = client(start())
    assert api.total() == 450
    assert [row for page in (1, 2, 3, 4) for row in api.page(page)] == brewery_rows(450)


def test_a_plain_array_on_one_line_is_a_snapshot_too(start: Start, snapshot: Path) -> None:
    snapshot.write_text(json.dumps(brewery_rows(3)))
    assert client(start()).page(1) == brewery_rows(3)


def test_the_file_is_read_again_when_it_changes(start: Start, snapshot: Path, tmp_path: Path) -> None:
    api = client(start())
    assert api.total() == 450
    write(tmp_path / "next.json.gz", brewery_rows(7))
    (tmp_path / "next.json.gz").rename(snapshot)
    assert (api.total(), len(api.page(1))) == (7, 7)
    snapshot.write_bytes(b"[\n")
    with pytest.raises(ApiError, match=r"HTTP 503 .*the snapshot file is unreadable"):
        api.total()


def test_fails_as_often_as_requested(start: Start) -> None:
    api = client(start(fail_page="2", fail_times="2"), attempts=3)
    assert (len(api.page(1)), len(api.page(2)), len(api.page(2))) == (200, 200, 200)
    with pytest.raises(ApiError, match="HTTP 429"):
        client(start(fail_page="2", status="429"), attempts=3).page(2)


def test_html_and_cut_pages(start: Start) -> None:
    with pytest.raises(ApiError, match="content type text/html, begins '<html>"):
        client(start(html_page="1")).page(1)
    with pytest.raises(ApiError, match="page 1 is not valid JSON"):
        client(start(cut_page="1")).page(1)


def test_slow_page(start: Start) -> None:
    api = client(start(slow_page="1", slow_seconds="300"), read_seconds=0.5)
    begin = time.monotonic()
    with pytest.raises(ApiError, match="timed out"):
        api.page(1)
    assert time.monotonic() - begin < 60


def test_total_drop_and_repeat(start: Start) -> None:
    assert client(start(total="99")).total() == 99
    api = client(start(drop="60"))
    assert (api.total(), len(api.page(2)), len(api.page(3))) == (450, 190, 0)
    assert client(start(repeat_page="2")).page(2)[0] == brewery_rows(450)[199]


def test_other_paths_are_not_found(start: Start) -> None:
    answer = urllib3.request("GET", start().url + "/v1/other", retries=False)
    assert answer.status == 404


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "not enough values"),
        (["absent.json", "0"], "absent.json"),
        (["SNAPSHOT", "0", "fail_page=x"], "fail_page=x: not a number"),
        (["SNAPSHOT", "0", "explode=1"], "explode: unknown option"),
    ],
)
def test_wrong_arguments(
    argv: list[str], message: str, snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(snapshot) if part == "SNAPSHOT" else part for part in argv]) == 64
    assert message in capsys.readouterr().err
