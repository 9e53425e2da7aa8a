"""Importing people from a file: all of it or nothing, as often as one likes."""

from datetime import date
from pathlib import Path

import make
import pytest

from kt import models
from kt.errors import NotAllowed, Refused
from kt.models import Access, AuditEntry, AuditSubject, Person
from kt.operations.importing_people import Imported, PlannedImport, import_people, plan_import
from kt.operations.people import disable_person
from kt.operations.signing_in import sign_in_to_demo
from kt.reports.history import history_of

pytestmark = pytest.mark.usefixtures("database")

INPUTS = Path(__file__).parents[1] / "inputs" / "people_csv"
PLACEHOLDERS = "MicrosoftLearning__SC-300-Identity-and-Access-Administrator__SC300BulkUser.csv"

TEAM = """\
Employee ID,Name,Email,Title,Department,Manager ID,Start date,Leaving date,Status
1,Greta Lind,Greta@Example.com,Lead,Back office,,2020-01-07,,Active
2,Nell Ito,nell@example.com,Clerk,Back office,1,2024-05-13,,Active
3,Sam Roth,,Clerk,Back office,2,2025-02-03,2026-12-31,Active
4,Tom Berg,tom@example.com,Clerk,Back office,99,2019-02-03,2026-01-31,Terminated
"""


@pytest.fixture
def root(database: str) -> Person:
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


def planned(text: str, by: Person, **options: object) -> PlannedImport:
    return plan_import(text.encode(), "people.csv", by=by, **options)


def imported(text: str, by: Person, **options: object) -> Imported:
    return import_people(planned(text, by, **options), by=by)


def named(name: str) -> Person:
    return Person.get(Person.name == name)


def everybody() -> list[tuple]:
    return list(Person.select().order_by(Person.id).tuples())


def test_a_file_brings_people_with_all_it_says_of_them(root: Person) -> None:
    assert imported(TEAM, root) == Imported(created=4, updated=0, unchanged=0, redated=0)
    greta, nell, sam, tom = (named(n) for n in ("Greta Lind", "Nell Ito", "Sam Roth", "Tom Berg"))
    assert (greta.email, greta.title, greta.department) == (
        "greta@example.com",
        "Lead",
        "Back office",
    )
    assert (nell.manager, sam.manager, greta.manager) == (greta, nell, None)
    assert nell.start_date == date(2024, 5, 13)
    assert sam.leaving_date == date(2026, 12, 31)
    assert sam.email is None
    assert (sam.active, tom.active) == (True, False)
    assert {person.access for person in (greta, nell, sam, tom)} == {Access.MEMBER}


def test_a_template_that_was_never_filled_in_is_refused(root: Person) -> None:
    path = INPUTS / PLACEHOLDERS
    with pytest.raises(Refused, match="Nothing was imported"):
        import_people(plan_import(path.read_bytes(), path.name, by=root), by=root)
    assert everybody() == [Person.select().tuples().get()]


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(INPUTS.iterdir()) if path.name != PLACEHOLDERS],
    ids=lambda path: path.name,
)
def test_repeating_the_same_file_changes_nothing(root: Person, path: Path) -> None:
    first = import_people(plan_import(path.read_bytes(), path.name, by=root), by=root)
    assert first.created == Person.select().count() - 1 > 1
    before = everybody()
    again = import_people(plan_import(path.read_bytes(), path.name, by=root), by=root)
    assert again == Imported(created=0, updated=0, unchanged=first.created, redated=0)
    assert everybody() == before


def test_what_differs_is_changed_and_what_the_file_leaves_empty_is_kept(root: Person) -> None:
    imported(TEAM, root)
    text = "Employee ID,Title,Location,Manager email\n2,Lead,,root@example.com\n3,,Oslo,\n"
    plan = planned(text, root).plan
    assert [update.changes for update in plan.updates] == [
        {"title": ("Clerk", "Lead"), "manager_id": (named("Greta Lind").id, root.id)},
        {"location": ("", "Oslo")},
    ]
    assert imported(text, root).updated == 2
    assert (named("Nell Ito").title, named("Nell Ito").manager) == ("Lead", root)
    assert (named("Sam Roth").title, named("Sam Roth").location) == ("Clerk", "Oslo")


