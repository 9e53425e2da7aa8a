"""A create form that is sent twice makes one thing."""

from collections.abc import Callable

from ..db import transaction
from ..models import FormKey, Person


def once(key: str, *, by: Person, deed: Callable[[], str]) -> str:
    """Do a deed that answers with the address of what it made; a second time, only answer.

    `key` is the random text the form was opened with; without one the deed is simply done.
    """
    if not key:
        return deed()
    with transaction():
        earlier = FormKey.get_or_none((FormKey.key == key) & (FormKey.person == by))
        if earlier:
            return earlier.url
        url = deed()
        FormKey.create(key=key, person=by, url=url)
    return url
