"""The inverses of what is done to people: what they know, what two settle, how they sign in."""

from collections.abc import Mapping
from typing import Any

from ...models import Handover, Pairing, PairRequest, Person, Revision, Signoff, Topic
from ...rules.rollout_days import today_in
from ..handovers import undo_step
from ..pairs import reopen_pair, withdraw_pair
from ..people import disable_person, enable_person, set_quick_keys
from ..revisions import withdraw_revision
from ..signing_off import undo_signoff, withdraw_signoff
from ..topics import add_expert, remove_expert
from .ways import (
    ANSWERED,
    BEGUN,
    CHANGE,
    EVIDENCE,
    IMPORTED,
    NO_CHANGE,
    TAKES_BACK,
    Doing,
    Way,
    deed,
    same,
)


def _name(it: Doing) -> Any:
    return add_expert(it.the(Topic), it.the(Person), by=it.by)


def _take_off(it: Doing) -> Any:
    return remove_expert(it.the(Topic), it.the(Person), by=it.by)


def _withdraw_revision(it: Doing) -> Any:
    topic, number = it.the(Topic), it.values["number"]
    revision = Revision.get(Revision.topic == topic, Revision.number == number)
    return withdraw_revision(revision, by=it.by)


def _withdraw_signoff(it: Doing) -> Any:
    signoff = it.the(Signoff)
    return withdraw_signoff(signoff, by=it.by, on=today_in(signoff.rollout_topic.rollout))


def _undo_signoff(it: Doing) -> Any:
    signoff = it.the(Signoff)
    return undo_signoff(signoff, by=it.by, on=today_in(signoff.rollout_topic.rollout))


def _undo_step(it: Doing) -> Any:
    return undo_step(it.the(Handover), it.values["step"], by=it.by, on=it.today)


def _set_keys(it: Doing) -> Any:
    return set_quick_keys(it.the(Person), not it.values["on"], by=it.by)


KNOW_HOW: Mapping[str, Way | str] = {
    "topic.added": BEGUN,
    "topic.edited": CHANGE,
    "topic.revised": Way(
        Topic,
        _withdraw_revision,
        back=("topic.revision-withdrawn",),
        after={"topic.revised": "revised again since"},
    ),
    "topic.revision-withdrawn": TAKES_BACK,
    "sme.named": Way(Topic, _take_off, back=("sme.removed",), again=_name, same=same("person")),
    "sme.removed": Way(Topic, _name, back=("sme.named",), again=_take_off, same=same("person")),
    "standing.named": EVIDENCE,
    "standings.imported": IMPORTED,
    "coach.signed-off": EVIDENCE,
    "signoff.asked": Way(
        Signoff,
        _withdraw_signoff,
        back=("signoff.withdrawn",),
        after={
            "signoff.judged": "judged since",
            "signoff.declined": "judged since",
            "signoff.signed": "signed off since",
        },
    ),
    "signoff.withdrawn": TAKES_BACK,
    "signoff.judged": EVIDENCE,
    "signoff.declined": EVIDENCE,
    "signoff.signed": Way(Signoff, _undo_signoff, back=("signoff.undone",)),
    "signoff.undone": TAKES_BACK,
}

# The last step is taken back first.
A_STEP = Way(
    Handover,
    _undo_step,
    back=("handover.step-undone",),
    after={
        "handover.signed": "a later step was signed",
        "handover.owned": "a later step was signed",
        "handover.declined": "declined since",
        "handover.taken-back": "taken back since",
    },
)

BETWEEN_TWO: Mapping[str, Way | str] = {
    "handover.offered": "take it back on its page, with a reason",
    "handover.accepted": "decline it on its page, with a sentence",
    "handover.declined": ANSWERED,
    "handover.signed": A_STEP,
    "handover.owned": A_STEP,
    "handover.step-undone": TAKES_BACK,
    "handover.taken-back": "offer it again on its page",
    "pair.asked": Way(
        PairRequest,
        deed(withdraw_pair, PairRequest, "on"),
        back=("pair.withdrawn",),
        after={"pair.accepted": "accepted since", "pair.declined": "declined since"},
    ),
    "pair.withdrawn": TAKES_BACK,
    "pair.accepted": "end the pair on its page",
    "pair.declined": ANSWERED,
    "pair.ended": Way(Pairing, deed(reopen_pair, Pairing), back=("pair.reopened",)),
    "pair.reopened": TAKES_BACK,
}

DISABLED, ENABLED = deed(disable_person, Person), deed(enable_person, Person)

PEOPLE: Mapping[str, Way | str] = {
    "person.added": "disable them on their page",
    "person.edited": CHANGE,
    "person.disabled": Way(Person, ENABLED, back=("person.enabled",), again=DISABLED),
    "person.enabled": Way(Person, DISABLED, back=("person.disabled",), again=ENABLED),
    "person.access": CHANGE,
    "person.keys": Way(Person, _set_keys, back=("person.keys",)),
    "people.imported": IMPORTED,
    "titles.ranked": CHANGE,
    "link.invite": "it expires by itself",
    "link.reset": "it expires by itself",
    "link.used": NO_CHANGE,
    "password.changed": CHANGE,
    "sign-in.done": NO_CHANGE,
    "sign-in.failed": NO_CHANGE,
    "sign-in.ended": NO_CHANGE,
    "sign-in.ended-everywhere": NO_CHANGE,
}

OF_PEOPLE = {**KNOW_HOW, **BETWEEN_TWO, **PEOPLE}
