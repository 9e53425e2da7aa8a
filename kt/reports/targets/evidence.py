"""The dated rows that targets are counted from: one query for each measure that is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, Case, ModelSelect, fn

from ...dates import minutes_words
from ...models import (
    Attendance,
    Checklist,
    CoachingSession,
    Item,
    ItemEvent,
    ItemState,
    Level,
    Measure,
    Output,
    OutputState,
    Pairing,
    Person,
    Reading,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    Way,
    Wording,
)


@dataclass(frozen=True)
class Evidence:
    """One row that may count for a target.

    `on` is the day it happened (None: it has not, as an item that is still open); `amount` what
    it adds, or what a reading or a standing stood at. `noun` and `id` name the row to look at.
    """

    noun: str
    id: int
    words: str
    on: date | None
    amount: float
    revision_id: int | None = None
    person_id: int | None = None
    kind: str = ""
    target_id: int | None = None
    minutes: int = 0


def evidence_for(rollout: Rollout, measures: set[Measure]) -> dict[Measure, list[Evidence]]:
    """Collect the rows for some measures of a rollout, oldest first, each kind loaded once."""
    loaded = {load: load(rollout) for load in {LOADERS[measure] for measure in measures}}
    return {measure: loaded[LOADERS[measure]] for measure in measures}


def _sessions(rollout: Rollout) -> list[Evidence]:
    """One row per session and learner; the kick-off is no coaching and does not count.

    A mutual pairing counts where its learner sits, whoever of the two coached that time.
    """
    guide, partner, partner_seat = Person.alias(), Person.alias(), Seat.alias()
    is_turned = Pairing.mutual & (CoachingSession.guide == Seat.person)
    rows = (
        CoachingSession.select(
            CoachingSession.id,
            CoachingSession.held_on,
            CoachingSession.minutes,
            CoachingSession.way,
            guide.name,
            RolloutTopic.revision,
            Seat.person,
            Case(None, [(is_turned, partner.name)], Person.name),
        )
        .join(guide, on=(CoachingSession.guide == guide.id))
        .switch(CoachingSession)
        .join(RolloutTopic, on=(CoachingSession.rollout_topic == RolloutTopic.id))
        .switch(CoachingSession)
        .join(Attendance, on=(Attendance.session == CoachingSession.id))
        .join(Pairing, on=(Attendance.pairing == Pairing.id))
        .join(Seat, on=(Pairing.learner == Seat.id))
        .join(Person, on=(Seat.person == Person.id))
        .join_from(Pairing, partner_seat, JOIN.LEFT_OUTER, on=(Pairing.guide == partner_seat.id))
        .join(partner, JOIN.LEFT_OUTER, on=(partner_seat.person == partner.id))
        .where(
            CoachingSession.rollout == rollout,
            CoachingSession.held_on.is_null(False),
            CoachingSession.cancelled_at.is_null(),
        )
        .order_by(CoachingSession.held_on, CoachingSession.id)
        .tuples()
    )
    return [
        Evidence(
            noun="session",
            id=id,
            words=f"{guide_name} with {learner_name}, {minutes_words(minutes or 0)}"
            + _how(way, rollout.wording),
            on=held_on,
            amount=1,
            revision_id=revision,
            person_id=learner,
            minutes=minutes or 0,
        )
        for id, held_on, minutes, way, guide_name, revision, learner, learner_name in rows
    ]


def _how(way: Way, wording: Wording) -> str:
    return "" if way == Way.NOT_SAID else f", {wording.say(way)}"


def _outputs(rollout: Rollout) -> list[Evidence]:
    rows = (
        Output.select(
            Output.id,
            Output.title,
            Output.kind,
            Output.owner,
            Output.published_on,
            Revision.id,
        )
        .join(
            Revision,
            JOIN.LEFT_OUTER,
            on=((Revision.topic == Output.topic) & Revision.id.in_(_revisions_of(rollout))),
        )
        .where(Output.rollout == rollout, Output.state == OutputState.PUBLISHED)
        .order_by(Output.published_on, Output.id)
        .tuples()
    )
    return [
        Evidence(
            noun="output",
            id=id,
            words=f"{kind[:1].upper()}{kind[1:]} “{title}” published",
            on=published_on,
            amount=1,
            revision_id=revision,
            person_id=owner,
            kind=kind,
        )
        for id, title, kind, owner, published_on, revision in rows
    ]


def _revisions_of(rollout: Rollout) -> ModelSelect:
    return RolloutTopic.select(RolloutTopic.revision).where(RolloutTopic.rollout == rollout)


def _items(rollout: Rollout) -> list[Evidence]:
    """Required items, done or still to do; those that are not needed are left out."""
    done_on = (
        ItemEvent.select(fn.MAX(ItemEvent.on))
        .where(ItemEvent.item == Item.id, ItemEvent.state == ItemState.DONE)
        .alias("done_on")
    )
    rows = (
        Item.select(Item.id, Item.text, Item.state, Checklist.person, Person.name, done_on)
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(
            Checklist.rollout == rollout,
            ~Item.optional,
            Item.state != ItemState.NOT_NEEDED,
        )
        .order_by(Item.id)
        .tuples()
    )
    return sorted(
        (
            Evidence(
                noun="item",
                id=id,
                words=f"{name}: {text}" if name else text,
                on=_day(done) if state == ItemState.DONE else None,
                amount=1,
                person_id=person,
            )
            for id, text, state, person, name, done in rows
        ),
        key=lambda row: (row.on is None, row.on or date.max, row.id),
    )


def _day(value: date | str | None) -> date | None:
    # A subquery's date comes back from SQLite as text.
    return date.fromisoformat(value) if isinstance(value, str) else value


def _standings(rollout: Rollout) -> list[Evidence]:
    """Every standing of the rollout's learners on its topics; the newest of each counts."""
    rows = (
        Standing.select(
            Standing.id,
            Standing.on,
            Standing.level,
            Standing.basis,
            Standing.revision,
            Standing.person,
            Person.name,
        )
        .join(Person, on=(Standing.person == Person.id))
        .where(
            Standing.revision.in_(_revisions_of(rollout)),
            Standing.person.in_(
                Seat.select(Seat.person)
                .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
                .where(RolloutTopic.rollout == rollout, Seat.role == Role.LEARNER)
            ),
        )
        .order_by(Standing.on, Standing.id)
        .tuples()
    )
    return [
        Evidence(
            noun="standing",
            id=id,
            words=f"{name}: {rollout.wording.say(Level(level).words)}, {basis}",
            on=on,
            amount=level,
            revision_id=revision,
            person_id=person,
        )
        for id, on, level, basis, revision, person, name in rows
    ]


