"""Client of Grafana's HTTP API for the import of dashboards."""

import json

import urllib3

from lakeswarm_jobs.errors import JobError

_OK = 200
_NOT_FOUND = 404


class GrafanaError(JobError):
    """Grafana, or grafana.com behind it, gave no usable answer."""


class Grafana:
    """Grafana at `url`, as its administrator; each call ends within `seconds`."""

    def __init__(self, url: str, password: str, seconds: float = 60.0) -> None:
        """Open no connection yet."""
        self._url = url
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=5.0, read=seconds),
            retries=False,
            headers=urllib3.make_headers(basic_auth=f"admin:{password}") | {"Accept": "application/json"},
        )

    def has(self, uid: str) -> bool:
        """Return True when a dashboard with this uid exists."""
        status, body = self._ask("GET", f"/api/dashboards/uid/{uid}")
        if status not in (_OK, _NOT_FOUND):
            raise _refused(f"look for dashboard {uid}", status, body)
        return status == _OK

    def published(self, number: int, revision: int) -> dict:
        """Return a dashboard of grafana.com; Grafana fetches it through its own proxy settings."""
        what = f"download dashboard {number} revision {revision}"
        status, body = self._ask("GET", f"/api/gnet/dashboards/{number}/revisions/{revision}/download")
        if status != _OK:
            raise _refused(what, status, body)
        try:
            model = json.loads(body)
        except ValueError as e:
            raise GrafanaError(what, "the answer is not JSON", "The import is tried again.") from e
        if not isinstance(model, dict) or not (model.get("panels") or model.get("rows")):
            raise GrafanaError(what, "the answer is no dashboard", "The import is tried again.")
        return model

    def store(self, model: dict, inputs: list[dict[str, str]]) -> None:
        """Import a dashboard, over one that has its uid."""
        payload = {"dashboard": model, "overwrite": True, "inputs": inputs}
        status, body = self._ask("POST", "/api/dashboards/import", payload)
        if status != _OK:
            raise _refused(f"import dashboard {model.get('title')}", status, body)

    def _ask(self, method: str, path: str, payload: dict | None = None) -> tuple[int, bytes]:
        try:
            answer = self._pool.request(method, self._url + path, json=payload)
        except urllib3.exceptions.HTTPError as e:
            raise GrafanaError(f"ask Grafana for {path}", str(e), "The import is tried again.") from e
        return answer.status, answer.data


def _refused(what: str, status: int, body: bytes) -> GrafanaError:
    text = body[:200].decode(errors="replace")
    return GrafanaError(what, f"HTTP {status} ({text})", "The import is tried again.")
