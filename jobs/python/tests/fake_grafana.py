"""A strict Grafana: the administrator only, exact requests only, and its rules of importing."""

import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSWORD = "s3cret"
MODELS = {
    "/api/gnet/dashboards/1860/revisions/45/download": {
        "id": 7, "uid": "rYdddlPWk", "title": "Node Exporter Full", "panels": [{"type": "stat"}],
    },
    "/api/gnet/dashboards/193/revisions/1/download": {
        "id": 9, "title": "Docker monitoring", "rows": [{"panels": []}],
        "__inputs": [{"name": "DS_PROMETHEUS", "type": "datasource", "pluginId": "prometheus"}],
    },
}  # fmt: skip


class FakeGrafana(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.stored: dict[str, dict] = {}
        self.imports = 0
        self.online = True
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeGrafana

    def do_GET(self) -> None:
        if not self._admitted():
            return
        uid = self.path.removeprefix("/api/dashboards/uid/")
        if uid != self.path:
            found = self.server.stored.get(uid)
            self._send(*((200, {"dashboard": found}) if found else (404, {"message": "Dashboard not found"})))
        elif self.path in MODELS and self.server.online:
            self._send(200, MODELS[self.path])
        elif self.path in MODELS:
            self._send(502, {"message": "dial tcp: lookup grafana.com: no such host"})
        else:
            self._send(400, {"message": f"unknown request {self.path}"})

    def do_POST(self) -> None:
        if not self._admitted():
            return
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = request.get("dashboard", {})
        given = {entry["name"] for entry in request.get("inputs", []) if entry["value"] == "prometheus"}
        missing = {wish["name"] for wish in model.get("__inputs", [])} - given
        if self.path != "/api/dashboards/import" or model.get("id") is not None or not model.get("uid"):
            self._send(400, {"message": "bad import"})
        elif missing:
            self._send(400, {"message": f"Dashboard input variable: {missing} missing from import command"})
        elif model["uid"] in self.server.stored and request.get("overwrite") is not True:
            self._send(412, {"message": "A dashboard with the same uid already exists"})
        else:
            self.server.stored[model["uid"]] = model
            self.server.imports += 1
            self._send(200, {"uid": model["uid"], "imported": True})

    def _admitted(self) -> bool:
        wanted = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") == wanted:
            return True
        self._send(401, {"message": "Invalid username or password"})
        return False

    def _send(self, status: int, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass
