import socket
from pathlib import Path

import pytest

from fake_s3 import FakeS3
from lakeswarm_jobs.errors import StoreError
from lakeswarm_jobs.retry import RetryPolicy
from lakeswarm_jobs.store import ObjectStore, StoreSettings

ONCE = RetryPolicy(attempts=1)


def test_put_new_writes_once_and_put_replaces(store: ObjectStore, s3: FakeS3) -> None:
    assert store.put_new("a/ü 1", b"one", "text/plain")
    assert not store.put_new("a/ü 1", b"two", "text/plain")
    assert store.read("a/ü 1") == b"one"
    store.put("a/ü 1", b"three", "text/plain")
    assert s3.objects == {"a/ü 1": b"three"}


def test_sizes_reads_every_list_page(store: ObjectStore, s3: FakeS3) -> None:
    s3.objects = {f"in/{n}": b"x" * n for n in range(8)} | {"out/1": b"x"}
    assert store.sizes("in/") == {f"in/{n}": n for n in range(8)}
    assert store.sizes("none/") == {}


def test_each_refusal_says_what_to_do(store: ObjectStore, s3: FakeS3) -> None:
    with pytest.raises(StoreError, match=r"Cannot read s3://wsl/none: NoSuchKey"):
        store.read("none")
    with pytest.raises(
        StoreError, match=r"Cannot list s3://other/: NoSuchBucket.*The reconciler makes the buckets"
    ):
        ObjectStore(StoreSettings(s3.url, "other", retry=ONCE)).sizes("")
    s3.refuse = {"PUT secret": (403, "AccessDenied"), "GET ": (503, "SlowDown")}
    with pytest.raises(StoreError, match=r"Cannot write s3://wsl/secret/1: AccessDenied.*lacks a right"):
        store.put("secret/1", b"", "text/plain")
    with pytest.raises(
        StoreError, match=r"Cannot list s3://wsl/a: SlowDown.*Check that the object store runs"
    ):
        store.sizes("a")


def test_a_store_that_fails_twice_and_then_not(s3: FakeS3) -> None:
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            s3.refuse = {}

    s3.refuse = {"PUT ": (500, "InternalError")}
    store = ObjectStore(StoreSettings(s3.url, "wsl"), pause)
    assert store.put_new("a", b"1", "text/plain")
    assert len(waits) == 2
    s3.refuse = {"PUT ": (403, "AccessDenied")}
    with pytest.raises(StoreError, match="AccessDenied"):
        store.put("a", b"2", "text/plain")
    assert (len(waits), s3.objects) == (2, {"a": b"1"})


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StoreError, match=f"Could not connect.*{url}.*S3_ENDPOINT is its address"):
            ObjectStore(StoreSettings(url, "wsl", retry=ONCE)).sizes("")


def test_missing_and_foreign_keys(s3: FakeS3, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(keys))
    with pytest.raises(StoreError, match=rf"Both keys of profile \[default\] must stand in {keys}"):
        ObjectStore(StoreSettings(s3.url, "wsl", retry=ONCE)).sizes("")
    keys.write_text("[default]\naws_access_key_id=foreign\naws_secret_access_key=hidden-value\n")
    with pytest.raises(StoreError, match="The reconciler makes the lake user") as e:
        ObjectStore(StoreSettings(s3.url, "wsl", retry=ONCE)).sizes("")
    assert "hidden-value" not in str(e.value)
