"""The page of one's pairs, and the page of one pair."""

from dataclasses import dataclass
from datetime import date

from ...models import Kind, Pairing, Person, Topic
from ...rules.peers import colleague
from ...rules.places import proteges_of
from ..sessions import SessionLine, sessions_of_pair
from .asks import Ask, asks_around
from .mine import PairRow, pair_row, pairs_of
from .suiting import Suggestion, free_mentors, suggested_peers


@dataclass(frozen=True)
class PairsPage:
    """One's pairs, asks in both directions, whom one might ask; `places` one offers as mentor.

    `offered` is the first in line of those who wait for any mentor, while one has a free place.
    """

    going_on: tuple[PairRow, ...]
    earlier: tuple[PairRow, ...]
    to_answer: tuple[Ask, ...]
    mine: tuple[Ask, ...]
    offered: Ask | None
    places: int
    taken: int
    peers: tuple[Suggestion, ...]
    mentors: tuple[Suggestion, ...]

    @property
    def headline(self) -> str:
        if self.to_answer:
            first, *others = self.to_answer
            return f"{first.words}." if not others else f"{len(self.to_answer)} colleagues ask you."
        if len(self.going_on) == 1:
            return "You have one pair."
        if self.going_on:
            return f"You have {len(self.going_on)} pairs."
        return "Ask a colleague to coach each other."


@dataclass(frozen=True)
class PairPage:
    """One pair: its balance and its sessions; for others than the two only that they met."""

    row: PairRow
    is_mine: bool
    planned: list[SessionLine]
    held: list[SessionLine]


def pairs_page(person: Person, today: date) -> PairsPage:
    """Gather the page of somebody's pairs (ten queries)."""
    me = colleague(person)
    pairs = pairs_of(person)
    asks = asks_around(person, today)
    proteges = proteges_of(person)
    passed_over = {person.id, *proteges}
    in_line = [each for each in asks if each.asked is None and each.asker.id not in passed_over]
    return PairsPage(
        going_on=tuple(each for each in pairs if not each.is_over),
        earlier=tuple(each for each in pairs if each.is_over),
        to_answer=tuple(each for each in asks if each.asked and each.asked.id == person.id),
        mine=tuple(each for each in asks if each.asker.id == person.id),
        offered=in_line[0] if in_line and len(proteges) < person.mentor_places else None,
        places=person.mentor_places,
        taken=len(proteges),
        peers=tuple(suggested_peers(person, today, me=me)),
        mentors=tuple(free_mentors(person, today, me=me)),
    )


def pair_page(pairing: Pairing, person: Person) -> PairPage:
    """Gather the page of one pair."""
    row = pair_row(pairing)
    lines = sessions_of_pair(pairing, person)
    return PairPage(
        row=row,
        is_mine=person.id in row.people,
        planned=[line for line in lines if line.is_planned],
        held=[line for line in lines if not line.is_planned],
    )


def development_topics() -> list[tuple[int, str]]:
    """List the topics of one's own development that are open to all, by name."""
    topics = Topic.select(Topic.id, Topic.name).where(
        Topic.kind == Kind.DEVELOPMENT, Topic.open_to_all
    )
    return list(topics.order_by(Topic.name).tuples())
