"""Standings on the command line: a dry run with and without a database, and the import."""

import json
from pathlib import Path
from typing import Any

import make
import pytest
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Access, Basis, Person, Standing, Topic

INPUTS = Path(__file__).parents[1] / "inputs" / "skills"
MATRIX = "Name,Skill,Level\nGreta Lind,Python,Jedi\nGreta Lind,SQL,2\nJohn Doe,SQL,Expert\n"


@pytest.fixture
def matrix(tmp_path: Path) -> str:
    path = tmp_path / "skills.csv"
    path.write_text(MATRIX)
    return str(path)


@pytest.fixture
def greta(database: str, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    make.a_person("Ada Adams", access=Access.SUPERVISOR)
    make.a_topic("Python")
    return make.a_person("Greta Lind")


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "missing.db"
    monkeypatch.setenv("KT_DATABASE_URL", f"sqlite:///{path}")
    return path


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["standing", "import", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_json(*arguments: str) -> Any:
    return json.loads(kt(*arguments, "--json").stdout)


def test_without_a_database_a_dry_run_says_what_the_file_holds(nowhere: Path) -> None:
    (file,) = INPUTS.glob("adichourasiya*")
    said = as_json(str(file), "--dry-run", "--on", "2026-11-23")
    assert said["standings"] == [
        {
            "person": person,
            "topic": topic,
            "level": level,
            "says": says,
            "on": "2026-11-23",
            "refresh_on": None,
            "source": source,
        }
        for person, topic, level, says, source in (
            ("John Doe", "Python", 2, "Intermediate", "line 2"),
            ("Jane Smith", "Java", 4, "Expert", "line 3"),
        )
    ]
    assert (said["matched"], said["rows"]) == (False, 2)
    assert [(each["line"], each["severity"]) for each in said["problems"]] == [
        (1, "warning"),
        (4, "warning"),
    ]
    plain = kt(str(file), "--dry-run")
    assert "people and topics are not matched" in plain.stderr
    assert "  line 2: John Doe · Python: does it with help" in plain.stdout
    assert not nowhere.exists()


def test_a_word_can_be_said_the_level_of_without_a_database(nowhere: Path, matrix: str) -> None:
    levels = {each["topic"]: each["level"] for each in as_json(matrix, "--dry-run")["standings"]}
    assert levels == {"Python": None, "SQL": 4}
    said = as_json(matrix, "--dry-run", "--level", "Jedi=4")
    assert said["standings"][0]["level"] == 4


@pytest.mark.parametrize("beginning", ["artsy", "kubernetes", "sourcegraph", "CivicActions"])
def test_what_is_no_skills_table_is_refused_in_a_sentence(nowhere: Path, beginning: str) -> None:
    (file,) = INPUTS.glob(f"{beginning}*")
    refused = kt(str(file), "--dry-run", "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.strip().endswith(".")


def test_a_dry_run_matches_people_and_topics_and_changes_nothing(greta, matrix) -> None:
    said = as_json(matrix, "--dry-run", "--level", "Jedi=4")
    assert [(each["person"], each["topic"], each["outcome"]) for each in said["standings"]] == [
        ("Greta Lind", "Python", "added")
    ]
    assert (said["matched"], said["added"], said["kept"]) == (True, 1, 0)
    told = " ".join(each["message"] for each in said["problems"])
    assert "There is no topic “SQL”" in told
    assert "Nobody here is called “John Doe” (line 4)" in told
    assert not Standing.select().exists()


def test_standings_are_imported_marked_as_imported(greta, matrix) -> None:
    done = kt(
        matrix, "--as", "ada@example.com", "--level", "JEDI=4", "--add-topics", "--on", "2026-09-01"
    )
    assert done.exit_code == 0
    assert "2 added, 0 after an earlier one" in done.stdout
    assert "1 topic added with them. They are marked as imported, not as signed off." in done.stdout
    assert {(each.level, each.basis) for each in Standing.select()} == {
        (4, Basis.IMPORTED),
        (2, Basis.IMPORTED),
    }
    assert Topic.select().count() == 2
    # The word was mapped once.
    again = kt(matrix, "--as", "ada@example.com")
    assert "0 added, 0 after an earlier one, 0 kept as they stand, 2 unchanged" in again.stdout


def test_a_file_with_errors_is_refused_whole(greta, matrix) -> None:
    refused = kt(matrix, "--as", "ada@example.com")
    assert refused.exit_code == 1
    assert "“Jedi” (1 ×) is not a level known here." in refused.stdout
    assert "Nothing was imported" in refused.stderr
    assert not Standing.select().exists()


def test_a_member_is_refused(greta, matrix) -> None:
    refused = kt(matrix, "--as", "greta@example.com")
    assert (refused.exit_code, "imported by supervisors" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say whose deed this is with --as EMAIL"),
        (("--dry-run", "--map", "Skill=salary"), "does not say what a column holds"),
        (("--dry-run", "--map", "Salary=levels"), "The file has no column “Salary”"),
        (("--dry-run", "--level", "Jedi=9"), "does not say which level a word means"),
        (("--dry-run", "--level", "Yoda=4"), "The file has no level “yoda”. Its levels are: Jedi"),
    ],
)
def test_what_cannot_be_meant_is_said(greta, matrix, arguments, sentence) -> None:
    assert sentence in kt(matrix, *arguments).stderr
