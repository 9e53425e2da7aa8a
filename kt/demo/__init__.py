"""A made-up organisation with a past, so that every screen has something to show."""

import json
from datetime import date
from zoneinfo import ZoneInfo

from ..db import transaction
from ..models import Fact, Person
from . import (
    drafts,
    month_end,
    newcomers,
    nudges,
    pairs,
    people,
    production,
    questions,
    records,
    settlements,
    tasks,
)
from .outside import share
from .stage import Stage

__all__ = ["CAST", "build", "share"]

# Whom one can be on the sign-in page of a demo, and why one would.
CAST = {
    "ana": "runs the handover of the settlement engine, and learns in it herself",
    "ben": "a veteran: coaches on two topics",
    "greta": "a new hire in her first week",
    "tomas": "a new hire in his third week",
    "sam": "coaches on one topic and learns on another",
    "paula": "runs the rollout of the production line",
    "cleo": "an analyst whose coaching went quiet, asked by a colleague for a pair",
    "nora": "the administrator: people, access, everything",
}


def build(*, today: date, zone: ZoneInfo) -> dict[str, Person]:
    """Fill an empty database with the demo as of a day, through the same deeds as everybody.

    Returns its people by short name: ana, ben, cleo, dan, greta …
    """
    stage = Stage(today=today, zone=zone)
    with transaction():
        with stage.on(90):
            people.add_people(stage)
        settlements.build(stage)
        month_end.build(stage)
        drafts.build(stage, production.build(stage))
        records.build(stage)
        newcomers.build(stage)
        pairs.build(stage)
        tasks.build(stage)
        questions.build(stage)
        nudges.build(stage)
        stage.refresh()
        whys = {stage.people[key].email: why for key, why in CAST.items()}
        Fact.create(name="demo", value=json.dumps(whys))
    return stage.people
