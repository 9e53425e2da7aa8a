"""The skills files of other organisations: what is read from each of them, counted by eye."""

from pathlib import Path

import pytest

from kt.errors import Refused
from kt.importers.standings import Layout, read_standings

FILES = Path(__file__).parent.parent / "inputs" / "skills"


def path(beginning: str) -> Path:
    (found,) = FILES.glob(f"{beginning}*")
    return found


def refusal(beginning: str) -> str:
    file = path(beginning)
    with pytest.raises(Refused) as refused:
        read_standings(file.read_bytes(), file.name)
    return refused.value.sentence


def test_a_list_of_three_of_which_two_records_ran_together() -> None:
    file = path("adichourasiya")
    read = read_standings(file.read_bytes(), file.name)
    assert [grid.layout for grid in read.grids] == [Layout.LIST]
    assert [(said.line, said.who.name, said.topic, said.word) for said in read.said] == [
        (2, "John Doe", "Python", "Intermediate"),
        (3, "Jane Smith", "Java", "Expert"),
    ]
    assert read.levels == {"intermediate": 2, "expert": 4}
    assert {name: column.holds for name, column in read.columns.items()} == {
        "Employee Name": "name",
        "Skill": "topic",
        "Skill Level": "level",
        "Role": None,
        "Password": None,
    }
    told = [(problem.line, problem.message) for problem in read.problems]
    assert [line for line, _ in told] == [1, 4]
    assert "Passwords are never read: “Password” left out." in told[0][1]
    assert "This row (Admin User …) has 7 cells, but the header names only 5 columns" in told[1][1]
    assert "password" not in repr(read.said)


def test_a_technology_radar_says_nothing_of_people() -> None:
    assert "it is a technology radar: adopt, trial, assess and hold" in refusal("artsy")


def test_a_sign_up_sheet_names_people_but_no_levels() -> None:
    sentence = refusal("kubernetes")
    assert "“Team”: it names people, but no column holds levels of what they can do" in sentence
    assert "“Weekly Branch Sync”: it has neither people nor levels" in sentence
    assert "; and 5 more)" in sentence


@pytest.mark.parametrize("beginning", ["sourcegraph", "CivicActions"])
def test_descriptions_of_competencies_are_a_text(beginning: str) -> None:
    assert "is a text, not a table of who can do what" in refusal(beginning)


def test_every_file_of_the_folder_was_looked_at() -> None:
    assert len(list(FILES.iterdir())) == 5
