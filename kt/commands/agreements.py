"""Agreements on the command line: read, offered, signed, declined, signed on paper."""

from datetime import date
from typing import Any

import click

from ..access import sheets_visible_to
from ..errors import Refused
from ..models import Answer, Person, Rollout, Sheet
from ..operations.agreements import decline_sheet, offer_agreement, sign_on_paper, sign_sheet
from ..operations.rollouts import override_point, start_rollout
from ..operations.standings import sign_off_coach, sme_acted_for
from ..reports.acting import you_acted_for
from ..reports.agreements import AgreementPage, agreement_page, sheet_page
from ..rules.gate import Point, points_of
from ..rules.rollout_days import today_in
from .door import json_option, person_named, with_person
from .rollouts import DAY, print_json, rollout_numbered, topic_called

SAID = {Answer.WAITING: "not signed yet", Answer.SIGNED: "signed", Answer.DECLINED: "declined"}


@click.group()
def agreement() -> None:
    """Read and sign what a rollout agreed on."""


@agreement.command()
@click.argument("id", type=int)
@json_option
@with_person
def show(by: Person, today: date, id: int, as_json: bool) -> None:
    """Show the agreement of a rollout, and what is missing for its start."""
    rollout = rollout_numbered(id, by)
    today = today_in(rollout)
    page = agreement_page(rollout, today)
    points = points_of(rollout, today)
    if as_json:
        print_json(_shown(rollout, page, points))
        return
    version = f"version {page.number}" if page.number else "not offered yet"
    click.echo(f"{rollout.name}, {version}: {page.signed} of {page.signers_total} have signed.")
    click.echo(f"{page.terms.dates}; {page.terms.model}")
    for signer in page.signers:
        click.echo(f"\n{signer.person_name} ({SAID[signer.answer]}): {signer.roles}")
        for partner in signer.partners:
            click.echo(f"  {partner}")
    if points:
        click.echo("\nMissing for the start:")
    for point in points:
        said = f"overridden: {point.override.reason}" if point.override else point.way_out
        click.echo(f"  [{point.key}] {point.sentence} {said}")


@agreement.command()
@click.argument("id", type=int)
@with_person
def offer(by: Person, today: date, id: int) -> None:
    """Freeze the first version, so that everybody can sign."""
    rollout = rollout_numbered(id, by)
    number = offer_agreement(rollout, by=by).number
    click.echo(f"{rollout.name} is offered for signing, version {number}.")


@agreement.command()
@click.argument("id", type=int)
@with_person
def sheet(by: Person, today: date, id: int) -> None:
    """Read one's own sheet of a rollout, in five lines."""
    for term, said in sheet_page(_sheet(id, by, by), today).lines:
        click.echo(f"{term}: {said}")


@agreement.command()
@click.argument("id", type=int)
@with_person
def sign(by: Person, today: date, id: int) -> None:
    """Sign one's own sheet of a rollout."""
    signed = sign_sheet(_sheet(id, by, by), by=by, on=today)
    click.echo(f"You signed your sheet of {signed.rollout.name}.")


@agreement.command()
@click.argument("id", type=int)
@click.option("--because", "sentence", default="", help="What would have to change.")
@with_person
def decline(by: Person, today: date, id: int, sentence: str) -> None:
    """Decline one's own sheet of a rollout, with a sentence."""
    declined = decline_sheet(_sheet(id, by, by), sentence=sentence, by=by, on=today)
    click.echo(f"You declined. {declined.rollout.supervisor.name} reads why.")


@agreement.command()
@click.argument("id", type=int)
@click.option("--person", required=True, metavar="EMAIL", help="Who signed on paper.")
@click.option("--witness", required=True, metavar="EMAIL", help="Who saw it.")
@click.option("--on", "signed_on", type=DAY, required=True, help="The day it was signed.")
@with_person
def paper(by: Person, today: date, id: int, person: str, witness: str, signed_on: date) -> None:
    """Record a signature on paper of somebody who cannot sign in."""
    signer = person_named(person)
    found = _sheet(id, signer, by)
    sign_on_paper(
        found,
        witness=person_named(witness),
        signed_on=signed_on,
        by=by,
        today=today_in(found.rollout),
    )
    click.echo(f"The signature of {signer.name} on paper is recorded.")


@click.command("sign-off")
@click.argument("id", type=int)
@click.option("--topic", "topic_name", required=True, metavar="TOPIC", help="Its name or number.")
@click.option("--coach", required=True, metavar="EMAIL")
@click.option("--evidence", default="", help="What you have seen that shows it.")
@click.option("--refresh-on", type=DAY, help="The day from which it is to be refreshed.")
@with_person
def sign_off(
    by: Person,
    today: date,
    id: int,
    topic_name: str,
    coach: str,
    evidence: str,
    refresh_on: date | None,
) -> None:
    """Sign a coach off on a topic's content, as its SME or for one who is absent."""
    rollout = rollout_numbered(id, by)
    topic, person = topic_called(topic_name, rollout), person_named(coach)
    on = today_in(rollout)
    sign_off_coach(topic, person, evidence=evidence, on=on, by=by, refresh_on=refresh_on)
    name = topic.revision.topic.name
    may = rollout.wording.say("may coach it")
    absent = sme_acted_for(topic, person, by=by)
    acted = you_acted_for(absent.name if absent else "")
    click.echo(f"{person.name} is signed off on {name} and {may}.{acted}")


@click.command()
@click.argument("id", type=int)
@click.option("--point", required=True, help="Its name, as “kt agreement show” says it.")
@click.option("--reason", default="", help="Why it can start without this.")
@with_person
def override(by: Person, today: date, id: int, point: str, reason: str) -> None:
    """Let a rollout start without a point that is missing."""
    rollout = rollout_numbered(id, by)
    override_point(rollout, point, reason=reason, by=by, on=today_in(rollout))
    click.echo(f"{rollout.name} may start without this point.")


@click.command()
@click.argument("id", type=int)
@with_person
def start(by: Person, today: date, id: int) -> None:
    """Start a rollout that passes the start gate."""
    rollout = rollout_numbered(id, by)
    started = start_rollout(rollout, on=today_in(rollout), by=by)
    click.echo(f"{started.name} has started.")


def _sheet(id: int, whose: Person, by: Person) -> Sheet:
    """Find somebody's current sheet of a rollout; raises Refused where one may see none."""
    rollout = rollout_numbered(id, by)
    found = (
        sheets_visible_to(by)
        .where(Sheet.rollout == rollout, Sheet.person == whose, Sheet.current)
        .first()
    )
    if found is None:
        raise Refused(f"There is no sheet of {whose.name} in {rollout.name} that you can see.")
    return found


def _shown(rollout: Rollout, page: AgreementPage, points: list[Point]) -> dict[str, Any]:
    return {
        "rollout": rollout.name,
        "version": page.number,
        "signed": page.signed,
        "seated": page.signers_total,
        "dates": page.terms.dates,
        "model": page.terms.model,
        "people": [
            {
                "name": signer.person_name,
                "roles": signer.roles,
                "partners": signer.partners,
                "answer": signer.answer,
                "on": signer.answered_on,
            }
            for signer in page.signers
        ],
        "missing": [
            {
                "point": point.key,
                "sentence": point.sentence,
                "way_out": point.way_out,
                "overridden": point.override.reason if point.override else None,
            }
            for point in points
        ],
    }
