"""Spelling what somebody sees once for everybody who has the same access.

peewee spells a query anew each time, and what somebody sees is longer than what is asked of it: ten
of the eleven milliseconds of a list of documents.
"""

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any

from peewee import Context, Node, SelectBase, Value

from .. import db
from ..db import Given, compiled
from ..models import Access, Person


class SpelledIds(Node):
    """A query of ids inside another one, spelled apart from it: it may name nothing of that."""

    def __init__(self, select: Callable[..., SelectBase], person: Any, column: Any):
        self.select, self.person, self.column = select, person, column

    def __sql__(self, ctx: Context) -> Context:
        access, on_postgres = getattr(self.person, "access", None), db.is_postgres()
        sql, parameters = _spelled_ids(self.select, self.column, access, on_postgres)
        somebody = self.person.value if isinstance(self.person, Value) else self.person.id
        ctx.literal(f"({sql})")
        for each in parameters:
            ctx.value(somebody if isinstance(each, Given) else each, False, add_param=False)
        return ctx


def ids_of(select: Callable[..., SelectBase], person: Any, column: Any = None) -> Any:
    """Give the ids that a query over what somebody sees selects, for `column.in_(…)`.

    `select` takes a person and may only compare them and ask for their access; `column` is what of
    its rows is meant, if it does not select that by itself.
    """
    return SpelledIds(select, person, column)


@cache
def _spelled_ids(
    select: Callable[..., Any], column: Any, access: Access | None, on_postgres: bool
) -> tuple[str, list[Any]]:
    query = select(_somebody(access))
    return (query if column is None else query.select(column)).sql()


def spelled_by_access(build: Callable[..., Any], *names: str) -> Callable[..., list[Any]]:
    """Do as `compiled` for a query that a `…_visible_to` is part of.

    `build` gets a placeholder that has the access of the person who is asked for, and the other
    values as they come. Call the result with `person`, a Person, and the others by keyword.
    """
    names = names or tuple(signature(build).parameters)

    @cache
    def spelled(access: Access) -> Callable[..., list[Any]]:
        def build_for(**given: Any) -> Any:
            return build(**given | {"person": _somebody(access)})

        return compiled(build_for, *names)

    @wraps(build)
    def run(*, person: Any, **values: Any) -> list[Any]:
        return spelled(Access(person.access))(person=person, **values)

    return run


def _somebody(access: Access | None) -> Any:
    """Stand for anybody who has this access, until it is known who; without one, for anybody."""
    place: Any = Value(Given("person"), converter=False)
    if access is not None:
        place.access = access
        place.is_administrator = Person(access=access).is_administrator
        place.supervises = Person(access=access).supervises
    return place
