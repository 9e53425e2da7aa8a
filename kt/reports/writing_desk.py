"""What waits for somebody in writing: reviews, returned texts, failed uses, review dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from peewee import ModelSelect, Value, fn

from ..access import reviews_waiting_for, spelled_by_access
from ..models import (
    Outcome,
    Output,
    OutputState,
    Person,
    Review,
    ReviewAnswer,
    Topic,
    Use,
    UseAnswer,
    Version,
    is_newest_use,
)
from ..rules.review_dates import urgency
from ..rules.trust import Badge, badge, open_failures

NO_WEIGHT = Value(0)

COLUMNS = "matter output title ref number person name sentence day weight".split()

# So long somebody is told what became of what did not work for them.
TOLD_DAYS = 14


class Matter(StrEnum):
    """Why a document lies on the desk, in the order in which one takes them up."""

    REVIEW = "to review"
    FAILED = "did not work"
    RETURNED = "returned"
    ANSWERED = "answered"
    LOOK_AGAIN = "to look at again"


@dataclass(frozen=True)
class DeskRow:
    """One thing to do, or to know, about a document.

    `ref` is the id of the review or use; `number` the version it is about, 0 for none. `weight`
    orders those of one matter: the longest waiting, or readers × risk.
    """

    matter: Matter
    output_id: int
    title: str
    ref: int
    number: int
    person_id: int
    person_name: str
    sentence: str
    on: date
    weight: int
    badge: Badge


def desk_of(person: Person, today: date) -> list[DeskRow]:
    """List what waits for somebody in writing, most urgent first (one query)."""
    rows = _rows(person=person, today=today, told_since=today - timedelta(days=TOLD_DAYS))
    order = list(Matter)
    found = map(_row, rows)
    return sorted(found, key=lambda row: (order.index(row.matter), -row.weight, row.on, row.ref))


@spelled_by_access
def _rows(person: Any, today: Any, told_since: Any) -> Any:
    found = (
        _to_review(person)
        .union_all(_failed(person))
        .union_all(_returned(person))
        .union_all(_answered(person, told_since))
        .union_all(_to_look_at_again(person, today))
        .alias("found")
    )
    document = Output.alias()
    columns = [getattr(found.c, name) for name in COLUMNS]
    return (
        document.select(*columns, badge(document))
        .join(found, on=(found.c.output == document.id))
        .tuples()
    )


def _row(row: Any) -> DeskRow:
    day = date.fromisoformat(row[8][:10]) if isinstance(row[8], str) else row[8]
    return DeskRow(
        matter=Matter(row[0]),
        output_id=row[1],
        title=row[2],
        ref=row[3],
        number=row[4],
        person_id=row[5],
        person_name=row[6],
        sentence=row[7],
        on=day,
        weight=row[9],
        badge=Badge(row[10]),
    )


def _columns(
    matter: Matter,
    output: Any,
    person: Any,
    *,
    ref: Any,
    number: Any,
    sentence: Any,
    on: Any,
    weight: Any = NO_WEIGHT,
) -> list[Any]:
    columns = [
        Value(str(matter)),
        output.id,
        output.title,
        ref,
        fn.COALESCE(number, 0),
        person.id,
        person.name,
        sentence,
        fn.DATE(on),
        weight,
    ]
    return [column.alias(name) for column, name in zip(columns, COLUMNS, strict=True)]


def _to_review(person: Any) -> ModelSelect:
    asker = Person.alias()
    return (
        reviews_waiting_for(person)
        .join_from(Review, asker, on=(Review.asked_by == asker.id))
        .select(
            *_columns(
                Matter.REVIEW,
                Output,
                asker,
                ref=Review.id,
                number=Version.number,
                sentence=Version.why,
                on=Review.asked_at,
            ),
        )
    )


def _returned(person: Any) -> ModelSelect:
    """Those of one's own, or one asked for, since which nothing was written or asked."""
    review, version, output = Review.alias(), Version.alias(), Output.alias()
    reviewer, newer, again = Person.alias(), Version.alias(), Review.alias()
    is_written = fn.EXISTS(
        newer.select(newer.id).where(newer.output == output.id, newer.number > version.number)
    )
    is_asked = fn.EXISTS(
        again.select(again.id).where(again.version == version.id, again.id > review.id)
    )
    return (
        review.select(
            *_columns(
                Matter.RETURNED,
                output,
                reviewer,
                ref=review.id,
                number=version.number,
                sentence=review.sentence,
                on=review.answered_at,
            ),
        )
        .join(version, on=(review.version == version.id))
        .join(output, on=(version.output == output.id))
        .join_from(review, reviewer, on=(review.answered_by == reviewer.id))
        .where(
            review.answer == ReviewAnswer.RETURNED,
            (version.by == person) | (review.asked_by == person) | (output.owner == person),
            output.state != OutputState.OBSOLETE,
            ~is_written,
            ~is_asked,
        )
    )


def _failed(person: Any) -> ModelSelect:
    """What did not work of the documents that one owns, unless it is answered."""
    output, use, user, answer = Output.alias(), Use.alias(), Person.alias(), UseAnswer.alias()
    is_answered = fn.EXISTS(answer.select(answer.id).where(answer.use == use.id))
    return (
        use.select(
            *_columns(
                Matter.FAILED,
                output,
                user,
                ref=use.id,
                number=use.number,
                sentence=use.sentence,
                on=use.on,
            ),
        )
        .join(output, on=(use.output == output.id))
        .join_from(use, user, on=(use.person == user.id))
        .where(
            output.owner == person,
            output.state != OutputState.OBSOLETE,
            use.id.in_(open_failures(output)),
            ~is_answered,
        )
    )


def _answered(person: Any, told_since: Any) -> ModelSelect:
    """What became of what did not work for oneself, for two weeks."""
    output, use, answer, who = Output.alias(), Use.alias(), UseAnswer.alias(), Person.alias()
    return (
        use.select(
            *_columns(
                Matter.ANSWERED,
                output,
                who,
                ref=use.id,
                number=answer.fixed_in,
                sentence=answer.sentence,
                on=answer.at,
            ),
        )
        .join(output, on=(use.output == output.id))
        .join_from(use, answer, on=(answer.use == use.id))
        .join(who, on=(answer.by == who.id))
        .where(
            use.person == person,
            use.outcome == Outcome.FAILED,
            is_newest_use(use),
            output.state == OutputState.PUBLISHED,
            answer.fixed_in.is_null() | (answer.fixed_in <= output.published_number),
            fn.DATE(answer.at) >= told_since,
        )
    )


def _to_look_at_again(person: Any, today: Any) -> ModelSelect:
    output, owner = Output.alias(), Person.alias()
    return (
        output.select(
            *_columns(
                Matter.LOOK_AGAIN,
                output,
                owner,
                ref=output.id,
                number=output.published_number,
                sentence=Value(""),
                on=output.review_on,
                weight=urgency(output),
            ),
        )
        .join(Topic, on=(output.topic == Topic.id))
        .join_from(output, owner, on=(output.owner == owner.id))
        .where(
            output.owner == person,
            output.state == OutputState.PUBLISHED,
            output.review_on <= today,
        )
    )
