"""Agreed: readiness, the agreement in versions, sheets, signatures, overrides."""

from enum import StrEnum

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, JSONField, OptionalKeyField, UTCDateTimeField
from .people import Person
from .rollouts import Rollout


class ReadinessQuestion(StrEnum):
    """What is asked before a rollout (rules 5, 6 and 11); the words stand in `rules.readiness`."""

    STRUCTURED = "structured"
    NEVER_MEET = "never meet"
    FACTUAL = "factual"
    WEAK_SUPERVISION = "weak supervision"
    ENGINEERS = "engineers"
    LEADER = "leader"
    DEVELOPMENT = "development"


class ReadinessAnswer(BaseModel):
    """What a rollout's supervisor answered; the newest of a department serve its next rollouts."""

    rollout = ForeignKeyField(Rollout, backref="readiness_answers", index=False)
    question = ChoiceField(ReadinessQuestion)
    yes = BooleanField()
    note = TextField(default="")
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")

    class Meta:
        indexes = ((("rollout", "question"), True),)


class Agreement(BaseModel):
    """One version of what a rollout agreed on, frozen.

    `content` is what concerns everybody, or {"as_in": n} where version n says it already. `change`
    holds what changed for whom as ids; its words are made when it is read.
    """

    rollout = ForeignKeyField(Rollout, backref="agreements", index=False)
    number = IntegerField()
    content = JSONField()
    change = JSONField(default=dict)
    by = OptionalKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("rollout", "number"), True),)


class Answer(StrEnum):
    """What somebody said to their sheet."""

    WAITING = "waiting"
    SIGNED = "signed"
    DECLINED = "declined"


class Sheet(BaseModel):
    """What an agreement says to one person, from the version that brought it until it changes.

    One sheet a person is `current`. A signature keeps the sheet and so its digest: it counts as
    long as the current sheet has the same digest.
    """

    rollout = ForeignKeyField(Rollout, backref="sheets", index=False)
    person = ForeignKeyField(Person, backref="sheets")
    agreement = ForeignKeyField(Agreement, backref="sheets")
    digest = TextField()
    content = JSONField()
    answer = ChoiceField(Answer, default=Answer.WAITING)
    answered_on = DateField(null=True)
    current = BooleanField(default=True)


# SQLite keeps booleans as 0 and 1, PostgreSQL as true and false; both take the bare column.
Sheet.add_index(
    Sheet.index(
        Sheet.rollout, Sheet.person, unique=True, name="sheet_one_current", where=SQL("current")
    )
)


class Signature(BaseModel):
    """Somebody answered a sheet, or took the answer back. Append-only: the newest row counts.

    `by` recorded it: the person themselves, or a supervisor for a signature on paper, which a
    witness saw.
    """

    sheet = ForeignKeyField(Sheet, backref="signatures")
    answer = ChoiceField(Answer)
    sentence = TextField(default="")
    on = DateField(column_name="on_day")
    on_paper = BooleanField(default=False)
    witness = OptionalKeyField(Person, backref="+")
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)


class Override(BaseModel):
    """A point of the start gate that a supervisor overruled with a reason, which stays in view."""

    rollout = ForeignKeyField(Rollout, backref="overrides")
    point = TextField()
    reason = TextField()
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    withdrawn_on = DateField(null=True)


Override.add_index(
    Override.index(
        Override.rollout,
        Override.point,
        unique=True,
        name="override_once",
        where=SQL("withdrawn_on IS NULL"),
    )
)
