"""The addresses of pages: one that was built before is not built again.

Flask puts each together anew, for which the rows of a page take as long as for their words.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import flask
from flask import current_app, request

# So many are remembered: those of all the rows of some hundred pages.
REMEMBERED = 10_000


def url_for(endpoint: str, **values: Any) -> str:
    """Give the address of a page as Flask does; raises its BuildError where there is none."""
    # Those that name a host or begin with a dot differ by what was asked for, and lists cannot be
    # compared.
    if (
        not request
        or endpoint.startswith(".")
        or "_external" in values
        or any(type(each) is list for each in values.values())
    ):
        return flask.url_for(endpoint, **values)
    built: Callable[..., str] | None = current_app.extensions.get("addresses")
    if built is None:
        built = current_app.extensions["addresses"] = lru_cache(REMEMBERED, typed=True)(_built)
    return built(request.root_path, request.method, endpoint, **values)


def _built(root: str, method: str, endpoint: str, **values: Any) -> str:
    return flask.url_for(endpoint, **values)
