"""The days of a rollout: its figures, its sessions and what needs somebody count in its own zone.

One without a zone of its own has the organisation's (`KT_TIME_ZONE`), so that its figures are the
same for everybody and stay as they are when another supervisor takes over.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .. import clock
from ..config import read_settings
from ..models import Rollout


def zone_of(rollout: Rollout) -> ZoneInfo:
    return zone_called(rollout.time_zone)


def zone_called(name: str | None) -> ZoneInfo:
    """Give the zone of a rollout by its name; "" and None are the organisation's."""
    return ZoneInfo(name or read_settings().time_zone)


def today_in(rollout: Rollout) -> date:
    return day_in(rollout, clock.now())


def day_in(rollout: Rollout, moment: datetime) -> date:
    return moment.astimezone(zone_of(rollout)).date()
