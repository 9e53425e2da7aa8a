"""The inverses of what is done to rollouts: seats, agreements, targets, what needs somebody."""

from collections.abc import Mapping
from typing import Any

from ...models import (
    Nudge,
    Override,
    Pairing,
    Revision,
    Rollout,
    RolloutTopic,
    Seat,
    ShareLink,
    Sheet,
    Snooze,
    Target,
    Topic,
)
from ..agreements import sign_sheet, take_answer_back
from ..nudging import wake, withdraw_nudge
from ..revisions import take_revision
from ..rollouts import add_topic_to, remove_topic_from, reopen_rollout, withdraw_override
from ..seating import (
    end_seat,
    reopen_pairing,
    reopen_seat,
    resume_pairing,
    take_promotion_back,
)
from ..sharing import revoke_share_link
from ..targets import bring_target_back, drop_target
from .ways import (
    AGAIN,
    CHANGE,
    NO_CHANGE,
    SENT,
    TAKES_BACK,
    Doing,
    Way,
    Who,
    deed,
    same,
)


def _place(it: Doing) -> RolloutTopic:
    """Find the place of a topic in a rollout."""
    rollout, topic = it.the(Rollout), it.the(Topic)
    places = RolloutTopic.select(RolloutTopic).join(Revision)
    return places.where(RolloutTopic.rollout == rollout, Revision.topic == topic).get()


def _put_in(it: Doing) -> Any:
    return add_topic_to(it.the(Rollout), it.the(Topic), by=it.by)


def _take_out(it: Doing) -> Any:
    return remove_topic_from(_place(it), by=it.by)


def _withdraw_nudge(it: Doing) -> Any:
    row = it.the(Nudge)
    return withdraw_nudge(row.rollout, row.matter, row.ref, by=it.by, on=row.on)


REOPENED = deed(reopen_rollout, Rollout)
UNSEATED, SEATED = deed(end_seat, Seat, "on"), deed(reopen_seat, Seat)
ANSWER_TAKEN_BACK = deed(take_answer_back, Sheet, "on")
DROPPED, BROUGHT_BACK = deed(drop_target, Target, "on"), deed(bring_target_back, Target)

ROLLOUTS: Mapping[str, Way | str] = {
    "rollout.added": "cancel it on its page",
    "rollout.edited": CHANGE,
    "rollout.copied": "cancel the copy on its page",
    "rollout.topic-added": Way(
        Rollout,
        _take_out,
        back=("rollout.topic-removed",),
        again=_put_in,
        who=Who.RUNS,
        same=same("topic"),
    ),
    "rollout.topic-removed": Way(
        Rollout,
        _put_in,
        back=("rollout.topic-added",),
        again=_take_out,
        who=Who.RUNS,
        same=same("topic"),
    ),
    "rollout.revision-taken": Way(
        Rollout,
        lambda it: take_revision(_place(it), it.values["was"], by=it.by),
        back=("rollout.revision-taken",),
        puts_back=lambda entry, later: later.values["number"] == entry.values["was"],
        needs="was",
        after={"rollout.revision-taken": AGAIN, "rollout.topic-removed": "taken out since"},
        who=Who.RUNS,
        same=same("topic"),
    ),
    "rollout.for-the-difference": "cancel it on its page",
    "rollout.readiness": CHANGE,
    "rollout.started": "it runs; complete or cancel it",
    "rollout.completed": Way(Rollout, REOPENED, back=("rollout.reopened",), who=Who.RUNS),
    "rollout.cancelled": Way(Rollout, REOPENED, back=("rollout.reopened",), who=Who.RUNS),
    "rollout.reopened": TAKES_BACK,
    "circle.set-up": "cancel it on its page",
    "override.made": Way(
        Override,
        deed(withdraw_override, Override, "on"),
        back=("override.withdrawn",),
        who=Who.RUNS,
    ),
    "override.withdrawn": "override it again, with a reason",
    "hours.explained": CHANGE,
    "share-link.made": Way(
        ShareLink,
        deed(revoke_share_link, ShareLink),
        back=("share-link.revoked",),
        who=Who.RUNS,
    ),
    "share-link.revoked": "for good; make a new one",
}

