"""Sharing: read-only links to a rollout's report for people outside."""

from datetime import date

from peewee import DateField, ForeignKeyField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import UTCDateTimeField
from .people import Person
from .rollouts import Rollout

# For so many days somebody may choose that a link can be opened.
SHARE_DAYS = (7, 30, 90)


class ShareLink(BaseModel):
    """A link to what a rollout's report says without people; only its hash is kept.

    It works through its last day in the rollout's zone, unless it was revoked. `note` says whom it
    is for, to whoever runs the rollout and to nobody else.
    """

    rollout = ForeignKeyField(Rollout, backref="share_links")
    token_hash = TextField(unique=True)
    note = TextField(default="")
    made_by = ForeignKeyField(Person, backref="+")
    made_at = UTCDateTimeField(default=clock.now)
    expires_on = DateField()
    revoked_at = UTCDateTimeField(null=True)

    def is_usable(self, today: date) -> bool:
        return self.revoked_at is None and today <= self.expires_on