def _readings(rollout: Rollout) -> list[Evidence]:
    """The readings that were not corrected by a later one."""
    correction = Reading.alias()
    rows = (
        Reading.select(
            Reading.id, Reading.on, Reading.value, Reading.target, Reading.person, Person.name
        )
        .join(Target, on=(Reading.target == Target.id))
        .switch(Reading)
        .join(Person, on=(Reading.by == Person.id))
        .switch(Reading)
        .join(correction, JOIN.LEFT_OUTER, on=(correction.corrects == Reading.id))
        .where(Target.rollout == rollout, correction.id.is_null())
        .order_by(Reading.on, Reading.id)
        .tuples()
    )
    return [
        Evidence(
            noun="reading",
            id=id,
            words=f"read by {name}",
            on=on,
            amount=value,
            target_id=target,
            person_id=person,
        )
        for id, on, value, target, person, name in rows
    ]


LOADERS: dict[Measure, Callable[[Rollout], list[Evidence]]] = {
    Measure.SESSIONS_HELD: _sessions,
    Measure.COACHING_HOURS: _sessions,
    Measure.OUTPUTS_PUBLISHED: _outputs,
    Measure.ITEMS_DONE: _items,
    Measure.LEARNERS_AT_STANDING: _standings,
    Measure.NUMBER: _readings,
}