SEATING: Mapping[str, Way | str] = {
    "seat.given": Way(
        Seat,
        UNSEATED,
        back=("seat.ended",),
        again=SEATED,
        after={"seat.reopened": None, "seat.promoted": "coaches the next wave since"},
        who=Who.RUNS,
    ),
    "seat.ended": Way(Seat, SEATED, back=("seat.reopened",), again=UNSEATED, who=Who.RUNS),
    "seat.reopened": TAKES_BACK,
    "seat.promoted": Way(
        Seat,
        deed(take_promotion_back, Seat),
        back=("seat.promotion-taken-back",),
        after={"seat.ended": "the seat has ended since", "seat.reopened": None},
        who=Who.RUNS,
    ),
    "seat.promotion-taken-back": TAKES_BACK,
    "pairing.made": CHANGE,
    "pairing.gap": CHANGE,
    "pairing.changed": CHANGE,
    "pairing.agreed": CHANGE,
    "pairing.asked": SENT,
    "pairing.still-on": "if it is not, pause or end it",
    "pairing.paused": Way(
        Pairing,
        deed(resume_pairing, Pairing, "on"),
        back=("pairing.resumed",),
        after={"pairing.paused": AGAIN, "pairing.ended": "ended since", "pairing.reopened": None},
        who=Who.EITHER,
    ),
    "pairing.resumed": TAKES_BACK,
    "pairing.ended": Way(
        Pairing, deed(reopen_pairing, Pairing), back=("pairing.reopened",), who=Who.EITHER
    ),
    "pairing.reopened": TAKES_BACK,
}

AGREEMENTS: Mapping[str, Way | str] = {
    "agreement.offered": "an agreement follows what is planned",
    "sheet.signed": Way(
        Sheet,
        ANSWER_TAKEN_BACK,
        back=("sheet.answer-taken-back",),
        again=deed(sign_sheet, Sheet, "on"),
        after={"sheet.declined": "declined since"},
    ),
    "sheet.declined": Way(
        Sheet,
        ANSWER_TAKEN_BACK,
        back=("sheet.answer-taken-back",),
        after={"sheet.declined": AGAIN, "sheet.signed": "signed since"},
    ),
    "sheet.signed-on-paper": Way(
        Sheet, ANSWER_TAKEN_BACK, back=("sheet.answer-taken-back",), who=Who.EITHER
    ),
    "sheet.answer-taken-back": TAKES_BACK,
}

TARGETS: Mapping[str, Way | str] = {
    "target.added": Way(
        Target,
        DROPPED,
        back=("target.dropped",),
        again=BROUGHT_BACK,
        after={"target.brought-back": None},
        who=Who.RUNS,
    ),
    "target.edited": CHANGE,
    "target.dropped": Way(
        Target, BROUGHT_BACK, back=("target.brought-back",), again=DROPPED, who=Who.RUNS
    ),
    "target.brought-back": TAKES_BACK,
    "reading.taken": "correct it on the page of its target",
    "reading.corrected": "correct it once more",
}

NEEDS: Mapping[str, Way | str] = {
    "nudge.sent": Way(
        Nudge,
        _withdraw_nudge,
        back=("nudge.withdrawn",),
        after={"nudge.heard": "they have heard it"},
        only_on_its_day=True,
    ),
    "nudge.withdrawn": TAKES_BACK,
    "nudge.heard": NO_CHANGE,
    "need.put-off": Way(
        Snooze, deed(wake, Snooze), back=("need.woken",), after={"need.put-off": AGAIN}
    ),
    "need.woken": TAKES_BACK,
}

OF_ROLLOUTS = {**ROLLOUTS, **SEATING, **AGREEMENTS, **TARGETS, **NEEDS}
