"""What the pages are shown with: an organisation with nothing, with a past, and with a lot."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

sys.path.insert(0, str(Path(__file__).parents[1]))

import make
from benchmarks import organisation as large
from benchmarks import writings

from kt import demo
from kt.models import (
    Access,
    Checklist,
    Item,
    Output,
    Person,
    Question,
    Rollout,
    Topic,
)
from kt.operations.indexing import reindex

LEARNERS = 300
LONGEST_LIST = 1_000

# Names of 60 characters, words that do not break, and text that runs from right to left.
NAMES = (
    "Maria-Magdalena Freifrau von Hohenstein-Wittelsbach-Zweibruecken",
    "عبد الرحمن بن محمد بن عبد العزيز الأنصاري",
    "Bartholomäus Oberstaufenbacher-Gschwandtner",
    "Ng Ô",
)
TEXTS = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung prüfen und abzeichnen",
    "راجع قواعد وقت الإغلاق مع زميلك قبل نهاية اليوم، ثم سجّل ما تعلمته في دليل الفريق",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "https://intranet.example/departments/settlements/handbook/chapters/cut-off-rules.html?v=20260401",
)


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
    """Fill thirty rollouts with three hundred learners, one list with a thousand rows, a library.

    Everything is called what is hard to set.
    """
    large.fill(LEARNERS, today)
    people = Person.select().count()
    writings.fill(LONGEST_LIST, LONGEST_LIST, people, datetime.combine(today, time(8), UTC))
    _lengthen(Checklist.get(Checklist.person == large.learner_id()))
    for table, column in (
        (Person, Person.title),
        (Topic, Topic.name),
        (Rollout, Rollout.name),
        (Item, Item.text),
        (Output, Output.title),
        (Question, Question.text),
    ):
        _call(table, column, TEXTS)
    _call(Person, Person.name, NAMES)
    reindex()
    return {
        "nora": make.a_person("Nora Ellis", access=Access.ADMINISTRATOR),
        "ana": _person(large.supervisor_id()),
        "ben": _person(large.coach_id()),
        "greta": _person(large.learner_id()),
    }


def _lengthen(checklist: Checklist) -> None:
    first = checklist.items.get()
    texts = cycle(TEXTS)
    Item.insert_many(
        {"checklist": checklist, "text": next(texts), "position": 100 + n, "owners": first.owners}
        for n in range(LONGEST_LIST)
    ).execute()


def _call(table: type[Any], column: Any, names: Sequence[str]) -> None:
    """Give the rows of a table these names in turn; the id tells them apart."""
    for turn, name in enumerate(names):
        mine = table.id % len(names) == turn
        table.update({column: fn.CONCAT(name, " ", table.id)}).where(mine).execute()


def _person(id: int) -> Person:
    return Person.get_by_id(id)


BUILDERS = {"empty": empty, "typical": typical, "full": full}
