"""What the pages are shown with: an organisation with nothing, with a past, and with a lot."""

import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

import make
from benchmarks import organisation as large

from kt import demo
from kt.models import Access, Person

LEARNERS = 300


def empty(today: date) -> dict[str, Person]:
    """Put four people on an empty stage, where nothing was ever begun."""
    return {
        "nora": make.a_person("Nora Ellis", access=Access.ADMINISTRATOR),
        "ana": make.a_person("Ana Duarte", access=Access.SUPERVISOR),
        "ben": make.a_person("Ben Arroyo"),
        "greta": make.a_person("Greta Lind"),
    }


def typical(today: date) -> dict[str, Person]:
    """Take the demo organisation, which has something for every page."""
    return demo.build(today=today, zone=ZoneInfo("UTC"))


def full(today: date) -> dict[str, Person]:
    """Fill thirty rollouts with three hundred learners."""
    large.fill(LEARNERS, today)
    return {
        "nora": make.a_person("Nora Ellis", access=Access.ADMINISTRATOR),
        "ana": _person(large.supervisor_id()),
        "ben": _person(large.coach_id()),
        "greta": _person(large.learner_id()),
    }


def _person(id: int) -> Person:
    return Person.get_by_id(id)


BUILDERS = {"empty": empty, "typical": typical, "full": full}
