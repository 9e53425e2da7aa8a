"""Answers about delegation: what was handed over, to whom, how far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from peewee import ModelSelect

from ..access import handovers_visible_to
from ..dates import count_words
from ..db import compiled
from ..models import Handover, Level, Person, Topic
from ..rules.handovers import OWNS_IT, STEPS, reached, tasks_held_by
from ..rules.seeding import newest_level

# So many of each kind are listed, the newest first.
LISTED = 100


class State(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    OWNED = "owned"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Side:
    """One of the two of a handover."""

    id: int
    name: str
    manager_id: int | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class HandoverRow:
    """A task that was handed over, and the step its delegate has reached.

    The note is for the two alone. `reader_acts`: the reader may act for an absent delegator.
    """

    id: int
    topic_id: int
    task: str
    delegator: Side
    delegate: Side
    note: str
    sentence: str
    offered_on: date
    accepted_on: date | None
    declined_on: date | None
    taken_back_on: date | None
    owned_on: date | None
    level: int
    owner_id: int | None
    reader_id: int
    reader_acts: bool

    @property
    def state(self) -> State:
        if self.declined_on:
            return State.DECLINED
        if self.taken_back_on:
            return State.TAKEN_BACK
        if self.owned_on:
            return State.OWNED
        return State.ACCEPTED if self.accepted_on else State.WAITING

    @property
    def is_passed_on(self) -> bool:
        """Whether the delegate came to own it and somebody else owns it now."""
        return self.state == State.OWNED and self.owner_id != self.delegate.id

    @property
    def state_words(self) -> str:
        if self.is_passed_on:
            return "passed on"
        if self.state == State.OWNED:
            return f"{self.delegate.first_name} owns it"
        return "on the way" if self.state == State.ACCEPTED else self.state

    @property
    def is_open(self) -> bool:
        return self.state in (State.WAITING, State.ACCEPTED)

    @property
    def reached(self) -> Level:
        return reached(self.level, owns=self.owned_on is not None)

    @property
    def steps(self) -> list[tuple[str, bool]]:
        """List the four steps in words, the reached one marked."""
        is_going_on = self.state in (State.ACCEPTED, State.OWNED) and not self.is_passed_on
        return [(words, is_going_on and step == self.reached) for step, words in STEPS.items()]

    @property
    def next_step(self) -> Level | None:
        if self.state != State.ACCEPTED or self.reached == OWNS_IT:
            return None
        return Level(self.reached + 1)

    @property
    def next_words(self) -> str:
        return STEPS[self.next_step] if self.next_step else ""

    @property
    def may_answer(self) -> bool:
        return self.reader_id == self.delegate.id and self.is_open

    @property
    def is_mine(self) -> bool:
        return self.reader_id == self.delegator.id

    @property
    def may_sign(self) -> bool:
        """Whether the reader signs the next step: the delegator, or a supervisor for them."""
        return self.is_mine or (self.reader_acts and self.reader_id != self.delegate.id)

    @property
    def other(self) -> Side:
        """The one of the two whom the reader looks at: the delegate, unless it is themselves."""
        return self.delegator if self.reader_id == self.delegate.id else self.delegate

    @property
    def between(self) -> str:
        """Say from whom and to whom, leaving out the reader."""
        names = (("from", self.delegator), ("to", self.delegate))
        return " ".join(f"{word} {each.name}" for word, each in names if each.id != self.reader_id)


@dataclass(frozen=True)
class HandoversPage:
    """What somebody was handed and what they handed over, as far as the reader may see it."""

    who: Person
    received: tuple[HandoverRow, ...]
    given: tuple[HandoverRow, ...]
    over: tuple[HandoverRow, ...]

    @property
    def headline(self) -> str:
        waiting = [row for row in self.received if row.state == State.WAITING]
        if len(waiting) == 1:
            return f"{waiting[0].task} from {waiting[0].delegator.first_name} waits for an answer."
        if waiting:
            return f"{count_words(len(waiting), 'task')} wait for an answer."
        on_the_way = [row for row in self.given if row.next_step]
        if len(on_the_way) == 1:
            return f"{on_the_way[0].task} is on the way to {on_the_way[0].delegate.first_name}."
        if on_the_way:
            return f"{count_words(len(on_the_way), 'task')} are on the way to somebody else."
        return "Nothing waits here." if self.received or self.given else "Nothing is handed over."


def handovers_page(who: Person, reader: Person) -> HandoversPage:
    """Gather what was handed to somebody and what they handed over (one query)."""
    around = (Handover.delegator == who) | (Handover.delegate == who)
    rows = _rows(handovers_visible_to(reader).where(around), reader)
    settled = (State.DECLINED, State.TAKEN_BACK)
    open_rows = [row for row in rows if row.state not in settled]
    return HandoversPage(
        who=who,
        received=tuple(row for row in open_rows if row.delegate.id == who.id)[:LISTED],
        given=tuple(row for row in open_rows if row.delegator.id == who.id)[:LISTED],
        over=tuple(row for row in rows if row.state in settled)[:LISTED],
    )


def handovers_of_topic(topic: Topic, reader: Person) -> list[HandoverRow]:
    """List to whom a task was handed over, as far as the reader may see it (one query)."""
    rows = _rows(handovers_visible_to(reader).where(Handover.topic == topic), reader)
    return [row for row in rows if row.state not in (State.DECLINED, State.TAKEN_BACK)][:LISTED]


def waiting_handovers_of(person: Person) -> list[HandoverRow]:
    """List what was handed to somebody and waits for their answer (one query)."""
    return [_row(values, person) for values in _waiting(person=person)]


def tasks_to_choose(person: Person) -> list[tuple[int, str]]:
    """List the ids and names of the tasks that somebody can hand over, by name."""
    return list(tasks_held_by(person).select(Topic.id, Topic.name).tuples())


def holds_task(person: Person, topic: Topic) -> bool:
    return tasks_held_by(person).where(Topic.id == topic.id).exists()


@compiled
def _waiting(person: Any) -> ModelSelect:
    return _columns(Handover.select().where(Handover.delegate == person, Handover.waits()))


def _rows(handovers: ModelSelect, reader: Person) -> list[HandoverRow]:
    return [_row(values, reader) for values in _columns(handovers)]


def _columns(handovers: ModelSelect) -> ModelSelect:
    delegator, delegate = Person.alias(), Person.alias()
    return (
        handovers.select(
            Handover,
            Topic.name.alias("task"),
            Topic.owner.alias("owner_id"),
            delegator.name.alias("delegator_name"),
            delegator.manager.alias("delegator_manager_id"),
            delegate.name.alias("delegate_name"),
            delegate.manager.alias("delegate_manager_id"),
            newest_level(Handover.delegate, Handover.topic).alias("level"),
        )
        .join(Topic, on=(Handover.topic == Topic.id))
        .join_from(Handover, delegator, on=(Handover.delegator == delegator.id))
        .join_from(Handover, delegate, on=(Handover.delegate == delegate.id))
        .order_by(Handover.offered_on.desc(), Handover.id.desc())
        .dicts()
    )


def _row(values: dict[str, Any], reader: Person) -> HandoverRow:
    delegator = Side(values["delegator"], values["delegator_name"], values["delegator_manager_id"])
    delegate = Side(values["delegate"], values["delegate_name"], values["delegate_manager_id"])
    managers: Iterable[int | None] = (delegator.manager_id, delegate.manager_id)
    is_of_the_two = reader.id in (delegator.id, delegate.id)
    plain = ("sentence", "offered_on", "accepted_on", "declined_on", "taken_back_on")
    return HandoverRow(
        id=values["id"],
        topic_id=values["topic"],
        task=values["task"],
        delegator=delegator,
        delegate=delegate,
        note=values["note"] if is_of_the_two else "",
        owned_on=values["owned_on"],
        level=values["level"],
        owner_id=values["owner_id"],
        reader_id=reader.id,
        reader_acts=reader.is_administrator or (reader.supervises and reader.id in managers),
        **{name: values[name] for name in plain},
    )
