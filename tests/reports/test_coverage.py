"""People by topics, topics at risk, what is lost when somebody leaves."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.access import standings_visible_to
from kt.models import Basis, Kind, Level, Person, Revision, Standing, Topic
from kt.reports.coverage import PEOPLE, PersonLine, coverage_page, coverage_table
from kt.reports.leaving import leavers, what_if
from kt.rules.coverage import Risk

TODAY = make.TODAY
SOON = TODAY + timedelta(60)


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    make.a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
    make.a_standing(cast.cleo, cast.topic, Level.DOES_IT_WITH_HELP)
    return cast


def names(viewer: Person, **filters: object) -> list[str]:
    return [line.name for line in coverage_page(viewer, today=TODAY, **filters).people]


def test_a_supervisor_sees_who_can_do_what_on_the_topics_of_their_rollouts(cast: Cast) -> None:
    make.a_topic("Nostro breaks")
    page = coverage_page(cast.ada, today=TODAY)
    assert [(each.name, each.risk) for each in page.columns] == [
        ("Nostro breaks", Risk.NOBODY),
        ("Cut-off rules", Risk.ONE_UNWRITTEN),
    ]
    assert page.headline == "2 of 2 topics are at risk. Nobody does Nostro breaks alone."
    cells = {line.name: [cell and cell.level for cell in line.cells] for line in page.people}
    assert cells == {"Ben Arroyo": [None, 4], "Cleo Marsh": [None, 2]}


def test_a_member_sees_their_own_standing_and_how_many_hold_the_topic(cast: Cast) -> None:
    page = coverage_page(cast.cleo, today=TODAY)
    assert [line.name for line in page.people] == ["Cleo Marsh"]
    assert [each.holders for each in page.columns] == [1]
    assert names(cast.eve) == []


def test_a_hidden_topic_is_no_column(cast: Cast) -> None:
    make.a_topic("Secret merger", open_to_all=False)
    columns = coverage_page(cast.eve, today=TODAY).columns
    assert [each.name for each in columns] == ["Cut-off rules"]


def test_the_people_are_those_of_whom_one_may_see_a_standing_and_no_others(cast: Cast) -> None:
    """Eve manages one and judged another before; of both there is more that she may not see."""
    report, judged, stranger, gone = (
        make.a_person(name, department="Desk B")
        for name in ("Rolf Meier", "Juna Ott", "Stan Moor", "Gus Wern")
    )
    secret, open_to_all = make.a_topic("Secret", open_to_all=False), make.a_topic("Nostro breaks")
    growth = make.a_topic("Feedback", kind=Kind.DEVELOPMENT)
    hidden = make.a_person("Hanna Iser", manager=cast.eve)
    make.a_standing(hidden, secret, 3)
    make.a_standing(hidden, growth, 3)
    make.a_standing(report, open_to_all, 3)
    make.a_standing(judged, open_to_all, 1, judged_by=cast.eve, on=TODAY - timedelta(9))
    make.a_standing(judged, open_to_all, 2, judged_by=cast.ada, on=TODAY)
    for person in (stranger, gone):
        make.a_standing(person, open_to_all, 4, judged_by=cast.ada)
    Person.update(manager=cast.eve).where(Person.id.in_([report.id, gone.id])).execute()
    Person.update(active=False).where(Person.id == gone.id).execute()
    for viewer in cast.everybody.values():
        page = coverage_page(viewer, today=TODAY)
        standings = standings_visible_to(viewer).where(
            Standing.revision.in_(
                Revision.select(Revision.id).where(
                    Revision.topic.in_([column.topic_id for column in page.columns])
                )
            )
        )
        seen = {each.person for each in standings if each.person.active}
        assert {line.id for line in page.people} == {person.id for person in seen}
        assert page.people_total == len(page.people)
        assert page.departments == tuple({each.department for each in seen} - {""})
    assert names(cast.eve) == ["Juna Ott", "Rolf Meier"]
    assert [[cell and cell.level for cell in line.cells] for line in page_of_eve(cast)] == [
        [None, None],
        [None, 3],
    ]


def page_of_eve(cast: Cast) -> tuple[PersonLine, ...]:
    return coverage_page(cast.eve, today=TODAY).people


def test_the_pages_of_people_go_on_from_department_to_department(cast: Cast) -> None:
    people = [
        {"name": f"Person {n % 7}", "department": f"Desk {n % 5}", "active": n % 11 > 0}
        for n in range(690)
    ]
    Person.insert_many(people).execute()
    placed = list(Person.select().where(Person.name.startswith("Person")))
    revision = cast.topic.revisions.get()
    known = {"revision": revision, "level": 2, "basis": Basis.NAMED, "on": TODAY}
    Standing.insert_many([known | {"person": person} for person in placed]).execute()
    here = sorted(
        (each for each in placed if each.active), key=lambda x: (x.department, x.name, x.id)
    )
    for viewer in (cast.ada, cast.root):
        pages = [coverage_page(viewer, today=TODAY, page=number) for number in (1, 2, 3)]
        assert [len(page.people) for page in pages] == [PEOPLE, len(here) + 2 - PEOPLE, 0]
        assert {page.people_total for page in pages} == {len(here) + 2}
        first, *others = pages[0].people[:3]
        assert [first.name, others[0].name] == ["Ben Arroyo", "Cleo Marsh"]
        assert [x.id for page in pages for x in page.people][2:] == [x.id for x in here]
        desk = coverage_page(viewer, today=TODAY, department="Desk 3")
        assert [x.id for x in desk.people] == [x.id for x in here if x.department == "Desk 3"]
        assert desk.people_total == len(desk.people)
        assert desk.departments == tuple(f"Desk {n}" for n in range(5))


def test_the_matrix_is_filtered_by_department_and_to_gaps(cast: Cast) -> None:
    Person.update(department="Desk A").where(Person.id == cast.ben.id).execute()
    assert names(cast.ada, department="Desk A") == ["Ben Arroyo"]
    assert names(cast.ada, department="Desk B") == []
    Topic.update(holders_needed=0).execute()
    assert coverage_page(cast.ada, today=TODAY, gaps_only=True).columns == ()


def test_who_knows_an_earlier_revision_needs_the_difference(cast: Cast) -> None:
    Revision.create(topic=cast.topic, number=2, process="Anew.")
    page = coverage_page(cast.ada, today=TODAY)
    assert all(cell.behind for line in page.people for cell in line.cells if cell)
    assert coverage_table(page).rows[0][3] == "coaches others, needs the difference"


def test_what_was_imported_is_marked_and_what_was_signed_off_is_not(cast: Cast) -> None:
    make.a_standing(cast.eve, cast.topic, 3, basis=Basis.IMPORTED)
    make.a_standing(cast.dan, cast.topic, 3, basis=Basis.SIGNED_OFF)
    table = coverage_table(coverage_page(cast.ada, today=TODAY))
    said = {row[0]: row[3] for row in table.rows}
    assert said[cast.eve.name] == "does it alone, imported"
    assert said[cast.dan.name] == "does it alone"


def test_the_file_says_what_the_page_says(cast: Cast) -> None:
    table = coverage_table(coverage_page(cast.ada, today=TODAY))
    assert table.heads == ["Person", "Department", "Leaves on", "Cut-off rules"]
    assert table.rows == [
        ["Ben Arroyo", "", None, "coaches others"],
        ["Cleo Marsh", "", None, "does it with help"],
        ["Holders", "", None, 1],
        ["Needed", "", None, 1],
        ["Risk", "", None, "one, and nothing is written"],
    ]


def test_the_matrix_takes_as_many_statements_whatever_there_is(cast: Cast) -> None:
    with counted_statements() as few:
        coverage_page(cast.ada, today=TODAY)
    for number in range(30):
        person = make.a_person(f"Person {number}", email=f"p{number}@example.com")
        make.a_standing(person, cast.topic, number % 5)
    with counted_statements() as many:
        coverage_page(cast.ada, today=TODAY)
    assert len(few) == len(many) <= 8


def test_if_the_only_holder_leaves_the_topic_is_lost_and_a_learner_is_proposed(cast: Cast) -> None:
    (loss,) = what_if(cast.ada, cast.ben, SOON, TODAY)
    assert (loss.name, loss.before, loss.after, loss.needed) == ("Cut-off rules", 1, 0, 1)
    assert loss.words == "nobody of 1 needed is left, and nothing is written"
    assert [each.name for each in loss.candidates] == ["Cleo Marsh"]


def test_what_is_left_is_said_of_one_and_of_several(cast: Cast) -> None:
    Topic.update(holders_needed=4).execute()
    for holder, words in (
        (cast.dan, "1 holder of 4 needed is"),
        (cast.eve, "2 holders of 4 needed are"),
    ):
        make.a_standing(holder, cast.topic, Level.DOES_IT_ALONE)
        (loss,) = what_if(cast.ada, cast.ben, SOON, TODAY)
        assert loss.words == f"{words} left, and nothing is written"


def test_nothing_is_lost_while_others_hold_it_unless_they_leave_before(cast: Cast) -> None:
    make.a_standing(cast.dan, cast.topic, Level.DOES_IT_ALONE)
    assert what_if(cast.ada, cast.ben, SOON, TODAY) == []
    Person.update(leaving_date=SOON).where(Person.id == cast.dan.id).execute()
    assert [loss.after for loss in what_if(cast.ada, cast.ben, SOON, TODAY)] == [0]


def test_who_leaves_within_a_quarter_shows_up_with_the_days_that_remain(cast: Cast) -> None:
    assert leavers(cast.ada, TODAY) == []
    Person.update(leaving_date=SOON).where(Person.id == cast.ben.id).execute()
    (leaver,) = leavers(cast.ada, TODAY)
    assert (leaver.name, leaver.days) == ("Ben Arroyo", 60)
    assert [loss.name for loss in leaver.losses] == ["Cut-off rules"]
    Person.update(leaving_date=date(2027, 6, 1)).where(Person.id == cast.ben.id).execute()
    assert leavers(cast.ada, TODAY) == []


def test_of_standings_one_may_not_see_nothing_is_told(cast: Cast) -> None:
    other = make.a_person("Paula Kern", access="supervisor")
    Person.update(leaving_date=SOON).where(Person.id == cast.ben.id).execute()
    assert leavers(other, TODAY) == []
    assert what_if(other, cast.ben, SOON, TODAY) == []
