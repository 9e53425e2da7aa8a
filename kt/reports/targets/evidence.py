"""The dated rows that targets are counted from, of all kinds in one query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from peewee import JOIN, Case, Cast, ModelSelect, Node, Value, fn

from ...dates import minutes_words
from ...db import compiled
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
from ...rules.trust import is_trusted, trusted_on


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


def noun_of(target: Target) -> str:
    """Name the kind of rows that a target is counted from."""
    if target.measure == Measure.OUTPUTS_PUBLISHED and target.trusted:
        return TRUSTED
    return NOUNS[Measure(target.measure)]


def evidence_for(agreed: Sequence[tuple[Rollout, list[Target]]]) -> list[dict[str, list[Evidence]]]:
    """Collect for some rollouts the rows of their targets by noun, oldest first (one query)."""
    found: list[dict[str, list[Evidence]]] = [
        {noun_of(target): [] for target in targets} for _, targets in agreed
    ]
    nouns = frozenset(noun for rows in found for noun in rows)
    ids = {_name(place): rollout for place, (rollout, _) in enumerate(agreed)}
    for *row, place in _rows_of(nouns, len(agreed))(**ids) if nouns else ():
        if row[0] in found[place]:
            found[place][row[0]].append(_evidence(agreed[place][0].wording, *row))
    for evidence in (evidence for rows in found for evidence in rows.values()):
        evidence.sort(key=lambda row: (row.on is None, row.on or date.max, row.id, row.words))
    return found


@cache
def _rows_of(nouns: frozenset[str], places: int) -> Callable[..., list[Any]]:
    """Make the query for some kinds of rows, to be run with so many rollouts by their names."""

    def rows(**rollouts: Any) -> Any:
        first, *others = (
            LOADERS[noun](rollouts[_name(place)]).select_extend(Cast(Value(place), "integer"))
            for place in range(places)
            for noun in sorted(nouns)
        )
        for other in others:
            first = first.union_all(other)
        return first.tuples()

    return compiled(rows, *map(_name, range(places)))


def _name(place: int) -> str:
    return f"rollout_{place}"


def _columns(
    noun: str,
    id: Node,
    on: Node,
    amount: Any = 1,
    *,
    revision: Any = None,
    person: Any = None,
    kind: Any = "",
    target: Any = None,
    minutes: Any = 0,
    who: Any = "",
    what: Any = "",
) -> list[Node]:
    """Give the columns that every kind of row has, each of one type on both engines."""
    typed = (
        (noun, "text"),
        (id, "integer"),
        (on, "text"),
        (amount, "float"),
        (revision, "integer"),
        (person, "integer"),
        (kind, "text"),
        (target, "integer"),
        (minutes, "integer"),
        (who, "text"),
        (what, "text"),
    )
    return [Cast(each if isinstance(each, Node) else Value(each), type) for each, type in typed]


def _evidence(
    wording: Wording,
    noun: str,
    id: int,
    on: str | None,
    amount: float,
    revision: int | None,
    person: int | None,
    kind: str,
    target: int | None,
    minutes: int,
    who: str,
    what: str,
) -> Evidence:
    words = {
        "session": lambda: f"{who} with {what}, {minutes_words(minutes)}{_how(kind, wording)}",
        "output": lambda: f"{kind[:1].upper()}{kind[1:]} “{what}” published",
        TRUSTED: lambda: f"{kind[:1].upper()}{kind[1:]} “{what}” trusted",
        "item": lambda: f"{who}: {what}" if who else what,
        "standing": lambda: f"{who}: {wording.say(Level(int(amount)).words)}, {kind}",
        "reading": lambda: f"read by {who}",
    }
    is_output = noun in ("output", TRUSTED)
    return Evidence(
        noun="output" if is_output else noun,
        id=id,
        words=words[noun](),
        on=date.fromisoformat(on) if on else None,
        amount=amount,
        revision_id=revision,
        person_id=person,
        kind=kind if is_output else "",
        target_id=target,
        minutes=minutes,
    )


def _how(way: str, wording: Wording) -> str:
    return "" if way == Way.NOT_SAID else f", {wording.say(way)}"


def _sessions(rollout: Rollout) -> ModelSelect:
    """One row per session and learner; the kick-off is no coaching and does not count.

    A mutual pairing counts where its learner sits, whoever of the two coached that time.
    """
    guide, partner, partner_seat = Person.alias(), Person.alias(), Seat.alias()
    is_turned = Pairing.mutual & (CoachingSession.guide == Seat.person)
    return (
        CoachingSession.select(
            *_columns(
                "session",
                CoachingSession.id,
                CoachingSession.held_on,
                revision=RolloutTopic.revision,
                person=Seat.person,
                kind=CoachingSession.way,
                minutes=fn.COALESCE(CoachingSession.minutes, 0),
                who=guide.name,
                what=Case(None, [(is_turned, partner.name)], Person.name),
            )
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
    )


def _outputs(rollout: Rollout) -> ModelSelect:
    return _output_rows(rollout, "output", Output.published_on)


def _trusted(rollout: Rollout) -> ModelSelect:
    """The trusted ones, of the day on which the last of what that takes happened."""
    return _output_rows(rollout, TRUSTED, trusted_on()).where(is_trusted())


def _output_rows(rollout: Rollout, noun: str, on: Any) -> ModelSelect:
    return (
        Output.select(
            *_columns(
                noun,
                Output.id,
                on,
                revision=Revision.id,
                person=Output.owner,
                kind=Output.kind,
                what=Output.title,
            )
        )
        .join(
            Revision,
            JOIN.LEFT_OUTER,
            on=((Revision.topic == Output.topic) & Revision.id.in_(_revisions_of(rollout))),
        )
        .where(Output.rollout == rollout, Output.state == OutputState.PUBLISHED)
    )


def _revisions_of(rollout: Rollout) -> ModelSelect:
    return RolloutTopic.select(RolloutTopic.revision).where(RolloutTopic.rollout == rollout)


def _items(rollout: Rollout) -> ModelSelect:
    """Required items, done or still to do; those that are not needed are left out."""
    done_on = ItemEvent.select(fn.MAX(ItemEvent.on)).where(
        ItemEvent.item == Item.id, ItemEvent.state == ItemState.DONE
    )
    return (
        Item.select(
            *_columns(
                "item",
                Item.id,
                Case(None, [(Item.state == ItemState.DONE, done_on)]),
                person=Checklist.person,
                who=fn.COALESCE(Person.name, ""),
                what=Item.text,
            )
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(
            Checklist.rollout == rollout,
            ~Item.optional,
            Item.state != ItemState.NOT_NEEDED,
        )
    )


def _standings(rollout: Rollout) -> ModelSelect:
    """Every standing of the rollout's learners on its topics; the newest of each counts."""
    learners = (
        Seat.select(Seat.person)
        .join(RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout == rollout, Seat.role == Role.LEARNER)
    )
    return (
        Standing.select(
            *_columns(
                "standing",
                Standing.id,
                Standing.on,
                Standing.level,
                revision=Standing.revision,
                person=Standing.person,
                kind=Standing.basis,
                who=Person.name,
            )
        )
        .join(Person, on=(Standing.person == Person.id))
        .where(Standing.revision.in_(_revisions_of(rollout)), Standing.person.in_(learners))
    )


