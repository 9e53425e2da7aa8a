"""How SQLite finds what the main pages show: by indexes, whatever it knows of the tables.

Somebody may run ANALYZE by hand. It then thinks little of an index most of whose rows are alike.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from benchmarks import organisation, writings
from conftest import Browser

from kt import db
from kt.models import Expert, PassingOn, Person, Question, Turn

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

# They grow with the organisation.
BIG = frozenset(
    """
    attendance audit_entry audit_subject checklist coaching_session item item_event newest_standing
    output pairing passage passing_on person question rollout rollout_topic seat standing target
    turn version word
    """.split()
)

# Those whose rows here SQLite finds as quickly without an index, once it knows how few they are.
SMALL_HERE = frozenset(
    """
    checklist coaching_session output pairing passing_on person rollout rollout_topic seat target
    turn version
    """.split()
)

# A page of a list is read from one end of these.
IN_ORDER = frozenset(("person_name", "output_alphabet"))

# How an empty list of ids is spelled; what asks for it is not run.
NOTHING = "(0 = 1)"

WHO = {
    "supervisor": organisation.supervisor_id(),
    "veteran": organisation.coach_id(),
    "new hire": organisation.learner_id(),
}
PAGES = (
    "/",
    "/rollouts/1",
    "/rollouts/1/people",
    "/rollouts/1/targets",
    "/rollouts/1/sessions",
    "/rollouts/1/outputs",
    "/checklists/1",
    "/items/7",
    "/outputs",
    "/outputs?topic=2",
    "/outputs?kind=manual",
    "/outputs/1",
    "/topics",
    "/topics/2",
    "/topics/2/faq",
    "/people",
    "/people?department=Department+0",
    "/people?title=Analyst",
    "/people?state=disabled",
    "/people/5",
    "/questions",
    "/questions?which=mine",
    "/questions?which=all",
    "/questions?which=all&topic=2",
    "/search?words=bade+gugo",
    "/search/suggestions?words=bade",
)


@pytest.fixture
def filled(database: str) -> None:
    """An organisation of a hundred learners with a library, and a little of what is rare."""
    now = datetime.now(UTC)
    organisation.fill(100, date.today())
    writings.fill(50, 1_000, Person.select().count(), now)
    asked = {"question": 1, "person": WHO["veteran"], "starts_at": now - timedelta(days=1)}
    Question.update(answered_at=None, asked_by=WHO["new hire"]).where(Question.id == 1).execute()
    Question.update(session=1, output=1).where(Question.id == 2).execute()
    Turn.create(position=0, asked_as="SME", **asked)
    PassingOn.create(**asked)
    Expert.create(topic=2, person=WHO["veteran"])


def test_no_main_page_looks_through_a_big_table(
    filled: None, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="peewee")
    assert _looked_through_to_show(browser, BIG, caplog) == set()
    db.database.execute_sql("ANALYZE")
    assert _looked_through_to_show(browser, BIG - SMALL_HERE, caplog) == set()


def _looked_through_to_show(
    browser: Browser, big: frozenset[str], log: pytest.LogCaptureFixture
) -> set[tuple[str, str, str]]:
    looked_through = set()
    for who, id in WHO.items():
        browser.sign_in(Person.get_by_id(id))
        for page in PAGES:
            log.clear()
            assert browser.get(page).status_code == 200
            statements = [entry.msg for entry in log.records if entry.name == "peewee"]
            db.open_connection()
            looked_through |= {(who, page, each) for each in _looked_through(statements, big)}
    return looked_through


def _looked_through(statements: list[Any], big: frozenset[str]) -> Iterator[str]:
    """Name the big tables, and the indexes of all their rows, that are read from one end."""
    read = "SELECT rootpage, name, tbl_name, sql FROM sqlite_master WHERE rootpage > 0"
    roots = {
        root: name
        for root, name, table, sql in db.database.execute_sql(read)
        if table in big and name not in IN_ORDER and " WHERE " not in (sql or "")
    }
    for sql, parameters in statements:
        if not sql.startswith(("SELECT", "WITH")) or NOTHING in sql:
            continue
        opened = {}
        for _, deed, cursor, root, *_ in db.database.execute_sql(f"EXPLAIN {sql}", parameters):
            if deed == "OpenRead" and root in roots:
                opened[cursor] = roots[root]
            elif cursor in opened and (deed == "Rewind" or (deed == "Last" and "MAX(" not in sql)):
                yield opened[cursor]
