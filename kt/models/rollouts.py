"""Rollouts: one organised transfer, its topics, who sits where, who guides whom."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from peewee import (
    SQL,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from ..db import BaseModel
from ..fields import ChoiceField, OptionalKeyField
from .knowhow import Kind, Revision
from .people import Person


class TransferModel(StrEnum):
    """How roles may be shared out; rules 1 to 4 of the domain."""

    ONE_WAY = "one-way"
    TWO_WAY = "two-way"
    SEEDED_ONE_WAY = "SME-seeded one-way"
    SEEDED_TWO_WAY = "SME-seeded two-way"

    @property
    def is_one_way(self) -> bool:
        return self in (TransferModel.ONE_WAY, TransferModel.SEEDED_ONE_WAY)

    @property
    def is_seeded(self) -> bool:
        return self in (TransferModel.SEEDED_ONE_WAY, TransferModel.SEEDED_TWO_WAY)


class Wording(StrEnum):
    """Rule 5: knowledge and skills are coached, a person's own development is mentored."""

    COACHING = "coaching"
    MENTORING = "mentoring"

    def say(self, words: str, *names: str) -> str:
        """Say our own words about roles as this wording has them: coach or mentor, never mentee.

        `names` of people and topics in them are nobody's to change and stay as they are.
        """
        if self == Wording.COACHING:
            return words
        kept = "|".join(re.escape(name) for name in names if name)
        pattern = f"(?P<kept>{kept})|{ROLE_WORDS}" if kept else ROLE_WORDS
        return re.sub(pattern, _mentoring, words, flags=re.IGNORECASE)

    @classmethod
    def of_all(cls, wordings: Iterable["Wording"]) -> "Wording":
        """Choose the words for things of several rollouts: mentoring if all of them are that."""
        return cls.MENTORING if {*wordings} == {cls.MENTORING} else cls.COACHING


ROLE_WORDS = r"\b(?:coach(?:es|ing|ed)?|learners?)\b"
MENTORING_WORDS = {
    "coach": "mentor",
    "coaches": "mentors",
    "coaching": "mentoring",
    "coached": "mentored",
    "learner": "protégé",
    "learners": "protégés",
}


def _mentoring(found: re.Match[str]) -> str:
    word = found.group()
    said = MENTORING_WORDS.get(word.lower())
    if said is None or found.groupdict().get("kept"):
        return word
    return said[:1].upper() + said[1:] if word[0].isupper() else said


class Purpose(StrEnum):
    """Who a rollout is for: a team under a supervisor, or a pair that two people agreed on."""

    TEAM = "team"
    PAIR = "pair"