def test_a_manager_may_stand_in_the_file_or_be_known_already_by_number_e_mail_or_name(
    root: Person,
) -> None:
    imported(
        "Email,Name,Manager\n"
        "a@example.com,Ana Ruiz,Root Adams\n"
        "b@example.com,Bo Chen,a@example.com\n"
        "c@example.com,Cy Dahl,Bo Chen\n",
        root,
    )
    managers = [named(name).manager.name for name in ("Ana Ruiz", "Bo Chen", "Cy Dahl")]
    assert managers == ["Root Adams", "Ana Ruiz", "Bo Chen"]


def test_people_are_matched_by_employee_number_then_e_mail(root: Person) -> None:
    imported(TEAM, root)
    imported("Employee ID,Email,Name\n2,nell.ito@example.com,Nell Ito\n", root)
    imported("Email,Name\nTOM@example.com,Tom Bergmann\n", root)
    assert named("Nell Ito").email == "nell.ito@example.com"
    assert named("Tom Bergmann").employee_id == "4"
    assert Person.select().count() == 5


def test_people_absent_from_the_file_are_listed_and_never_touched(root: Person) -> None:
    eve = make.a_person("Eve Nobody", title="Cook")
    plan = planned(TEAM, root)
    assert {person.name for person in plan.plan.absent} == {"Root Adams", "Eve Nobody"}
    import_people(plan, by=root)
    assert Person.get_by_id(eve.id).title == "Cook"
    assert Person.get_by_id(eve.id).active


def test_a_file_with_an_error_changes_nothing_at_all(root: Person) -> None:
    plan = planned(TEAM + ",Nobody Known,,,,,,,\n5,Una Holt,tom@example.com,,,,,,\n", root)
    errors = [problem.line for problem in plan.plan.problems if problem.severity == "error"]
    assert errors == [6, 7]
    with pytest.raises(Refused, match="Nothing was imported: the file has errors"):
        import_people(plan, by=root)
    assert [person.name for person in Person.select()] == ["Root Adams"]


def test_only_administrators_import_people(root: Person) -> None:
    ada = make.a_person("Ada Lovell", access=Access.SUPERVISOR)
    with pytest.raises(NotAllowed):
        planned(TEAM, ada)
    with pytest.raises(NotAllowed):
        import_people(planned(TEAM, root), by=ada)
    assert Person.select().count() == 2


def test_what_changed_since_the_preview_is_not_overwritten(root: Person) -> None:
    imported(TEAM, root)
    plan = planned(TEAM.replace("Clerk", "Agent"), root)
    disable_person(named("Nell Ito"), by=root)
    with pytest.raises(Refused, match="People were changed while you looked"):
        import_people(plan, by=root)
    assert named("Sam Roth").title == "Clerk"


def test_an_import_is_one_entry_and_stands_in_the_history_of_everybody_it_touched(
    root: Person,
) -> None:
    imported(TEAM, root)
    imported(TEAM.replace("Nell Ito", "Nell Ito-Lund"), root)
    entries = AuditEntry.select().where(AuditEntry.deed == "people.imported")
    assert [entry.values for entry in entries.order_by(AuditEntry.id)] == [
        {"created": 4, "updated": 0, "unchanged": 0},
        {"created": 0, "updated": 1, "unchanged": 3},
    ]
    assert [told.text for told in history_of(named("Nell Ito-Lund"))] == [
        "Root Adams imported people from a file: 0 added, 1 changed",
        "Root Adams imported people from a file: 4 added, 0 changed",
    ]
    assert len(history_of(named("Tom Berg"))) == 1
    assert AuditSubject.select().where(AuditSubject.ref == root.id).count() == 2


