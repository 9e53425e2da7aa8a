"""Search on the command line."""

import json
from typing import Any

import make
import pytest
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Passage
from kt.operations.indexing import index_output, reindex


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    cast = a_cast()
    output = make.a_document("Illness", topic=cast.topic, owner=cast.ben)
    index_output(output)
    return cast


def kt(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_passages_are_listed_for_whom_they_are_searched(cast: Cast) -> None:
    told = kt("search", "illnes", "--as", "cleo@example.com")
    assert told.exit_code == 0
    assert told.output.startswith("1 passage says something about “illnes”.")
    assert "Illness · Cut-off rules" in told.output


def test_the_same_as_json(cast: Cast) -> None:
    told = kt("search", "--as", "cleo@example.com", "--json", "when", "illness")
    data: Any = json.loads(told.output)
    assert (data["words"], data["total"]) == ("when illness", 1)
    assert data["results"][0]["title"] == "Illness"


def test_nothing_found_is_said_and_words_are_asked_for(cast: Cast) -> None:
    told = kt("search", "xyzzy", "--as", "cleo@example.com")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "Nothing says anything about “xyzzy” yet." in told.stderr
    assert kt("search", "--as", "cleo@example.com").exit_code == 2


def test_the_index_is_made_anew_and_counted(cast: Cast) -> None:
    reindex()
    before = Passage.select().count()
    Passage.update(text="lost").execute()
    told = kt("search", "reindex")
    assert (
        told.output
        == f"{before} passages can be found: 1 of documents, 6 of persons, 1 of topics.\n"
    )
    assert not Passage.select().where(Passage.text == "lost").exists()
