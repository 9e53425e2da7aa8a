"""What an import would do to the people who are known already."""

import datetime as dt
from dataclasses import replace

import pytest

from kt.importers.people import KnownPerson, Plan, as_json, compare, read_people

ANA = KnownPerson(id=1, name="Ana Lee", employee_id="E1", email="ana@x.org", title="Boss")
BEN = KnownPerson(id=2, name="Ben Ray", employee_id="E2", email="ben@x.org", manager_id=1)


def plan(text: str, *known: KnownPerson, **options) -> Plan:
    return compare(read_people(text.encode(), "staff.csv", **options), known)


def faults(made: Plan) -> list[tuple[int, str | None, str]]:
    return [(each.line, each.field, str(each.severity)) for each in made.problems]


def row_faults(made: Plan) -> list[tuple[int, str | None, str]]:
    """Leave out what is said of the header: that a file without e-mails lets nobody sign in."""
    return [fault for fault in faults(made) if fault[0] > made.file.header_line]


def words(made: Plan) -> str:
    return "\n".join(each.message for each in made.problems)


def test_without_anybody_known_everybody_is_new():
    made = plan("Employee ID,Name,Email\nE1,Ana Lee,ana@x.org\n")
    assert [row.name for row in made.creates] == ["Ana Lee"]
    assert as_json(made) == {
        "rows": 1,
        "create": 1,
        "update": 0,
        "unchanged": 0,
        "mapping": {"Employee ID": "employee_id", "Name": "name", "Email": "email"},
        "problems": [],
    }


def test_a_person_is_matched_by_employee_number_before_email():
    made = plan("Employee ID,Name,Email\ne1,Ana Lee-Ray,new@x.org\n", ANA)
    (update,) = made.updates
    assert update.person_id == 1
    assert update.changes == {
        "employee_id": ("E1", "e1"),
        "name": ("Ana Lee", "Ana Lee-Ray"),
        "email": ("ana@x.org", "new@x.org"),
    }


def test_a_person_without_number_in_the_file_is_matched_by_email_whatever_its_capitals():
    made = plan("Name,Email,Title\nAna Lee,ANA@X.org,Chief\n", ANA)
    assert [update.changes for update in made.updates] == [{"title": ("Boss", "Chief")}]


def test_an_empty_cell_does_not_erase_what_is_known():
    made = plan("Employee ID,Name,Email,Title\nE1,,,\n", ANA)
    assert [row.line for row in made.unchanged] == [2]
    assert made.problems == ()


def test_people_absent_from_the_file_are_listed_and_not_touched():
    made = plan("Employee ID,Name\nE2,Ben Ray\n", ANA, BEN)
    assert made.absent == (ANA,)
    assert made.updates == ()


def test_all_kinds_of_values_are_compared():
    text = (
        "Employee ID,Name,Department,Location,Time zone,Start date,Leaving date,Status,Manager ID\n"
        "E1,Ana Lee,Board,Rome,Europe/Rome,2020-01-02,2030-01-02,Inactive,E2\n"
    )
    made = plan(text, ANA, replace(BEN, manager_id=None))
    assert made.updates[0].changes == {
        "department": (None, "Board"),
        "location": (None, "Rome"),
        "time_zone": (None, "Europe/Rome"),
        "start_date": (None, dt.date(2020, 1, 2)),
        "leaving_date": (None, dt.date(2030, 1, 2)),
        "status": ("active", "inactive"),
        "manager_id": (None, 2),
    }


def test_the_same_file_again_changes_nothing():
    text = (
        "Employee ID,Name,Email,Title,Start date,Status,Manager ID\n"
        "E1,Ana Lee,Ana@x.org,Boss,2020-01-02,Active,\nE2,Ben Ray,ben@x.org,Aide,,Inactive,E1\n"
    )
    imported = [
        replace(ANA, start_date=dt.date(2020, 1, 2)),
        replace(BEN, title="Aide", status="inactive"),
    ]
    made = plan(text, *imported)
    assert [row.line for row in made.unchanged] == [2, 3]
    assert (made.creates, made.updates, made.absent) == ((), (), ())


def test_a_number_of_one_person_with_the_email_of_another_is_an_error():
    made = plan("Employee ID,Email,Name\nE1,ben@x.org,Ana Lee\n", ANA, BEN)
    assert faults(made) == [(2, "email", "error")]
    assert "Ana Lee" in words(made)
    assert "Ben Ray" in words(made)
    assert made.refused
    assert (made.creates, made.updates, made.unchanged) == ((), (), ())


def test_two_rows_about_one_known_person_are_an_error_naming_both_lines():
    made = plan("Employee ID,Email,Name\nE1,,Ana Lee\n,ana@x.org,Ana Lee\n", ANA)
    assert faults(made) == [(3, "employee_id", "error")]
    assert "Lines 2 and 3" in words(made)


def test_an_email_whose_owner_has_another_number_is_a_warning():
    made = plan("Employee ID,Email,Name\nE9,ana@x.org,Ana Lee\n", ANA)
    assert faults(made) == [(2, "employee_id", "warning")]
    assert made.updates[0].changes == {"employee_id": ("E1", "E9")}


def test_good_rows_are_counted_beside_bad_ones():
    made = plan("Employee ID,Name\n1,Ana\n1,Ben\n,Cleo\n2,Dan\n")
    assert made.refused
    assert as_json(made)["rows"] == 4
    assert [row.name for row in made.creates] == ["Ana", "Dan"]


@pytest.mark.parametrize("said", ["E1", "e1", "ana@x.org", "Ana Lee", '"Lee, Ana"', "A. L. (E1)"])
def test_a_manager_is_found_in_the_file_by_number_email_or_name(said):
    text = f"Employee ID,Email,Name,Manager\nE2,ben@x.org,Ben,{said}\nE1,ana@x.org,Ana Lee,\n"
    made = plan(text)
    assert (made.managers[2].line, made.managers[2].person_id) == (3, None)
    assert made.problems == ()


