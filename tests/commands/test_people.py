"""People on the command line: import, list, invite."""

import json
from pathlib import Path
from typing import Any

import make
import pytest
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Access, Person
from kt.operations.signing_in import use_link
from kt.reports.history import history_of

INPUTS = Path(__file__).parents[1] / "inputs" / "people_csv"
PLACEHOLDERS = "MicrosoftLearning__SC-300-Identity-and-Access-Administrator__SC300BulkUser.csv"

TEAM = """\
Employee ID,Name,Email,Title,Squad,Manager
1,Greta Lind,greta@example.com,Lead,Blue,
2,Nell Ito,,Clerk,Blue,Greta Lind
"""


@pytest.fixture
def team(tmp_path: Path) -> str:
    path = tmp_path / "team.csv"
    path.write_text(TEAM)
    return str(path)


@pytest.fixture
def root(database: str, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_json(*arguments: str) -> Any:
    return json.loads(kt(*arguments, "--json").stdout)


def everybody() -> list[tuple]:
    return list(Person.select().order_by(Person.id).tuples())


# ------------------------------------------------------------------ a dry run without a database


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "missing.db"
    monkeypatch.setenv("KT_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_without_a_database_a_dry_run_treats_everybody_as_new_and_makes_no_file(
    nowhere: Path, team: str
) -> None:
    plan = as_json("people", "import", team, "--dry-run")
    assert plan == {
        "rows": 2,
        "create": 2,
        "update": 0,
        "unchanged": 0,
        "mapping": {
            "Employee ID": "employee_id",
            "Name": "name",
            "Email": "email",
            "Title": "title",
            "Squad": None,
            "Manager": "manager_name",
        },
        "problems": [
            {
                "line": 3,
                "field": "email",
                "message": "Nell Ito has no e-mail and cannot sign in until there is one.",
                "severity": "warning",
            }
        ],
    }
    assert "everybody counts as new" in kt("people", "import", team, "--dry-run").stderr
    assert not nowhere.exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/nothing",
        "mysql://somewhere/else",
        "sqlite:////no/such/folder/kt.db",
    ],
)
def test_a_database_that_does_not_answer_is_no_hindrance_to_a_dry_run(
    url: str, team: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KT_DATABASE_URL", url)
    assert as_json("people", "import", team, "--dry-run")["create"] == 2
    assert kt("people", "import", team, "--as", "root@example.com").exit_code == 1


def test_a_file_that_is_no_database_is_left_as_it_is(nowhere: Path, team: str) -> None:
    nowhere.write_text("a shopping list")
    assert as_json("people", "import", team, "--dry-run")["create"] == 2
    assert nowhere.read_text() == "a shopping list"


@pytest.mark.parametrize("path", sorted(INPUTS.iterdir()), ids=lambda path: path.name)
def test_every_real_file_can_be_tried_without_a_database(nowhere: Path, path: Path) -> None:
    plan = as_json("people", "import", str(path), "--dry-run")
    errors = [each for each in plan["problems"] if each["severity"] == "error"]
    assert plan["rows"] > 1
    assert plan["create"] == (0 if path.name == PLACEHOLDERS else plan["rows"])
    assert bool(errors) == (path.name == PLACEHOLDERS)


def test_a_day_that_reads_both_ways_is_settled_by_an_option(nowhere: Path, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("Employee ID,Name,Hire Date\n1,Greta Lind,09-10-2023\n")
    asked = kt("people", "import", str(path), "--dry-run").stdout
    assert "--day-first or --month-first" in asked
    for option, said in (("--day-first", "9 Oct 2023"), ("--month-first", "10 Sep 2023")):
        assert said in kt("people", "import", str(path), "--dry-run", option).stdout


def test_columns_can_be_mapped_by_hand(nowhere: Path, team: str) -> None:
    plan = as_json(
        "people", "import", team, "--dry-run", "--map", "Squad=department", "--map", "Title="
    )
    assert (plan["mapping"]["Squad"], plan["mapping"]["Title"]) == ("department", None)
    wrong = kt("people", "import", team, "--dry-run", "--map", "Squad=salary")
    assert wrong.exit_code == 2
    assert "COLUMN=FIELD, with one of: employee_id, name" in wrong.stderr
    unknown = kt("people", "import", team, "--dry-run", "--map", "Squat=department")
    assert unknown.exit_code == 1
    assert "no column “Squat”" in unknown.stderr


# ------------------------------------------------------------------ with a database


def test_a_dry_run_prints_exactly_what_the_import_would_do(root: Person, team: str) -> None:
    make.a_person("Greta Lind", employee_id="1", email="greta@example.com", title="Chief")
    before = everybody()
    said = kt("people", "import", team, "--dry-run").stdout.splitlines()
    assert said == [
        "2 rows",
        "  Employee ID: employee number",
        "  Name: name",
        "  Email: e-mail",
        "  Title: title",
        "  Squad: left out",
        "  Manager: manager's name",
        "To be added: 1",
        "  line 3: Nell Ito: Clerk · manager: Greta Lind",
        "To be changed: 1",
        "  line 2: Greta Lind: title: Chief → Lead",
        "Unchanged: 0",
        "Not in the file, left as they are: 1",
        "  Root Adams",
        "Line 3, warning: Nell Ito has no e-mail and cannot sign in until there is one.",
    ]
    assert everybody() == before
    done = kt("people", "import", team, "--as", "root@example.com")
    assert "1 added, 1 changed, 0 as they were, 1 not in the file and left alone." in done.stdout
    assert Person.get(Person.name == "Greta Lind").title == "Lead"
    assert Person.get(Person.name == "Nell Ito").manager.name == "Greta Lind"


def test_a_real_import_prints_what_it_did_as_json(root: Person, team: str) -> None:
    said = as_json("people", "import", team, "--as", "root@example.com")
    assert (said["create"], said["unchanged"]) == (2, 0)
    again = as_json("people", "import", team, "--as", "root@example.com")
    assert (again["create"], again["unchanged"]) == (0, 2)


def test_errors_keep_a_file_from_being_imported_and_name_their_lines(
    root: Person, tmp_path: Path
) -> None:
    path = tmp_path / "team.csv"
    path.write_text(TEAM + "3,Sam Roth,greta@example.com,,,\n")
    before = everybody()
    for options in ((), ("--json",)):
        result = kt("people", "import", str(path), "--as", "root@example.com", *options)
        assert result.exit_code == 1
        assert "Lines 2 and 4 have the same e-mail" in result.stdout
        assert "Nothing was imported" in result.stderr
    assert everybody() == before


def test_a_file_that_cannot_be_read_gets_a_sentence(root: Person, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("")
    for options in (("--dry-run",), ("--as", "root@example.com")):
        result = kt("people", "import", str(path), *options)
        assert result.exit_code == 1
        assert "“empty.csv” is empty" in result.stderr


def test_an_import_needs_somebody_who_may(root: Person, team: str) -> None:
    make.a_person("Ada Lovell", access=Access.SUPERVISOR)
    nobody = kt("people", "import", team)
    assert (nobody.exit_code, "--as EMAIL" in nobody.stderr) == (2, True)
    unknown = kt("people", "import", team, "--as", "gone@example.com")
    assert "Nobody active has the e-mail gone@example.com" in unknown.stderr
    ada = kt("people", "import", team, "--as", "ada@example.com")
    assert (ada.exit_code, "Only administrators import people" in ada.stderr) == (1, True)
    assert Person.select().count() == 2


def test_an_import_of_many_shows_how_far_it_is_on_stderr(
    root: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.csv"
    rows = [f"{number},Person {number}\n" for number in range(300)]
    path.write_text("Employee ID,Name\n" + "".join(rows))
    result = kt("people", "import", str(path), "--as", "root@example.com")
    assert "Importing people" in result.stderr
    assert "Importing people" not in result.stdout
    assert Person.select().count() == 301


def test_people_are_listed(root: Person) -> None:
    make.a_person("Greta Lind", title="Lead", department="Back office", manager=root, active=False)
    assert kt("people", "list").stdout.splitlines() == [
        "Greta Lind (greta@example.com, Lead, Back office, member, disabled)",
        "Root Adams (root@example.com, administrator)",
    ]
    greta = as_json("people", "list")[0]
    assert (greta["name"], greta["manager"], greta["active"]) == ("Greta Lind", "Root Adams", False)


def test_invite_prints_a_link_that_works_once(root: Person) -> None:
    greta = make.a_person("Greta Lind")
    said = kt("invite", "greta@example.com").stdout
    assert "Greta Lind can choose a password, once, within 7 days:" in said
    token = said.strip().rpartition("/links/")[2]
    assert use_link(token, "the first day of spring")
    assert "The administrator of the machine made an invitation link for Greta Lind" in [
        told.text for told in history_of(greta)
    ]


def test_invite_obeys_who_may_invite_whom(root: Person) -> None:
    make.a_person("Ada Lovell", access=Access.SUPERVISOR)
    make.a_person("Eve Nobody")
    assert kt("invite", "eve@example.com", "--as", "ada@example.com").exit_code == 0
    for by, whom in (("eve", "eve"), ("ada", "root")):
        result = kt("invite", f"{whom}@example.com", "--as", f"{by}@example.com")
        assert result.exit_code == 1
        assert "You may not do this" in result.stderr
