"""An Open Brewery DB look-alike that serves a snapshot file and can misbehave; for tests and measurements.

    python -m lakeswarm_jobs.fixture_api SNAPSHOT PORT [option=value …]

The file is read again when it changes (replace it by a rename). Port 0 takes a free one. The first line on
stdout is `LAKESWARM_FIXTURE http://address:port`. Options:
  all=1            listen on every address (default 127.0.0.1), or bind=ADDRESS
  fail_page=N      page N answers 500, the first fail_times=K times (default: for ever), or status=S
  html_page=N      page N is HTML with status 200
  cut_page=N       page N ends in the middle of a row
  slow_page=N      page N answers after slow_seconds=S (default 120)
  repeat_page=N    page N starts with the last row of the page before it
  total=N          the total that meta claims
  drop=K           the last K rows are missing from the pages, while the total counts them
"""

import json
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from lakeswarm_jobs.snapshot_file import IndexedRows, read_rows

_NUMBERS = frozenset(
    {
        "all",
        "fail_page",
        "fail_times",
        "status",
        "html_page",
        "cut_page",
        "slow_page",
        "repeat_page",
        "total",
        "drop",
    }
)
_MAX_PER_PAGE = 200
_USAGE_ERROR = 64


class SnapshotSource:
    """The current rows of a file."""

    def __init__(self, path: Path) -> None:
        """Read the file; raise OSError or ValueError when it is not a snapshot."""
        self._path = path
        self._lock = threading.Lock()
        self._version = self._stamp()
        self._rows = IndexedRows(read_rows(path))

    def rows(self) -> IndexedRows:
        """Return the current rows; a reader that still holds older ones keeps them."""
        with self._lock:
            version = self._stamp()
            if version != self._version:
                self._rows = IndexedRows(read_rows(self._path))
                self._version = version
            return self._rows

    def _stamp(self) -> tuple[int, int, int]:
        stat = self._path.stat()
        return stat.st_ino, stat.st_size, stat.st_mtime_ns


class FixtureServer(ThreadingHTTPServer):
    """Serves until `shutdown`; each connection has a thread."""

    daemon_threads = True

    def __init__(self, source: SnapshotSource, address: tuple[str, int], options: dict[str, str]) -> None:
        """Bind and listen; raise ValueError for an unknown or wrong option."""
        for name, value in options.items():
            if name in _NUMBERS and not value.isdecimal():
                raise ValueError(f"{name}={value}: not a number")
            if name not in _NUMBERS | {"bind", "slow_seconds"}:
                raise ValueError(f"{name}: unknown option")
        self.source = source
        self.options = options
        self.failures_left = int(options.get("fail_times", sys.maxsize))
        self.lock = threading.Lock()
        self.closing = threading.Event()
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """Return the address the server listens on."""
        host, port = self.server_address[:2]
        return f"http://{host}:{port}"

    def server_close(self) -> None:
        """Close, and wake the delayed requests."""
        self.closing.set()
        super().server_close()

    def option(self, name: str) -> int | None:
        """Return an option's number."""
        value = self.options.get(name)
        return None if value is None else int(value)

    def take_failure(self) -> bool:
        """Count one requested failure; False when none is left."""
        with self.lock:
            self.failures_left -= 1
            return self.failures_left >= 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in two packets would wait for the client's delayed acknowledgement.
    wbufsize = -1
    server: FixtureServer

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        try:
            rows = self.server.source.rows()
        except (OSError, ValueError) as e:
            self._answer(503, f"the snapshot file is unreadable: {e}".encode(), "text/plain; charset=utf-8")
            return
        if target.path == "/v1/breweries/meta":
            total = self.server.option("total")
            meta = {"total": str(len(rows) if total is None else total), "page": "1", "per_page": "50"}
            self._answer(200, json.dumps(meta).encode())
        elif target.path == "/v1/breweries":
            self._page(
                rows, int(query.get("page", "1")), min(int(query.get("per_page", "50")), _MAX_PER_PAGE)
            )
        else:
            self._answer(404, b'{"message":"Not Found"}')

    def _page(self, rows: IndexedRows, page: int, size: int) -> None:
        option = self.server.option
        if option("fail_page") == page and self.server.take_failure():
            self._answer(option("status") or 500, b"the fixture fails on purpose", "text/plain")
            return
        if option("slow_page") == page:
            self.server.closing.wait(float(self.server.options.get("slow_seconds", "120")))
        if option("html_page") == page:
            self._answer(200, b"<html><body>Sorry, we are down for maintenance</body></html>", "text/html")
            return
        start = (page - 1) * size - (1 if option("repeat_page") == page else 0)
        body = rows.array(start, min(page * size, len(rows) - (option("drop") or 0)))
        self._answer(200, body[: len(body) // 2] if option("cut_page") == page else body)

    def _answer(
        self, status: int, body: bytes, content_type: str = "application/json; charset=utf-8"
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent: a large snapshot makes thousands of requests."""


def main(argv: Sequence[str]) -> int:
    """Serve until the process is ended."""
    try:
        path, port, *rest = argv
        options = dict(option.split("=", 1) for option in rest)
        address = options.get("bind", "0.0.0.0" if options.get("all") == "1" else "127.0.0.1")  # noqa: S104 - asked for
        server = FixtureServer(SnapshotSource(Path(path)), (address, int(port)), options)
    except (OSError, ValueError) as e:
        print(f"Cannot serve the snapshot: {e}.\n{__doc__}", file=sys.stderr)
        return _USAGE_ERROR
    print(f"LAKESWARM_FIXTURE {server.url}", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
