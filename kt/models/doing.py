"""Doing: coaching sessions, checklists and their items."""

from datetime import date
from enum import StrEnum

from peewee import SQL, BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from .. import clock
from ..db import BaseModel
from ..due import Anchor, DueRule, Unit
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField, WordsField
from .knowhow import Topic
from .people import Person
from .rollouts import Pairing, Rollout, RolloutTopic, Wording


class Way(StrEnum):
    """How a session passed something on (rule 13: show, don't tell)."""

    EXPLAINED = "explained"
    SHOWN = "shown"
    TOGETHER = "done together"
    ALONE = "learner did it alone"
    COACH_DID_IT = "coach did it"
    NOT_SAID = "not said"


class CoachingSession(BaseModel):
    """One conversation or demonstration, planned or held; without a topic it is the kick-off."""

    rollout = ForeignKeyField(Rollout, backref="sessions", index=False)
    rollout_topic = OptionalKeyField(RolloutTopic, backref="sessions")
    guide = ForeignKeyField(Person, backref="guided_sessions", index=False)
    planned_at = UTCDateTimeField(null=True)
    held_on = DateField(null=True)
    minutes = IntegerField(null=True, constraints=[Check("minutes BETWEEN 1 AND 1440")])
    remote = BooleanField(default=False)
    place = TextField(default="")
    way = ChoiceField(Way, default=Way.NOT_SAID)
    cancelled_at = UTCDateTimeField(null=True)
    logged_by = ForeignKeyField(Person, backref="+")
    logged_at = UTCDateTimeField(default=clock.now)

    class Meta:
        constraints = [Check("planned_at IS NOT NULL OR held_on IS NOT NULL")]
        indexes = ((("rollout", "held_on"), False), (("guide", "held_on"), False))

    @property
    def is_kick_off(self) -> bool:
        return self.rollout_topic_id is None

    @property
    def is_held(self) -> bool:
        return self.held_on is not None and self.cancelled_at is None

    @property
    def is_planned(self) -> bool:
        return self.held_on is None and self.cancelled_at is None


class Attendance(BaseModel):
    """A pairing took part in a session; `waiting` if it was not active yet (rule 12)."""

    session = ForeignKeyField(CoachingSession, backref="attendances", index=False)
    pairing = ForeignKeyField(Pairing, backref="attendances")
    waiting = BooleanField(default=False)

    class Meta:
        indexes = ((("session", "pairing"), True),)


class SessionNote(BaseModel):
    """What a session's people wrote down; an edit is a new row, the newest is shown."""

    session = ForeignKeyField(CoachingSession, backref="notes")
    text = TextField()
    by = ForeignKeyField(Person, backref="+")
    at = UTCDateTimeField(default=clock.now)


class OwnerRole(StrEnum):
    """Who an item is for."""

    LEARNER = "learner"
    BUDDY = "buddy"
    COACH = "coach"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    OTHER = "other"


class Subject(StrEnum):
    """What a template is applied to."""

    PERSON = "person"
    ROLLOUT = "rollout"


class Template(BaseModel):
    """A list to make checklists from; a change touches nothing that was made from it."""

    title = TextField()
    description = TextField(default="")
    applies_to = ChoiceField(Subject, default=Subject.PERSON)
    source = TextField(default="")
    made_by = ForeignKeyField(Person, backref="+")
    copied_from = OptionalKeyField("self", backref="copies")
    retired_on = DateField(null=True)


class Due(BaseModel):
    """The columns of a due rule, shared by template items and items."""

    due_anchor = ChoiceField(Anchor, null=True)
    due_first = IntegerField(null=True)
    due_last = IntegerField(null=True)
    due_unit = ChoiceField(Unit, null=True)
    due_text = TextField(default="")

    @property
    def due_rule(self) -> DueRule | None:
        """Give the rule; an item it may depend on is in `after`, not in the rule."""
        if self.due_anchor is None:
            return None
        return DueRule(self.due_anchor, self.due_first, self.due_last, self.due_unit)


