"""What targets may count: sign-offs, questions answered in time, items done on time, by hand."""

from datetime import UTC, date, datetime, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.models import (
    Basis,
    Holiday,
    ItemEvent,
    ItemState,
    Measure,
    Person,
    Question,
    Role,
    Rollout,
    Seat,
    Standing,
)
from kt.reports.targets import Figure, figures_of, lines_of, target_page
from kt.rules.rollout_days import zone_of

TODAY = make.TODAY
MONDAY = date(2026, 11, 2)

ZONES = (
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "UTC",
    "Europe/Vienna",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Kiritimati",
)


def figure(rollout: Rollout, today: date = TODAY) -> Figure:
    (only,) = figures_of(rollout, today)
    return only


def signed_off(cast: Cast, person: Person, on: date, level: int = 3) -> Standing:
    return make.a_standing(person, cast.topic, level, basis=Basis.SIGNED_OFF, on=on)


def leaves(seat: Seat, on: date) -> None:
    seat.until = on
    seat.save()


def a_question(cast: Cast, asked: datetime, answered: datetime | None = None) -> Question:
    values = {"answered_by": cast.ben, "answered_at": answered} if answered else {}
    return make.a_question(cast.cleo, cast.topic, cast.ben, at=asked, **values)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def an_item(cast: Cast, text: str, due: date | None, done: date | None) -> None:
    checklist = cast.rollout.checklists.first() or make.a_checklist(
        person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout
    )
    state = ItemState.DONE if done else ItemState.OPEN
    item = make.an_item(checklist, text, due=due, state=state)
    if done:
        ItemEvent.create(item=item, state=state, by=cast.cleo, on=done)


# ------------------------------------------------------------------ learners signed off


def test_learners_signed_off_are_counted_as_a_number_and_as_a_share(database: str) -> None:
    """Of four learners Cleo and Eve are signed off on 5 and 12 October: 2, and 2 / 4 = 50 %.

    Greta does it alone by word of a supervisor, which is no sign-off; Hugo was signed off at a
    lower standing. Half were agreed: met on 12 October. Of three, two are two thirds.
    """
    cast = a_cast()
    for name in ("Greta Lind", "Hugo Blum"):
        make.a_seat(cast.rollout_topic, make.a_person(name), Role.LEARNER)
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    greta, hugo = (Person.get(Person.name == name) for name in ("Greta Lind", "Hugo Blum"))
    signed_off(cast, cast.cleo, date(2026, 10, 5))
    signed_off(cast, cast.eve, date(2026, 10, 12))
    make.a_standing(greta, cast.topic, 3, on=date(2026, 10, 12))
    signed_off(cast, hugo, date(2026, 10, 12), level=2)
    measure = Measure.LEARNERS_SIGNED_OFF
    make.a_target(cast.rollout, measure, level=3, number=3)
    make.a_target(cast.rollout, measure, level=3, number=50, share=True)

    number, share = figures_of(cast.rollout, TODAY)

    assert (number.now, number.progress, number.met_on) == (2.0, pytest.approx(2 / 3), None)
    assert (share.now, share.met_on) == (50.0, date(2026, 10, 12))
    (_, line) = lines_of([number, share], cast.rollout, TODAY)
    assert (line.what, line.now, line.unit) == ("Learners signed off at “does it alone”", 50, "%")
    assert len(share.counted) == 3, "the two that count, and the one below"


def test_a_sign_off_counts_until_somebody_is_judged_to_stand_lower(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, level=3, number=1)
    signed_off(cast, cast.cleo, date(2026, 10, 5))
    make.a_standing(cast.cleo, cast.topic, 4, on=date(2026, 10, 6))
    assert figure(cast.rollout).met_on == date(2026, 10, 5)
    make.a_standing(cast.cleo, cast.topic, 2, on=date(2026, 10, 7))
    assert not figure(cast.rollout).is_met


