"""Somebody outside the rollout follows it: a link to the report that works."""

from ..models import Person, Rollout
from ..operations.sharing import make_share_link
from ..rules.rollout_days import today_in


def share(ana: Person) -> str:
    """Share the report of the settlement engine with the head of trading; give the token."""
    rollout = Rollout.get(Rollout.name == "Settlement engine handover")
    _, token = make_share_link(
        rollout, days=30, note="The head of trading", by=ana, today=today_in(rollout)
    )
    return token
