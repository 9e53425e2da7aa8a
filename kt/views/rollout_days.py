"""The days of a rollout: its figures and sessions count in its own time zone."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from .. import clock
from ..models import Rollout


def zone_of(rollout: Rollout) -> ZoneInfo:
    return rollout.zone(ZoneInfo(current_app.config["KT"].time_zone))


def today_in(rollout: Rollout) -> date:
    return clock.today(zone_of(rollout))