def test_whoever_the_file_says_has_left_is_disabled_and_signed_out(root: Person) -> None:
    imported(TEAM, root)
    sign_in_to_demo(named("Nell Ito"))
    sign_in_to_demo(root)
    imported("Employee ID,Status\n2,Former employee\n4,Active\n", root)
    assert (named("Nell Ito").active, named("Tom Berg").active) == (False, True)
    assert [login.person for login in models.Login.select()] == [root]


def test_the_only_administrator_is_not_imported_away(root: Person) -> None:
    with pytest.raises(Refused, match="the only administrator has left"):
        imported("Email,Status,Title\nroot@example.com,Inactive,Gone\n", root)
    assert (named("Root Adams").active, named("Root Adams").title) == (True, "")


def test_a_manager_or_a_leaving_date_from_outside_is_never_refused(root: Person) -> None:
    imported(TEAM, root)
    nell = named("Nell Ito")
    rollout = make.a_rollout(supervisor=root)
    topic = make.a_rollout_topic(rollout, make.a_topic())
    make.a_pairing(
        make.a_seat(topic, nell, models.Role.BUDDY),
        make.a_seat(topic, named("Sam Roth"), models.Role.LEARNER),
    )
    imported("Employee ID,Manager ID,Leaving date\n3,2,2026-01-01\n2,3,2026-01-01\n", root)
    assert named("Nell Ito").manager.name == "Sam Roth"
    assert named("Sam Roth").manager.name == "Nell Ito"
    assert named("Sam Roth").leaving_date == date(2026, 1, 1)


def test_dates_from_a_file_move_the_open_items_that_count_from_them(root: Person) -> None:
    imported(TEAM, root)
    nell = named("Nell Ito")
    checklist = make.a_checklist(person=nell, supervisor=root, start_day=nell.start_date)
    item = make.an_item(
        checklist,
        due=nell.start_date,
        due_anchor="start",
        due_first=0,
        due_last=0,
        due_unit="days",
    )
    text = TEAM.replace("2024-05-13", "2024-05-20").replace("Clerk", "Agent")
    assert imported(text, root).redated == 1
    assert models.Item.get_by_id(item.id).due == date(2024, 5, 20)
    assert (named("Nell Ito").start_date, named("Nell Ito").title) == (date(2024, 5, 20), "Agent")


def test_columns_chosen_by_hand_are_remembered_for_that_header_line(root: Person) -> None:
    text = "Employee ID,Name,Squad\n1,Greta Lind,Blue\n"
    assert planned(text, root).plan.file.mapping["Squad"] is None
    imported(text, root, mapping={"Squad": "department"})
    assert named("Greta Lind").department == "Blue"
    again = planned(text.replace("Blue", "Red"), root)
    assert again.plan.file.mapping["Squad"] == "department"
    imported(text, root, mapping={"Squad": "location"})
    assert planned(text, root).plan.file.mapping["Squad"] == "location"
    assert planned("Employee ID,Title,Squad\n1,Lead,Red\n", root).plan.file.mapping["Squad"] is None


def test_a_day_that_reads_both_ways_is_asked_about(root: Person) -> None:
    text = "Employee ID,Name,Hire Date\n1,Greta Lind,09-10-2023\n"
    assert planned(text, root).plan.file.asks_day_first
    assert planned(text, root).plan.refused
    imported(text, root, day_first=True)
    assert named("Greta Lind").start_date == date(2023, 10, 9)


def test_an_import_tells_how_far_it_is(root: Person) -> None:
    told: list[int] = []
    import_people(planned(TEAM, root), by=root, tell=told.append)
    imported_again = planned(TEAM.replace("Nell Ito", "Nell Lund"), root)
    import_people(imported_again, by=root, tell=told.append)
    assert sum(told) == 8
