"""Personal: what two people settle between themselves, without a supervisor."""

from enum import StrEnum

from peewee import SQL, Check, DateField, Expression, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField
from .knowhow import Topic
from .people import Person
from .rollouts import Pairing


class Handover(BaseModel):
    """A task handed over for good (rule 9): offered, accepted or declined, maybe taken back.

    Its steps are the standings of the delegate, whom the delegator signs off on the next one from
    `accepted_on` on; with the last the delegate owns the topic, which `former_owner` owned before.
    """

    topic = ForeignKeyField(Topic, backref="handovers")
    delegator = ForeignKeyField(Person, backref="handed_over")
    delegate = ForeignKeyField(Person, backref="handed_to")
    note = TextField(default="")
    offered_on = DateField()
    accepted_on = DateField(null=True)
    declined_on = DateField(null=True)
    taken_back_on = DateField(null=True)
    sentence = TextField(default="")
    former_owner = OptionalKeyField(Person, backref="+")
    owned_on = DateField(null=True)

    class Meta:
        constraints = [Check("delegator_id <> delegate_id")]

    @classmethod
    def waits(cls) -> Expression:
        """Keep those that wait for the delegate's answer."""
        return cls.accepted_on.is_null() & cls.declined_on.is_null() & cls.taken_back_on.is_null()


Handover.add_index(
    Handover.index(
        Handover.topic,
        Handover.delegate,
        unique=True,
        name="handover_once",
        where=SQL("declined_on IS NULL AND taken_back_on IS NULL"),
    )
)


class PairKind(StrEnum):
    """What somebody asks a colleague for: to coach each other, or to be their mentor."""

    PEERS = "peer coaching"
    MENTORING = "mentoring"


class PairAnswer(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PairRequest(BaseModel):
    """Somebody asked a colleague to form a pair (rules 14, 15); without one, waits for a mentor."""

    kind = ChoiceField(PairKind)
    asked_by = ForeignKeyField(Person, backref="pair_requests")
    asked = OptionalKeyField(Person, backref="asked_for_pairs")
    topic = ForeignKeyField(Topic, backref="+")
    cadence_days = IntegerField(default=14, constraints=[Check("cadence_days > 0")])
    sentence = TextField(default="")
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)
    answer = ChoiceField(PairAnswer, default=PairAnswer.WAITING)
    answered_on = DateField(null=True)
    reply = TextField(default="")
    pairing = OptionalKeyField(Pairing, backref="+")


PairRequest.add_index(
    PairRequest.index(
        PairRequest.kind,
        PairRequest.asked_by,
        PairRequest.asked,
        unique=True,
        name="pair_request_once",
        where=SQL("answer = 'waiting'"),
    )
)
