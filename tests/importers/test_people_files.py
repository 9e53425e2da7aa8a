"""The people files of other organisations: what is read from each of them, as data."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kt.importers.people import KnownPerson, as_json, compare, read_people

FILES = Path(__file__).parent.parent / "inputs" / "people_csv"


@dataclass(frozen=True)
class Expected:
    rows: int
    create: int
    mapping: dict[str, str]
    left_out: int
    problems: list[tuple[int, str | None, str]]
    statuses: dict[str, int] = field(default_factory=dict)
    managers: dict[int, int] = field(default_factory=dict)


EXPECTED = {
    "AzureAD__entra-id-inbound-provisioning__csv-with-2-records.csv": Expected(
        rows=2,
        create=2,
        mapping={
            "WorkerID": "employee_id",
            "WorkerStatus": "status",
            "FirstName": "first_name",
            "LastName": "last_name",
            "FullName": "name",
            "ManagerID": "manager_id",
            "HireDate": "start_date",
            "Department": "department",
            "Location": "location",
            "JobTitle": "title",
        },
        left_out=14,
        problems=[
            (1, "email", "warning"),
            (2, "manager_id", "warning"),
            (3, "manager_id", "warning"),
        ],
        statuses={"inactive": 1, "active": 1},
    ),
    "Evolveum__midpoint-samples__tutorial-hr.csv": Expected(
        rows=6,
        create=6,
        mapping={
            "ident": "employee_id",
            "firstname": "first_name",
            "lastname": "last_name",
            "email": "email",
        },
        left_out=2,
        problems=[(3, "name", "warning"), (6, "name", "warning"), (7, "email", "warning")],
        statuses={"": 6},
    ),
    "HHS__OPRE-OPS__users.tsv": Expected(
        rows=29,
        create=29,
        mapping={
            "SYS_USER_ID": "employee_id",
            "EMAIL": "email",
            "DIVISION": "department",
            "STATUS": "status",
            "FIRST_NAME": "first_name",
            "LAST_NAME": "last_name",
        },
        left_out=1,
        problems=[(28, "status", "warning")],
        statuses={"active": 15, "inactive": 14},
    ),
    "MicrosoftLearning__SC-300-Identity-and-Access-Administrator__SC300BulkUser.csv": Expected(
        rows=10,
        create=0,
        mapping={
            "Name [displayName] Required": "name",
            "User name [userPrincipalName] Required": "email",
            "Block sign in (Yes/No) [accountEnabled] Required": "status",
            "First name [givenName]": "first_name",
            "Last name [surname]": "last_name",
            "Job title [jobTitle]": "title",
            "Department [department]": "department",
            "Office [physicalDeliveryOfficeName]": "location",
        },
        left_out=9,
        problems=[
            (2, None, "warning"),
            (3, None, "warning"),
            *((line, "email", "error") for line in range(4, 14)),
        ],
        statuses={"active": 10},
    ),
    "Veza__oaa-community__example.csv": Expected(
        rows=20,
        create=20,
        mapping={
            "employee_number": "employee_id",
            "first_name": "first_name",
            "last_name": "last_name",
            "display_name": "name",
            "work_email": "email",
            "employment_status": "status",
            "title": "title",
            "department": "department",
            "manager": "manager_id",
            "start_date": "start_date",
            "date_terminated": "leaving_date",
        },
        left_out=5,
        problems=[(line, "manager_id", "warning") for line in (7, 16, 18)],
        statuses={"active": 16, "inactive": 4},
        managers={3: 6, 4: 2, 7: 4, 8: 10, 21: 12},
    ),
}


def test_every_real_file_has_an_expectation():
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_file_is_read_as_expected(name):
    expected = EXPECTED[name]
    file = read_people((FILES / name).read_bytes(), name)
    plan = compare(file, [])
    told = as_json(plan)
    mapping = told["mapping"]
    assert (told["rows"], told["create"]) == (expected.rows, expected.create)
    assert {column: to for column, to in mapping.items() if to} == expected.mapping
    assert list(mapping.values()).count(None) == expected.left_out
    assert [
        (each["line"], each["field"], each["severity"]) for each in told["problems"]
    ] == expected.problems
    statuses = [row.status for row in file.rows]
    assert {status: statuses.count(status) for status in set(statuses)} == expected.statuses
    assert (
        expected.managers.items()
        <= {line: manager.line for line, manager in plan.managers.items()}.items()
    )


@pytest.mark.parametrize("name", [name for name in EXPECTED if "SC300" not in name])
def test_importing_a_real_file_again_changes_nothing(name):
    file = read_people((FILES / name).read_bytes(), name)
    managers = compare(file, []).managers
    known = [
        KnownPerson(
            id=row.line,
            name=row.name,
            employee_id=row.employee_id,
            email=row.email.lower(),
            title=row.title,
            department=row.department,
            manager_id=managers[row.line].line if row.line in managers else None,
            location=row.location,
            start_date=row.start_date,
            leaving_date=row.leaving_date,
            status=row.status or "active",
        )
        for row in file.rows
    ]
    again = compare(file, known)
    assert [row.line for row in again.unchanged] == [row.line for row in file.rows]
    assert (again.creates, again.updates, again.absent) == ((), (), ())


def test_no_password_of_a_real_file_is_kept():
    (name,) = (name for name in EXPECTED if "SC300" in name)
    assert "samplePassword" not in repr(read_people((FILES / name).read_bytes(), name))
