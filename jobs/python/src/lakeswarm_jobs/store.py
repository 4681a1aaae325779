"""The bucket: list, read and write, with a remedy for each refusal."""

import logging
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own, which is no built-in ConnectionError
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    PartialCredentialsError,
)

from lakeswarm_jobs.errors import StoreError
from lakeswarm_jobs.retry import RetryPolicy

_REGION = "us-east-1"
_REMEDIES = {
    "NoSuchBucket": "The reconciler makes the buckets; see its status, condition MinioBootstrap.",
    "InvalidAccessKeyId": "The reconciler makes the lake user; see its status, condition MinioBootstrap.",
    "SignatureDoesNotMatch": "The secret key is not the lake user's; see AWS_SHARED_CREDENTIALS_FILE.",
    "AccessDenied": "The lake user lacks a right there; see the reconciler's condition MinioBootstrap.",
}
_UNREACHABLE = "Check that the object store runs and that S3_ENDPOINT is its address, then run the job again."
_RETRIED_CODES = frozenset({"SlowDown", "ConditionalRequestConflict", "RequestTimeout"})
_SERVER_ERROR = 500

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True)
class StoreSettings:
    """Where the bucket is; the keys come from the standard AWS shared-credentials file."""

    endpoint: str
    bucket: str
    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    retry: RetryPolicy = field(default_factory=RetryPolicy)


class ObjectStore:
    """One bucket of an S3 store, path style. Every method raises StoreError and nothing else."""

    def __init__(self, settings: StoreSettings, pause: Callable[[float], None] = time.sleep) -> None:
        """Prepare the client; the first request is made by the first method called."""
        # Without keys boto asks the cloud's metadata address, which does not exist here and costs seconds.
        os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
        self._bucket = settings.bucket
        self._retry = settings.retry
        self._pause = pause
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._s3 = boto3.session.Session().client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=_REGION,
            config=Config(
                s3={"addressing_style": "path"},
                connect_timeout=settings.connect_seconds,
                read_timeout=settings.read_seconds,
                # boto gives up within half a second, which is shorter than a restart of the store.
                retries={"total_max_attempts": 1},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                proxies={},
            ),
        )

    def sizes(self, prefix: str) -> dict[str, int]:
        """Return every key under the prefix with its size in bytes."""
        return self._call("list", prefix, lambda: self._sizes(prefix))

    def read(self, key: str) -> bytes:
        """Return an object's bytes; an absent object is an error."""
        return self._call("read", key, lambda: self._read(key))

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Write an object, replacing what is there."""
        self._call("write", key, lambda: self._put(key, body, content_type))

    def put_new(self, key: str, body: bytes, content_type: str) -> bool:
        """Write an object unless one of that name exists; atomic in the store.

        True: it was written. False: the name exists, perhaps by an earlier attempt of this very call whose
        answer was lost.
        """
        try:
            self._call("write", key, lambda: self._put(key, body, content_type, IfNoneMatch="*"))
        except _ExistsError:
            return False
        return True

    def _read(self, key: str) -> bytes:
        return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()

    def _put(self, key: str, body: bytes, content_type: str, **condition: str) -> None:
        try:
            self._s3.put_object(
                Bucket=self._bucket, Key=key, Body=body, ContentType=content_type, **condition
            )
        except ClientError as e:
            if e.response["Error"].get("Code") == "PreconditionFailed":
                raise _ExistsError from e
            raise

    def _sizes(self, prefix: str) -> dict[str, int]:
        answers = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        return {entry["Key"]: entry["Size"] for answer in answers for entry in answer.get("Contents", ())}

    def _call(self, verb: str, key: str, request: Callable[[], _T]) -> _T:
        what = f"{verb} s3://{self._bucket}/{key}"
        for attempt in range(1, self._retry.attempts + 1):
            try:
                return request()
            except (ClientError, BotoCoreError) as e:
                if attempt == self._retry.attempts or not _is_transient(e):
                    raise _explained(what, e) from e
                delay = self._retry.delay(attempt, None, self._jitter)
                _log.warning(
                    "attempt %d of %d to %s failed: %s; next in %.1f s",
                    attempt,
                    self._retry.attempts,
                    what,
                    _cause(e),
                    delay,
                )
            self._pause(delay)
        raise AssertionError("a retry policy has at least one attempt")


class _ExistsError(Exception):
    pass


def _is_transient(error: Exception) -> bool:
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= _SERVER_ERROR or error.response["Error"].get("Code") in _RETRIED_CODES
    return isinstance(error, HTTPClientError | ConnectionError | IncompleteReadError)


def _cause(error: Exception) -> str:
    if isinstance(error, ClientError):
        answer = error.response["Error"]
        return f"{answer.get('Code', '?')}: {answer.get('Message', 'no message')}"
    return str(error)


def _explained(what: str, error: Exception) -> StoreError:
    if isinstance(error, ClientError):
        return StoreError(
            what, _cause(error), _REMEDIES.get(error.response["Error"].get("Code"), _UNREACHABLE)
        )
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        path = os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        return StoreError(
            what, str(error), f"Both keys of profile [default] must stand in {path}, readable for this user."
        )
    return StoreError(what, _cause(error), _UNREACHABLE)
