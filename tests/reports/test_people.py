"""Whom somebody means by a name, and what is told of people."""

from datetime import date

import make
import pytest
from cast import a_cast

from kt import models
from kt.errors import Refused
from kt.models import Access, Level, Person
from kt.operations.seating import end_pairing
from kt.reports.people import (
    departments,
    find_person,
    people_listed,
    people_rows,
    person_page,
    spelt,
    suggested_people,
)
from kt.reports.topics import topic_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def greta(database: str) -> Person:
    return make.a_person("Greta Lind", employee_id="00421")


@pytest.mark.parametrize(
    "typed",
    [
        "Greta Lind",
        " greta@example.com ",
        "GRETA@example.com",
        "00421",
        "Greta Lind <greta@example.com>",
        "Greta",
        "gre",
    ],
)
def test_a_person_is_found_by_name_e_mail_or_number_as_one_types_them(
    greta: Person, typed: str
) -> None:
    make.a_person("Nell Ito")
    assert find_person(typed) == greta


def test_nobody_of_that_name_is_said_with_what_to_type(greta: Person) -> None:
    for typed in ("Mira", "421", "%", "_reta", "Greta Lind <mira@example.com>"):
        with pytest.raises(Refused, match="Type a name or an e-mail from the list") as no:
            find_person(typed, field="buddy")
        assert no.value.field == "buddy"


def test_of_several_with_one_name_the_e_mail_is_asked_for(greta: Person) -> None:
    make.a_person("Greta Lind", email="greta.lind@example.com")
    for typed in ("Greta Lind", "Greta"):
        with pytest.raises(Refused, match="Several people are called"):
            find_person(typed)
    assert find_person("greta@example.com") == greta


def test_a_whole_name_goes_before_the_beginning_of_another(greta: Person) -> None:
    make.a_person("Greta Lindgren", email="lindgren@example.com")
    assert find_person("Greta Lind") == greta


def test_whoever_is_disabled_is_not_found_or_suggested(greta: Person) -> None:
    make.a_person("Mira Baker", active=False)
    with pytest.raises(Refused):
        find_person("Mira Baker")
    assert suggested_people(greta, "baker") == []


def test_departments_are_named_once_those_of_active_people(greta: Person) -> None:
    for number, department in enumerate(("Payments", "Ärzte", "Payments", "", "IT")):
        make.a_person(f"Mira {number}", email=None, department=department)
    make.a_person("Gone Away", department="Archive", active=False)
    assert sorted(departments()) == ["IT", "Payments", "Ärzte"]


def test_a_list_counts_active_people_or_those_who_are_disabled(greta: Person) -> None:
    for number in range(3):
        make.a_person(f"Mira {number}", email=None, title="Analyst", active=number > 0)
    asked_for = {"words": "", "department": "", "title": "", "page": 1, "size": 2}
    for narrowed, names, total in (
        ({"disabled": False}, ["Greta Lind", "Mira 1"], 3),
        ({"disabled": True}, ["Mira 0"], 1),
        ({"disabled": False, "title": "Analyst"}, ["Mira 1", "Mira 2"], 2),
        ({"disabled": False, "words": "mira 2"}, ["Mira 2"], 1),
    ):
        rows, count = people_rows(greta, **asked_for | narrowed)
        assert ([row.name for row in rows], count) == (names, total)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"employee_id": None},
        {"email": None, "employee_id": "7"},
        {"email": None, "employee_id": None, "name": "Greta Holt"},
    ],
)
def test_a_person_as_spelt_is_found_again(greta: Person, facts: dict[str, object]) -> None:
    other = make.a_person(**{"name": "Greta Lind", "email": "g@example.com"} | facts)
    for person in (greta, other):
        assert find_person(spelt(person)) == person


