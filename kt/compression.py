"""Gzip for every text that is sent, pages and static files alike."""

import gzip
from collections.abc import Callable, Iterable
from typing import Any

TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST = 1_000
LEVEL = 5


class Compressed:
    """A WSGI application whose texts are gzipped for browsers that take it.

    Pages hold no secret that a guess could be compared with (forms are guarded by headers, not
    by tokens in the page), so compressing them gives nothing away.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            return self.application(environ, start_response)
        begun: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], fault: Any = None) -> None:
            begun[:] = [status, headers, fault]

        answer = self.application(environ, note)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        status, headers, fault = begun
        if _is_worth_it(headers, body):
            body = gzip.compress(body, LEVEL, mtime=0)
            headers = [pair for pair in headers if pair[0].lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start_response(status, [*headers, ("Vary", "Accept-Encoding")], fault)
        return [body]


def _is_worth_it(headers: list[tuple[str, str]], body: bytes) -> bool:
    given = {name.lower(): value for name, value in headers}
    return (
        len(body) >= SMALLEST
        and "content-encoding" not in given
        and given.get("content-type", "").startswith(TEXTS)
    )
