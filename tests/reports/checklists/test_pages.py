"""A checklist shows what is late first, whom to ask, and what others do apart."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Checklist, Holiday, Item, ItemState, Person, Role
from kt.operations.items import drop_item, report_stuck, tick_item
from kt.reports.checklists import ChecklistPage, checklist_page, item_page

# A Monday.
TODAY = make.TODAY


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ines(cast: Cast) -> Person:
    """Cleo's buddy."""
    ines = make.a_person("Ines Vogt")
    make.a_pairing(make.a_seat(cast.rollout_topic, ines, Role.BUDDY), cast.cleos_seat)
    return ines


@pytest.fixture
def checklist(cast: Cast) -> Checklist:
    return make.a_checklist(person=cast.cleo, supervisor=cast.ada)


def outline(page: ChecklistPage) -> list[str]:
    return [
        f"{group.title}: {', '.join('.' * (row.depth - 1) + row.text for row in group.rows)}"
        for group in page.to_do
    ]


def row(page: ChecklistPage, text: str):
    groups = [*page.to_do, *page.of_others]
    rows = [row for group in groups for row in group.rows] + list(page.finished)
    return next(row for row in rows if row.text == text)


def test_overdue_stands_first_then_today_then_by_week_then_what_has_no_date(
    cast: Cast, checklist: Checklist
) -> None:
    make.an_item(checklist, "some day", group="Later › On")
    make.an_item(checklist, "december", due=date(2026, 12, 9))
    make.an_item(checklist, "friday", due=november(27))
    make.an_item(checklist, "today", due=TODAY)
    make.an_item(checklist, "late", due=november(19))
    make.an_item(checklist, "later", due=november(16))
    make.an_item(checklist, "loose")

    page = checklist_page(checklist.id, cast.cleo, TODAY)

    assert outline(page) == [
        "Overdue: later, late",
        "Today: today",
        "This week: friday",
        "Week of 7 Dec: december",
        "Later › On: some day",
        "No date: loose",
    ]
    assert [group.late for group in page.to_do] == [True] + [False] * 5
    assert row(page, "late").due_words == "4 days overdue"
    assert page.headline == "2 are overdue."


def test_parts_stand_under_their_whole_and_are_rolled_up(cast: Cast, checklist: Checklist) -> None:
    whole = make.an_item(checklist, "accounts", due=november(27))
    make.an_item(checklist, "mail", parent=whole, due=november(27), state=ItemState.DONE)
    make.an_item(checklist, "chat", parent=whole)
    make.an_item(checklist, "fax", parent=whole, state=ItemState.NOT_NEEDED)
    make.an_item(checklist, "badge", parent=whole, due=november(19))

    page = checklist_page(checklist.id, cast.cleo, TODAY)

    assert outline(page) == ["Overdue: badge", "This week: accounts, .mail, .chat, .fax"]
    assert row(page, "accounts").progress == "1 of 3"
    assert row(page, "badge").part_of == "accounts"


def test_a_part_that_is_open_under_a_finished_whole_stays_in_sight(
    cast: Cast, checklist: Checklist
) -> None:
    whole = make.an_item(checklist, "accounts", state=ItemState.DONE)
    make.an_item(checklist, "mail", parent=whole)
    page = checklist_page(checklist.id, cast.cleo, TODAY)
    assert outline(page) == ["No date: mail"]
    assert [row.text for row in page.finished] == ["accounts"]


def test_what_others_do_behind_the_scenes_is_listed_apart(
    cast: Cast, checklist: Checklist, ines: Person
) -> None:
    mine = make.an_item(checklist, "badge")
    ours = make.an_item(checklist, "lunch", owners=("learner", "buddy"))
    make.an_item(checklist, "laptop", owners=("manager",))
    make.an_item(checklist, "account", owners=("other",), owner_text="IT")
    make.an_item(checklist, "show", owner=cast.dan)
    make.an_item(checklist, "book club", optional=True)
    for item in (mine, ours):
        tick_item(item, done=True, by=cast.cleo, on=TODAY)

    page = checklist_page(checklist.id, cast.cleo, TODAY)

    assert (page.done, page.total) == (2, 2)
    assert (page.others_done, page.others_total) == (0, 3)
    others = [row for group in page.of_others for row in group.rows]
    assert [row.text for row in others] == ["laptop", "account", "show"]
    assert row(page, "laptop").owner_words == "line manager"
    assert row(page, "account").owner_words == "IT"
    assert row(page, "show").asked.name == "Dan Weiss"


def test_each_item_says_whom_to_ask_and_how_to_reach_them(
    cast: Cast, checklist: Checklist, ines: Person
) -> None:
    make.an_item(checklist, "badge")
    make.an_item(checklist, "practise", owners=("learner", "coach"))
    make.an_item(checklist, "rules", topic=cast.topic, owners=("coach",))
    make.an_item(checklist, "goals", owners=("learner", "supervisor"))

    page = checklist_page(checklist.id, cast.cleo, TODAY)

    asked = {text: row(page, text).asked for text in ("badge", "practise", "rules", "goals")}
    assert {text: who.name for text, who in asked.items()} == {
        "badge": "Ines Vogt",
        "practise": "Ben Arroyo",
        "rules": "Ben Arroyo",
        "goals": "Ada Lovell",
    }
    assert (asked["badge"].role, asked["badge"].email) == ("buddy", "ines@example.com")
    assert [(who.name, who.role) for who in page.people] == [
        ("Ben Arroyo", "coach"),
        ("Ines Vogt", "buddy"),
        ("Ada Lovell", "supervisor"),
    ]


