"""A people file in, rows and faults out: each trait of real exports on a small text of our own."""

import datetime as dt
import io
import json

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kt.errors import Refused
from kt.importers.people import (
    FIELD_WORDS,
    Field,
    PeopleFile,
    Severity,
    as_json,
    compare,
    read_people,
)


def read(text: str, **options) -> PeopleFile:
    return read_people(text.encode(), "staff.csv", **options)


def one(text: str, **options):
    (row,) = read(text, **options).rows
    return row


def faults(file: PeopleFile) -> list[tuple[int, str | None, str]]:
    return [(each.line, each.field, str(each.severity)) for each in file.problems]


def mapped(header: str, row: str = "") -> dict[str, str | None]:
    """The columns of a header that are mapped to something."""
    return {name: field for name, field in read(f"{header}\n{row}").mapping.items() if field}


SYSTEMS = {
    "entra download": (
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,"
        "accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,companyName",
        "a@x.org,Ana Lee,Lee,,Ana,7cc0c81b-f2a2-489a-8243-eda96da4214d,Member",
        {
            "userPrincipalName": "email",
            "displayName": "name",
            "surname": "last_name",
            "mail": "email",
            "givenName": "first_name",
            "jobTitle": "title",
            "department": "department",
            "accountEnabled": "status",
            "officeLocation": "location",
        },
    ),
    "google workspace": (
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],"
        "Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],"
        "New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],"
        "Recovery Email,Home Secondary Email,Work Secondary Email,Work Phone,Employee ID,"
        "Employee Type,Employee Title,Manager Email,Department,Cost Center,Building ID,"
        "Change Password at Next Sign-In,New Status [UPLOAD ONLY]",
        "Ana,Lee,a@x.org,****,,/,,Active",
        {
            "First Name [Required]": "first_name",
            "Last Name [Required]": "last_name",
            "Email Address [Required]": "email",
            "Status [READ ONLY]": "status",
            "Employee ID": "employee_id",
            "Employee Title": "title",
            "Manager Email": "manager_email",
            "Department": "department",
        },
    ),
    "microsoft 365": (
        "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,"
        "Office Phone,Mobile Phone,Fax,Address,City,State or Province",
        "a@x.org,Ana,Lee,Ana Lee,Boss,Board,12,5,5,5,1 Way,Rome",
        {
            "User Name": "email",
            "First Name": "first_name",
            "Last Name": "last_name",
            "Display Name": "name",
            "Job Title": "title",
            "Department": "department",
            "City": "location",
        },
    ),
    "microsoft 365 export": (
        "Block credential,City,Department,Display name,First name,Last name,"
        "Last password change timestamp,Object Id,Office,Title,User principal name,When created",
        "False,Rome,Board,Ana Lee,Ana,Lee,2024-01-02,7cc0c81b-f2a2-489a-8243-eda96da4214d,HQ,Boss,"
        "a@x.org",
        {
            "Block credential": "status",
            "Department": "department",
            "Display name": "name",
            "First name": "first_name",
            "Last name": "last_name",
            "Office": "location",
            "Title": "title",
            "User principal name": "email",
        },
    ),
    "okta": (
        "login,firstName,lastName,email,title,displayName,secondEmail,employeeNumber,costCenter,"
        "organization,division,department,managerId,manager,status,timezone",
        "a@x.org,Ana,Lee,a@x.org,Boss,Ana Lee,,12,,Acme,EMEA,Board,11,Ben Ray,ACTIVE",
        {
            "login": "email",
            "firstName": "first_name",
            "lastName": "last_name",
            "email": "email",
            "title": "title",
            "displayName": "name",
            "employeeNumber": "employee_id",
            "department": "department",
            "managerId": "manager_id",
            "manager": "manager_name",
            "status": "status",
            "timezone": "time_zone",
        },
    ),
    "bamboohr": (
        "Employee #,First Name,Last Name,Job Title,Department,Division,Location,Status,Hire Date,"
        "Work Email,Reports To,Reports To Email",
        "12,Ana,Lee,Boss,Board,EMEA,Rome,Active,2020-01-02,a@x.org,Ben Ray,b@x.org",
        {
            "Employee #": "employee_id",
            "First Name": "first_name",
            "Last Name": "last_name",
            "Job Title": "title",
            "Department": "department",
            "Location": "location",
            "Status": "status",
            "Hire Date": "start_date",
            "Work Email": "email",
            "Reports To": "manager_name",
            "Reports To Email": "manager_email",
        },
    ),
    "workday": (
        "Start_Date,Full_Name,Employee_ID,Manager_Name,Manager_ID,Team_ID,Team_Name,"
        "Termination_Date,Location,Email,Employee_Type",
        "2020-01-02,Ana Lee,12,Ben Ray,11,T1,Board,,Rome,a@x.org,Full-time",
        {
            "Start_Date": "start_date",
            "Full_Name": "name",
            "Employee_ID": "employee_id",
            "Manager_Name": "manager_name",
            "Manager_ID": "manager_id",
            "Team_Name": "department",
            "Termination_Date": "leaving_date",
            "Location": "location",
            "Email": "email",
        },
    ),
    "adp": (
        "Payroll Name,Associate ID,Position ID,Job Title Description,Home Department Description,"
        "Location Description,Reports To Associate ID,Reports To Legal Name,Position Status,"
        "Hire Date,Termination Date,Work Contact: Work Email,Personal Contact: Personal Email",
        "",
        {
            "Payroll Name": "name",
            "Associate ID": "employee_id",
            "Job Title Description": "title",
            "Home Department Description": "department",
            "Location Description": "location",
            "Reports To Associate ID": "manager_id",
            "Reports To Legal Name": "manager_name",
            "Position Status": "status",
            "Hire Date": "start_date",
            "Termination Date": "leaving_date",
            "Work Contact: Work Email": "email",
        },
    ),
    "german": (
        "Personalnummer,Nachname,Vorname,E-Mail,Abteilung,Standort,Vorgesetzte,Eintrittsdatum",
        "",
        {
            "Personalnummer": "employee_id",
            "Nachname": "last_name",
            "Vorname": "first_name",
            "E-Mail": "email",
            "Abteilung": "department",
            "Standort": "location",
            "Vorgesetzte": "manager_name",
            "Eintrittsdatum": "start_date",
        },
    ),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_columns_of_each_system_are_mapped(system):
    header, row, expected = SYSTEMS[system]
    assert mapped(header, row) == expected


