"""Shows each line of a growing job log once."""

from __future__ import annotations

import time
from collections import Counter, deque
from typing import TYPE_CHECKING

import requests
import urllib3
from airflow.sdk.exceptions import AirflowException
from docker.errors import DockerException, NotFound

from lakeswarm_airflow.log_stream import Entry, Lines, entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from lakeswarm_airflow.swarm import Swarm

_OVERLAP_NANOS = 2_000_000_000
_TAIL = 20
# Each poll makes the job's node read its log file; the pause keeps that below a tenth of a core.
_SHARE = 10
_LONGEST_PAUSE = 15.0
_PAUSE = 0.2
# The last one: no connection at all.
_UNREADABLE = (requests.RequestException, urllib3.exceptions.HTTPError, DockerException, OSError, AirflowException)


class LogReader:
    """Polls the log; a followed service log would never end.

    Two threads stamp stdout and stderr, so entries may be slightly out of order. Each poll starts 2 s before the last
    entry and skips what was shown.
    """

    def __init__(self, swarm: Swarm, service_id: str, log: Logger, now: Callable[[], float] = time.monotonic) -> None:
        self._swarm = swarm
        self._service_id = service_id
        self._log = log
        self._now = now
        self._lines = Lines()
        self._newest = 0
        self._shown: Counter[Entry] = Counter()
        self._warned: set[bytes] = set()
        self._not_before = 0.0
        self.tail: deque[str] = deque(maxlen=_TAIL)

    def read(self) -> bool:
        """Shows new lines, unless the last poll was too recent; returns False when the log cannot be read."""
        if self._now() < self._not_before:
            return True
        began = self._now()
        _, cause = self._read_once()
        pause = _LONGEST_PAUSE if cause else min((self._now() - began) * _SHARE, _LONGEST_PAUSE)
        self._not_before = self._now() + pause
        return cause is None

    def finish(self, patience: float) -> None:
        """Shows the rest of an ended job's log, until a poll returns nothing new.

        Retries failed polls until ``patience`` seconds have passed without a new entry.
        """
        progress = self._now()
        while True:
            new, cause = self._read_once()
            if new == 0 and cause is None:
                break
            if new:
                progress = self._now()
            if isinstance(cause, NotFound) or self._now() - progress >= patience:
                self._log.warning("The end of the job's log may be missing: %s", cause)
                break
            time.sleep(_PAUSE)
        for line in self._lines.rest():
            self._show(line)

    def _read_once(self) -> tuple[int, Exception | None]:
        """Returns the number of new entries and the error that ended the poll, if any."""
        seen: Counter[Entry] = Counter()
        new = 0
        since = max(self._newest - _OVERLAP_NANOS, 0)
        try:
            for entry in entries(self._swarm.log(self._service_id, f"{since // 10**9}.{since % 10**9:09d}")):
                if entry.nanos is None:
                    self._warn(entry)
                    continue
                seen[entry] += 1
                if seen[entry] > self._shown[entry]:
                    self._shown[entry] += 1
                    new += 1
                    self._newest = max(self._newest, entry.nanos)
                    for line in self._lines.add(entry):
                        self._show(line)
        except _UNREADABLE as e:
            return new, e
        finally:
            self._drop_old()
        return new, None

    def _drop_old(self) -> None:
        oldest = self._newest - _OVERLAP_NANOS
        for entry in [e for e in self._shown if (e.nanos or 0) < oldest]:
            del self._shown[entry]

    def _show(self, line: str) -> None:
        self.tail.append(line)
        self._log.info("%s", line)

    def _warn(self, entry: Entry) -> None:
        if entry.text not in self._warned:
            self._warned.add(entry.text)
            self._log.warning("Swarm: %s", entry.text.decode("utf-8", "replace").strip())
