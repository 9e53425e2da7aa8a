"""Topics on the command line: the same rules, the same sentences."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import make
import pytest
import time_machine
from cast import Cast, a_cast
from click.testing import CliRunner, Result

from kt.commands import main
from kt.operations.topics import newest_revision

ADA = ("--as", "ada@example.com")


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        yield a_cast()


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str) -> str:
    result = kt(*arguments)
    assert result.exit_code == 1
    return result.stderr


def test_the_process_changes_by_the_text_of_a_file(cast: Cast, tmp_path: Path) -> None:
    text = tmp_path / "process.md"
    text.write_text("Stop the queue, tell the desk, restart.\n", encoding="utf-8")
    said = kt(
        *("topic", "revise", "cut-off rules", "--process", str(text), *ADA),
        *("--new-way", "Tell the desk.", "--from", "2026-12-01"),
    )
    assert said.stdout == "Cut-off rules has revision 2, from 2026-12-01.\n"
    revision = newest_revision(cast.topic)
    assert (revision.process, revision.new_way) == (
        "Stop the queue, tell the desk, restart.",
        "Tell the desk.",
    )
    assert revision.effective == date(2026, 12, 1)


def test_a_revision_that_cannot_be_is_refused_in_the_same_words(cast: Cast) -> None:
    assert "Nothing is different from revision 1." in refused("topic", "revise", "1", *ADA)
    assert "There is no topic “Nothing” that you can see." in refused(
        "topic", "revise", "Nothing", *ADA
    )
    change = ("topic", "revise", "1", "--new-way", "Faster.")
    assert "by the topic's owner and by supervisors" in refused(*change, "--as", "ben@example.com")