@pytest.mark.parametrize(
    "header", ["EMPLOYEE_ID", "employeeId", "Employee ID", "employee-id", "Émployée Id*"]
)
def test_case_accents_and_punctuation_of_a_header_do_not_matter(header):
    assert read(f"{header},Name\n1,Ana Lee\n").mapping[header] == "employee_id"


def test_every_field_has_words_for_screens():
    assert set(FIELD_WORDS) == set(Field)


def test_a_work_email_goes_before_a_personal_one():
    row = one("Personal Email,Name,Work Email\nme@home.org,Ana,ana@x.org\n")
    assert row.email == "ana@x.org"


def test_a_personal_email_never_fills_in_for_an_empty_work_email():
    row = one("Employee ID,Personal Email,Work Email\n1,me@home.org,\n")
    assert row.email == ""


def test_a_principal_name_fills_in_row_by_row_where_the_mail_is_empty():
    file = read("userPrincipalName,displayName,mail\na@t.org,Ana,ana@x.org\nb@t.org,Ben,\n")
    assert [row.email for row in file.rows] == ["ana@x.org", "b@t.org"]


def test_a_sign_in_name_is_an_email_only_if_it_looks_like_one():
    assert read("username,name\nana@x.org,Ana\n").mapping["username"] == "email"
    assert read("username,name,email\nalee,Ana,ana@x.org\n").mapping["username"] is None