def due_columns(rule: DueRule | None) -> dict[str, object]:
    """Spell a due rule as the columns of `Due`; None clears them."""
    if rule is None:
        return dict.fromkeys(("due_anchor", "due_first", "due_last", "due_unit"))
    return {
        "due_anchor": rule.anchor,
        "due_first": rule.first,
        "due_last": rule.last,
        "due_unit": rule.unit,
    }


class TemplateItem(Due):
    """One line of a template. `group` is its heading path, parts joined by " › ".

    `ticked` is the state of its box in the file it came from: it then starts as done.
    """

    template = ForeignKeyField(Template, backref="items", index=False)
    position = IntegerField()
    parent = OptionalKeyField("self", backref="children")
    group = TextField(default="", column_name="heading")
    text = TextField()
    detail = TextField(default="")
    owners = WordsField(default=())
    owner_text = TextField(default="")
    after = OptionalKeyField("self", backref="followers")
    optional = BooleanField(default=False)
    condition = TextField(default="")
    ticked = BooleanField(default=False)

    class Meta:
        indexes = ((("template", "position"), False),)


class Checklist(BaseModel):
    """A list made for a person, for a rollout, or for a person within a rollout."""

    template = OptionalKeyField(Template, backref="checklists")
    title = TextField()
    person = OptionalKeyField(Person, backref="checklists")
    rollout = OptionalKeyField(Rollout, backref="checklists")
    supervisor = ForeignKeyField(Person, backref="supervised_checklists")
    start_day = DateField(null=True)
    departure_day = DateField(null=True)
    made_at = UTCDateTimeField(default=clock.now)

    class Meta:
        constraints = [Check("person_id IS NOT NULL OR rollout_id IS NOT NULL")]

    @property
    def wording(self) -> Wording:
        """Say in whose words its items name their owners: those of its rollout, if it has one."""
        return self.rollout.wording if self.rollout_id else Wording.COACHING


class ItemState(StrEnum):
    OPEN = "open"
    DONE = "done"
    STUCK = "stuck"
    NOT_NEEDED = "not needed"


class Item(Due):
    """One thing to do, on a checklist or as a next step of a session.

    `owner` is the person it is for, if named; otherwise whoever holds one of the roles `owners`
    towards the checklist's person, and without either the checklist's person themselves.
    """

    checklist = OptionalKeyField(Checklist, backref="items", index=False)
    session = OptionalKeyField(CoachingSession, backref="next_steps")
    topic = OptionalKeyField(Topic, backref="+")
    position = IntegerField(default=0)
    parent = OptionalKeyField("self", backref="children")
    group = TextField(default="", column_name="heading")
    text = TextField()
    detail = TextField(default="")
    owner = OptionalKeyField(Person, backref="owned_items", index=False)
    owners = WordsField(default=())
    owner_text = TextField(default="")
    after = OptionalKeyField("self", backref="followers")
    optional = BooleanField(default=False)
    condition = TextField(default="")
    due = DateField(null=True)
    dated_by_hand = BooleanField(default=False)
    state = ChoiceField(ItemState, default=ItemState.OPEN)

    class Meta:
        constraints = [Check("(checklist_id IS NULL) <> (session_id IS NULL)")]
        indexes = (
            (("checklist", "position"), False),
            (("checklist", "state", "due"), False),
        )

    @property
    def wording(self) -> Wording:
        return self.checklist.wording if self.checklist_id else self.session.rollout.wording

    @property
    def is_finished(self) -> bool:
        return self.state in (ItemState.DONE, ItemState.NOT_NEEDED)

    def days_late(self, today: date) -> int:
        """Count the days since an unfinished item was due; 0 if it is not late."""
        if self.is_finished or self.due is None:
            return 0
        return max(0, (today - self.due).days)


# Few items name a person; the others are no use in looking for theirs.
Item.add_index(Item.index(Item.owner, Item.state, Item.due, where=SQL('"owner_id" IS NOT NULL')))


class ItemEvent(BaseModel):
    """An item came into a state; append-only, the newest row says the state and who brought it."""

    item = ForeignKeyField(Item, backref="events")
    state = ChoiceField(ItemState)
    sentence = TextField(default="")
    by = ForeignKeyField(Person, backref="+")
    on = DateField(column_name="on_day")
    at = UTCDateTimeField(default=clock.now)
