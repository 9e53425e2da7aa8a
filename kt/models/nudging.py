"""Nudging: what somebody was asked to see to, and what was put off until a day."""

from enum import StrEnum

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, UTCDateTimeField
from .people import Person
from .rollouts import Rollout


class Matter(StrEnum):
    """What somebody else can be nudged about; each has rows of one table."""

    ITEM = "item"
    PAIRING = "pairing"
    OUTPUT = "output"
    REVIEW = "review"
    SHEETS = "sheets"
    SIGNOFF = "signoff"
    QUESTION = "question"


class Nudge(BaseModel):
    """A message in the outbox: whoever runs something asks a person to see to what waits for them.

    It stands on the person's home until they have heard it, or until it is done. `ref` is the id of
    the item, pairing, output (for its review, too), sign-off or question, or of the rollout whose
    sheets wait; `text` is what is said, as it will be sent. `on` is the day in the rollout.
    """

    person = ForeignKeyField(Person, backref="nudges", index=False)
    by = ForeignKeyField(Person, backref="+")
    rollout = ForeignKeyField(Rollout, backref="+")
    matter = ChoiceField(Matter)
    ref = IntegerField()
    text = TextField()
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)
    heard_at = UTCDateTimeField(null=True)
    withdrawn_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("person", "heard_at"), False), (("matter", "ref"), False))


class Snooze(BaseModel):
    """Somebody put off one of the things that need them until a day; `about` is its key."""

    person = ForeignKeyField(Person, backref="snoozes", index=False)
    rollout = ForeignKeyField(Rollout, backref="+")
    about = TextField()
    title = TextField()
    until = DateField()
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("person", "rollout", "about"), True),)