def test_an_id_column_is_the_employee_number_unless_it_holds_another_systems_keys():
    assert read("id,name,email\n7,Ana,a@x.org\n").mapping["id"] == "employee_id"
    guid = "7cc0c81b-f2a2-489a-8243-eda96da4214d"
    assert read(f"id,name,email\n{guid},Ana,a@x.org\n").mapping["id"] is None
    assert read(f"id,name\n{guid},Ana\n").mapping["id"] == "employee_id"
    assert read('dn,name,email\n"CN=Ana,DC=x",Ana,a@x.org\n').mapping["dn"] is None


def test_two_columns_of_one_name_are_told_apart():
    file = read("Email,,Email,Name,Email (2)\na@x.org,,b@x.org,Ana\n")
    assert file.header == ("Email", "Column 2", "Email (2)", "Name", "Email (2) (2)")
    assert (file.mapping["Email"], file.mapping["Email (2)"]) == ("email", None)


def test_a_mapping_by_hand_goes_before_the_synonyms():
    text = "Ref,Name,Mail\nP-1,Ana,a@x.org\n"
    row = one(text, mapping={"Ref": "employee_id", "Mail": None})
    assert (row.employee_id, row.email) == ("P-1", "")


def test_a_column_mapped_by_hand_takes_the_field_from_the_column_that_had_it():
    file = read("Dept,Squad,Email\nSales,Red,a@x.org\n", mapping={"Squad": "department"})
    assert file.rows[0].department == "Red"
    assert file.mapping == {"Dept": None, "Squad": "department", "Email": "email"}


def test_a_remembered_mapping_gives_the_same_result_as_the_one_it_was_made_from():
    text = "userPrincipalName,displayName,mail,manager\na@t.org,Ana,ana@x.org,b@t.org\n"
    first = read(text)
    assert read(text, mapping=first.mapping) == first


def test_a_header_nobody_knows_is_found_by_the_mapping_made_by_hand():
    row = one("Ref;Wer\nP-1;Ana\n", mapping={"Ref": "employee_id", "Wer": "name"})
    assert (row.employee_id, row.name) == ("P-1", "Ana")


def test_the_key_of_a_header_line_survives_case_and_punctuation():
    assert read("E-Mail,Full_Name\n").header_key == read("EMAIL;full name\n").header_key
    assert read("E-Mail,Full_Name\n").header_key != read("E-Mail,First_Name\n").header_key


def test_without_a_header_the_file_is_refused_naming_the_columns_it_needs():
    with pytest.raises(Refused, match="employee_id, name, email"):
        read("Ana,Lee,a@x.org\nBen,Ray,b@x.org\n")


def test_a_header_below_twenty_rows_is_not_searched():
    read("Title of a report\n" * 19 + "Name,Email\n")
    with pytest.raises(Refused):
        read("Title of a report\n" * 20 + "Name,Email\n")


def test_title_rows_and_a_version_line_above_the_header_are_passed_over():
    file = read("version:v1.0,,\nStaff as of today,,\n\nName,Email,Title\nAna,a@x.org,Boss\n")
    assert (file.header_line, file.rows[0].line) == (4, 5)


def test_a_file_without_number_or_email_column_gets_one_error_at_its_header():
    file = read("Full Name,Department\nAna Lee,Sales\nBen Ray,Sales\n")
    assert faults(file) == [(1, "employee_id", "error")]
    assert len(file.rows) == 2


def test_passwords_are_never_kept_not_even_when_mapped_by_hand():
    text = "Name,Email,Initial password\nAna,a@x.org,hunter2\n"
    file = read(text, mapping={"Initial password": "title"})
    assert file.mapping["Initial password"] is None
    assert "hunter2" not in repr(file)
    assert "“Initial password” left out" in file.problems[0].message


