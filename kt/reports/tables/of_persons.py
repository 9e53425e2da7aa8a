"""Checklists, templates and standings as files."""

from collections.abc import Iterable
from datetime import date

from ...exporters.tables import Cell, Table
from ...markup import plain
from ...models import Person
from ..checklists import ChecklistPage
from ..handovers import HandoversPage
from ..pairs import PairRow
from ..people import StandingRow as StandingOfPerson
from ..templates import TemplateGroup
from ..topics import StandingRow as StandingOnTopic


def items_table(page: ChecklistPage) -> Table:
    """Write a checklist as it stands on its page: to do, what others do, what is done."""
    groups = [(group.title, group.rows) for group in (*page.to_do, *page.of_others)]
    groups.append(("Done", page.finished))
    rows: list[list[Cell]] = [
        [
            title,
            plain(row.text),
            row.state,
            "optional" if row.optional else "",
            "" if row.is_finished else row.due or row.due_words,
            "" if row.is_finished or not row.asked else row.asked.name,
            row.sentence,
            row.by if row.state != "open" else "",
        ]
        for title, rows_there in groups
        for row in rows_there
    ]
    heads = ("When", "Item", "State", "Optional", "Due", "Whom to ask", "Stuck because", "By")
    return Table(page.checklist.title, heads, rows)


def template_items_table(groups: Iterable[TemplateGroup]) -> Table:
    """Write the items of a template under their headings."""
    return Table(
        "Items",
        ("Heading", "Item", "Level", "Who and when", "Details"),
        [
            [
                group.title or "Without a heading",
                plain(row.text),
                row.depth,
                row.facts,
                "with details" if row.has_detail else "",
            ]
            for group in groups
            for row in group.rows
        ],
    )


def standings_of_topic_table(rows: Iterable[StandingOnTopic], newest: int) -> Table:
    """Write who can do what on a topic, whose newest revision is that number."""
    return Table(
        "Who can do what",
        (
            "Person",
            "Standing",
            "Basis",
            "Judged by",
            "On",
            "Reason",
            "To be refreshed from",
            "Needs the difference",
        ),
        [
            [
                row.person_name,
                row.level.words,
                row.basis,
                row.judged_by,
                row.on,
                row.reason,
                row.refresh_on,
                _difference(row.needs_the_difference(newest)),
            ]
            for row in rows
        ],
    )


def standings_of_person_table(rows: Iterable[StandingOfPerson]) -> Table:
    return Table(
        "Standings",
        ("Topic", "Standing", "Basis", "Since", "To be refreshed from", "Needs the difference"),
        [
            [
                row.topic,
                row.level.words,
                row.basis,
                row.on,
                row.refresh_on,
                _difference(row.needs_the_difference),
            ]
            for row in rows
        ],
    )


def handovers_table(page: HandoversPage) -> Table:
    """Write the tasks of somebody's page: handed to them, by them, then what came back."""
    return Table(
        "Tasks handed over",
        (
            "Task",
            "Between",
            "State",
            "Offered on",
            "Accepted on",
            "Owned since",
            "Over since",
            "Why",
        ),
        [
            [
                row.task,
                row.between,
                row.state_words,
                row.offered_on,
                row.accepted_on,
                row.owned_on,
                row.declined_on or row.taken_back_on,
                row.sentence,
            ]
            for row in (*page.received, *page.given, *page.over)
        ],
    )


def pairs_table(rows: Iterable[PairRow], person: Person, today: date) -> Table:
    """Write somebody's own pairs: with whom and how often, never what was said."""
    return Table(
        "Your pairs",
        ("With", "On", "Role", "Set up in", "Sessions", "Last", "Turn", "Ended on"),
        [
            [
                row.partner_of(person)["name"],
                row.topic,
                row.role_of(person),
                row.circle,
                row.held,
                row.last,
                row.balance(today),
                row.ended_on or row.closed_on,
            ]
            for row in rows
        ],
    )


def _difference(needed: bool) -> str:
    return "needs the difference" if needed else ""
