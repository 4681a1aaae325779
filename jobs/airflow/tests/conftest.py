import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

# Before Airflow is imported: it makes files in its home.
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "True"
os.environ["AIRFLOW_HOME"] = str(Path(__file__).parent.parent / "target" / "airflow-home")

from fake_swarm import FakeSwarm
from lakeswarm_airflow import SwarmJobOperator
from lakeswarm_airflow import swarm as swarm_module


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())

    def of_job(self) -> list[str]:
        return [t for t in self.texts if not t.startswith(("Swarm: ", "Service ", "Docker API: "))]


class Job:
    """An operator against the fake engine, with what it logged."""

    def __init__(self, fake: FakeSwarm, lines: Lines, **arguments: Any) -> None:
        waits = dict.fromkeys(
            ["pending_timeout", "start_timeout", "lost_timeout", "silent_timeout", "outage_timeout"], 60
        )
        settings = {"task_id": "ingest", "image": "i:1", "docker_url": fake.url, "poll_interval": 0.01}
        self.operator = SwarmJobOperator(**{**settings, **waits, **arguments})
        self.fake = fake
        self.lines = lines

    def run(self, try_number: int = 1, map_index: int = -1, run_id: str = "manual__2026") -> None:
        ti = SimpleNamespace(
            dag_id="breweries", task_id="ingest", run_id=run_id, map_index=map_index, try_number=try_number
        )
        self.operator.execute({"ti": ti})


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSwarm]:
    monkeypatch.setattr(swarm_module, "_PAUSE", 0.02)
    server = FakeSwarm()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    assert server.world.violations == []


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    logger = logging.getLogger("lakeswarm.test")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


@pytest.fixture
def job(fake: FakeSwarm, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(SwarmJobOperator, "log", property(lambda _: logging.getLogger("lakeswarm.test")), raising=False)
    return lambda **arguments: Job(fake, lines, **arguments)
