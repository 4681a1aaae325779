"""Rejects, when Airflow parses a DAG, arguments that would fail or be ignored at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakeswarm_airflow.resources import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docker.types import Resources

_ALWAYS_SO = "SwarmJobOperator always shows the log, without a terminal, and removes the service"
_NO_MEANING = "it has no meaning for a Swarm service"
_REFUSED = {
    **dict.fromkeys(("auto_remove", "enable_logging", "tty"), _ALWAYS_SO),
    **dict.fromkeys(("logging_driver", "logging_driver_opts", "log_opts_max_file", "log_opts_max_size"), _ALWAYS_SO),
    **dict.fromkeys(("retrieve_output", "retrieve_output_path", "xcom_all"), "write results to the object store"),
    **dict.fromkeys(("entrypoint", "working_dir", "env_file"), "use command, args and environment"),
    **dict.fromkeys(("network_mode", "dns", "dns_search", "extra_hosts", "port_bindings"), "use networks"),
    **dict.fromkeys(("mode", "container_name", "hostname", "labels"), "the operator sets names and mode itself"),
    **dict.fromkeys(("force_pull", "tmp_dir", "mount_tmp_dir", "host_tmp_dir", "skip_on_exit_code"), _NO_MEANING),
    **dict.fromkeys(("cap_add", "device_requests", "ipc_mode", "privileged", "shm_size", "ulimits"), _NO_MEANING),
}


def check(
    task_id: str,
    stock: Iterable[str],
    container_resources: Resources | None,
    sizes: tuple[str | float | None, ...],
) -> None:
    """Raises a ValueError that names the argument; ``stock`` holds the names of the stock operator's arguments.

    ``sizes`` are mem_limit, mem_reservation and cpus. A templated size is checked when the task runs.
    """
    for name in stock:
        if name in _REFUSED:
            raise ValueError(f"Cannot build task {task_id}: {name} is not supported: {_REFUSED[name]}. Leave it out.")
    if container_resources is not None and any(size is not None for size in sizes):
        raise ValueError(
            f"Cannot build task {task_id}: container_resources replaces mem_limit, mem_reservation and cpus. "
            "Leave one of the two out."
        )
    resources(*(None if isinstance(size, str) and "{{" in size else size for size in sizes))
