"""Spelling a query over what somebody sees once for everybody who has the same access."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any

from ..db import compiled
from ..models import Access


def spelled_by_access(build: Callable[..., Any], *names: str) -> Callable[..., list[Any]]:
    """Do as `compiled` for a query that a `…_visible_to` is part of.

    What somebody sees is spelled by their access, and compared with who they are: `build` gets a
    placeholder that has the access of the person who is asked for, and the others as they come.
    Call the result with `person`, a Person, and the other values by keyword.
    """
    names = names or tuple(signature(build).parameters)

    @cache
    def spelled(access: Access) -> Callable[..., list[Any]]:
        def build_for(**given: Any) -> Any:
            given["person"].is_administrator = access == Access.ADMINISTRATOR
            given["person"].supervises = access != Access.MEMBER
            return build(**given)

        return compiled(build_for, *names)

    @wraps(build)
    def run(*, person: Any, **values: Any) -> list[Any]:
        return spelled(Access(person.access))(person=person, **values)

    return run
