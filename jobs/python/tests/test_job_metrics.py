import socket

import pytest

from lakeswarm_jobs import job_metrics


def test_one_packet_tells_outcome_seconds_and_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        monkeypatch.setenv("LAKESWARM_STATSD", f"127.0.0.1:{receiver.getsockname()[1]}")
        job_metrics.send(
            "ingest", "succeeded", {"rowsIn": 450, "changed": True, "seconds": 1.5, "snapshot": "x"}
        )
        assert receiver.recv(2048).decode().split("\n") == [
            "lakeswarm.ended.ingest.succeeded:1|c",
            "lakeswarm.rows.ingest.rowsIn:450|g",
            "lakeswarm.seconds.ingest:1.5|g",
        ]


def test_where_nobody_listens_the_job_goes_on_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LAKESWARM_STATSD", "no-such-host.invalid:9125")
    job_metrics.send("check", "failed", {})
    assert "metrics not sent to no-such-host.invalid:9125" in caplog.text