def test_a_standing_shown_is_the_newest_by_its_day_as_on_the_page_of_its_topic(
    greta: Person,
) -> None:
    topic = make.a_topic()
    newer = models.Revision.create(topic=topic, number=2, process="Restart, then check.")
    older = topic.revisions.order_by(models.Revision.number).first()
    for revision, level, day in ((newer, 1, 1), (newer, 2, 3), (older, 4, 2)):
        models.Standing.create(
            person=greta,
            revision=revision,
            level=level,
            basis=models.Basis.IMPORTED,
            on=date(2026, 11, day),
            refresh_on=date(2026, 11, day + 10),
        )
    (standing,) = person_page(greta, greta, make.TODAY).standings
    assert (standing.level, standing.basis, standing.needs_the_difference) == (
        Level.DOES_IT_WITH_HELP,
        models.Basis.IMPORTED,
        False,
    )
    (shown,) = topic_page(topic, make.a_person("Nora", access="administrator")).standings
    assert shown.level == standing.level
    assert [standing.is_to_be_refreshed(date(2026, 11, day)) for day in (12, 13)] == [False, True]


@pytest.mark.parametrize(("level", "needs"), [(0, False), (1, True), (4, True)])
def test_a_new_revision_marks_a_standing_as_needing_the_difference(
    greta: Person, level: int, needs: bool
) -> None:
    topic = make.a_topic()
    make.a_standing(greta, topic, level)
    models.Revision.create(topic=topic, number=2, process="Restart, then check.")
    (standing,) = person_page(greta, greta, make.TODAY).standings
    assert standing.needs_the_difference is needs
    page = topic_page(topic, greta)
    assert page.standings[0].needs_the_difference(page.revision.number) is needs
    assert bool(page.behind) is needs


def test_a_checklist_is_shown_with_how_many_of_its_items_are_finished(greta: Person) -> None:
    checklist = make.a_checklist(person=greta, supervisor=greta)
    for state in ("done", "not needed", "open", "stuck"):
        make.an_item(checklist, state=state)
    empty = make.a_checklist("Later", person=greta, supervisor=greta)
    shown = {
        row.id: (row.finished, row.items)
        for row in person_page(greta, greta, make.TODAY).checklists
    }
    assert shown == {checklist.id: (2, 4), empty.id: (0, 0)}


def test_reports_who_left_are_not_counted(greta: Person) -> None:
    make.a_person("Nell Ito", manager=greta)
    make.a_person("Tom Berg", manager=greta, active=False)
    page = person_page(greta, greta, make.TODAY)
    assert [person.name for person in page.reports] == ["Nell Ito"]
    assert page.report_count == 1


def test_everybody_is_listed_with_what_is_known_of_them(greta: Person) -> None:
    make.a_person("Ada Lovell", access=Access.SUPERVISOR, manager=greta)
    assert [(row["name"], row["manager"], row["access"]) for row in people_listed()] == [
        ("Ada Lovell", "Greta Lind", "supervisor"),
        ("Greta Lind", None, "member"),
    ]


def test_an_ended_pairing_stands_on_the_page_of_both_for_whoever_sees_the_rollout() -> None:
    cast = a_cast()
    end_pairing(cast.pairing, on=make.TODAY, by=cast.cleo, note="Ben moved to Lisbon.")
    for who in (cast.ben, cast.cleo):
        (ended,) = person_page(who, cast.ada, make.TODAY).ended
        assert ended.rest(make.TODAY) == "ended 23 Nov: Ben moved to Lisbon."
    assert person_page(cast.ben, cast.eve, make.TODAY).ended == ()
    assert person_page(cast.dan, cast.ada, make.TODAY).ended == ()


def test_the_ended_pair_of_two_people_stays_between_them() -> None:
    ben, cleo, ada = (make.a_person(name) for name in ("Ben Arroyo", "Cleo Marsh", "Ada Lovell"))
    make.a_pair(ben, cleo, ended_on=make.TODAY)
    assert person_page(ben, ada, make.TODAY).ended == ()
