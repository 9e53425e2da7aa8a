"""Everything about htmx headers, over htmx-flask; its known faults are worked around here."""

from flask import Flask, Response
from htmx_flask import Htmx, make_response, request


def install(app: Flask) -> None:
    Htmx(app)

    @app.after_request
    def vary(response: Response) -> Response:
        response.vary.add("HX-Request")
        return response


def wants_fragment() -> bool:
    """Tell whether a part of the page is enough; a restored or boosted page is wanted whole."""
    return (
        bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
    )


def fragment(
    html: str, *, announce: str | None = None, status: int = 200, **events: dict[str, str]
) -> Response:
    """Answer with a part of the page, have a sentence announced politely and events heard."""
    if announce:
        events["announce"] = {"text": announce}
    response = make_response(html, trigger=events or None)
    response.status_code = status
    return response


def go_to(url: str) -> Response:
    """Have htmx load another page, as a redirect does for a plain form."""
    return make_response("", redirect=url)
