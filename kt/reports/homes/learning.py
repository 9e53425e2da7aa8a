"""The new hire's part: what to do now, and whom to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ...dates import DueGroup, count_words, due_group, due_words
from ...markup import plain
from ...models import ItemState
from ...rules.pairings import PairingFacts
from ..checklists import ItemRow, OpenItems
from ..sessions import Upcoming
from ..smes import Sme, smes_beside

# A headline is read at a glance; the row below has the whole text.
LONGEST_TITLE = 60


@dataclass(frozen=True)
class LearnerPart:
    """One's open items by due date, next session, and one's people with how to reach them."""

    headline: str
    items: OpenItems
    groups: tuple[tuple[DueGroup, tuple[ItemRow, ...]], ...]
    upcoming: Upcoming | None
    people: tuple[PairingFacts, ...]
    smes: tuple[Sme, ...]
    urgency: int
    kind: str = "learner"


def learner_part(
    learnt: list[PairingFacts],
    items: OpenItems,
    *,
    smes: Iterable[Sme],
    upcoming: Upcoming | None,
    today: date,
) -> LearnerPart:
    """Gather the part of somebody with items to do or with guides of their own."""
    return LearnerPart(
        headline=_headline(items, upcoming, learnt, today),
        items=items,
        groups=tuple(
            (group, tuple(rows))
            for group, rows in groupby(items.own, key=lambda row: due_group(row.due, today))
        ),
        upcoming=upcoming,
        people=tuple(learnt),
        smes=smes_beside(learnt, smes),
        urgency=4 if items.own_late else 1,
    )


def _headline(
    items: OpenItems, upcoming: Upcoming | None, learnt: list[PairingFacts], today: date
) -> str:
    if not items.own_total:
        return _quiet(items, upcoming, learnt)
    first, *rest = items.own
    if first.days_late or first.state == ItemState.STUCK:
        said = _trouble(first, items.own_late)
        following = next((row for row in rest if row.due and not row.days_late), None)
        return f"{said} Next is {due_words(following.due, today)}." if following else said
    when = f" is {due_words(first.due, today)}" if first.due else " is next"
    return f"{_title(first)}{when}."


def _quiet(items: OpenItems, upcoming: Upcoming | None, learnt: list[PairingFacts]) -> str:
    """Say what goes on for somebody who has nothing to tick."""
    if items.total:
        return "All of yours is done."
    if upcoming:
        guide = upcoming.line.guide.first_name
        return f"Next: {upcoming.line.topic} with {guide}"
    guided = next((each for each in learnt if not each.is_gap), None)
    if guided is None:
        return "Nothing of yours is open."
    more = len({each.topic_id for each in learnt}) - 1
    also = f", and {count_words(more, 'other topic')}" if more else ""
    return f"You learn {guided.topic_name} with {(guided.guide_name or '').split()[0]}{also}."


def _trouble(row: ItemRow, late: int) -> str:
    if row.state == ItemState.STUCK and row.asked:
        return f"{row.asked.name.split()[0]} has your question about “{_title(row)}”."
    if late > 1:
        return f"{count_words(late, 'item')} are overdue, first “{_title(row)}”."
    return f"“{_title(row)}” is {count_words(row.days_late, 'day')} overdue."


def _title(row: ItemRow) -> str:
    text = plain(row.text)
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"
