"""The veteran's part: whom to coach next, and logging it in seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ...dates import count_words
from ...models import Output, Person, Wording
from ...rules.pairings import PairingFacts
from ..sessions import Offer, Upcoming, offers_from
from ..smes import Sme, smes_beside

LEARNERS_SHOWN = 8
OUTPUTS_SHOWN = 5


@dataclass(frozen=True)
class GuidePart:
    """Next session, whom one can log with, one's learners, one's documents to write."""

    headline: str
    upcoming: Upcoming | None
    offers: tuple[Offer, ...]
    learners: tuple[PairingFacts, ...]
    learners_total: int
    people: int
    topics: int
    outputs: tuple[Output, ...]
    smes: tuple[Sme, ...]
    wording: Wording
    kind: str = "guide"
    urgency: int = 1


def guide_part(
    person: Person,
    guided: list[PairingFacts],
    outputs: list[Output],
    *,
    smes: Iterable[Sme],
    upcoming: Upcoming | None,
    now: datetime,
) -> GuidePart:
    """Gather the part of somebody who coaches or is a buddy, or owns documents to write."""
    soon = (
        upcoming and upcoming.line.planned_at and upcoming.line.planned_at < now + timedelta(days=1)
    )
    waiting = sorted(guided, key=lambda each: (each.last_held or date.min, each.learner_name))
    return GuidePart(
        headline=_headline(upcoming, guided, outputs),
        upcoming=upcoming,
        offers=tuple(offers_from(guided, person)),
        learners=tuple(waiting[:LEARNERS_SHOWN]),
        learners_total=len(guided),
        people=len({each.learner_id for each in guided}),
        topics=len({each.topic_id for each in guided}),
        outputs=tuple(outputs[:OUTPUTS_SHOWN]),
        smes=smes_beside(guided, smes),
        wording=Wording.of_all(each.wording for each in guided),
        urgency=3 if soon else 1,
    )


def _headline(upcoming: Upcoming | None, guided: list[PairingFacts], outputs: list[Output]) -> str:
    if upcoming:
        return f"Next: {upcoming.line.whom.split()[0]}, {upcoming.line.topic}"
    if not guided:
        return f"You have {count_words(len(outputs), 'document')} to write."
    return "No session is planned. Did one happen? Log it in three taps."
