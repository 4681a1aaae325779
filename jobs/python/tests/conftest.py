import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer

import pytest

from fake_brewery import FakeBrewery
from fake_s3 import BUCKET, KEY_ID, SECRET, FakeS3
from lakeswarm_jobs.brewery_api import ApiSettings, BreweryApi
from lakeswarm_jobs.retry import RetryPolicy
from lakeswarm_jobs.store import ObjectStore, StoreSettings


def brewery_rows(count: int, first: int = 0) -> list[dict]:
    return [
        {
            "id": f"id-{n:05}",
            "name": f"Löwen {n}",
            "country": " Ireland" if n % 7 == 0 else "Ireland",
            "phone": None,
        }
        for n in range(first, first + count)
    ]


@contextmanager
def serving(server: BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session", autouse=True)
def _plain_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    keys = tmp_path_factory.mktemp("secrets") / "aws_credentials"
    keys.write_text(f"[default]\naws_access_key_id={KEY_ID}\naws_secret_access_key={SECRET}\n")
    with pytest.MonkeyPatch.context() as patch:
        for name in (
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_PROFILE",
            "BREWERY_API",
            "S3_ENDPOINT",
        ):
            patch.delenv(name, raising=False)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(keys))
        patch.setenv("AWS_CONFIG_FILE", str(keys.with_name("absent")))
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    # The command line binds logging to the stderr of this one test.
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


@pytest.fixture
def brewery() -> Iterator[FakeBrewery]:
    server = FakeBrewery(brewery_rows(450))
    with serving(server):
        yield server
        server.closing.set()
    assert server.violations == []


@pytest.fixture(scope="session")
def s3_server() -> Iterator[FakeS3]:
    server = FakeS3()
    with serving(server):
        yield server


@pytest.fixture
def s3(s3_server: FakeS3) -> Iterator[FakeS3]:
    s3_server.empty()
    yield s3_server
    assert s3_server.violations == []


@pytest.fixture
def pauses() -> list[float]:
    """Collect the waits a client asks for, instead of waiting."""
    return []


@pytest.fixture
def api(brewery: FakeBrewery, pauses: list[float]) -> BreweryApi:
    return BreweryApi(ApiSettings(brewery.url, retry=RetryPolicy(attempts=3)), pauses.append)


@pytest.fixture
def hasty_api(brewery: FakeBrewery, pauses: list[float]) -> BreweryApi:
    """A client that waits 1 s for a byte and 2 s for an answer."""
    settings = ApiSettings(brewery.url, read_seconds=1, request_seconds=2, retry=RetryPolicy(attempts=2))
    return BreweryApi(settings, pauses.append)


@pytest.fixture(scope="session")
def shared_store(s3_server: FakeS3) -> ObjectStore:
    # One client for all tests: making one costs 0.3 s.
    return ObjectStore(StoreSettings(s3_server.url, BUCKET, retry=RetryPolicy(attempts=3)), lambda _: None)


@pytest.fixture
def store(s3: FakeS3, shared_store: ObjectStore) -> ObjectStore:
    assert s3.objects == {}
    return shared_store
