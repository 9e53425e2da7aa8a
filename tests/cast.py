"""The cast: Ada supervises, Ben coaches, Cleo learns, Dan is the SME, Eve is nobody."""

from dataclasses import dataclass

import make

from kt.models import (
    Access,
    Expert,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Topic,
)


@dataclass(frozen=True)
class Cast:
    """One running rollout, “Settlement engine”, on one topic, “Cut-off rules”."""

    ada: Person
    ben: Person
    cleo: Person
    dan: Person
    eve: Person
    root: Person
    topic: Topic
    rollout: Rollout
    rollout_topic: RolloutTopic
    bens_seat: Seat
    cleos_seat: Seat
    pairing: Pairing

    @property
    def everybody(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("ada", "ben", "cleo", "dan", "eve", "root")}


def a_cast() -> Cast:
    """Put the cast on the stage of an empty database. Root administers."""
    ada = make.a_person("Ada Lovell", access=Access.SUPERVISOR)
    ben = make.a_person("Ben Arroyo")
    cleo = make.a_person("Cleo Marsh")
    dan = make.a_person("Dan Weiss")
    eve = make.a_person("Eve Nobody")
    root = make.a_person("Root Adams", access=Access.ADMINISTRATOR)
    topic = make.a_topic("Cut-off rules")
    Expert.create(topic=topic, person=dan)
    rollout = make.a_rollout("Settlement engine", supervisor=ada)
    rollout_topic = make.a_rollout_topic(rollout, topic)
    bens_seat = make.a_seat(rollout_topic, ben, Role.COACH)
    cleos_seat = make.a_seat(rollout_topic, cleo, Role.LEARNER)
    make.a_seat(rollout_topic, dan, Role.SME)
    return Cast(
        ada=ada,
        ben=ben,
        cleo=cleo,
        dan=dan,
        eve=eve,
        root=root,
        topic=topic,
        rollout=rollout,
        rollout_topic=rollout_topic,
        bens_seat=bens_seat,
        cleos_seat=cleos_seat,
        pairing=make.a_pairing(bens_seat, cleos_seat),
    )


def ready_to_start(cast: Cast) -> Rollout:
    """Make the cast's rollout a draft that lacks nothing: agreed, signed by all, a kick-off."""
    make.a_target(cast.rollout, rollout_topic=cast.rollout_topic)
    make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
    make.a_kick_off(cast.rollout)
    cast.rollout.state = RolloutState.DRAFT
    cast.rollout.started_on = None
    cast.rollout.save()
    return cast.rollout