def test_an_example_row_is_left_out_with_a_warning():
    file = read("Name,Email\nExample: Chris,chris@x.org\nAna,a@x.org\n")
    assert [row.name for row in file.rows] == ["Ana"]
    assert faults(file) == [(2, None, "warning")]


def test_a_header_that_is_repeated_is_left_out_with_a_warning():
    file = read("USERID,FIRSTNAME,EMAIL\nUser ID,First Name,Email\n1,Title,a@x.org\n")
    assert [row.first_name for row in file.rows] == ["Title"]
    assert faults(file) == [(2, None, "warning")]


def test_people_whose_names_are_also_names_of_columns_are_not_taken_for_a_header():
    rows = ["Title,Position,a@x.org", "Surname,Surname,b@x.org", "Name,,c@x.org"]
    file = read("\n".join(["First name,Last name,Email", *rows]))
    assert [row.name for row in file.rows] == ["Title Position", "Surname Surname", "Name"]


def test_other_numbers_of_a_person_are_kept_to_find_managers_by():
    file = read("Empid,Name,Userid,Login\n1,Ana,ana,alee\n2,Ben,,bray\n3,Cleo\n")
    assert [row.identifiers for row in file.rows] == [("ana", "alee"), ("bray",), ()]


def test_a_row_longer_than_the_header_is_an_error_that_names_its_line():
    file = read("Name,Email\nLee, Ana,a@x.org\nBen,b@x.org,,\n")
    assert faults(file) == [(2, None, "error")]
    assert "3 cells" in file.problems[0].message
    assert [row.sound for row in file.rows] == [False, True]


def test_a_row_longer_than_the_header_asks_for_nothing_else():
    file = read("Email,Hire date\na@x.org,01-02-2020,03-04-2020\n")
    assert not file.asks_day_first
    assert faults(file) == [(2, None, "error")]


def test_cells_that_have_run_together_are_an_error():
    file = read(f"Email,Title\na@x.org,{'x' * 1_001}\n")
    assert faults(file) == [(2, "title", "error")]
    assert "1,001 characters" in file.problems[0].message


def test_a_header_of_endless_names_is_read_without_delay():
    header = ",".join(["legal" * 20 + "text" * 20, "[" * 5_000, "Name", *["Email"] * 900])
    assert read(f"{header}\n").header[-1] == "Email (900)"


def test_a_row_shorter_than_the_header_is_filled_with_nothing():
    assert one("Email,Name,Title\na@x.org,Ana\n").title == ""


def test_a_name_is_made_of_first_and_last_name_where_there_is_none():
    assert one("First Name,Last Name,Email\nAna,Lee,a@x.org\n").name == "Ana Lee"


def test_a_name_beside_a_first_name_is_the_last_name_in_german_files():
    assert one("Name;Vorname;E-Mail\nLee;Ana;a@x.org\n").name == "Ana Lee"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('"Lee, Ana"', "Ana Lee"),
        ('"Ana Lee, PhD"', "Ana Lee, PhD"),
        ('"Lee, Ana, Sales"', "Lee, Ana, Sales"),
        ("Null", "Null"),
        ('"Ana\n  Lee"', "Ana Lee"),
        ('"Ana\nLee"', "Ana Lee"),
        ('="Ana', '="Ana'),
        ('="Ana"', "Ana"),
    ],
)
def test_names_are_kept_as_they_are_but_turned_round_and_put_on_one_line(said, name):
    assert one(f"Name,Email\n{said},a@x.org\n").name == name


@pytest.mark.parametrize("nothing", ["-", "N/A", "NULL", "none", "#N/A", ""])
def test_words_for_nothing_are_nothing(nothing):
    row = one(f"Email,Name,Title,Manager,Start date\na@x.org,Ana,{nothing},{nothing},{nothing}\n")
    assert (row.title, row.manager_name, row.start_date) == ("", "", None)


