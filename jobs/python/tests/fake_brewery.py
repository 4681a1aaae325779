"""A strict brewery API: exact requests only; answers from a script first, then from its rows."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """One scripted answer; `missing` bytes of the announced length are never sent."""

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0
    silent_seconds: float = 0
    drip_seconds: float = 0


FOR_EVER = 10**6


class FakeBrewery(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, rows: list[dict]) -> None:
        self.rows = rows
        self.total: object = None
        self.requests: list[str] = []
        self.violations: list[str] = []
        self.script: dict[str, list[Answer]] = {}
        self.before: dict[str, object] = {}
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, what: str, *answers: Answer, times: int = 1) -> None:
        """Script the next answers for `what`: "meta" or a page's number."""
        self.script.setdefault(what, []).extend(answers * min(times, 1000))

    def count(self, what: str) -> int:
        return self.requests.count(what)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeBrewery

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        query = parse_qsl(target.query, strict_parsing=bool(target.query))
        if target.path == "/v1/breweries/meta" and not query:
            what = "meta"
        elif (
            target.path == "/v1/breweries" and dict(query).keys() == {"page", "per_page"} and len(query) == 2
        ):
            what = dict(query)["page"]
            if dict(query)["per_page"] != "200" or not what.isdecimal() or int(what) < 1:
                self._violation(f"bad paging: {self.path}")
                return
        else:
            self._violation(f"unknown request: {self.path}")
            return
        if self.headers.get("Accept") != "application/json":
            self._violation("Accept is missing")
            return
        self.server.requests.append(what)
        if hook := self.server.before.pop(what, None):
            hook()
        scripted = self.server.script.get(what)
        self._send(scripted.pop(0) if scripted else self._regular(what))

    def _regular(self, what: str) -> Answer:
        rows = self.server.rows
        if what == "meta":
            total = str(len(rows)) if self.server.total is None else self.server.total
            return Answer(body=json.dumps({"total": total, "page": "1", "per_page": "50"}).encode())
        start = (int(what) - 1) * 200
        return Answer(body=json.dumps(rows[start : start + 200]).encode())

    def _send(self, answer: Answer) -> None:
        self.server.closing.wait(answer.silent_seconds)
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json"} | answer.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + answer.missing))
        self.end_headers()
        if answer.drip_seconds:
            for byte in answer.body:
                self.wfile.write(bytes([byte]))
                if self.server.closing.wait(answer.drip_seconds):
                    break
        else:
            self.wfile.write(answer.body)
        self.close_connection = self.close_connection or answer.missing > 0

    def _violation(self, text: str) -> None:
        self.server.violations.append(text)
        self.send_error(400, text)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # the client gave up, as the time-out tests want
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
