"""The HTTP side of the fake engine: versioned paths, JSON errors, chunked multiplexed logs."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lakeswarm_airflow.log_stream import _nanos

if TYPE_CHECKING:
    from fake_swarm import FakeSwarm

_API = "/v1.41"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeSwarm

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def log_message(self, *_: object) -> None:
        """The fake is silent."""

    def _serve(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        address = urlsplit(self.path)
        query = {k: v[0] for k, v in parse_qs(address.query).items()}
        path = address.path
        with self.server.lock:
            if path != "/version" and not path.startswith(_API):
                self.server.world.violations.append(f"without the negotiated version: {path}")
            path = path.removeprefix(_API)
            request = f"{method} {path}"
            self.server.world.requests.append(request)
            if self.server.world.login not in (None, self.headers.get("Authorization")):
                self._json(401, {"message": "The Docker guard refuses this: the login is missing or wrong."})
                return
            fault = next((f for f in self.server.world.faults if f.times and re.fullmatch(f.request, request)), None)
            if fault:
                fault.times -= 1
                if fault.status:
                    self._json(fault.status, {"message": fault.message})
                    return
            if request.endswith("/logs") and self.server.world.log_hangs:
                self.server.world.log_hangs = False
                hang = True
            else:
                hang = False
                status, answer = self._route(method, path, query, body)
        if hang:
            self.rfile.read(1)
        elif fault:
            self.close_connection = True
        else:
            self._json(status, answer) if not isinstance(answer, bytes) else self._bytes(answer)

    def _route(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        world = self.server.world
        match method, *path.strip("/").split("/"):
            case "GET", "version":
                return 200, {"ApiVersion": "1.41"}
            case "GET", "_ping":
                return 200, b"OK"
            case "POST", "services", "create":
                return self.server.create(body)
            case "GET", "tasks":
                (service_id,) = json.loads(query["filters"])["service"]
                if service_id not in world.services:
                    return 404, {"message": f"service {service_id} not found"}
                return 200, self.server.tasks(service_id)
            case "GET", "nodes", node if node in world.nodes:
                host, state = world.nodes[node]
                return 200, {"Description": {"Hostname": host}, "Status": {"State": state}}
            case "GET", "secrets":
                (prefix,) = json.loads(query["filters"])["name"]
                found = [(n, i) for n, i in world.secrets.items() if n.startswith(prefix)]
                return 200, [{"ID": i, "Spec": {"Name": n}, "CreatedAt": f"2026-01-01T00:00:{i}Z"} for n, i in found]
            case _, "services", key, *rest:
                return self._service(method, key, rest, query, body)
        world.violations.append(f"{method} {path}")
        return 404, {"message": "page not found"}

    def _service(
        self,
        method: str,
        key: str,
        rest: list[str],
        query: dict[str, str],
        body: Any,
    ) -> tuple[int, Any]:
        service = self.server.find(key)
        if service is None:
            return 404, {"message": f"service {key} not found"}
        match method, *rest:
            case ("GET",):
                return 200, {"ID": service.id, "Version": {"Index": service.version}, "Spec": service.spec}
            case ("DELETE",):
                del self.server.world.services[service.id]
                return 200, b""
            case "POST", "update":
                return self.server.update(service.id, query["version"], body)
            case "GET", "logs":
                if query.get("timestamps") != "1" or "follow" in query:
                    self.server.world.violations.append("a log without timestamps, or followed")
                return 200, self._log(query["since"])
        self.server.world.violations.append(f"{method} /services/../{rest}")
        return 404, {"message": "page not found"}

    def _log(self, since: str) -> bytes:
        whole, _, fraction = since.partition(".")
        after = int(whole) * 10**9 + int(fraction.ljust(9, "0"))
        frames = bytearray()
        for entry in self.server.world.log:
            nanos = _nanos(entry.stamp.encode())
            if nanos is None or nanos >= after:
                payload = entry.stamp.encode() + (b" " if entry.stamp else b"") + entry.text
                frames += bytes([entry.stream, 0, 0, 0]) + len(payload).to_bytes(4, "big") + payload
        return bytes(frames)

    def _json(self, status: int, answer: Any) -> None:
        self._bytes(json.dumps(answer).encode(), status, "application/json")

    def _bytes(self, answer: bytes, status: int = 200, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