@pytest.mark.parametrize("number", ["00421", '="00421"', "421.0", "EMP-421"])
def test_numbers_keep_their_zeros_and_lose_spreadsheet_wrappings(number):
    row = one(f"Employee ID,Name\n{number},Ana\n")
    assert row.employee_id == {"421.0": "421", "EMP-421": "EMP-421"}.get(number, "00421")


@pytest.mark.parametrize(
    "said", ["a@x.org", "Ana Lee <a@x.org>", "mailto:a@x.org", "  a@x.org\u200b"]
)
def test_an_email_is_taken_out_of_its_wrapping(said):
    assert one(f"Name,Email\nAna,{said}\n").email == "a@x.org"


@pytest.mark.parametrize("said", ["ana", "a@", "a b@x.org", "a@x.org;b@x.org", "a@@x.org"])
def test_what_is_no_email_is_an_error(said):
    file = read(f'Employee ID,Email\n1,"{said}"\n')
    assert faults(file) == [(2, "email", "error")]


def test_a_placeholder_in_an_email_is_an_error_and_elsewhere_a_warning():
    file = read("Name,Email,Title\nAna,ana@<<<your domain>>>,<<<title>>>\n")
    assert faults(file) == [(2, "title", "warning"), (2, "email", "error")]
    assert "placeholder" in file.problems[1].message
    assert file.rows[0].title == ""


def test_a_row_with_neither_number_nor_email_is_an_error():
    file = read("Employee ID,Email,Name\n1,,Ana\n,b@x.org,Ben\n,,Cleo\n")
    assert faults(file) == [(4, "employee_id", "error")]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Employee ID,Name\nE1,Ana\n2,Ben\ne1,Cleo\n", "employee_id", "e1"),
        ("Email,Name\na@x.org,Ana\nb@x.org,Ben\nA@X.org,Cleo\n", "email", "A@X.org"),
    ],
)
def test_a_number_or_email_that_stands_there_twice_is_an_error_naming_both_lines(
    text, field, value
):
    file = read(text)
    assert faults(file) == [(4, field, "error")]
    assert "Lines 2 and 4" in file.problems[0].message
    assert value in file.problems[0].message
    assert [row.sound for row in file.rows] == [True, True, False]


def test_a_formula_is_kept_as_plain_text_with_a_warning():
    file = read("Email,Name,Title\na@x.org,=1+3 Ana,+49 sales\n")
    assert (file.rows[0].name, file.rows[0].title) == ("=1+3 Ana", "+49 sales")
    assert faults(file) == [(2, "name", "warning")]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        *((word, "active") for word in ("Active", "HIRED", "A", "1", "TRUE", "LEAVE", "On leave")),
        *((word, "active") for word in ("Full-Time", "Fixed term", "Contractor", "L", "aktiv")),
        *((word, "inactive") for word in ("Inactive", "TERMINATED", "Former employee", "False")),
        *((word, "inactive") for word in ("T", "0", "Suspended", "DEPROVISIONED", "Not active")),
        *((word, "inactive") for word in ("Active - terminated", "ausgeschieden", "ex-employee")),
    ],
)
def test_status_words_of_many_systems_are_understood(said, status):
    file = read(f"Email,Name,Status\na@x.org,Ana,{said}\n")
    assert file.rows[0].status == status
    assert file.problems == ()


def test_an_unknown_status_is_taken_as_active_with_a_warning():
    file = read("Email,Status\na@x.org,LOCKED\n")
    assert file.rows[0].status == "active"
    assert faults(file) == [(2, "status", "warning")]


@pytest.mark.parametrize(("blocked", "status"), [("No", "active"), ("Yes", "inactive")])
def test_a_column_that_says_blocked_is_read_the_other_way_round(blocked, status):
    header = "User principal name,Block sign in (Yes/No) [accountEnabled] Required"
    assert one(f"{header}\na@x.org,{blocked}\n").status == status


def test_a_kind_of_contract_is_a_status_where_it_says_who_has_left():
    file = read("Email,Employee_Type\na@x.org,Full-time\nb@x.org,Former employee\n")
    assert [row.status for row in file.rows] == ["active", "inactive"]
    assert read("Email,Name,Employee_Type\na@x.org,A,Full-time\n").rows[0].status == ""