@pytest.mark.parametrize("each_learner", [False, True])
@pytest.mark.parametrize("measure", [Measure.LEARNERS_SIGNED_OFF, Measure.LEARNERS_AT_STANDING])
def test_a_learner_removed_after_the_sign_off_stays_counted(
    database: str, measure: Measure, each_learner: bool
) -> None:
    """Cleo was signed off on 5 October and left on the 9th, as who coaches in wave 2 does."""
    cast = a_cast()
    make.a_target(cast.rollout, measure, level=3, number=1, each_learner=each_learner)
    signed_off(cast, cast.cleo, date(2026, 10, 5))
    leaves(cast.cleos_seat, date(2026, 10, 9))
    assert figure(cast.rollout).met_on == date(2026, 10, 5)
    make.a_standing(cast.cleo, cast.topic, 1, on=date(2026, 10, 20))
    assert figure(cast.rollout).is_met, "what became of her afterwards is not this rollout's"


def test_a_learner_removed_before_the_sign_off_neither_counts_nor_is_missed(database: str) -> None:
    """Eve left on 9 October and was signed off later, elsewhere: of the others, 1 of 1."""
    cast = a_cast()
    eves_seat = make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER)
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, level=3, number=100, share=True)
    signed_off(cast, cast.cleo, date(2026, 10, 5))
    assert figure(cast.rollout).now == 50.0
    leaves(eves_seat, date(2026, 10, 9))
    signed_off(cast, cast.eve, date(2026, 10, 12))
    assert (figure(cast.rollout).now, figure(cast.rollout).met_on) == (100.0, date(2026, 10, 5))


def test_a_share_of_a_topic_without_learners_is_said_in_words(database: str) -> None:
    cast = a_cast()
    leaves(cast.cleos_seat, date(2026, 10, 9))
    topic = cast.rollout_topic
    for measure in (Measure.LEARNERS_SIGNED_OFF, Measure.LEARNERS_AT_STANDING):
        values = {"level": 3, "number": 80, "share": True, "rollout_topic": topic}
        make.a_target(cast.rollout, measure, **values)
    signed_off(cast, cast.cleo, date(2026, 10, 12))
    lines = lines_of(figures_of(cast.rollout, TODAY), cast.rollout, TODAY)
    assert [(line.now, line.missing, line.progress) for line in lines] == [
        (None, "nobody learns here yet", 0.0)
    ] * 2


# ------------------------------------------------------------------ questions answered in time


def test_questions_answered_within_two_working_days_worked_out_by_hand(database: str) -> None:
    """Asked on Monday 2 November, answered on Wednesday the 4th: two working days, in time.

    Asked on Thursday the 5th, answered on Monday the 9th: Friday and Monday, in time.
    Asked on Monday the 9th, answered on Thursday the 12th: a day late, missed from the 12th on.
    Asked on Monday the 16th, never answered: missed from Thursday the 19th on.
    Asked on Friday the 20th, not answered on Monday the 23rd: it still has until the 24th.
    In time are 2 of 4, 50 %. After each: 100 %, 100 %, 2 / 3, 50 %. Agreed were 60 %: not met.
    As a number it is 2, met since the 9th. One from before the start is shown, not counted.
    """
    cast = a_cast()
    measure, values = Measure.QUESTIONS_ANSWERED, {"within_workdays": 2}
    make.a_target(cast.rollout, measure, number=60, share=True, **values)
    make.a_target(cast.rollout, measure, number=2, **values)
    a_question(cast, at(date(2026, 9, 28)), at(date(2026, 10, 2)))
    a_question(cast, at(MONDAY), at(date(2026, 11, 4), 23))
    a_question(cast, at(date(2026, 11, 5)), at(date(2026, 11, 9)))
    a_question(cast, at(date(2026, 11, 9)), at(date(2026, 11, 12), 0))
    a_question(cast, at(date(2026, 11, 16)))
    a_question(cast, at(date(2026, 11, 20)))

    share, number = figures_of(cast.rollout, TODAY)

    assert [day.day for day, _ in share.steps] == [4, 9, 12, 19]
    assert [value for _, value in share.steps] == pytest.approx([100, 100, 200 / 3, 50])
    assert (share.now, share.met_on, number.now) == (50.0, None, 2.0)
    assert number.met_on == date(2026, 11, 9)
    assert [row.on for row in share.earlier] == [date(2026, 10, 2)]
    assert share.target.label == "Questions answered within 2 working days"
    page = target_page(share.target, cast.ada, TODAY)
    told = [row.words for part in page.parts for row in part.rows]
    assert told.count("“When is the cut-off for TARGET2?”, 1 day late") == 1
    assert told.count("“When is the cut-off for TARGET2?”, 5 days late") == 1


