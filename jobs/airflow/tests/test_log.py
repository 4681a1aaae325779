"""Every line once, in order, whatever the log looks like and however it is read."""

import pytest

from fake_swarm import LogEntry, Stage
from lakeswarm_airflow import log_reader, swarm
from lakeswarm_airflow.log_stream import Lines, entries
from lakeswarm_airflow.watch import JobFailedError

PIECE = 16384


def stamp(n: int) -> str:
    return f"2026-11-22T09:{n // 60 % 60:02}:{n % 60:02}.5Z"


def test_empty_long_and_broken_lines(job, fake):
    long = b"x" * (2 * PIECE + 5)
    fake.world.log = [
        LogEntry(stamp(1), b"first\n"),
        LogEntry(stamp(1), b"\n"),
        LogEntry(stamp(2), long[:PIECE]),
        LogEntry(stamp(2), b"from stderr\n", stream=2),
        LogEntry(stamp(2), long[PIECE : 2 * PIECE]),
        LogEntry(stamp(2), long[2 * PIECE :] + b"\n"),
        LogEntry(stamp(3), b"\xff\xfe\r\n"),
        LogEntry(stamp(4), b"no line end"),
    ]
    it = job()
    it.run()
    assert it.lines.of_job() == ["first", "", "from stderr", long.decode(), "��", "no line end"]


def test_growing_log_is_shown_live_and_once(job, fake, monkeypatch):
    monkeypatch.setattr(log_reader, "_SHARE", 0)
    fake.world.stages = [Stage("running", looks=30), Stage("complete", exit_code=0)]
    original = fake.tasks
    seen_while_running = []

    it = job()

    def grow(service_id):
        n = len(fake.world.log)
        # Two entries with the same stamp and text, and one that is late: stdout and stderr overtake each other.
        fake.world.log += [LogEntry(stamp(n), b"twice\n"), LogEntry(stamp(n), b"twice\n")]
        fake.world.log.append(LogEntry(stamp(n - 1) if n else stamp(0), f"late {n}\n".encode(), stream=2))
        seen_while_running.append(len(it.lines.of_job()))
        return original(service_id)

    fake.tasks = grow
    it.run()
    shown = it.lines.of_job()
    assert shown == [e.text.decode().rstrip("\n") for e in fake.world.log]
    assert max(seen_while_running) > 0


def test_ten_megabytes_arrive_complete(job, fake):
    fake.world.log = [LogEntry(stamp(n // 500), f"{n} ".encode() + b"y" * 1000 + b"\n") for n in range(10_000)]
    it = job()
    it.run()
    assert [line.split()[0] for line in it.lines.of_job()] == [str(n) for n in range(10_000)]


def test_the_engines_own_words_are_logged_once(job, fake):
    fake.world.stages = [Stage("running", looks=3), Stage("complete", exit_code=0)]
    fake.world.log = [
        LogEntry("", b"warning: incomplete log stream. node n1 is not available"),
        LogEntry(stamp(1), b"a\n"),
    ]
    it = job()
    it.run()
    assert it.lines.of_job() == ["a"]
    assert sum("incomplete log stream" in t for t in it.lines.texts) == 1


def test_a_log_that_hangs_does_not_hide_the_state(job, fake, monkeypatch):
    monkeypatch.setattr(swarm, "_LOG_SILENCE", 0.3)
    fake.world.log_hangs = True
    fake.world.stages = [Stage("running"), Stage("running", desired="shutdown")]
    fake.world.nodes["n1"] = ("host1", "down")
    with pytest.raises(JobFailedError, match="it is lost"):
        job().run()


def test_a_log_that_hangs_once_at_the_end_is_read_again(job, fake, monkeypatch):
    monkeypatch.setattr(swarm, "_LOG_SILENCE", 0.3)
    fake.world.log_hangs = True
    fake.world.stages = [Stage("complete", exit_code=0)]
    fake.world.log = [LogEntry(stamp(1), b"a\n")]
    it = job()
    it.run()
    assert it.lines.of_job() == ["a"]


@pytest.mark.parametrize("size", [1, 7, 8, 9, 64])
def test_frames_are_found_wherever_the_chunks_are_cut(size):
    payloads = [b"2026-11-22T09:30:00.000000001Z one\n", b"2026-11-22T09:30:00Z \n"]
    raw = b"".join(b"\1\0\0\0" + len(p).to_bytes(4, "big") + p for p in payloads)
    found = list(entries(raw[i : i + size] for i in range(0, len(raw), size)))
    assert [e.text for e in found] == [b"one\n", b"\n"]
    assert found[0].nanos - found[1].nanos == 1


def test_a_line_without_end_does_not_fill_the_memory():
    lines = Lines(longest=10)
    (entry,) = entries([b"\1\0\0\0" + (33).to_bytes(4, "big") + b"2026-11-22T09:30:00Z " + b"z" * 12])
    assert list(lines.add(entry)) == ["z" * 12]
    assert list(lines.rest()) == []
