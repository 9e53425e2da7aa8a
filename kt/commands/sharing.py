"""Links to a rollout's report on the command line: making one, revoking one or all."""

from datetime import date

import click

from ..access import may_run_rollout, require
from ..dates import count_words
from ..errors import Refused
from ..models import SHARE_DAYS, Person, Rollout, ShareLink
from ..operations.sharing import NOT_YOURS, make_share_link, revoke_share_link
from ..reports.sharing import share_links_of
from ..rules.rollout_days import today_in
from .door import settings_or_exit, with_person
from .rollouts import rollout_numbered


@click.command()
@click.argument("id", type=int)
@click.option(
    "--days",
    type=click.Choice([str(days) for days in SHARE_DAYS]),
    default="30",
    help="How many days it works.",
)
@click.option("--for", "note", default="", metavar="WORDS", help="Whom it is for.")
@with_person
def share(by: Person, today: date, id: int, days: str, note: str) -> None:
    """Print a read-only link to a rollout's report, which names topics and not people."""
    rollout = rollout_numbered(id, by)
    today = today_in(rollout)
    link, token = make_share_link(rollout, days=int(days), note=note, by=by, today=today)
    number = next(line.number for line in share_links_of(rollout, today) if line.id == link.id)
    click.echo(f"Link {number}, until {link.expires_on}; it is shown only now:")
    click.echo(f"{settings_or_exit().base_url}/shared/{token}")


@click.command()
@click.argument("id", type=int)
@click.argument("number", type=int, required=False)
@with_person
def unshare(by: Person, today: date, id: int, number: int | None) -> None:
    """Revoke the links to a rollout's report, or one of them by its number."""
    rollout = rollout_numbered(id, by)
    require(may_run_rollout(by, rollout), NOT_YOURS)
    revoked = _asked_for(rollout, number)
    for link_id in revoked:
        revoke_share_link(ShareLink.get_by_id(link_id), by=by)
    words = count_words(len(revoked), "link") if revoked else "no link"
    click.echo(f"{words[:1].upper()}{words[1:]} to the report of {rollout.name} revoked.")


def _asked_for(rollout: Rollout, number: int | None) -> list[int]:
    """Find the links that still work, or the one of a number; raises Refused where none has it."""
    lines = share_links_of(rollout, today_in(rollout))
    if number is None:
        return [line.id for line in lines if line.is_usable]
    found = [line.id for line in lines if line.number == number]
    if not found:
        numbers = ", ".join(str(line.number) for line in reversed(lines)) or "none yet"
        raise Refused(f"{rollout.name} has no link {number}. Its links: {numbers}.")
    return found
