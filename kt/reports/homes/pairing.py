"""The part of one's pairs: who asks one for a pair, with whom one meets next."""

from dataclasses import dataclass

from ...models import Person
from ...rules.pairings import PairingFacts
from ..pairs import Ask, asks_to_answer
from ..sessions import Upcoming

PAIRS_SHOWN = 5


@dataclass(frozen=True)
class Paired:
    """A pair as its row on a home shows it."""

    id: int
    partner_id: int
    partner: str
    topic: str
    facts: PairingFacts


@dataclass(frozen=True)
class PairPart:
    """What one was asked, the next session with somebody of one's pairs, and those pairs.

    `offered` is the first in line for a mentor, while one has a free place.
    """

    headline: str
    asks: tuple[Ask, ...]
    offered: Ask | None
    upcoming: Upcoming | None
    pairs: tuple[Paired, ...]
    total: int
    kind: str = "pairs"

    @property
    def urgency(self) -> int:
        return 2 if self.asks or self.offered else 1 if self.upcoming else 0


def pair_part(
    person: Person, pairs: list[PairingFacts], upcoming: Upcoming | None, *, is_asked: bool
) -> PairPart | None:
    """Gather the part of somebody's pairs, if there is anything to see there.

    One query, if `is_asked`: a colleague waits for an answer, or in line for a mentor.
    """
    asks, offered = asks_to_answer(person) if is_asked else ([], None)
    if not asks and not offered and not pairs:
        return None
    shown = [_paired(each, person) for each in pairs]
    return PairPart(
        headline=_headline(asks, offered, upcoming, shown),
        asks=tuple(asks),
        offered=offered,
        upcoming=upcoming,
        pairs=tuple(shown[:PAIRS_SHOWN]),
        total=len(shown),
    )


def _paired(facts: PairingFacts, person: Person) -> Paired:
    if facts.learner_id == person.id and facts.guide_id is not None:
        partner = (facts.guide_id, facts.guide_name or "")
    else:
        partner = (facts.learner_id, facts.learner_name)
    return Paired(facts.id, *partner, facts.topic_name, facts)


def _headline(
    asks: list[Ask], offered: Ask | None, upcoming: Upcoming | None, pairs: list[Paired]
) -> str:
    if asks:
        return f"{asks[0].words}."
    if offered:
        return f"{offered.asker.first_name} waits for a mentor, and you have a place."
    if upcoming:
        return f"Next: {upcoming.line.topic} with {upcoming.line.whom}"
    first = pairs[0].partner.split()[0]
    return f"You and {first} are a pair." if len(pairs) == 1 else f"You have {len(pairs)} pairs."
