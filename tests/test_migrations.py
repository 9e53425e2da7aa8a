"""Migrations that fill in what follows from the rows of an earlier release, tried with such."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from postgres import postgres_url

from kt import db
from kt.models import AuditEntry, NewestStanding, Output, PassingOn, Publication, Version
from kt.operations.setting_up import set_up

# The release before links had versions, newest standings a table and questions an offer.
EARLIER = "0012_share_links"
THEN = datetime(2026, 3, 2, 9)
FIRST, LATER = date(2026, 3, 2), date(2026, 3, 9)
LINK = "https://x.example/film"


@pytest.fixture
def earlier(engine: str, tmp_path: Path) -> Iterator[None]:
    """A database of that release, with people, a topic and a revision of it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    sqlite = f"sqlite:///{tmp_path}/kt.db"
    db.connect(sqlite if engine == "sqlite" else postgres_url(f"{worker}_earlier"))
    db.open_connection()
    db._runner().up(EARLIER)
    for name, access in (("Ada", "administrator"), ("Cleo", "member"), ("Dan", "member")):
        add(
            "person",
            name=name,
            email=f"{name.lower()}@example.com",
            access=access,
            active=True,
            mentor_places=0,
            **dict.fromkeys(("title", "department", "location"), ""),
        )
    for name in ("Releases", "Payroll"):
        add(
            "topic",
            name=name,
            kind="delegation",
            technical=False,
            description="",
            holders_needed=1,
            open_to_all=True,
        )
    for topic, number in ((1, 1), (1, 2), (2, 1)):
        written = dict.fromkeys(("old_way", "new_way", "process"), "")
        add("revision", topic_id=topic, number=number, **written)
    yield
    db.drop_connection()


def add(table: str, **values: Any) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join([db.database.param] * len(values))
    given = [f"{each}" if isinstance(each, date) else each for each in values.values()]
    db.database.execute_sql(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', given)


def an_output(title: str, state: str, **values: Any) -> None:
    kind = {"kind": "recording", "topic_id": 1, "owner_id": 2, "url": ""}
    add("output", title=title, state=state, **kind | values)


def a_version(output: int, text: str) -> None:
    said = {"text": text, "html": f"<p>{text}</p>", "why": ""}
    add("version", output_id=output, number=1, by_id=3, at=THEN, **said)


def test_links_get_the_version_that_their_readers_saw(earlier: None) -> None:
    an_output("Shown", "published", url=LINK, published_on=FIRST)
    an_output("Drafted", "draft", url=LINK)
    an_output("Once shown", "obsolete", url=LINK, published_on=LATER)
    both = {"url": LINK, "published_on": FIRST, "published_number": 1, "trusted_from": 1}
    an_output("With a text", "published", **both)
    a_version(4, "Words")
    an_output("Planned", "planned")
    db.migrate()
    versions = Version.select(Version.output, Version.number, Version.text, Version.url, Version.by)
    assert sorted(versions.tuples()) == [
        (1, 1, "", LINK, 2),
        (2, 1, "", LINK, 2),
        (3, 1, "", LINK, 2),
        (4, 1, "Words", "", 3),
    ]
    assert all(each.at.year >= 2026 and each.at.tzinfo for each in Version.select())
    shown = Output.select(Output.title, Output.published_number, Output.trusted_from, Output.group)
    assert list(shown.order_by(Output.id).tuples()) == [
        ("Shown", 1, 0, ""),
        ("Drafted", None, None, ""),
        ("Once shown", 1, 0, ""),
        ("With a text", 1, 1, ""),
        ("Planned", None, None, ""),
    ]
    published = Publication.select(Version.output, Publication.on).join(Version)
    assert sorted(published.tuples()) == [(1, FIRST), (3, LATER)]


def test_the_newest_standing_so_far_is_kept_and_then_the_next(earlier: None) -> None:
    said = {"basis": "signed off", "reason": "", "recorded_at": THEN}
    for person, revision, level, day in (
        (2, 1, 2, LATER),
        (2, 2, 1, FIRST),
        (3, 2, 1, LATER),
        (3, 1, 4, LATER),
        (3, 3, 3, FIRST),
    ):
        add("standing", person_id=person, revision_id=revision, level=level, on_day=day, **said)
    db.migrate()
    columns = (NewestStanding.person, NewestStanding.topic, NewestStanding.level, NewestStanding.on)
    kept = NewestStanding.select(*columns).order_by(NewestStanding.person, NewestStanding.topic)
    assert list(kept.tuples()) == [(2, 1, 2, LATER), (3, 1, 4, LATER), (3, 2, 3, FIRST)]
    add("standing", person_id=2, revision_id=2, level=3, on_day=LATER, **said)
    assert next(iter(kept.tuples())) == (2, 1, 3, LATER)


def test_private_questions_that_were_open_get_their_offer_and_deeds_stay_found(
    earlier: None,
) -> None:
    add("expert", topic_id=1, person_id=3)
    for private in (True, False):
        asked = {"text": "How?", "topic_id": 1, "asked_by_id": 2, "at": THEN}
        add("question", private=private, **asked)
    for question in (1, 2):
        turn = {"position": 0, "person_id": 3, "asked_as": "SME", "starts_at": THEN}
        add("turn", question_id=question, **turn)
    add("audit_entry", deed="question.asked", at=THEN, by_id=2, data='{"question": 1}')
    db.migrate()
    set_up()
    set_up()
    offers = PassingOn.select(PassingOn.question, PassingOn.person)
    assert list(offers.tuples()) == [(1, 1)]
    assert [each.deed for each in AuditEntry.select().where(AuditEntry.by == 2)] == [
        "question.asked"
    ]
