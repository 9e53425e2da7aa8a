"""Judged: who asks to be signed off at a standing, and what those who know say to it (rule 17)."""

from enum import StrEnum

from peewee import SQL, BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField
from .knowhow import Standing
from .people import Person
from .rollouts import RolloutTopic


class SignoffAnswer(StrEnum):
    WAITING = "waiting"
    SIGNED_OFF = "signed off"
    DECLINED = "not yet"
    WITHDRAWN = "withdrawn"


class Signoff(BaseModel):
    """Somebody seated on a topic is to be signed off at a level; `standing` is what came of it."""

    rollout_topic = ForeignKeyField(RolloutTopic, backref="signoffs")
    person = ForeignKeyField(Person, backref="signoffs")
    level = IntegerField(constraints=[Check("level BETWEEN 1 AND 4")])
    note = TextField(default="")
    asked_by = ForeignKeyField(Person, backref="+")
    asked_on = DateField()
    at = UTCDateTimeField(default=clock.now)
    answer = ChoiceField(SignoffAnswer, default=SignoffAnswer.WAITING)
    answered_on = DateField(null=True)
    standing = OptionalKeyField(Standing, backref="signoffs")


Signoff.add_index(
    Signoff.index(
        Signoff.rollout_topic,
        Signoff.person,
        unique=True,
        name="signoff_one_waiting",
        where=SQL("answer = 'waiting'"),
    )
)


class JudgedAs(StrEnum):
    """As what somebody judges."""

    COACH = "coach"
    SME = "SME"


class Opinion(BaseModel):
    """What somebody who knows says to a sign-off, with the evidence. Append-only.

    `acts_for` is who was absent, where the supervisor said it for them.
    """

    signoff = ForeignKeyField(Signoff, backref="opinions")
    by = ForeignKeyField(Person, backref="+")
    judged_as = ChoiceField(JudgedAs)
    acts_for = OptionalKeyField(Person, backref="+")
    yes = BooleanField()
    evidence = TextField(default="")
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)
