"""A strict S3: path style, signed whole bodies, If-None-Match, small LIST pages; all else is a violation."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY_ID, SECRET, BUCKET = "fake-key-id", "fake-secret-key", "wsl"
_LIST_PAGE = 3


class FakeS3(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        self.empty()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def empty(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.puts: list[str] = []
        self.violations: list[str] = []
        self.lost_answers: list[str] = []
        self.refuse: dict[str, tuple[int, str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))

    def refusal(self, method: str, key: str) -> tuple[int, str] | None:
        """Find what is to be refused: the rule is "<METHOD> <part of the key>"."""
        for rule, answer in self.refuse.items():
            wanted, part = rule.split(" ", 1)
            if wanted == method and part in key:
                return answer
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FakeS3

    def do_GET(self) -> None:
        target = self._target()
        if target is None:
            return
        key, query = target
        if not key:
            self._list(query)
        elif key in self.server.objects:
            self._answer(200, self.server.objects[key], "application/octet-stream")
        else:
            self._error(404, "NoSuchKey")

    def do_PUT(self) -> None:
        target = self._target()
        if target is None:
            return
        key, query = target
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unknown = {"x-amz-trailer", "x-amz-sdk-checksum-algorithm", "content-encoding"}
        if query or not key or unknown & {name.lower() for name in self.headers}:
            self._violation("only a plain PUT of a whole body without checksums is known")
        elif self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            self._violation("the body is not signed")
        elif self.headers.get("If-None-Match") not in (None, "*"):
            self._violation("If-None-Match takes * alone")
        else:
            with self.server.lock:
                if self.headers.get("If-None-Match") and key in self.server.objects:
                    self._error(412, "PreconditionFailed")
                    return
                self.server.objects[key] = body
                self.server.puts.append(key)
            if self.server.lost_answers and self.server.lost_answers[0] in key:
                self.server.lost_answers.pop(0)
                self._error(500, "InternalError")
                return
            self._answer(200, b"", headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})  # noqa: S324

    def _list(self, query: dict[str, str]) -> None:
        if query.get("list-type") != "2" or query.keys() - {
            "list-type",
            "prefix",
            "continuation-token",
            "encoding-type",
        }:
            self._violation(f"unknown LIST: {query}")
            return
        after = query.get("continuation-token", "")
        keys = [key for key in self.server.keys(unquote(query.get("prefix", ""))) if key > after]
        page, more = keys[:_LIST_PAGE], len(keys) > _LIST_PAGE
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.server.objects[key])}</Size></Contents>"
            for key in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        self._answer(
            200,
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{items}</ListBucketResult>".encode(),
        )

    def _target(self) -> tuple[str, dict[str, str]] | None:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).removeprefix("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        signed = f"AWS4-HMAC-SHA256 Credential={KEY_ID}/"
        refusal = self.server.refusal(self.command, key or query.get("prefix", ""))
        if not self.headers.get("Authorization", "").startswith(signed):
            self._error(403, "InvalidAccessKeyId", close=True)
        elif "/us-east-1/s3/aws4_request" not in self.headers["Authorization"]:
            self._violation("signed for another region")
        elif bucket != BUCKET:
            self._error(404, "NoSuchBucket", close=True)
        elif refusal:
            self._error(*refusal, close=True)
        else:
            return key, query
        return None

    def _violation(self, text: str) -> None:
        self.server.violations.append(text)
        self._error(400, "StrictFake", close=True)

    def _error(self, status: int, code: str, *, close: bool = False) -> None:
        # A body that was not read would be taken for the next request.
        headers = {"Connection": "close"} if close else {}
        body = f"<Error><Code>{code}</Code><Message>as told</Message></Error>".encode()
        self._answer(status, body, headers=headers)

    def _answer(
        self, status: int, body: bytes, kind: str = "application/xml", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": kind} | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
