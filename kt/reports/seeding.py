"""Which coaches of a rollout the SME has to sign off before they coach (rule 4)."""

from dataclasses import dataclass, replace

from peewee import JOIN, ModelSelect

from ..access import may_run_rollout
from ..models import Pairing, Person, Revision, Role, Rollout, RolloutTopic, Seat, Topic
from ..rules.seeding import waits_for_seeding


@dataclass(frozen=True)
class Seed:
    """A coach whose pairings on a topic wait; `smes` are whom one asks, `may` is for the button.

    `acts_for` is for whom the reader would act, being no SME of the topic.
    """

    rollout_topic_id: int
    topic_name: str
    coach: Person
    smes: tuple[str, ...]
    may: bool
    acts_for: str = ""


def seeds_of(rollout: Rollout, person: Person) -> list[Seed]:
    """List the coaches of a rollout who wait for their SME's sign-off (one query)."""
    runs = may_run_rollout(person, rollout)
    found: dict[int, Seed] = {}
    own: set[int] = set()
    for row in _waiting(rollout):
        sme = row.sme_seat and row.sme_seat.person
        seed = found.get(row.id) or Seed(
            rollout_topic_id=row.rollout_topic_id,
            topic_name=row.rollout_topic.revision.topic.name,
            coach=row.person,
            smes=(),
            may=runs and row.person != person,
        )
        if sme:
            may = seed.may or (sme == person and row.person != person)
            own.update({row.id} if sme == person else ())
            seed = replace(seed, smes=(*seed.smes, sme.name), may=may)
        found[row.id] = seed
    return [
        replace(seed, acts_for=seed.smes[0]) if seed.smes and id not in own else seed
        for id, seed in found.items()
    ]


def _waiting(rollout: Rollout) -> ModelSelect:
    sme_seat, sme = Seat.alias(), Person.alias()
    sits = (
        (sme_seat.rollout_topic == Seat.rollout_topic)
        & (sme_seat.role == Role.SME)
        & sme_seat.until.is_null()
    )
    return (
        Seat.select(Seat, Person, RolloutTopic, Revision, Topic, sme_seat, sme)
        .join(Person)
        .join_from(Seat, RolloutTopic)
        .join(Rollout)
        .join_from(RolloutTopic, Revision)
        .join(Topic)
        .join_from(Seat, sme_seat, JOIN.LEFT_OUTER, on=sits, attr="sme_seat")
        .join(sme, JOIN.LEFT_OUTER, on=(sme_seat.person == sme.id), attr="person")
        .where(
            RolloutTopic.rollout == rollout,
            Seat.until.is_null(),
            waits_for_seeding(Seat) == 1,
            Seat.id.in_(Pairing.select(Pairing.guide).where(Pairing.ended_on.is_null())),
        )
        .order_by(RolloutTopic.position, Person.name, sme_seat.id)
    )