def _readings(rollout: Rollout) -> ModelSelect:
    """The readings that were not corrected by a later one."""
    correction = Reading.alias()
    return (
        Reading.select(
            *_columns(
                "reading",
                Reading.id,
                Reading.on,
                Reading.value,
                person=Reading.person,
                target=Reading.target,
                who=Person.name,
            )
        )
        .join(Target, on=(Reading.target == Target.id))
        .switch(Reading)
        .join(Person, on=(Reading.by == Person.id))
        .switch(Reading)
        .join(correction, JOIN.LEFT_OUTER, on=(correction.corrects == Reading.id))
        .where(Target.rollout == rollout, correction.id.is_null())
    )


# Outputs that count only once people have come to trust them.
TRUSTED = "trusted"

NOUNS = {
    Measure.SESSIONS_HELD: "session",
    Measure.COACHING_HOURS: "session",
    Measure.OUTPUTS_PUBLISHED: "output",
    Measure.ITEMS_DONE: "item",
    Measure.LEARNERS_AT_STANDING: "standing",
    Measure.NUMBER: "reading",
}

LOADERS: dict[str, Callable[[Any], ModelSelect]] = {
    "session": _sessions,
    "output": _outputs,
    TRUSTED: _trusted,
    "item": _items,
    "standing": _standings,
    "reading": _readings,
}
