"""People: who is in the organisation, and how they sign in."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from peewee import (
    SQL,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    ModelSelect,
    TextField,
    fn,
)

from .. import clock
from ..db import BaseModel, compiled
from ..fields import ChoiceField, OptionalKeyField, UTCDateTimeField


class Access(StrEnum):
    """What a person may do beyond the seats they hold."""

    MEMBER = "member"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Person(BaseModel):
    """Somebody in the organisation; without an e-mail they belong to it but cannot sign in."""

    employee_id = TextField(null=True, unique=True)
    name = TextField(index=True)
    email = TextField(null=True, unique=True)
    title = TextField(default="")
    department = TextField(default="", index=True)
    manager = OptionalKeyField("self", backref="reports")
    location = TextField(default="")
    time_zone = TextField(null=True)
    start_date = DateField(null=True)
    leaving_date = DateField(null=True)
    away_until = DateField(null=True)
    coaching_hours_week = IntegerField(null=True)
    mentor_places = IntegerField(default=0)
    access = ChoiceField(Access, default=Access.MEMBER)
    password_hash = TextField(null=True)
    active = BooleanField(default=True)
    quick_keys = BooleanField(default=True)

    @classmethod
    def gone_or_going(cls) -> ModelSelect:
        """Select the ids of those who are disabled, have left or will leave: few, by an index."""
        return cls.select(cls.id).where(~cls.active | cls.leaving_date.is_null(False))

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def can_sign_in(self) -> bool:
        return self.active and self.email is not None and self.password_hash is not None

    @property
    def is_administrator(self) -> bool:
        return self.access == Access.ADMINISTRATOR

    @property
    def supervises(self) -> bool:
        """Tell whether this person may run rollouts, write templates and invite members."""
        return self.access in (Access.SUPERVISOR, Access.ADMINISTRATOR)

    def zone(self, default: ZoneInfo) -> ZoneInfo:
        return ZoneInfo(self.time_zone) if self.time_zone else default

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today < self.away_until

    def is_gone(self, today: date) -> bool:
        """Tell whether they are disabled or have left."""
        return not self.active or (self.leaving_date is not None and self.leaving_date <= today)


# The people of each department, as the pages of coverage list them.
Person.add_index(
    Person.index(
        Person.department,
        Person.name,
        Person.id,
        name="person_in_departments",
        where=SQL("active"),
    )
)

# A list of people is read by the page, in the order of names.
Person.add_index(
    Person.index(Person.title, Person.name, Person.id, name="person_of_title", where=SQL("active"))
)
Person.add_index(
    Person.index(Person.name, Person.id, name="person_disabled", where=SQL("NOT active"))
)

# Few people offer to be a mentor.
Person.add_index(
    Person.index(Person.mentor_places, name="person_mentor", where=SQL("mentor_places > 0"))
)

# In the words of `Person.gone_or_going`.
Person.add_index(
    Person.index(
        Person.id,
        name="person_gone_or_going",
        where=SQL("NOT active OR leaving_date IS NOT NULL"),
    )
)


class TitleRank(BaseModel):
    """The rank an administrator gave to a title; a title without a row has no known rank."""

    title = TextField(unique=True)
    rank = IntegerField(constraints=[Check('"rank" BETWEEN 1 AND 20')])


class LinkPurpose(StrEnum):
    INVITE = "invite"
    RESET = "reset"


class Link(BaseModel):
    """A one-time link that lets a person choose a password; only its hash is kept."""

    person = ForeignKeyField(Person, backref="links")
    purpose = ChoiceField(LinkPurpose)
    token_hash = TextField(unique=True)
    made_by = OptionalKeyField(Person, backref="+")
    made_at = UTCDateTimeField(default=clock.now)
    expires_at = UTCDateTimeField()
    used_at = UTCDateTimeField(null=True)

    def is_usable(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class Login(BaseModel):
    """One signed-in browser: the cookie holds a random token, the row its hash."""

    person = ForeignKeyField(Person, backref="logins")
    token_hash = TextField(unique=True)
    made_at = UTCDateTimeField(default=clock.now)


class FailedSignIn(BaseModel):
    """A wrong password for an e-mail, whether or not somebody has it."""

    email = TextField()
    at = UTCDateTimeField(default=clock.now)

    class Meta:
        indexes = ((("email", "at"), False),)


class Holiday(BaseModel):
    """A day on which a location does not work."""

    location = TextField()
    day = DateField()
    name = TextField(default="")

    class Meta:
        indexes = ((("location", "day"), True),)

    @classmethod
    def days_at(cls, location: str) -> frozenset[date]:
        """Give the days on which a location does not work."""
        return frozenset(day for (day,) in _days_off(place=location))

    @classmethod
    def days_of(cls, person_id: int) -> frozenset[date]:
        """Give the days on which the location of a person does not work."""
        return frozenset(day for (day,) in _days_off_of(person=person_id))

    @classmethod
    def days_of_each(cls, people: Iterable[int]) -> dict[int, frozenset[date]]:
        """Give the days off of some people, by person."""
        days: dict[int, set[date]] = {id: set() for id in people}
        rows = (
            Person.select(Person.id, cls.day)
            .join(cls, on=(cls.location == Person.location))
            .where(Person.id.in_(list(days)))
        )
        for id, day in rows.tuples():
            days[id].add(day)
        return {id: frozenset(found) for id, found in days.items()}

    @classmethod
    def in_one_column(cls, person_id: Any) -> ModelSelect:
        """Select the days off of a person in one column, which `read_days` reads."""
        place = Person.select(Person.location).where(Person.id == person_id)
        return cls.select(fn.STRING_AGG(cls.day.cast("text"), " ")).where(cls.location == place)

    @staticmethod
    def read_days(column: str | None) -> frozenset[date]:
        return frozenset(map(date.fromisoformat, (column or "").split()))


@compiled
def _days_off(place: Any) -> ModelSelect:
    return Holiday.select(Holiday.day).where(Holiday.location == place).tuples()


@compiled
def _days_off_of(person: Any) -> ModelSelect:
    place = Person.select(Person.location).where(Person.id == person)
    return Holiday.select(Holiday.day).where(Holiday.location == place).tuples()
