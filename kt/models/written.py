"""Written: what a transfer leaves behind, and the questions it starts from."""

from enum import StrEnum

from peewee import Check, DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel, ChoiceField, UTCDateTimeField
from .doing import CoachingSession
from .knowhow import Topic
from .people import Person
from .rollouts import Rollout


class OutputKind(StrEnum):
    FAQ_ENTRY = "FAQ entry"
    MANUAL = "manual"
    HOW_TO = "how-to"
    DESIGN_NOTE = "design note"
    RECORDING = "recording"
    EXTERNAL_LINK = "external link"


class OutputState(StrEnum):
    PLANNED = "planned"
    DRAFT = "draft"
    IN_REVIEW = "in review"
    PUBLISHED = "published"
    OBSOLETE = "obsolete"


class Output(BaseModel):
    """What a transfer leaves behind: its text is in versions, or it points to a link."""

    title = TextField()
    kind = ChoiceField(OutputKind)
    topic = ForeignKeyField(Topic, backref="outputs")
    rollout = ForeignKeyField(Rollout, null=True, backref="outputs")
    owner = ForeignKeyField(Person, backref="owned_outputs")
    due = DateField(null=True)
    url = TextField(default="")
    state = ChoiceField(OutputState, default=OutputState.PLANNED)
    published_on = DateField(null=True)

    class Meta:
        constraints = [Check("(state <> 'published') OR (published_on IS NOT NULL)")]


class Version(BaseModel):
    """One saved text of an output, kept for good, with the HTML it was rendered to."""

    output = ForeignKeyField(Output, backref="versions", index=False)
    number = IntegerField()
    text = TextField()
    html = TextField()
    why = TextField(default="")
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("output", "number"), True),)


class Question(BaseModel):
    """A one-liner that came up, kept until it is answered."""

    text = TextField()
    topic = ForeignKeyField(Topic, backref="questions")
    session = ForeignKeyField(CoachingSession, null=True, backref="questions")
    asked_by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)
