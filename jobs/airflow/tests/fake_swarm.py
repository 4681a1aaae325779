"""A strict Docker engine in swarm mode, as far as a job needs it; whatever else is asked is a violation."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from fake_swarm_http import Handler

NAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?")


@dataclass
class Stage:
    """What ``GET /tasks`` says until it has been asked ``looks`` times."""

    state: str
    reason: str = ""
    desired: str = "running"
    exit_code: int | None = None
    looks: int = 1


@dataclass
class Service:
    id: str
    spec: dict[str, Any]
    version: int
    stages: list[Stage]
    created: str = "2026-11-22T00:00:00Z"


@dataclass
class LogEntry:
    stamp: str
    text: bytes
    stream: int = 1


@dataclass
class Fault:
    """``request`` ("<METHOD> <path>", a pattern) gets ``status``, ``times`` times; 0: done, but the answer is lost."""

    request: str
    status: int
    message: str = "fault"
    times: int = 1


@dataclass
class World:
    stages: list[Stage] = field(default_factory=lambda: [Stage("running"), Stage("complete", exit_code=0)])
    log: list[LogEntry] = field(default_factory=list)
    nodes: dict[str, tuple[str, str]] = field(default_factory=lambda: {"n1": ("host1", "ready")})
    secrets: dict[str, str] = field(default_factory=dict)
    networks: set[str] = field(default_factory=lambda: {"lakeswarm"})
    faults: list[Fault] = field(default_factory=list)
    services: dict[str, Service] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    most_live: int = 0
    log_hangs: bool = False
    login: str | None = None


class FakeSwarm(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.world = World()
        self.lock = threading.Lock()
        self.made = 0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def find(self, key: str) -> Service | None:
        return next((s for s in self.world.services.values() if key in (s.id, s.spec["Name"])), None)

    def create(self, spec: dict[str, Any]) -> tuple[int, Any]:
        problem = self._problem(spec)
        if problem:
            return 400, {"message": problem}
        if self.find(spec["Name"]):
            return 409, {"message": "rpc error: code = AlreadyExists desc = name conflicts with an existing object"}
        for network in spec["TaskTemplate"].get("Networks") or []:
            if network["Target"] not in self.world.networks:
                return 404, {"message": f"network {network['Target']} not found"}
        self.made += 1
        service = Service(f"s{self.made}", spec, 10, [Stage(**vars(s)) for s in self.world.stages])
        self.world.services[service.id] = service
        self.world.most_live = max(self.world.most_live, len(self.world.services))
        return 201, {"ID": service.id}

    def _problem(self, spec: dict[str, Any]) -> str | None:
        template = spec["TaskTemplate"]
        container = template["ContainerSpec"]
        if not NAME.fullmatch(spec.get("Name") or ""):
            return "name must be valid as a DNS name component"
        for limits in (template.get("Resources") or {}).values():
            if not all(isinstance(value, int) for value in limits.values()):
                return "json: cannot unmarshal string into Go struct field"
        if template["RestartPolicy"]["Condition"] != "none" or spec["EndpointSpec"] != {"Mode": "dnsrr"}:
            self.world.violations.append("a job without restart none or dnsrr")
        for reference in container.get("Secrets") or []:
            if self.world.secrets.get(reference["SecretName"]) != reference["SecretID"]:
                return f"secret {reference['SecretID']} not found"
        if any(not isinstance(e, str) or "=" not in e for e in container.get("Env") or []):
            return "invalid env"
        return None

    def tasks(self, service_id: str) -> list[dict[str, Any]]:
        service = self.world.services.get(service_id)
        if service is None or not service.stages:
            return []
        stage = service.stages[0]
        stage.looks -= 1
        if stage.looks <= 0 and len(service.stages) > 1:
            service.stages.pop(0)
        placed = stage.state not in ("new", "pending", "allocated")
        status: dict[str, Any] = {"State": stage.state, "Message": stage.state}
        if stage.reason:
            status["Err"] = stage.reason
        if stage.state in ("running", "complete", "failed", "shutdown"):
            status["ContainerStatus"] = {"ContainerID": "c" + service_id}
            if stage.exit_code is not None:
                status["ContainerStatus"]["ExitCode"] = stage.exit_code
        task = {
            "ServiceID": service_id,
            "ID": "t" + service_id,
            "CreatedAt": service.created,
            "Status": status,
            "DesiredState": stage.desired,
        }
        return [{**task, "NodeID": "n1"} if placed else task]

    def update(self, service_id: str, version: str, spec: dict[str, Any]) -> tuple[int, Any]:
        service = self.world.services[service_id]
        if int(version) != service.version:
            return 500, {"message": "rpc error: code = Unknown desc = update out of sequence"}
        if json.dumps(spec["TaskTemplate"], sort_keys=True) != json.dumps(service.spec["TaskTemplate"], sort_keys=True):
            self.world.violations.append("an update that restarts the task")
        service.spec = spec
        service.version += 1
        return 200, {}