DAY = dt.date(2024, 1, 2)


@pytest.mark.parametrize(
    "said",
    [
        *("2024-01-02", "2024/1/2", "20240102", "20240102083000.0Z", "45293", "45293.5"),
        *("2024-01-02T08:30:00.000Z", "2024-01-02 08:30:00+01:00", "2024-01-02Z", "02.01.2024"),
        *("2 Jan 2024", "02-Jan-24", "2nd January 2024", "2. Januar 2024", "2 de enero de 2024"),
        *("Jan 2 2024", '"January 2, 2024"', '"Tue, 2 Jan 2024"', "2024-Jan-02", "2 févr. 2024"),
    ],
)
def test_dates_of_many_kinds_are_read(said):
    row = one(f"Email,Start date\na@x.org,{said}\n")
    assert row.start_date == (dt.date(2024, 2, 2) if "févr" in said else DAY)


@pytest.mark.parametrize(
    ("settling", "day"),
    [
        ("16-02-2020", dt.date(2023, 10, 9)),
        ("02-16-2020", dt.date(2023, 9, 10)),
        ("2/16/2020 1:25:31 PM", dt.date(2023, 9, 10)),
    ],
)
def test_one_date_that_can_be_read_one_way_only_settles_it_for_the_file(settling, day):
    file = read(f"Email,Hire date\na@x.org,09-10-2023\nb@x.org,{settling}\n")
    assert file.rows[0].start_date == day
    assert not file.asks_day_first


@pytest.mark.parametrize(
    ("hint", "day"), [("dd/mm/yyyy", dt.date(2023, 10, 9)), ("MM/DD/YYYY", dt.date(2023, 9, 10))]
)
def test_a_header_that_names_the_order_settles_it(hint, day):
    assert one(f"Email,Hire date ({hint})\na@x.org,09/10/2023\n").start_date == day


def test_dates_that_nothing_settles_ask_once_which_comes_first():
    text = "Email,Hire date\na@x.org,02-02-2023\nb@x.org,09-10-2023\nc@x.org,01/02/23\n"
    file = read(text)
    assert file.asks_day_first
    assert faults(file) == [(3, "start_date", "error")]
    assert "--day-first" in file.problems[0].message
    assert [row.start_date for row in file.rows] == [dt.date(2023, 2, 2), None, None]
    assert all(row.sound for row in file.rows)


@pytest.mark.parametrize(
    ("day_first", "day"), [(True, dt.date(2023, 10, 9)), (False, dt.date(2023, 9, 10))]
)
def test_the_answer_settles_it(day_first, day):
    file = read("Email,Hire date\na@x.org,09-10-2023\n", day_first=day_first)
    assert (file.rows[0].start_date, file.problems) == (day, ())


@pytest.mark.parametrize("said", ["2023-02-31", "31/02/2023", "soon", "1023-01-01", "13/13/2023"])
def test_a_date_that_does_not_exist_is_an_error(said):
    file = read(f"Email,Start date\na@x.org,{said}\n")
    assert faults(file) == [(2, "start_date", "error")]
    assert said in file.problems[0].message


def test_a_date_that_disagrees_with_the_file_says_which_order_the_file_has():
    lines = ["a@x.org,16-02-2020", "b@x.org,17-02-2020", "c@x.org,02-18-2020"]
    file = read("\n".join(["Email,Start date", *lines]))
    assert "with the day first, as in the rest of the file" in file.problems[0].message


@pytest.mark.parametrize("said", ["0000-00-00", "9999-12-31", "0001-01-01T00:00:00"])
def test_dates_that_stand_for_none_are_none(said):
    file = read(f"Email,Leaving date\na@x.org,{said}\n")
    assert (file.rows[0].leaving_date, file.problems) == (None, ())