class RolloutState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What a person does on a topic in a rollout."""

    COACH = "coach"
    LEARNER = "learner"
    SME = "SME"
    BUDDY = "buddy"

    @property
    def guides(self) -> bool:
        return self in (Role.COACH, Role.BUDDY)

    @classmethod
    def usual_guide(cls, kind: Kind) -> "Role":
        """Name the role that guides unless told otherwise: settling in has a buddy."""
        return cls.BUDDY if kind == Kind.ORIENTATION else cls.COACH


class Rollout(BaseModel):
    """One organised transfer of know-how, run by a supervisor.

    `agreement_version` is the number of its newest agreement, 0 until one is offered;
    `before_agreements` marks one that was running when agreements were introduced. A pair (rules
    14 and 15) is run by nobody; its supervisor is the one who asked.
    """

    name = TextField()
    why = TextField(default="")
    kind = ChoiceField(Kind, null=True)
    wording = ChoiceField(Wording, default=Wording.COACHING)
    purpose = ChoiceField(Purpose, default=Purpose.TEAM)
    agreement_version = IntegerField(default=0)
    before_agreements = BooleanField(default=False)
    supervisor = ForeignKeyField(Person, backref="supervised_rollouts")
    deputy = OptionalKeyField(Person, backref="deputised_rollouts")
    department = TextField(default="")
    model = ChoiceField(TransferModel, default=TransferModel.ONE_WAY)
    time_zone = TextField(null=True)
    start_date = DateField()
    end_date = DateField(null=True)
    rolling = BooleanField(default=False)
    state = ChoiceField(RolloutState, default=RolloutState.DRAFT, index=True)
    started_on = DateField(null=True)
    closed_on = DateField(null=True)
    keep = TextField(default="")
    change = TextField(default="")
    tell_next = TextField(default="")
    copied_from = OptionalKeyField("self", backref="copies")

    class Meta:
        constraints = [Check("end_date IS NULL OR end_date >= start_date")]

    @property
    def is_open(self) -> bool:
        return self.state in (RolloutState.DRAFT, RolloutState.RUNNING)

    @property
    def is_pair(self) -> bool:
        """Tell whether two people agreed on it themselves; then nobody runs it."""
        return self.purpose == Purpose.PAIR

    def is_run_by(self, person: Person) -> bool:
        return person.id in (self.supervisor_id, self.deputy_id)


class RolloutTopic(BaseModel):
    """A topic, at one revision, in a rollout."""

    rollout = ForeignKeyField(Rollout, backref="rollout_topics", index=False)
    revision = ForeignKeyField(Revision, backref="rollout_topics")
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("rollout", "revision"), True),)


class Seat(BaseModel):
    """A person's role on a topic in a rollout, from one day until another (open while None)."""

    rollout_topic = ForeignKeyField(RolloutTopic, backref="seats")
    person = ForeignKeyField(Person, backref="seats")
    role = ChoiceField(Role)
    since = DateField()
    until = DateField(null=True)

    class Meta:
        constraints = [Check("until IS NULL OR until >= since")]

    def is_open_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


# Rule 2 in the database: never coach and learner of one topic at once, and no role twice.
Seat.add_index(
    Seat.index(
        Seat.rollout_topic,
        Seat.person,
        unique=True,
        name="seat_one_side_of_a_topic",
        where=SQL("until IS NULL AND role IN ('coach', 'learner')"),
    )
)
Seat.add_index(
    Seat.index(
        Seat.rollout_topic,
        Seat.person,
        Seat.role,
        unique=True,
        name="seat_one_role_once",
        where=SQL("until IS NULL"),
    )
)


class Pairing(BaseModel):
    """Who guides whom: a guide's seat (None is a visible gap) and a learner's seat.

    In a mutual one (development topics) both coach each other, whatever their seats are called.
    `asked_on` is when somebody asked whether it is still on, `heard_on` when it was last said so.
    """

    guide = OptionalKeyField(Seat, backref="guided_pairings")
    learner = ForeignKeyField(Seat, backref="learner_pairings")
    cadence_days = IntegerField(default=7, constraints=[Check("cadence_days > 0")])
    agreed_hours = IntegerField(null=True)
    wave = IntegerField(default=1, constraints=[Check("wave > 0")])
    since = DateField()
    ended_on = DateField(null=True)
    mutual = BooleanField(default=False)
    paused_until = DateField(null=True)
    asked_on = DateField(null=True)
    heard_on = DateField(null=True)
    end_note = TextField(default="")

    @property
    def two(self) -> frozenset[int]:
        """The ids of its people: the learner and, where there is one, the guide."""
        guides = {self.guide.person_id} if self.guide else set()
        return frozenset({self.learner.person_id, *guides})

    @property
    def words(self) -> str:
        """Say who guides whom on what, by first names."""
        guide = self.guide.person.first_name if self.guide else "Nobody"
        topic = self.learner.rollout_topic.revision.topic.name
        return f"{guide} with {self.learner.person.first_name} on {topic}"

    def coached_by(self, guide: Person) -> Person:
        """Tell whom somebody coaches here: the learner, or in a mutual pairing the other one."""
        if self.mutual and self.learner.person_id == guide.id:
            return self.guide.person
        return self.learner.person


Pairing.add_index(
    Pairing.index(
        Pairing.guide,
        Pairing.learner,
        unique=True,
        name="pairing_once",
        where=SQL("ended_on IS NULL"),
    )
)
