"""Coverage and leaving on the command line say what the pages say."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Level, Person

AS_ADA = ("--as", "ada@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        cast = a_cast()
        make.a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
        day = make.TODAY + timedelta(60)
        Person.update(leaving_date=day).where(Person.id == cast.ben.id).execute()
        yield cast


def kt(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_coverage_lists_the_topics_by_risk(cast: Cast) -> None:
    assert kt("coverage", *AS_ADA).stdout == (
        "1 of 1 topic is at risk.\n"
        "  Cut-off rules: one, and nothing is written (1 holder of 1 needed, 1 leaves within a "
        "quarter, the first in 60 days, nothing is written)\n"
    )
    told = json.loads(kt("coverage", *AS_ADA, "--json").stdout)
    assert [(each["topic"], each["holders"]) for each in told["topics"]] == [("Cut-off rules", 1)]
    assert told["people"][0]["levels"] == {"Cut-off rules": 4}


def test_leaving_lists_who_leaves_and_what_is_lost(cast: Cast) -> None:
    assert kt("leaving", *AS_ADA).stdout == (
        "Ben Arroyo leaves in 60 days:\n"
        "  Cut-off rules: nobody of 1 needed is left, and nothing is written\n"
    )
    (told,) = json.loads(kt("leaving", *AS_ADA, "--json").stdout)
    assert (told["days"], told["topics"][0]["after"]) == (60, 0)


def test_leaving_is_for_supervisors(cast: Cast) -> None:
    refused = kt("leaving", "--as", "cleo@example.com")
    assert refused.exit_code == 1
    assert "Ask one of them" in refused.stderr
