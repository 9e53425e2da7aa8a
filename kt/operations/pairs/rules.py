"""What a pair refuses, whichever deed makes it. Asked inside the transaction of the deed."""

from peewee import ModelSelect

from ...errors import Refused
from ...models import Pairing, PairKind, Person, Rollout, RolloutTopic, Seat, Wording


def refuse_inactive(person: Person, *, field: str | None = None) -> None:
    if not person.active:
        raise Refused(
            f"{person.name} is disabled and cannot be part of a pair. Choose somebody active.",
            field=field,
        )


def refuse_paired(
    guide: Person, learner: Person, kind: PairKind, *, field: str | None = None
) -> None:
    """Refuse two who coach each other already, or a mentor whom one has already."""
    ways = [(guide, learner)]
    if kind == PairKind.PEERS:
        ways.append((learner, guide))
    for one, other in ways:
        if _open_pairs(one, other, kind).exists():
            already = "coach each other" if kind == PairKind.PEERS else "are mentor and protégé"
            raise Refused(
                f"{guide.name} and {learner.name} {already} already. Go on with that pair, or end "
                "it first.",
                field=field,
            )


def _open_pairs(guide: Person, learner: Person, kind: PairKind) -> ModelSelect:
    guides, learns = Seat.alias(), Seat.alias()
    is_of_kind = Pairing.mutual if kind == PairKind.PEERS else ~Pairing.mutual
    pairs = (
        Pairing.select()
        .join(guides, on=(Pairing.guide == guides.id))
        .join_from(Pairing, learns, on=(Pairing.learner == learns.id))
        .join(RolloutTopic, on=(learns.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            guides.person == guide,
            learns.person == learner,
            is_of_kind,
            Pairing.ended_on.is_null(),
            Rollout.closed_on.is_null(),
        )
    )
    return pairs if kind == PairKind.PEERS else pairs.where(Rollout.wording == Wording.MENTORING)