def test_a_list_within_a_rollout_names_the_coach_of_that_rollout(cast: Cast) -> None:
    other = make.a_rollout("Payroll", supervisor=cast.ada)
    topic = make.a_rollout_topic(other, make.a_topic("Payroll run"))
    seat = make.a_seat(topic, cast.eve, Role.COACH)
    make.a_pairing(seat, make.a_seat(topic, cast.cleo, Role.LEARNER))
    for rollout, coach in ((cast.rollout, "Ben Arroyo"), (other, "Eve Nobody")):
        checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=rollout)
        make.an_item(checklist, "practise", owners=("coach",))
        page = checklist_page(checklist.id, cast.cleo, TODAY)
        assert row(page, "practise").asked.name == coach


def test_without_a_guide_one_asks_the_supervisor(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.eve, supervisor=cast.ada)
    make.an_item(checklist, "badge")
    assert row(checklist_page(checklist.id, cast.eve, TODAY), "badge").asked == (
        item_page(Item.get(), cast.eve, TODAY).row.asked
    )
    assert row(checklist_page(checklist.id, cast.eve, TODAY), "badge").asked.name == "Ada Lovell"


def test_done_items_stay_readable_with_who_did_it_when(cast: Cast, checklist: Checklist) -> None:
    tick_item(make.an_item(checklist, "badge"), done=True, by=cast.ada, on=TODAY)
    drop_item(make.an_item(checklist, "fax"), by=cast.ada, on=TODAY)
    page = checklist_page(checklist.id, cast.cleo, TODAY)
    assert [(row.text, row.by, row.state) for row in page.finished] == [
        ("badge", "Ada", "done"),
        ("fax", "Ada", "not needed"),
    ]
    assert page.headline == "Everything is done."


def sentence_for(checklist: Checklist, who: Person, today: date) -> tuple[str, str]:
    shown = row(checklist_page(checklist.id, who, today), "form")
    return shown.state, shown.sentence


def test_a_stuck_sentence_goes_to_whom_the_item_says_to_ask_and_to_others_a_working_day_later(
    cast: Cast, checklist: Checklist, ines: Person
) -> None:
    cast.cleo.location = "Ulm"
    cast.cleo.save()
    Holiday.create(location="Ulm", day=november(23))
    item = make.an_item(checklist, "form")
    friday = november(20)
    report_stuck(item, sentence="It wants a cost centre.", by=cast.cleo, on=friday)

    for concerned in (cast.cleo, ines):
        assert sentence_for(checklist, concerned, friday) == ("stuck", "It wants a cost centre.")
    # Monday is a holiday: the working day after Friday is Tuesday.
    for day in (friday, november(24)):
        assert sentence_for(checklist, cast.ada, day) == ("stuck", "")
        assert sentence_for(checklist, cast.ben, day) == ("stuck", "")
    assert sentence_for(checklist, cast.ada, november(25)) == ("stuck", "It wants a cost centre.")


def test_the_headline_says_who_is_asked(cast: Cast, checklist: Checklist, ines: Person) -> None:
    item = make.an_item(checklist, "form", due=november(24))
    report_stuck(item, by=cast.cleo, on=TODAY)
    headlines = {
        cast.cleo: "Ines is asked about “form”. Next is due tomorrow.",
        ines: "Cleo: You are asked about “form”. Next is due tomorrow.",
    }
    for viewer, headline in headlines.items():
        assert checklist_page(checklist.id, viewer, TODAY).headline == headline


def test_who_may_tick_and_edit_is_told_for_each_row(
    cast: Cast, checklist: Checklist, ines: Person
) -> None:
    make.an_item(checklist, "badge")
    make.an_item(checklist, "lunch", owners=("buddy",))
    for viewer, badge, lunch, edit in (
        (cast.cleo, True, False, False),
        (ines, False, True, False),
        (cast.ada, True, True, True),
        (cast.ben, False, False, False),
    ):
        page = checklist_page(checklist.id, viewer, TODAY)
        assert row(page, "badge").may_tick is badge
        assert row(page, "lunch").may_tick is lunch
        assert page.may_edit is edit


def test_a_rollout_has_one_list_without_anything_apart(cast: Cast) -> None:
    team = make.a_checklist(person=None, rollout=cast.rollout, supervisor=cast.ada)
    make.an_item(team, "room", owners=("supervisor",))
    make.an_item(team, "invite", owners=("coach",))
    make.an_item(team, "minutes")
    page = checklist_page(team.id, cast.dan, TODAY)
    assert outline(page) == ["No date: room, invite, minutes"]
    assert (page.total, page.of_others) == (3, ())
    assert row(page, "invite").asked.name == "Ben Arroyo"


def test_a_page_takes_as_many_statements_for_much_as_for_little(
    cast: Cast, checklist: Checklist, ines: Person
) -> None:
    def statements() -> int:
        with counted_statements() as run:
            checklist_page(checklist.id, cast.ada, TODAY)
        return len(run)

    first = make.an_item(checklist, "first")
    report_stuck(first, by=cast.cleo, on=TODAY)
    few = statements()
    for number in range(40):
        item = make.an_item(checklist, f"item {number}", parent=first, owners=("buddy",))
        tick_item(item, done=True, by=ines, on=TODAY)
    assert statements() == few <= 8
