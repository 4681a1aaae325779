"""The Docker API calls of a job, each within a deadline."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, TypeVar

import requests
from airflow.sdk.exceptions import AirflowException
from docker.errors import APIError, DockerException, NotFound, create_api_error_from_http_exception
from docker.types import EndpointSpec, ServiceMode

from lakeswarm_airflow.task import SwarmTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from logging import Logger

    from docker import APIClient
    from docker.types import TaskTemplate

    T = TypeVar("T")

_PAUSE = 1.0
_LOG_SILENCE = 10.0
_SERVER_ERROR = 500
# The guard of the Docker API refuses a login: a deploy that rotates it is replacing its clients one by one.
_UNKNOWN_LOGIN = 401
# The engine answers 500 to these although a retry cannot help.
_FINAL = ("out of sequence", "not found", "invalidargument", "failedprecondition")


class SwarmUnavailableError(AirflowException):
    """No manager answered within the outage timeout."""


class Swarm:
    """Retries through an outage of the managers or the guard for ``outage`` seconds, then raises SwarmUnavailableError.

    An unknown login is such an outage. Any other refusal is raised at once as ``docker.errors.APIError``. ``stopped``
    ends the retries early.
    """

    def __init__(
        self, connect: Callable[[], APIClient], outage: float, log: Logger, stopped: Callable[[], bool]
    ) -> None:
        self._connect = connect
        self._outage = outage
        self._log = log
        self._stopped = stopped
        self._client: APIClient | None = None

    def service(self, name: str) -> dict[str, Any] | None:
        """Returns the service with this name or ID; None when Swarm has none."""
        try:
            return self._call(f"read service {name}", lambda c: c.inspect_service(name))
        except NotFound:
            return None

    def create(self, name: str, labels: dict[str, str], template: TaskTemplate) -> str:
        """Creates a service of one task without a virtual IP and returns its ID; a taken name is an APIError 409."""
        return self._call(
            f"create service {name}",
            lambda c: c.create_service(
                template,
                name=name,
                labels=labels,
                mode=ServiceMode("replicated", replicas=1),
                endpoint_spec=EndpointSpec(mode="dnsrr"),
            ),
        )["ID"]

    def relabel(self, service: dict[str, Any], labels: dict[str, str]) -> None:
        """Adds labels to the service as it was read, without restarting its task; a newer version is an APIError."""
        spec = {**service["Spec"], "Labels": {**service["Spec"]["Labels"], **labels}}

        def update(client: APIClient) -> None:
            url = f"{_base(client)}/services/{service['ID']}/update"
            version = {"version": service["Version"]["Index"]}
            _checked(client.post(url, json=spec, params=version, timeout=client.timeout))

        self._call(f"update service {service['Spec']['Name']}", update)

    def remove(self, service_id: str) -> None:
        """Removes a service; does nothing when it is gone."""
        try:
            self._call(f"remove service {service_id}", lambda c: c.remove_service(service_id))
        except NotFound:
            self._log.debug("service %s was gone", service_id)

    def task(self, service_id: str) -> SwarmTask | None:
        """Returns the newest task of a service; None before Swarm makes one and after the service is gone."""
        try:
            tasks = self._call("read tasks", lambda c: c.tasks(filters={"service": service_id}))
        except NotFound:  # The engine looks up the service of the filter.
            return None
        return SwarmTask.of(max(tasks, key=lambda t: t["CreatedAt"])) if tasks else None

    def node(self, node_id: str) -> tuple[str, str]:
        """Returns the host name of a node and its state (``ready``, ``down``, ...); an unknown node is ``gone``."""
        try:
            node = self._call(f"read node {node_id}", lambda c: c.inspect_node(node_id))
        except NotFound:
            return node_id, "gone"
        return node["Description"]["Hostname"], node["Status"]["State"]

    def named(self, kind: str, name: str) -> list[dict[str, Any]]:
        """Returns the ``secrets`` or ``configs`` whose names begin with ``name``."""
        query = {"filters": json.dumps({"name": [name]})}
        return self._call(
            f"list {kind}",
            lambda c: _checked(c.get(f"{_base(c)}/{kind}", params=query, timeout=c.timeout)).json(),
        )

    def log(self, service_id: str, since: str) -> Iterator[bytes]:
        """Yields the log from ``since`` (UNIX time with nanoseconds) to now; fails when it is silent for 10 s.

        docker-py's own call has no socket timeout and waits for a dead node without end.
        """
        client = self._connected()
        query = {"stdout": 1, "stderr": 1, "timestamps": 1, "since": since}
        url = f"{_base(client)}/services/{service_id}/logs"
        with client.get(url, params=query, stream=True, timeout=_LOG_SILENCE) as response:
            _checked(response)
            yield from response.iter_content(65536)

    def _connected(self) -> APIClient:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _call(self, what: str, request: Callable[[APIClient], T]) -> T:
        began = time.monotonic()
        warned = False
        while True:
            try:
                return request(self._connected())
            except APIError as e:
                if not _passes(e):
                    raise
                cause: Exception = e
            except (requests.RequestException, DockerException, AirflowException) as e:
                cause = e
            self._client = None
            waited = time.monotonic() - began
            if waited >= self._outage or self._stopped():
                raise SwarmUnavailableError(
                    f"Cannot {what}: no manager answered for {waited:.0f} s ({cause}). Check 'docker node ls'."
                ) from cause
            if not warned:
                self._log.warning("Docker API: cannot %s (%s); trying for %.0f s", what, cause, self._outage)
                warned = True
            time.sleep(_PAUSE)


def _passes(refusal: APIError) -> bool:
    status = refusal.status_code or 0
    final = any(word in str(refusal).lower() for word in _FINAL)
    return status == _UNKNOWN_LOGIN or (status >= _SERVER_ERROR and not final)


def _base(client: APIClient) -> str:
    return f"{client.base_url}/v{client.api_version}"


def _checked(response: requests.Response) -> requests.Response:
    try:
        response.raise_for_status()
    except requests.HTTPError as e:
        create_api_error_from_http_exception(e)
    return response
