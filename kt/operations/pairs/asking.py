"""Asking for a pair: a colleague to coach each other, a mentor, or any mentor with a free place."""

from datetime import date

from ...access import may_withdraw_pair, require
from ...db import transaction
from ...errors import Refused
from ...models import Kind, PairAnswer, PairKind, PairRequest, Person, Topic
from ..audit import record
from .rules import refuse_inactive, refuse_paired
from .topics import usual_topic

FORTNIGHT = 14
NOT_YOURS = "Whoever asked withdraws what they asked. Decline it instead."


def ask_for_pair(
    asked: Person | None,
    kind: PairKind,
    *,
    by: Person,
    on: date,
    topic: Topic | None = None,
    cadence_days: int = FORTNIGHT,
    sentence: str = "",
) -> PairRequest:
    """Ask a colleague for a pair; nobody asked is waiting in line for any mentor with a place.

    What rule 14 says against it is shown and refuses nothing.
    """
    if cadence_days < 1:
        raise Refused("You meet at most once a day. Every two weeks is 14.", field="cadence_days")
    if topic is not None and topic.kind != Kind.DEVELOPMENT:
        raise Refused(
            f"A pair is about one's own development, and {topic.name} is of the kind {topic.kind}. "
            "Choose a development topic.",
            field="topic",
        )
    with transaction():
        _refuse_asking(asked, kind, by)
        _refuse_twice(asked, kind, by)
        request = PairRequest.create(
            kind=kind,
            asked_by=by,
            asked=asked,
            topic=topic or usual_topic(kind),
            cadence_days=cadence_days,
            sentence=sentence,
            on=on,
        )
        record("pair.asked", by=by, about=[request], person=asked, kind=kind)
    return request


def withdraw_pair(request: PairRequest, *, by: Person, on: date) -> PairRequest:
    """Take back what one asked, as long as nobody has answered."""
    require(may_withdraw_pair(by, request), NOT_YOURS)
    with transaction():
        request = PairRequest.get_by_id(request.id)
        if request.answer == PairAnswer.WITHDRAWN:
            return request
        if request.answer != PairAnswer.WAITING:
            raise Refused(f"This was {request.answer} meanwhile. Reload the page to see it.")
        request.answer = PairAnswer.WITHDRAWN  # type: ignore[assignment]
        request.answered_on = on
        request.save()
        record("pair.withdrawn", by=by, about=[request], person=request.asked, kind=request.kind)
    return request


def _refuse_asking(asked: Person | None, kind: PairKind, by: Person) -> None:
    if asked is None:
        if kind != PairKind.MENTORING:
            raise Refused("Say whom you would like to coach each other with.", field="asked")
        return
    if asked == by:
        raise Refused("Nobody is a pair with themselves. Choose a colleague.", field="asked")
    refuse_inactive(asked, field="asked")
    refuse_paired(asked, by, kind, field="asked")


def _refuse_twice(asked: Person | None, kind: PairKind, by: Person) -> None:
    waiting = PairRequest.select().where(
        PairRequest.kind == kind, PairRequest.answer == PairAnswer.WAITING
    )
    mine = waiting.where(PairRequest.asked_by == by)
    if asked is None:
        if mine.where(PairRequest.asked.is_null()).exists():
            raise Refused(
                "You wait in line for a mentor already and keep your place. Withdraw that to "
                "change it.",
                field="asked",
            )
        return
    if mine.where(PairRequest.asked == asked).exists():
        raise Refused(
            f"You have asked {asked.name} already. Wait for the answer, or withdraw it.",
            field="asked",
        )
    if kind == PairKind.PEERS and waiting.where(
        PairRequest.asked_by == asked, PairRequest.asked == by
    ):
        raise Refused(f"{asked.name} has asked you already. Accept that instead.", field="asked")