def test_a_remark_behind_a_managers_name_does_not_hide_them():
    assert plan("Email,Name,Manager\na@x.org,Ana Lee,\nb@x.org,Ben,Ana Lee (On leave)\n").managers


def test_a_manager_is_found_whose_last_name_is_written_first():
    text = "Courriel;Nom;Prénom;Service;Responsable\na@x.org;Lee;Ana;Achats;\n"
    made = plan(text + "b@x.org;Ray;Ben;Achats;LEE Ana\n")
    assert made.managers[3].name == "Ana Lee"
    assert made.creates[0].department == "Achats"


def test_a_manager_is_found_by_another_number_of_the_same_file():
    text = "USERID,EMPID,NAME,MANAGER\nalee,1,Ana Lee,NO_MANAGER\nbray,2,Ben Ray,alee\n"
    assert plan(text).managers[3].name == "Ana Lee"


def test_an_employee_number_goes_before_another_number_of_the_same_file():
    text = "id,Employee number,Name,Manager ID\n2,1,Ana Lee,\n1,2,Ben Ray,\n3,3,Cleo Day,1\n"
    assert plan(text).managers[4].name == "Ana Lee"


def test_a_manager_is_found_by_a_directory_name():
    text = 'Email,Name,Manager\na@x.org,Ana Lee,\nb@x.org,Ben Ray,"CN=Ana Lee,OU=Board,DC=x"\n'
    assert plan(text).managers[3].name == "Ana Lee"


def test_a_manager_who_is_only_known_is_found():
    made = plan("Employee ID,Name,Manager ID\nE3,Cleo Day,E1\n", ANA)
    assert (made.managers[2].line, made.managers[2].person_id) == (None, 1)


def test_a_new_manager_created_by_the_same_file_is_a_change_without_an_id_yet():
    text = "Employee ID,Name,Manager ID\nE2,Ben Ray,E7\nE7,Eve New,\n"
    made = plan(text, ANA, BEN)
    assert made.updates[0].changes == {"manager_id": (1, None)}
    assert made.managers[2].line == 3


def test_a_manager_in_neither_place_is_a_warning_and_leaves_the_manager():
    made = plan("Employee ID,Name,Manager ID\nE2,Ben Ray,E9\n", BEN)
    assert faults(made) == [(2, "manager_id", "warning")]
    assert "E9" in words(made)
    assert len(made.unchanged) == 1


def test_a_manager_name_of_several_people_is_a_warning_naming_their_lines():
    text = "Employee ID,Name,Manager Name\n1,John Smith,\n2,John Smith,\n3,Cleo Day,John Smith\n"
    made = plan(text)
    assert (4, "manager_name", "warning") in faults(made)
    assert "on line 2, on line 3" in words(made)
    assert made.managers == {}


def test_an_email_settles_whom_an_ambiguous_or_unknown_name_means():
    text = (
        "Employee ID,Email,Name,Manager Name,Manager Email\n"
        "1,a@x.org,John Smith,,\n2,b@x.org,John Smith,,\n3,c@x.org,Cleo Day,John Smith,b@x.org\n"
        "4,d@x.org,Dan Day,Johnny,a@x.org\n5,e@x.org,Eve Day,John Smith,gone@x.org\n"
    )
    made = plan(text)
    assert {line: manager.line for line, manager in made.managers.items()} == {4: 3, 5: 2}
    assert "Several people are called John Smith" in words(made)


def test_somebody_managing_themselves_is_a_warning_and_gets_no_manager():
    made = plan("Employee ID,Name,Manager ID\nE1,Ana Lee,E1\n")
    assert row_faults(made) == [(2, "manager_id", "warning")]
    assert made.managers == {}


def test_an_inactive_manager_of_somebody_active_is_a_warning_but_stays():
    text = (
        "Employee ID,Name,Status,Manager ID\n1,Ana Lee,TERMINATED,\n2,Ben Ray,HIRED,1\n"
        "3,Cleo Day,TERMINATED,1\n"
    )
    made = plan(text)
    assert row_faults(made) == [(3, "manager_id", "warning")]
    assert made.managers[3].line == 2


def test_people_of_one_name_are_told_once_and_kept_apart():
    made = plan("Employee ID,Name\n1,John Smith\n2,Smith  John\n3,john smith\n")
    assert row_faults(made) == [(4, "name", "warning")]
    assert "on line 2" in words(made)
    assert len(made.creates) == 3


def test_somebody_new_with_the_name_of_somebody_known_is_a_warning():
    made = plan("Email,Name\nother@x.org,Ana Lee\n", ANA)
    assert faults(made) == [(2, "name", "warning")]


def test_numbers_that_differ_only_by_zeros_are_a_warning():
    made = plan("Employee ID,Name\n00421,Ana Lee\n421,Ben Ray\n")
    assert row_faults(made) == [(3, "employee_id", "warning")]
    assert "Ana Lee on line 2" in words(made)
    assert len(made.creates) == 2


def test_new_people_without_email_are_warned_of_row_by_row_or_once_for_the_file():
    assert faults(plan("Employee ID,Name,Email\n1,Ana,\n")) == [(2, "email", "warning")]
    assert faults(plan("Employee ID,Name\n1,Ana\n2,Ben\n"))[:1] == [(1, "email", "warning")]


def test_new_people_without_a_name_are_warned_of_and_shown_by_their_email():
    made = plan("Email,Name\na@x.org,\n")
    assert faults(made) == [(2, "name", "warning")]
    assert made.creates[0].shown_name == "a@x.org"
