"""Coverage on the command line: topics by risk, and what is lost when people leave."""

from datetime import date

import click

from ..access import may_plan_leaving, require
from ..models import Person
from ..operations.leaving import NOT_YOURS
from ..reports.coverage import coverage_page, leavers
from .door import json_option, with_person
from .rollouts import print_json


@click.command()
@click.option("--department", default="", help="Only the people of this department.")
@click.option("--gaps", is_flag=True, help="Only the topics at risk.")
@json_option
@with_person
def coverage(by: Person, today: date, department: str, gaps: bool, as_json: bool) -> None:
    """Print the topics you may see by their risk, as the coverage page shows them."""
    page = coverage_page(by, today=today, department=department, gaps_only=gaps)
    if as_json:
        print_json(
            {
                "headline": page.headline,
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
                    for column in page.columns
                ],
                "people": [
                    {
                        "person": line.name,
                        "department": line.department,
                        "leaves_on": line.leaves_on,
                        "levels": {
                            column.name: int(cell.level)
                            for column, cell in zip(page.columns, line.cells, strict=True)
                            if cell
                        },
                    }
                    for line in page.people
                ],
            }
        )
        return
    click.echo(page.headline)
    for column in page.columns:
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
