"""Know-how: topics, their written process, who is expert, who can do what."""

from enum import IntEnum, StrEnum

from peewee import SQL, BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField
from .people import Person


class Kind(StrEnum):
    """What passing a topic on means."""

    PROCESS_CHANGE = "process change"
    DELEGATION = "delegation"
    ORIENTATION = "orientation"
    NICHE_SKILL = "niche skill"
    DEVELOPMENT = "development"


class Level(IntEnum):
    """What one person can do on one topic."""

    NOT_YET = 0
    KNOWS_ABOUT_IT = 1
    DOES_IT_WITH_HELP = 2
    DOES_IT_ALONE = 3
    COACHES_OTHERS = 4

    @property
    def words(self) -> str:
        return LEVEL_WORDS[self]


LEVEL_WORDS = {
    Level.NOT_YET: "not yet",
    Level.KNOWS_ABOUT_IT: "knows about it",
    Level.DOES_IT_WITH_HELP: "does it with help",
    Level.DOES_IT_ALONE: "does it alone",
    Level.COACHES_OTHERS: "coaches others",
}


class Basis(StrEnum):
    """Where a standing comes from."""

    NAMED = "named by a supervisor"
    IMPORTED = "imported"
    SIGNED_OFF = "signed off"


class Topic(BaseModel):
    """A body of know-how that can be passed on."""

    name = TextField(unique=True)
    kind = ChoiceField(Kind)
    technical = BooleanField(default=False)
    description = TextField(default="")
    holders_needed = IntegerField(default=1, constraints=[Check("holders_needed >= 0")])
    owner = OptionalKeyField(Person, backref="+")
    open_to_all = BooleanField(default=True)


class Revision(BaseModel):
    """How a topic is done from a day on: the old way, the new way, the written process."""

    topic = ForeignKeyField(Topic, backref="revisions")
    number = IntegerField(default=1)
    old_way = TextField(default="")
    new_way = TextField(default="")
    process = TextField(default="")
    effective = DateField(null=True)

    class Meta:
        indexes = ((("topic", "number"), True),)


class Expert(BaseModel):
    """A person is SME of a topic: expert in its content, which does not make them a coach."""

    topic = ForeignKeyField(Topic, backref="experts")
    person = ForeignKeyField(Person, backref="expertise")

    class Meta:
        indexes = ((("topic", "person"), True),)


class Standing(BaseModel):
    """What a person could do on a topic as judged on a day. Append-only: the newest row counts.

    From `refresh_on` on it is to be refreshed, as where a certificate runs out.
    """

    person = ForeignKeyField(Person, backref="standings", index=False)
    revision = ForeignKeyField(Revision, backref="standings", index=False)
    level = IntegerField(constraints=[Check("level BETWEEN 0 AND 4")])
    basis = ChoiceField(Basis)
    reason = TextField(default="")
    judged_by = OptionalKeyField(Person, backref="+", index=False)
    confirmed_by = OptionalKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    refresh_on = DateField(null=True)
    recorded_at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("person", "revision"), False), (("revision", "person"), False))


# What somebody judged on a topic, of all that they ever did.
Standing.add_index(
    Standing.index(Standing.judged_by, Standing.revision, where=SQL('"judged_by_id" IS NOT NULL'))
)


class NewestStanding(BaseModel):
    """The standing of a person on a topic that counts: the newest, whichever its revision.

    The database keeps it by a trigger as standings come in. What was true of a later day is newer;
    of one day, what was recorded later.
    """

    person = ForeignKeyField(Person, backref="+", index=False)
    topic = ForeignKeyField(Topic, backref="+", index=False)
    standing = ForeignKeyField(Standing, backref="+")
    level = IntegerField()
    on = DateField(column_name="on_day")

    class Meta:
        indexes = ((("person", "topic"), True), (("topic", "level"), False))