def test_a_holiday_where_the_answer_comes_from_is_no_working_day(database: str) -> None:
    cast = a_cast()
    cast.ben.location = "Vienna"
    cast.ben.save()
    Holiday.create(location="Vienna", day=date(2026, 11, 3), name="A holiday")
    Holiday.create(location="Oslo", day=date(2026, 11, 4), name="Another")
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=1, within_workdays=1)
    question = a_question(cast, at(MONDAY), at(date(2026, 11, 4)))
    assert figure(cast.rollout).met_on == date(2026, 11, 4)
    question.answered_at = at(date(2026, 11, 5))
    question.save()
    assert not figure(cast.rollout).is_met


def test_no_question_yet_is_said_in_words(database: str) -> None:
    cast = a_cast()
    values = {"number": 80, "share": True, "within_workdays": 2}
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, **values)
    assert (figure(cast.rollout).now, figure(cast.rollout).missing) == (None, "no question yet")


def test_private_merged_and_withdrawn_questions_are_not_counted(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=1, within_workdays=2)
    first = a_question(cast, at(MONDAY), at(MONDAY, 12))
    for change in ({"private": True}, {"withdrawn_at": at(MONDAY, 10)}, {"merged_into": first}):
        other = a_question(cast, at(MONDAY), at(MONDAY, 12))
        Question.update(**change).where(Question.id == other.id).execute()
    counted = a_question(cast, at(MONDAY), at(MONDAY, 12))
    make.a_question(cast.cleo, make.a_topic("Elsewhere"), at=at(MONDAY), answered_at=at(MONDAY, 12))
    assert [row.id for row in figure(cast.rollout).counted] == [first.id, counted.id]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Vienna"])
def test_questions_are_dated_in_the_zone_of_the_rollout(database: str, zone: str) -> None:
    """Asked at noon on Monday by UTC, answered 36 hours later: Wednesday 0:00 by UTC.

    That is Tuesday 02:00 and Wednesday 14:00 on Kiritimati, Monday 01:00 and Tuesday 13:00 on
    Pago Pago, Monday 13:00 and Wednesday 01:00 in Vienna: two working days there, one elsewhere.
    """
    cast = a_cast()
    Rollout.update(time_zone=zone).execute()
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=1, within_workdays=1)
    noon = at(MONDAY, 12)
    a_question(cast, noon, noon + timedelta(hours=36))
    found = figure(Rollout.get_by_id(cast.rollout.id))
    assert found.is_met == (zone != "Europe/Vienna")


def test_a_rollout_without_a_zone_counts_by_the_organisations(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above; its people's own zones do not matter, so that all read the same figure."""
    cast = a_cast()
    Person.update(time_zone="Pacific/Kiritimati").execute()
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=1, within_workdays=1)
    noon = at(MONDAY, 12)
    a_question(cast, noon, noon + timedelta(hours=36))
    for zone, is_met in (("Europe/Vienna", False), ("Pacific/Pago_Pago", True)):
        monkeypatch.setenv("KT_TIME_ZONE", zone)
        assert figure(cast.rollout).is_met == is_met
        assert zone_of(cast.rollout).key == zone


def test_the_day_on_which_clocks_go_back_is_one_day(database: str) -> None:
    """In Vienna clocks go back on Sunday 25 October, from UTC+2 to UTC+1.

    Asked on Friday at 21:30 UTC, 23:30 there; answered on Monday at 22:45 UTC, which is 23:45
    there: the next working day. By the clock of Friday it would have been Tuesday.
    """
    cast = a_cast()
    Rollout.update(time_zone="Europe/Vienna").execute()
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=1, within_workdays=1)
    asked, answered = datetime(2026, 10, 23, 21, 30), datetime(2026, 10, 26, 22, 45)
    a_question(cast, asked.replace(tzinfo=UTC), answered.replace(tzinfo=UTC))
    found = figure(Rollout.get_by_id(cast.rollout.id))
    assert found.met_on == date(2026, 10, 26)


