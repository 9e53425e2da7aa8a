"""The queries that find the rows behind targets, of one shape for all kinds of rows.

Each takes the place of a list of rollouts, and names the rollout in its last column. They find what
is so now; what was so when a rollout was closed is kept, in rows of the same columns.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from peewee import JOIN, Case, Cast, ModelSelect, Node, SelectBase, Value, fn

from ..db import listed
from ..models import (
    Attendance,
    Checklist,
    CoachingSession,
    Holiday,
    Item,
    ItemEvent,
    ItemState,
    KeptEvidence,
    Measure,
    Output,
    OutputState,
    Pairing,
    Person,
    Question,
    Reading,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Standing,
    Target,
    Turn,
)
from .trust import is_trusted, trusted_on

# Outputs that count only once people have come to trust them.
TRUSTED = "trusted"

QUESTION = "question"

# Days off say how to count other rows, and are none themselves.
HOLIDAY = "holiday"

# So do the seats of those who learn.
LEARNER = "learner"

NOUNS = {
    Measure.SESSIONS_HELD: "session",
    Measure.COACHING_HOURS: "session",
    Measure.OUTPUTS_PUBLISHED: "output",
    Measure.ITEMS_DONE: "item",
    Measure.ITEMS_ON_TIME: "item",
    Measure.LEARNERS_AT_STANDING: "standing",
    Measure.LEARNERS_SIGNED_OFF: "standing",
    Measure.QUESTIONS_ANSWERED: QUESTION,
    Measure.NUMBER: "reading",
}

# The columns of all rows, as they are kept: all but the id.
COLUMNS = KeptEvidence._meta.sorted_fields[1:]

Loader = Callable[[Any], ModelSelect]


def noun_of(target: Target) -> str:
    """Name the kind of rows that a target is counted from."""
    if target.measure == Measure.OUTPUTS_PUBLISHED and target.trusted:
        return TRUSTED
    return NOUNS[Measure(target.measure)]


def nouns_of(targets: Iterable[Target]) -> frozenset[str]:
    """Name the kinds of rows that it takes to count some targets, none for none."""
    nouns = frozenset(noun_of(target) for target in targets)
    if nouns:
        nouns |= {LEARNER}
    if QUESTION in nouns:
        nouns |= {HOLIDAY}
    return nouns


def rows_of(
    nouns: Iterable[str], rollouts: Any, loaders: Mapping[str, Loader] | None = None
) -> SelectBase:
    """Select the rows of some kinds behind the targets of some rollouts."""
    first, *others = ((loaders or LOADERS)[noun](rollouts) for noun in sorted(nouns))
    for other in others:
        first = first.union_all(other)
    return first


def _columns(
    noun: str,
    id: Node,
    on: Node,
    amount: Any = 1,
    *,
    rollout: Any,
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
        (rollout, "integer"),
    )
    return [Cast(each if isinstance(each, Node) else Value(each), type) for each, type in typed]


def _sessions(rollouts: Any) -> ModelSelect:
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
                rollout=CoachingSession.rollout,
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
            listed(CoachingSession.rollout, rollouts),
            CoachingSession.held_on.is_null(False),
            CoachingSession.cancelled_at.is_null(),
        )
    )


def _outputs(rollouts: Any) -> ModelSelect:
    rows = output_rows(rollouts, "output", Output.published_on)
    return rows.where(Output.state == OutputState.PUBLISHED)


def _trusted(rollouts: Any) -> ModelSelect:
    """The trusted ones, of the day on which the last of what that takes happened."""
    return output_rows(rollouts, TRUSTED, trusted_on()).where(is_trusted())


def output_rows(rollouts: Any, noun: str, on: Any) -> ModelSelect:
    """The documents left behind, published or not, as rows of a noun and of some day."""
    left, there = _left_behind_by(rollouts).alias("left_behind"), RolloutTopic.alias()
    on_a_topic_there = there.select(there.id).where(
        there.rollout == left.c.rollout_id, there.revision == Revision.id
    )
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
                rollout=left.c.rollout_id,
            )
        )
        .join(left, on=(left.c.output_id == Output.id))
        .join_from(
            Output,
            Revision,
            JOIN.LEFT_OUTER,
            on=((Revision.topic == Output.topic) & fn.EXISTS(on_a_topic_there)),
        )
    )


def _left_behind_by(rollouts: Any) -> ModelSelect:
    """Select what was agreed to be written, and what was written of its topics besides.

    That is every document that belongs to no rollout and was published while this one ran: a FAQ
    entry put in from an answer, above all. It cannot carry the rollout, because then it would stand
    on its owner's sheet, which nobody agreed to, and clear the signature (rule 12). Those from
    before its start were not left behind by it: a topic may have hundreds, so they are not shown.
    """
    agreed, besides = Output.alias(), Output.alias()
    of_rollouts = agreed.select(
        agreed.id.alias("output_id"), agreed.rollout.alias("rollout_id")
    ).where(listed(agreed.rollout, rollouts))
    of_topics = (
        besides.select(besides.id, Rollout.id)
        .join(Revision, on=(Revision.topic == besides.topic))
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            listed(Rollout.id, rollouts),
            besides.rollout.is_null(),
            besides.published_on >= fn.COALESCE(Rollout.started_on, Rollout.start_date),
            Rollout.closed_on.is_null() | (besides.published_on <= Rollout.closed_on),
        )
    )
    return of_rollouts | of_topics


def _items(rollouts: Any) -> ModelSelect:
    return item_rows(rollouts, Item.state, days_done())


def days_done() -> ModelSelect:
    """Select the newest day on which an item was done."""
    return ItemEvent.select(fn.MAX(ItemEvent.on)).where(
        ItemEvent.item == Item.id, ItemEvent.state == ItemState.DONE
    )


def item_rows(rollouts: Any, state: Any, done: ModelSelect) -> ModelSelect:
    """Required items, done or still to do; those that are not needed are left out."""
    return (
        Item.select(
            *_columns(
                "item",
                Item.id,
                Case(None, [(state == ItemState.DONE, done)]),
                person=Checklist.person,
                kind=fn.COALESCE(Cast(Item.due, "text"), ""),
                who=fn.COALESCE(Person.name, ""),
                what=Item.text,
                rollout=Checklist.rollout,
            )
        )
        .join(Checklist, on=(Item.checklist == Checklist.id))
        .join(Person, JOIN.LEFT_OUTER, on=(Checklist.person == Person.id))
        .where(listed(Checklist.rollout, rollouts), ~Item.optional, state != ItemState.NOT_NEEDED)
    )


def _questions(rollouts: Any) -> ModelSelect:
    """The questions on the rollout's topics, whoever asked them; `who` is where an answer is from.

    Private ones are left out, since they are their askers' alone, and so are those that were taken
    back or merged into another, which is counted in their place.
    """
    answerer = Person.alias()
    return (
        Question.select(
            *_columns(
                QUESTION,
                Question.id,
                Question.answered_at,
                revision=Revision.id,
                kind=Question.at,
                who=answerer.location,
                what=Question.text,
                rollout=RolloutTopic.rollout,
            )
        )
        .join(Revision, on=(Revision.topic == Question.topic))
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join_from(
            Question,
            Turn,
            JOIN.LEFT_OUTER,
            on=((Turn.question == Question.id) & (Turn.position == 0)),
        )
        .join_from(
            Question,
            answerer,
            JOIN.LEFT_OUTER,
            on=(answerer.id == fn.COALESCE(Question.answered_by, Turn.person)),
        )
        .where(
            listed(RolloutTopic.rollout, rollouts),
            ~Question.private,
            Question.withdrawn_at.is_null(),
            Question.merged_into.is_null(),
        )
    )


def _learners(rollouts: Any) -> ModelSelect:
    """Who learns or learnt in the rollouts: since when, and until when, which is "" for now."""
    return (
        Seat.select(
            *_columns(
                LEARNER,
                Seat.id,
                Seat.since,
                revision=RolloutTopic.revision,
                person=Person.id,
                kind=fn.COALESCE(Cast(Seat.until, "text"), ""),
                who=Person.name,
                rollout=RolloutTopic.rollout,
            )
        )
        .join(Person, on=(Seat.person == Person.id))
        .join_from(Seat, RolloutTopic, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(listed(RolloutTopic.rollout, rollouts), Seat.role == Role.LEARNER)
    )


def _holidays(rollouts: Any) -> ModelSelect:
    """The days off since the first of the starts, to date what counts in working days."""
    first = Rollout.select(fn.MIN(fn.COALESCE(Rollout.started_on, Rollout.start_date)))
    return holidays_since(first.where(listed(Rollout.id, rollouts)))


def holidays_since(day: Any, *, rollout: int | None = None) -> ModelSelect:
    columns = _columns(HOLIDAY, Holiday.id, Holiday.day, who=Holiday.location, rollout=rollout)
    return Holiday.select(*columns).where(Holiday.day >= day)


def _standings(rollouts: Any) -> ModelSelect:
    """Every standing of the rollout's learners on its topics; the newest of each counts."""
    elsewhere = RolloutTopic.alias()
    learns_there = (
        Seat.select(Seat.id)
        .join(elsewhere, on=(Seat.rollout_topic == elsewhere.id))
        .where(
            elsewhere.rollout == RolloutTopic.rollout,
            Seat.role == Role.LEARNER,
            Seat.person == Standing.person,
        )
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
                rollout=RolloutTopic.rollout,
            )
        )
        .join(Person, on=(Standing.person == Person.id))
        .join_from(Standing, RolloutTopic, on=(RolloutTopic.revision == Standing.revision))
        .where(listed(RolloutTopic.rollout, rollouts), fn.EXISTS(learns_there))
    )


def _readings(rollouts: Any) -> ModelSelect:
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
                rollout=Target.rollout,
            )
        )
        .join(Target, on=(Reading.target == Target.id))
        .switch(Reading)
        .join(Person, on=(Reading.by == Person.id))
        .switch(Reading)
        .join(correction, JOIN.LEFT_OUTER, on=(correction.corrects == Reading.id))
        .where(listed(Target.rollout, rollouts), correction.id.is_null())
    )


LOADERS: dict[str, Loader] = {
    "session": _sessions,
    "output": _outputs,
    TRUSTED: _trusted,
    "item": _items,
    "standing": _standings,
    "reading": _readings,
    QUESTION: _questions,
    HOLIDAY: _holidays,
    LEARNER: _learners,
}
