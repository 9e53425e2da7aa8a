"""Setting up a database: its own facts and its first administrator."""

import secrets

from ..db import transaction
from ..errors import Refused
from ..models import Access, Fact, Person
from .audit import record
from .indexing import index_person, is_indexed, reindex
from .keeping_evidence import keep_evidence_of_earlier_closes
from .turns import plan_offers


def set_up() -> None:
    """Give a migrated database the key that signs its short messages, and an index to search.

    After an update it makes up for what an earlier release did not plan or keep.
    """
    with transaction():
        if Fact.get_or_none(Fact.name == "secret key") is None:
            Fact.create(name="secret key", value=secrets.token_hex(32))
        if not is_indexed():
            reindex()
        plan_offers()
        keep_evidence_of_earlier_closes()


def add_first_administrator(*, name: str, email: str) -> Person:
    """Make the first administrator of an organisation that has none."""
    with transaction():
        if Person.select().where(Person.access == Access.ADMINISTRATOR).exists():
            raise Refused(
                "There is an administrator already. Use “kt invite EMAIL” for a new link."
            )
        person = Person.create(name=name, email=email.strip().lower(), access=Access.ADMINISTRATOR)
        record("person.added", by=None, about=[person], person=person)
        index_person(person)
    return person
