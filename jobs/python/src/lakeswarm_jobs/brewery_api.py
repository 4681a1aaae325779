"""Client of the Open Brewery DB: the total and single pages, with bounded retries."""

import logging
import random
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

import urllib3

from lakeswarm_jobs.errors import ApiError
from lakeswarm_jobs.pages import BadBodyError, Row, describe, parse_json, parse_page
from lakeswarm_jobs.retry import RetryPolicy, retry_after_seconds

PER_PAGE = 200
_MAX_BODY_BYTES = 32 << 20
_CHUNK_BYTES = 64 << 10
_RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
_HTTP_OK = 200
_HTTP_SERVER_ERROR = 500

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True)
class ApiSettings:
    """Where the API is and how long it may take, in seconds: to connect, to be silent, for one request."""

    base_url: str
    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    request_seconds: float = 60.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)


class _TransientError(Exception):
    def __init__(self, cause: str, retry_after: float | None = None) -> None:
        super().__init__(cause)
        self.retry_after = retry_after


class BreweryApi:
    """Reads the API; every call ends within attempts x (connect + request seconds) plus the waits."""

    def __init__(self, settings: ApiSettings, pause: Callable[[float], None] = time.sleep) -> None:
        """Open no connection yet; `pause` waits between attempts."""
        self._settings = settings
        self._pause = pause
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._pool = _pool(settings)

    def total(self) -> int:
        """Return the number of breweries that the API reports."""
        return self._call("/v1/breweries/meta", "the total", _parse_total)

    def page(self, number: int) -> list[Row]:
        """Return page `number` (from 1), at most 200 rows; empty after the last page."""
        path = f"/v1/breweries?page={number}&per_page={PER_PAGE}"
        return self._call(path, f"page {number}", lambda body, kind: parse_page(body, kind, number))

    def _call(self, path: str, what: str, parse: Callable[[bytes, str], _T]) -> _T:
        url = self._settings.base_url + path
        attempts = self._settings.retry.attempts
        for attempt in range(1, attempts + 1):
            try:
                return parse(*self._get(url))
            except (_TransientError, BadBodyError) as e:
                if attempt == attempts:
                    raise ApiError(
                        f"read {what} of the brewery API",
                        f"{e} ({attempts} attempts, {url})",
                        "Check that the API answers (BREWERY_API, network, proxy) and run the job again; "
                        "pages already stored are kept.",
                    ) from e
                retry_after = e.retry_after if isinstance(e, _TransientError) else None
                delay = self._settings.retry.delay(attempt, retry_after, self._jitter)
                _log.warning(
                    "attempt %d of %d for %s failed: %s; next in %.1f s", attempt, attempts, what, e, delay
                )
            self._pause(delay)
        raise AssertionError("a retry policy has at least one attempt")

    def _get(self, url: str) -> tuple[bytes, str]:
        try:
            response = self._pool.request("GET", url, preload_content=False)
        except urllib3.exceptions.MaxRetryError as e:
            raise _TransientError(_cause(e.reason or e)) from e
        except urllib3.exceptions.HTTPError as e:
            raise _TransientError(_cause(e)) from e
        with response:
            try:
                body = self._body(response)
            except urllib3.exceptions.HTTPError as e:
                raise _TransientError(f"the answer broke off: {_cause(e)}") from e
            finally:
                response.drain_conn() if response.length_remaining == 0 else response.close()
        content_type = response.headers.get("Content-Type", "")
        if response.status == _HTTP_OK:
            return body, content_type
        answer = f"HTTP {response.status} ({describe(body, content_type)})"
        if response.status in _RETRIED_STATUSES or response.status >= _HTTP_SERVER_ERROR:
            raise _TransientError(answer, retry_after_seconds(response.headers))
        raise ApiError(f"read {url}", answer, "A retry does not help: check the address in BREWERY_API.")

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        # The read timeout alone would not end a response that arrives byte by byte.
        deadline = time.monotonic() + self._settings.request_seconds
        body = bytearray()
        while chunk := response.read1(_CHUNK_BYTES):
            body += chunk
            if len(body) > _MAX_BODY_BYTES:
                raise _TransientError(f"the answer is larger than {_MAX_BODY_BYTES >> 20} MiB")
            if time.monotonic() > deadline:
                raise _TransientError(
                    f"the answer was not complete after {self._settings.request_seconds:g} s"
                )
        return bytes(body)


def _parse_total(body: bytes, content_type: str) -> int:
    meta = parse_json(body, content_type, "the meta page")
    total = meta.get("total") if isinstance(meta, dict) else None
    # The real API sends the number as a string.
    if isinstance(total, str) and total.isascii() and total.isdigit():
        return int(total)
    if isinstance(total, int) and not isinstance(total, bool) and total >= 0:
        return total
    raise BadBodyError(f"the meta page has no number 'total' ({describe(body, content_type)})")


def _cause(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError):
        return str(error).split(": ", 1)[-1]
    return str(error)


def _pool(settings: ApiSettings) -> urllib3.PoolManager:
    options = {
        "timeout": urllib3.Timeout(connect=settings.connect_seconds, read=settings.read_seconds),
        "retries": urllib3.Retry(total=None, connect=0, read=0, redirect=3, status=0, other=0),
        "headers": {"Accept": "application/json", "User-Agent": "lakeswarm-jobs"},
    }
    target = urlsplit(settings.base_url)
    proxy = urllib.request.getproxies().get(target.scheme)
    if proxy and not urllib.request.proxy_bypass(target.netloc):
        return urllib3.ProxyManager(proxy, **options)
    return urllib3.PoolManager(**options)
