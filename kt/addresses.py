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
    # Those that name a host or begin with a dot differ by what was asked for.
    if not request or endpoint.startswith(".") or "_external" in values:
        return flask.url_for(endpoint, **values)
    # Asked for once: each look at either goes by way of the thread (measured: half of the time).
    proxy: Any = request
    here, remembered = proxy._get_current_object(), current_app.extensions
    built: Callable[..., str] | None = remembered.get("addresses")
    if built is None:
        built = remembered["addresses"] = lru_cache(REMEMBERED, typed=True)(_built)
    try:
        return built(here.root_path, here.method, endpoint, **values)
    except TypeError:
        # Lists cannot be compared.
        return flask.url_for(endpoint, **values)


def _built(root: str, method: str, endpoint: str, **values: Any) -> str:
    return flask.url_for(endpoint, **values)
