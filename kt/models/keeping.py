"""Keeping: the audit, one-time form keys, uploads on their way in, remembered mappings."""

from collections.abc import Iterable

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import JSONField, OptionalKeyField, UTCDateTimeField
from .people import Person


class AuditEntry(BaseModel):
    """One deed: who did it, when, and the values that are not private. Append-only."""

    deed = TextField()
    by = OptionalKeyField(Person, backref="+", index=False)
    at = UTCDateTimeField(default=clock.now)
    values = JSONField(default=dict, column_name="data")

    class Meta:
        indexes = ((("by", "at"), False),)

    def things(self, subjects: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Name what the deed was about, an id for each kind; of several, the one it names."""
        things: dict[str, int] = {}
        for noun, ref in sorted(subjects):
            named = self.values.get(noun)
            things.setdefault(noun, named if isinstance(named, int) else ref)
        return things


class AuditSubject(BaseModel):
    """A deed was about this row: the table's name and the row's id. Append-only."""

    entry = ForeignKeyField(AuditEntry, backref="subjects")
    noun = TextField()
    ref = IntegerField()

    class Meta:
        indexes = ((("noun", "ref", "entry"), False),)


class FormKey(BaseModel):
    """A create form was sent: a second submit of the same form shows the first result."""

    key = TextField(unique=True)
    person = ForeignKeyField(Person, backref="+")
    url = TextField()
    at = UTCDateTimeField(default=clock.now)


class HeaderMapping(BaseModel):
    """How the columns of a header line were mapped last time."""

    purpose = TextField()
    header_key = TextField()
    mapping = JSONField()

    class Meta:
        indexes = ((("purpose", "header_key"), True),)


class Upload(BaseModel):
    """A file between its upload and the confirmation of its preview."""

    person = ForeignKeyField(Person, backref="+")
    purpose = TextField()
    filename = TextField()
    data = BlobField()
    choices = JSONField(default=dict)
    at = UTCDateTimeField(default=clock.now)


class Fact(BaseModel):
    """A fact about this database itself, such as that it is a demo."""

    name = TextField(unique=True)
    value = TextField()