def test_people_in_twelve_time_zones_count_by_the_zone_of_their_rollout(database: str) -> None:
    """From Pago Pago to Kiritimati twelve people ask at 23:00 UTC; Ben answers 24 hours later.

    That is Monday and Tuesday for the rollout, which counts by UTC: each one in time.
    """
    cast = a_cast()
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=12, within_workdays=1)
    for place, zone in enumerate(ZONES):
        asker = make.a_person(f"Asker {place}", email=f"a{place}@example.com", time_zone=zone)
        answered = {"answered_by": cast.ben, "answered_at": at(date(2026, 11, 3), 23)}
        make.a_question(asker, cast.topic, cast.ben, at=at(MONDAY, 23), **answered)
    assert figure(cast.rollout).steps[-1] == (date(2026, 11, 3), 12.0)


# ------------------------------------------------------------------ items done on time


def test_items_done_on_time_worked_out_by_hand(database: str) -> None:
    """Of five items one has no day. Two were done in time, one a day late, one is open: 2 of 4.

    As a number that is 2, met on 6 November with the second; as a share 50 % of the agreed 80 %,
    so progress is 50 / 80 = 0.625.
    """
    cast = a_cast()
    an_item(cast, "Read", date(2026, 11, 6), date(2026, 11, 5))
    an_item(cast, "Watch", date(2026, 11, 6), date(2026, 11, 6))
    an_item(cast, "Ask", date(2026, 11, 6), date(2026, 11, 7))
    an_item(cast, "Do", date(2026, 11, 30), None)
    an_item(cast, "Whenever", None, date(2026, 11, 5))
    make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=2)
    make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=80, share=True)

    number, share = figures_of(cast.rollout, TODAY)

    assert (number.now, number.met_on) == (2.0, date(2026, 11, 6))
    assert (share.now, share.progress, share.met_on) == (50.0, 0.625, None)
    page = target_page(share.target, cast.ada, TODAY)
    told = {str(part.part): [row.words for row in part.rows] for part in page.parts}
    assert told == {
        "counted": [
            "Cleo Marsh: Ask, 1 day late",
            "Cleo Marsh: Watch",
            "Cleo Marsh: Read",
        ],
        "open": ["Cleo Marsh: Do"],
    }


def test_items_without_a_day_are_no_share_of_anything(database: str) -> None:
    cast = a_cast()
    an_item(cast, "Whenever", None, date(2026, 11, 5))
    make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=80, share=True)
    assert (figure(cast.rollout).now, figure(cast.rollout).missing) == (None, "no item has a day")


# ------------------------------------------------------------------ who sees the rows


def test_a_member_sees_only_the_rows_that_are_theirs_to_see(database: str) -> None:
    """Greta learns in the rollout: of the items and sign-offs of Cleo she sees the figure alone."""
    cast = a_cast()
    greta = make.a_person("Greta Lind")
    make.a_seat(cast.rollout_topic, greta, Role.LEARNER)
    an_item(cast, "Read", date(2026, 11, 6), date(2026, 11, 5))
    signed_off(cast, cast.cleo, date(2026, 10, 5))
    private = a_question(cast, at(MONDAY), at(MONDAY, 12))
    Question.update(private=True).where(Question.id == private.id).execute()
    a_question(cast, at(MONDAY), at(MONDAY, 12))
    targets = [
        make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=2),
        make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, level=3, number=2),
        make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, number=2, within_workdays=2),
    ]
    seen = [target_page(target, greta, TODAY) for target in targets]
    assert [(page.lines[0].now, page.total, page.unseen) for page in seen] == [
        (1.0, 0, 1),
        (1.0, 0, 1),
        (1.0, 1, 0),
    ]
