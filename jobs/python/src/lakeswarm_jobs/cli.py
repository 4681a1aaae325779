"""The command line: options, logging, exit codes and the result line."""

import argparse
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from lakeswarm_jobs import job_metrics
from lakeswarm_jobs.brewery_api import ApiSettings, BreweryApi
from lakeswarm_jobs.check import check
from lakeswarm_jobs.errors import JobError, Terminated
from lakeswarm_jobs.ingest import Ingest, IngestLimits
from lakeswarm_jobs.retry import RetryPolicy
from lakeswarm_jobs.store import ObjectStore, StoreSettings

USAGE_ERROR = 64
_EPILOG = """\
exit codes:
  0    done; the last line on stdout is LAKESWARM_RESULT and a JSON object
  1    the API or the object store failed; the message says what to do
  2    the numbers do not agree (incomplete snapshot, moved rows, missing pages); nothing was published
  64   wrong option or setting
  143  ended by SIGTERM; nothing was published in part; run the job again

Keys of the object store: AWS_SHARED_CREDENTIALS_FILE, profile [default].
"""

_log = logging.getLogger("lakeswarm_jobs")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse would exit with 2, which here means that numbers do not agree.
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def main(argv: Sequence[str]) -> int:
    """Run one job and return its exit code."""
    _set_up_logging()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        options = _parser().parse_args(argv)
        started = time.monotonic()
        result = {"job": options.job} | _JOBS[options.job](options)
    except (JobError, Terminated) as e:
        _log.error("%s", e)
        job_metrics.send(options.job, "failed", {})
        return e.exit_code
    result["seconds"] = round(time.monotonic() - started, 3)
    job_metrics.send(options.job, "succeeded", result)
    print("LAKESWARM_RESULT " + json.dumps(result, separators=(",", ":")), flush=True)
    return 0


def _ingest(options: argparse.Namespace) -> dict[str, object]:
    api, store = _clients(options)
    result = Ingest(api, store, IngestLimits(seconds=options.deadline)).run()
    return {
        "rowsIn": result.rows_in,
        "pages": result.pages,
        "newObjects": result.new_objects,
        "snapshot": result.snapshot,
        "manifest": result.manifest,
        "changed": result.changed,
    }


def _check(options: argparse.Namespace) -> dict[str, object]:
    return asdict(check(*_clients(options)))


_JOBS: dict[str, Callable[[argparse.Namespace], dict[str, object]]] = {"ingest": _ingest, "check": _check}


def _clients(options: argparse.Namespace) -> tuple[BreweryApi, ObjectStore]:
    _log.info("%s: %s to %s, bucket %s", options.job, options.api, options.s3_endpoint, options.bucket)
    retry = RetryPolicy(attempts=options.attempts, base_seconds=options.backoff)
    api = ApiSettings(
        options.api, options.connect_timeout, options.read_timeout, options.request_timeout, retry
    )
    return BreweryApi(api), ObjectStore(StoreSettings(options.s3_endpoint, options.bucket))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m lakeswarm_jobs",
        description="Fill the bronze layer from the Open Brewery DB, and check it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    jobs = parser.add_subparsers(dest="job", required=True, parser_class=_Parser)
    for name, text in (
        ("ingest", "read the API into the bronze layer"),
        ("check", "compare bronze with the API"),
    ):
        job = jobs.add_parser(
            name, help=text, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        _add(job, "--api", "BREWERY_API", "https://api.openbrewerydb.org", _address, "address of the API")
        _add(
            job, "--s3-endpoint", "S3_ENDPOINT", "http://minio:9000", _address, "address of the object store"
        )
        _add(job, "--bucket", "BRONZE_BUCKET", "wsl", str, "bucket of the bronze layer")
        _add(job, "--attempts", "BREWERY_ATTEMPTS", "5", _count, "attempts for each API request")
        _add(
            job,
            "--backoff",
            "BREWERY_BACKOFF",
            "1",
            _seconds,
            "seconds before the second attempt, then doubled",
        )
        _add(
            job,
            "--connect-timeout",
            "BREWERY_CONNECT_TIMEOUT",
            "5",
            _seconds,
            "seconds to connect to the API",
        )
        _add(job, "--read-timeout", "BREWERY_READ_TIMEOUT", "15", _seconds, "seconds the API may be silent")
        _add(job, "--request-timeout", "BREWERY_REQUEST_TIMEOUT", "60", _seconds, "seconds for one answer")
        if name == "ingest":
            _add(job, "--deadline", "INGEST_DEADLINE", "3600", _seconds, "seconds for the whole run")
    return parser


def _add(job: argparse.ArgumentParser, flag: str, env: str, default: str, kind: Callable, text: str) -> None:  # noqa: PLR0917
    # A string default goes through `type` like a flag, so a wrong variable is a usage error too.
    job.add_argument(
        flag, type=kind, default=os.environ.get(env) or default, help=f"{text} (env {env}, default {default})"
    )


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise argparse.ArgumentTypeError(f"{value!r} is not an http:// or https:// address")
    if parts.username or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError("an address has no user, query or fragment here")
    return value.rstrip("/")


def _count(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 100:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 1 to 100")
    return int(value)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 86_400:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of seconds above 0, up to one day")
    return seconds


def _set_up_logging() -> None:
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)sZ %(levelname)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S",
        stream=sys.stderr,
        force=True,
    )
    # The job's own messages cover what urllib3 and botocore log.
    for chatty in ("urllib3", "botocore", "boto3"):
        logging.getLogger(chatty).setLevel(logging.ERROR)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated("Ended by SIGTERM before the job was done. Nothing was published in part; run it again.")
