"""Sharing a rollout's report with somebody outside, and taking that back."""

import secrets
from datetime import date, timedelta

from .. import clock
from ..access import may_run_rollout, require
from ..db import transaction
from ..errors import Refused
from ..models import SHARE_DAYS, Person, Rollout, ShareLink
from ..rules.rollout_days import today_in
from .audit import record
from .signing_in import hash_of

NOT_YOURS = "The report is shared by whoever runs the rollout. Ask its supervisor."

# Who keeps more links than these in use has lost count of who reads along.
MOST_LINKS = 20


def make_share_link(
    rollout: Rollout, *, days: int, note: str = "", by: Person, today: date
) -> tuple[ShareLink, str]:
    """Make a link to a rollout's report and return it with its token, which is kept nowhere.

    `today` is the day in the rollout's zone; the link works that day and `days` more.
    """
    require(may_run_rollout(by, rollout), NOT_YOURS)
    if days not in SHARE_DAYS:
        raise Refused("A link works for 7, 30 or 90 days. Choose one of them.", field="days")
    token = secrets.token_urlsafe(32)
    with transaction():
        in_use = ShareLink.select().where(
            ShareLink.rollout == rollout,
            ShareLink.revoked_at.is_null(),
            ShareLink.expires_on >= today,
        )
        if in_use.count() >= MOST_LINKS:
            raise Refused(f"There are {MOST_LINKS} links in use already. Revoke one first.")
        link = ShareLink.create(
            rollout=rollout,
            token_hash=hash_of(token),
            note=note.strip(),
            made_by=by,
            expires_on=today + timedelta(days=days),
        )
        record(
            "share-link.made",
            by=by,
            about=[rollout, link],
            rollout=rollout,
            link=link.id,
            expires_on=link.expires_on,
        )
    return link, token


def revoke_share_link(link: ShareLink, *, by: Person) -> ShareLink:
    """Have a link open nothing from now on; for good, since nobody can say who kept it."""
    require(may_run_rollout(by, link.rollout), NOT_YOURS)
    with transaction():
        row = ShareLink.get_by_id(link.id)
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            row.save(only=[ShareLink.revoked_at])
            record(
                "share-link.revoked",
                by=by,
                about=[row.rollout, row],
                rollout=row.rollout,
                link=row.id,
            )
    return row


def usable_share_link(token: str) -> ShareLink:
    """Find the link of a token; raises Refused, alike for unknown, expired and revoked ones."""
    link = (
        ShareLink.select(ShareLink, Rollout)
        .join(Rollout, on=(ShareLink.rollout == Rollout.id))
        .where(ShareLink.token_hash == hash_of(token))
        .first()
    )
    if link is None or not link.is_usable(today_in(link.rollout)):
        raise Refused("It may have expired or been revoked. Ask whoever sent it for a new one.")
    return link
