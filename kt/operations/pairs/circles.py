"""Peer circles: a rollout on a development topic in which people coach each other two by two."""

from collections.abc import Sequence
from datetime import date

from ...dates import count_words
from ...db import transaction
from ...errors import Refused
from ...models import PairKind, Person, Rollout, Topic
from ...rules.peers import Colleague, colleagues_by_id, fit_of_peers
from ..audit import record
from ..rollouts import add_rollout, add_topic_to
from ..seating import put_guide
from .asking import FORTNIGHT
from .topics import usual_topic

Two = tuple[Person, Person]


def set_up_circle(
    name: str,
    pairs: Sequence[Two],
    *,
    by: Person,
    on: date,
    topic: Topic | None = None,
    cadence_days: int = FORTNIGHT,
) -> Rollout:
    """Set up a circle as a draft that its supervisor goes on with: kick-off, agreement, start.

    The supervisor sees that and when each pair met, never what was said.
    """
    if not pairs:
        raise Refused("A circle has at least one pair. Name two people.", field="people")
    with transaction():
        _refuse_twice(pairs)
        rollout = add_rollout(by=by, name=name, start_date=on)
        rollout_topic = add_topic_to(rollout, topic or usual_topic(PairKind.PEERS), by=by)
        for guide, learner in pairs:
            put_guide(
                rollout_topic,
                learner,
                guide,
                on=on,
                by=by,
                cadence_days=cadence_days,
                mutual=True,
            )
        record("circle.set-up", by=by, about=[rollout], rollout=rollout, pairs=len(pairs))
    return rollout


def by_the_rules(people: Sequence[Person]) -> list[Two]:
    """Pair people two by two, those first who suit fewest of the others (rule 14)."""
    if len(people) % 2:
        raise Refused(
            f"{count_words(len(people), 'person', 'people')} cannot be paired two by two. Add one, "
            "or leave one out.",
            field="people",
        )
    known = colleagues_by_id(person.id for person in people)
    left = [known[person.id] for person in people]
    pairs = []
    while left:
        one = min(left, key=lambda each: sum(_suits(each, other) for other in left))
        left.remove(one)
        other = max(left, key=lambda each: _closeness(one, each))
        left.remove(other)
        pairs.append((one.id, other.id))
    by_id = {person.id: person for person in people}
    return [(by_id[one], by_id[other]) for one, other in pairs]


def _suits(one: Colleague, other: Colleague) -> bool:
    fit = fit_of_peers(one, other)
    return one != other and not fit.warnings and not fit.unknown


def _closeness(one: Colleague, other: Colleague) -> tuple[int, int, int]:
    """Order partners: fewest warnings first, then what is known of them, then the nearest rank."""
    fit = fit_of_peers(one, other)
    apart = abs(one.rank - other.rank) if one.rank and other.rank else 0
    return -len(fit.warnings), -len(fit.unknown), -apart


def _refuse_twice(pairs: Sequence[Two]) -> None:
    seen: set[int] = set()
    for person in (person for two in pairs for person in two):
        if person.id in seen:
            raise Refused(
                f"{person.name} is named twice. In a circle everybody is in one pair.",
                field="people",
            )
        seen.add(person.id)
