"""Coverage on the command line: topics by risk, and what is lost when people leave."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import count
from typing import Any

import click

from ..access import may_plan_leaving, require
from ..models import Person
from ..operations.leaving import NOT_YOURS
from ..reports.coverage import (
    PEOPLE,
    TOPICS,
    CoveragePage,
    TopicsByRisk,
    coverage_page,
    covers_seen,
    topics_by_risk,
)
from ..reports.leaving import leavers
from .door import json_option, with_person
from .rollouts import print_json


@click.command()
@click.option("--department", default="", help="Only the people of this department.")
@click.option("--gaps", is_flag=True, help="Only the topics at risk.")
@json_option
@with_person
def coverage(by: Person, today: date, department: str, gaps: bool, as_json: bool) -> None:
    """Print the topics you may see by their risk, as the coverage page shows them."""
    known = covers_seen(by, today)
    topics = _all_topics(partial(topics_by_risk, by, today=today, gaps_only=gaps, known=known))
    headline = topics[0].headline
    columns = [column for page in topics for column in page.columns]
    if as_json:
        pages = _all_pages(
            partial(
                coverage_page,
                by,
                today=today,
                department=department,
                gaps_only=gaps,
                known=known,
            )
        )
        print_json(
            {
                "headline": headline,
                "topics": [
                    {
                        "topic": column.name,
                        "kind": column.kind,
                        "holders": column.holders,
                        "needed": column.needed,
                        "coaches": column.coaches,
                        "documents": column.documents,
                        "risk": column.risk_words,
                        "reason": column.reason,
                    }
                    for column in columns
                ],
                "people": _people(pages),
            }
        )
        return
    click.echo(headline)
    for column in columns:
        click.echo(f"  {column.name}: {column.risk_words} ({column.reason})")


@click.command()
@json_option
@with_person
def leaving(by: Person, today: date, as_json: bool) -> None:
    """List who leaves within a quarter, and the topics that then lack holders."""
    require(may_plan_leaving(by), NOT_YOURS)
    found = leavers(by, today)
    if as_json:
        print_json(
            [
                {
                    "person": each.name,
                    "leaves_on": each.leaves_on,
                    "days": each.days,
                    "topics": [
                        {
                            "topic": loss.name,
                            "before": loss.before,
                            "after": loss.after,
                            "needed": loss.needed,
                            "documents": loss.documents,
                            "risk": loss.risk_words,
                            "candidates": [candidate.name for candidate in loss.candidates],
                        }
                        for loss in each.losses
                    ],
                }
                for each in found
            ]
        )
        return
    if not found:
        click.echo("Nobody that you see leaves within a quarter.", err=True)
    for each in found:
        click.echo(f"{each.name} leaves in {each.days} days:")
        for loss in each.losses:
            click.echo(f"  {loss.name}: {loss.words}")


def _all_topics(read: Callable[..., TopicsByRisk]) -> list[TopicsByRisk]:
    """Read all pages of topics; one where there is nothing."""
    found = [read(page=1)]
    while len(found) * TOPICS < found[0].total:
        found.append(read(page=len(found) + 1))
    return found


def _all_pages(read: Callable[..., CoveragePage]) -> list[CoveragePage]:
    """Read all pages of people of all pages of topics; one where there is nothing."""
    found: list[CoveragePage] = []
    for topic_page in count(1):
        for page in count(1):
            found.append(read(topic_page=topic_page, page=page))
            if page * PEOPLE >= found[-1].people_total:
                break
        if topic_page * TOPICS >= found[-1].topics_total:
            return found
    return found


def _people(pages: Iterable[CoveragePage]) -> list[dict[str, Any]]:
    """List the people of the pages, each once with the standings of all topics."""
    people: dict[int, dict[str, Any]] = {}
    for page in pages:
        for line in page.people:
            known = {"person": line.name, "department": line.department}
            found = people.setdefault(line.id, known | {"leaves_on": line.leaves_on, "levels": {}})
            found["levels"] |= {
                column.name: int(cell.level)
                for column, cell in zip(page.columns, line.cells, strict=True)
                if cell
            }
    return list(people.values())