def test_a_leaving_date_before_the_start_is_left_out_with_a_warning():
    file = read("Email,Hire date,Termination date\na@x.org,2022-01-01,2020-01-01\n")
    assert file.rows[0].leaving_date is None
    assert faults(file) == [(2, "leaving_date", "warning")]


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new_york", "America/New_York"),
        ("(UTC+01:00) Europe/Rome", "Europe/Rome"),
    ],
)
def test_time_zones_are_found(said, zone):
    assert one(f"Email,Time zone\na@x.org,{said}\n").time_zone == zone


def test_an_unknown_time_zone_is_left_out_with_a_warning():
    file = read("Email,Time zone\na@x.org,Middle Earth\n")
    assert file.rows[0].time_zone == ""
    assert faults(file) == [(2, "time_zone", "warning")]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (["1", "1"], "manager_id"),
        (["", "77"], "manager_id"),
        (["Ana Lee", "Ana Lee"], "manager_name"),
        (["alee", "alee"], "manager_id"),
        (["Ana", "Ana"], "manager_name"),
        (["-", "NO_MANAGER", "1"], "manager_id"),
        (["", "a@x.org"], "manager_email"),
        (["", ""], "manager_name"),
    ],
)
def test_a_manager_column_is_told_by_what_it_holds(said, field):
    rows = [
        f"{at},p{at}@x.org,{['alee', 'bray', 'cday'][at - 1]},{who}"
        for at, who in enumerate(said, 1)
    ]
    file = read("\n".join(["Employee ID,Email,Account,Manager", *rows]))
    assert file.mapping["Manager"] == field


def test_a_spreadsheet_with_a_title_and_typed_values_is_read_from_its_first_plausible_sheet():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet("Read me").write(0, 0, "How to fill in this workbook")
        page = book.add_worksheet("Staff")
        page.merge_range("A1:D1", "Staff list")
        page.write_row("A3", ["Employee ID", "Name", "Start date", "Active"])
        page.write_row("A4", [421, "Ana Lee"])
        page.write_datetime("C4", dt.datetime(2024, 1, 2), book.add_format({"num_format": "d/m/y"}))
        page.write("D4", True)
        page.write_row("A6", ["00421", "Ben Ray", 45294, False])
    file = read_people(data.getvalue(), "staff.xlsx")
    assert [
        (row.line, row.employee_id, row.name, row.start_date, row.status) for row in file.rows
    ] == [
        (4, "421", "Ana Lee", dt.date(2024, 1, 2), "active"),
        (6, "00421", "Ben Ray", dt.date(2024, 1, 3), "inactive"),
    ]
    assert file.header_line == 3


HEADERS = st.sampled_from(
    ["id", "Email", "Name", "Manager", "Hire date", "Status", "Time zone", "Password", "", "x"]
)
CELLS = st.text(max_size=12) | st.sampled_from(
    ["1", "a@x.org", "Ana Lee", "31/02/2020", "01/02/2020", "=1+1", "<<<x>>>", '"', "²", "٣.0"]
)


@settings(deadline=None)
@given(
    header=st.lists(HEADERS, min_size=2, max_size=6),
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    day_first=st.sampled_from([None, True, False]),
)
def test_any_table_is_read_or_refused_and_counted_whole(header, rows, delimiter, day_first):
    text = "\n".join(delimiter.join(row) for row in [header, *rows])
    data = text.encode("utf-8", "replace")
    try:
        file = read_people(data, "any.csv", day_first=day_first)
    except Refused:
        return
    told = as_json(compare(file, []))
    assert json.loads(json.dumps(told)) == told
    broken = {each.line for each in file.problems if each.severity == Severity.ERROR}
    assert told["create"] >= told["rows"] - len(broken)
    assert told["create"] <= told["rows"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        file = read_people(b"Email,Name\n" + data, "any.csv")
    except Refused:
        return
    assert file.header[:2] == ("Email", "Name")
