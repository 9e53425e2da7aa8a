"""Whom a question goes to, and how it climbs: the sentences of the issue, on both engines."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import make
import pytest
import time_machine
from cast import Cast, a_cast

from kt import clock
from kt.access import questions_visible_to
from kt.models import (
    AskedAs,
    Expert,
    Holiday,
    Kind,
    Pairing,
    PassingOn,
    Person,
    Question,
    Role,
    Seat,
    Topic,
    Turn,
)
from kt.operations.people import disable_person, edit_profile, enable_person
from kt.operations.questions import (
    answer_question,
    ask_question,
    pass_question_on,
    take_answer_back,
    version_of_answer,
)
from kt.operations.seating import change_guide, end_pairing
from kt.operations.topics import add_expert
from kt.reports.history import history_of
from kt.reports.homes import home_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """It is Monday 23 November 2026, noon in UTC."""
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock_:
        yield clock_


def ask(cast: Cast, by: Person | None = None, **values: object) -> Question:
    topic = values.pop("topic", cast.topic)
    return ask_question(topic, "When is the cut-off?", by=by or cast.cleo, **values)  # type: ignore[arg-type]


def way(question: Question) -> list[tuple[str, str, str]]:
    """Say the turns of a question: who, as what, from when (UTC)."""
    turns = question.turns.order_by(Turn.position)
    return [
        (turn.person.first_name, str(turn.asked_as), f"{turn.starts_at:%a %d %H:%M}")
        for turn in turns
    ]


def names(question: Question) -> list[str]:
    return [name for name, _, _ in way(question)]


def away(person: Person, until: date | None) -> None:
    row = Person.get_by_id(person.id)
    edit_profile(
        row,
        by=row,
        time_zone=row.time_zone,
        coaching_hours_week=None,
        mentor_places=None,
        away_until=until,
    )


# ------------------------------------------------------------------ whom


def test_a_question_goes_to_the_askers_coach_else_an_sme_else_the_supervisor(cast: Cast) -> None:
    assert way(ask(cast)) == [
        ("Ben", "coach", "Mon 23 12:00"),
        ("Dan", "SME", "Tue 24 12:00"),
        ("Ada", "supervisor", "Wed 25 12:00"),
    ]


def test_on_an_orientation_topic_it_goes_to_the_buddy_who_guides_there(cast: Cast) -> None:
    settling_in = make.a_topic("Settling in", kind=Kind.ORIENTATION)
    there = make.a_rollout_topic(cast.rollout, settling_in)
    seat = make.a_seat(there, cast.cleo, Role.LEARNER)
    make.a_pairing(make.a_seat(there, cast.eve, Role.BUDDY), seat)
    question = ask(cast, topic=settling_in)
    assert way(question)[0] == ("Eve", "buddy", "Mon 23 12:00")
    assert names(question) == ["Eve", "Ada"]


def test_without_a_seat_there_it_goes_to_an_expert_and_then_to_ones_manager(cast: Cast) -> None:
    Person.update(manager=cast.root).where(Person.id == cast.eve.id).execute()
    assert way(ask(cast, cast.eve)) == [
        ("Dan", "SME", "Mon 23 12:00"),
        ("Root", "supervisor", "Tue 24 12:00"),
    ]


def test_it_goes_to_the_supervisor_of_ones_checklist_before_ones_manager(cast: Cast) -> None:
    Person.update(manager=cast.root).where(Person.id == cast.eve.id).execute()
    make.a_checklist(person=cast.eve, supervisor=cast.ada)
    assert names(ask(cast, cast.eve)) == ["Dan", "Ada"]


def test_else_it_goes_to_the_owner_of_the_topic_and_else_to_an_administrator(cast: Cast) -> None:
    nobodys = make.a_topic("Parking")
    assert way(ask(cast, cast.eve, topic=nobodys)) == [("Root", "administrator", "Mon 23 12:00")]
    Topic.update(owner=cast.ben).where(Topic.id == nobodys.id).execute()
    assert way(ask(cast, cast.eve, topic=nobodys)) == [("Ben", "owner", "Mon 23 12:00")]


def test_nobody_is_asked_their_own_question_nor_twice(cast: Cast) -> None:
    assert names(ask(cast, cast.dan)) == ["Ada"]
    assert names(ask(cast, cast.ada)) == ["Dan", "Root"]
    Expert.create(topic=cast.topic, person=cast.ben)
    Seat.update(until=make.TODAY).where(Seat.person == cast.dan).execute()
    Expert.delete().where(Expert.person == cast.dan).execute()
    assert names(ask(cast)) == ["Ben", "Ada"]


def test_whoever_is_disabled_has_left_or_cannot_sign_in_is_not_asked(cast: Cast) -> None:
    Person.update(active=False).where(Person.id == cast.ben.id).execute()
    Person.update(leaving_date=date(2026, 11, 20)).where(Person.id == cast.dan.id).execute()
    assert names(ask(cast)) == ["Ada"]
    Person.update(email=None).where(Person.id == cast.ada.id).execute()
    assert names(ask(cast)) == ["Root"]


def test_where_nobody_is_there_it_waits_until_somebody_is(cast: Cast) -> None:
    everybody = [cast.ada, cast.ben, cast.dan, cast.root]
    Person.update(active=False).where(Person.id.in_([who.id for who in everybody])).execute()
    question = ask(cast)
    assert way(question) == []
    topic = Topic.get_by_id(cast.topic.id)
    add_expert(topic, cast.eve, by=cast.ada)
    assert way(question) == [("Eve", "SME", "Mon 23 12:00")]


# ------------------------------------------------------------------ when


@pytest.mark.parametrize(
    ("asked", "climbs"),
    [
        ("2026-11-24T15:00", "Wed 25 15:00"),
        ("2026-11-27T15:00", "Mon 30 15:00"),
        ("2026-11-28T10:00", "Tue 01 00:00"),
        ("2026-11-29T23:59", "Tue 01 00:00"),
    ],
)
def test_it_climbs_one_working_day_after_it_was_asked_and_weekends_do_not_count(
    cast: Cast, noon: time_machine.Traveller, asked: str, climbs: str
) -> None:
    noon.move_to(datetime.fromisoformat(asked).replace(tzinfo=UTC))
    assert way(ask(cast))[1] == ("Dan", "SME", climbs)


def test_a_working_day_is_that_of_whoever_is_asked_where_they_are(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    Person.update(time_zone="Pacific/Auckland").where(Person.id == cast.ben.id).execute()
    # In Auckland it is Saturday one o'clock at night: their working day begins on Monday there.
    noon.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert way(ask(cast))[1] == ("Dan", "SME", "Mon 30 11:00")


def test_a_working_day_over_the_change_of_the_clocks_ends_at_the_same_hour(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    Person.update(time_zone="Europe/Berlin").where(Person.id == cast.ben.id).execute()
    noon.move_to(datetime(2026, 10, 23, 15, tzinfo=BERLIN))
    ((_, _, since), (_, _, climbs), _) = way(ask(cast))
    assert (since, climbs) == ("Fri 23 13:00", "Mon 26 14:00")


def test_holidays_of_their_location_do_not_count(cast: Cast) -> None:
    Person.update(location="Riga").where(Person.id == cast.ben.id).execute()
    Holiday.create(location="Riga", day=date(2026, 11, 24))
    Holiday.create(location="Oslo", day=date(2026, 11, 25))
    assert way(ask(cast))[1] == ("Dan", "SME", "Wed 25 12:00")


def test_time_away_does_not_count(cast: Cast) -> None:
    Person.update(away_until=date(2026, 11, 26)).where(Person.id == cast.ben.id).execute()
    assert way(ask(cast)) == [
        ("Ben", "coach", "Mon 23 12:00"),
        ("Dan", "SME", "Fri 27 00:00"),
        ("Ada", "supervisor", "Mon 30 00:00"),
    ]


def test_among_equals_it_goes_to_whoever_is_not_away(cast: Cast) -> None:
    make.a_seat(cast.rollout_topic, cast.eve, Role.SME)
    assert names(ask(cast))[1] == "Dan"
    Person.update(away_until=date(2026, 12, 24)).where(Person.id == cast.dan.id).execute()
    assert names(ask(cast))[1] == "Eve"


def test_an_absence_without_an_end_does_not_hang_anything(cast: Cast) -> None:
    Person.update(away_until=date.max).where(Person.id == cast.ben.id).execute()
    assert names(ask(cast)) == ["Ben", "Dan", "Ada"]


# ------------------------------------------------------------------ planned anew


def test_going_away_moves_the_turns_to_come_and_returning_moves_them_back(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    question = ask(cast)
    away(cast.ben, date(2026, 11, 27))
    assert way(question)[1] == ("Dan", "SME", "Mon 30 00:00")
    noon.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    away(cast.ben, None)
    # He gets his working day from when he is back: nothing climbs in the past.
    assert way(question) == [
        ("Ben", "coach", "Mon 23 12:00"),
        ("Dan", "SME", "Thu 26 09:00"),
        ("Ada", "supervisor", "Fri 27 09:00"),
    ]


def test_a_turn_that_has_begun_stays(cast: Cast, noon: time_machine.Traveller) -> None:
    question = ask(cast)
    noon.move_to(datetime(2026, 11, 24, 13, tzinfo=UTC))
    away(cast.dan, date(2026, 11, 30))
    assert way(question)[:2] == [("Ben", "coach", "Mon 23 12:00"), ("Dan", "SME", "Tue 24 12:00")]
    assert way(question)[2] == ("Ada", "supervisor", "Tue 01 00:00")


def test_when_whose_turn_it_is_is_disabled_it_climbs_at_once(cast: Cast) -> None:
    question = ask(cast)
    disable_person(cast.ben, by=cast.root)
    assert way(question)[1:] == [
        ("Dan", "SME", "Mon 23 12:00"),
        ("Ada", "supervisor", "Tue 24 12:00"),
    ]


def test_somebody_enabled_again_is_asked_again(cast: Cast) -> None:
    disable_person(cast.ben, by=cast.root)
    question = ask(cast)
    assert names(question) == ["Dan", "Ada"]
    enable_person(cast.ben, by=cast.root)
    assert way(question)[:2] == [("Dan", "SME", "Mon 23 12:00"), ("Ben", "coach", "Tue 24 12:00")]


def test_when_the_askers_coach_changes_the_new_one_is_asked_next(cast: Cast) -> None:
    question = ask(cast)
    change_guide(cast.pairing, cast.eve, on=make.TODAY, by=cast.ada)
    assert names(question) == ["Ben", "Eve", "Dan", "Ada"]
    pairing = Pairing.get(Pairing.ended_on.is_null())
    end_pairing(pairing, on=make.TODAY, by=cast.ada)
    assert names(question) == ["Ben", "Dan", "Ada"]


def test_answered_and_withdrawn_questions_are_not_planned_anew(cast: Cast) -> None:
    question = ask(cast)
    Question.update(answered_at=clock.now()).execute()
    before = way(question)
    disable_person(cast.dan, by=cast.root)
    assert way(question) == before


# ------------------------------------------------------------------ private


def test_a_private_question_goes_to_one_person_and_does_not_climb_by_itself(cast: Cast) -> None:
    question = ask(cast, private=True)
    assert way(question) == [("Ben", "coach", "Mon 23 12:00")]
    disable_person(cast.ben, by=cast.root)
    assert way(question)[1:] == [("Dan", "SME", "Mon 23 12:00")]


def offered(question: Question) -> list[tuple[str, str]]:
    """Say whom a question may be passed on to, and from when that is offered (UTC)."""
    offers = PassingOn.select().where(PassingOn.question == question)
    return [(each.person.first_name, f"{each.starts_at:%a %d %H:%M}") for each in offers]


def told(cast: Cast, who: Person) -> list[str]:
    """Say what the home of somebody offers to pass on, and to whom."""
    home = home_of(Person.get_by_id(who.id), today=clock.now().date(), now=clock.now())
    return [f"{row.text} {row.onward.first_name}" for row in home.asked.stuck if row.onward]


def test_after_a_working_day_its_asker_is_offered_to_pass_it_on(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    question = ask(cast, private=True)
    assert (offered(question), told(cast, cast.cleo)) == ([("Dan", "Tue 24 12:00")], [])
    noon.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert told(cast, cast.cleo) == ["When is the cut-off? Dan"]
    assert [told(cast, each) for each in (cast.ben, cast.dan, cast.ada)] == [[], [], []]
    assert not questions_visible_to(cast.dan).exists()
    away(cast.dan, date(2026, 12, 1))
    assert told(cast, cast.cleo) == ["When is the cut-off? Dan"]
    disable_person(cast.dan, by=cast.root)
    assert told(cast, cast.cleo) == ["When is the cut-off? Ada"]
    pass_question_on(question, by=cast.cleo, after=0)
    assert names(question) == ["Ben", "Ada"]
    assert told(cast, cast.cleo) == []
    assert not offered(question)
    assert history_of(question)[0].text == "Cleo Marsh had the next one asked on Cut-off rules"


def test_passing_on_is_not_offered_while_whoever_is_asked_is_away(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    question = ask(cast, private=True)
    away(cast.ben, date(2026, 11, 26))
    assert offered(question) == [("Dan", "Fri 27 00:00")]
    noon.move_to(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert told(cast, cast.cleo) == []


def test_what_is_answered_or_not_private_is_not_offered_to_be_passed_on(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    assert offered(ask(cast)) == []
    question = ask(cast, private=True)
    noon.move_to(datetime(2026, 11, 25, 12, tzinfo=UTC))
    answer_question(question, "At noon.", by=cast.ben, opened_with=version_of_answer(question))
    assert told(cast, cast.cleo) == []
    take_answer_back(question, by=cast.ben)
    assert offered(question) == [("Dan", "Thu 26 12:00")]


def test_its_asker_may_have_the_next_one_asked_at_once(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    question = ask(cast, private=True)
    noon.move_to(datetime(2026, 11, 23, 13, tzinfo=UTC))
    assert pass_question_on(question, by=cast.cleo, after=0) == cast.dan
    assert pass_question_on(question, by=cast.cleo, after=0) == cast.dan
    assert way(question) == [("Ben", "coach", "Mon 23 12:00"), ("Dan", "SME", "Mon 23 13:00")]
    open_one = ask(cast)
    pass_question_on(open_one, by=cast.ben, after=0)
    assert way(open_one)[1:] == [
        ("Dan", "SME", "Mon 23 13:00"),
        ("Ada", "supervisor", "Tue 24 13:00"),
    ]
    assert Turn.get(Turn.person == cast.dan).asked_as == AskedAs.SME
