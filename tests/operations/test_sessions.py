"""Coaching sessions: planned, moved, cancelled, held, logged, put right."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Attendance,
    AuditEntry,
    CoachingSession,
    Item,
    Pairing,
    Question,
    Role,
    RolloutState,
    SessionNote,
    Way,
)
from kt.operations.sessions import (
    cancel_session,
    edit_session,
    hold_session,
    log_kick_off,
    log_session,
    move_session,
    note_of,
    plan_kick_off,
    plan_session,
    restore_session,
    say_way,
    unhold_session,
)
from kt.reports.history import history_of

TODAY = make.TODAY
UTC_ZONE = ZoneInfo("UTC")
TOMORROW_AT_TWO = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def finn(cast: Cast) -> Pairing:
    """A second learner of Ben's, on the same topic."""
    person = make.a_person("Finn Okoro")
    seat = make.a_seat(cast.rollout_topic, person, Role.LEARNER)
    return make.a_pairing(cast.bens_seat, seat)


def plan(cast: Cast, *pairings: Pairing, **values: object) -> CoachingSession:
    values = {
        "by": cast.ben,
        "planned_at": TOMORROW_AT_TWO,
        "minutes": 45,
        "zone": UTC_ZONE,
        "today": TODAY,
    } | values
    return plan_session(pairings or [cast.pairing], **values)


def log(cast: Cast, *pairings: Pairing, **values: object) -> CoachingSession:
    values = {"by": cast.ben, "minutes": 30, "way": Way.SHOWN, "today": TODAY} | values
    return log_session(pairings or [cast.pairing], **values)


def edit(cast: Cast, session: CoachingSession, **values: object) -> CoachingSession:
    values = {
        "by": cast.ben,
        "pairings": [cast.pairing],
        "held_on": TODAY,
        "minutes": 30,
        "way": Way.SHOWN,
        "remote": False,
        "place": "",
        "note": "",
        "today": TODAY,
    } | values
    return edit_session(session, **values)


def learners(session: CoachingSession) -> set[str]:
    return {row.pairing.learner.person.first_name for row in session.attendances}


def newest_words(row: object) -> str:
    return history_of(row)[0].text


# ------------------------------------------------------------------ planned


def test_a_session_is_planned_with_several_learners_of_one_topic(cast: Cast, finn: Pairing) -> None:
    session = plan(cast, cast.pairing, finn, remote=True, place="Room 4")
    assert session.is_planned
    assert learners(session) == {"Cleo", "Finn"}
    assert (session.guide, session.minutes, session.place) == (cast.ben, 45, "Room 4")
    assert newest_words(cast.cleo) == (
        "Ben Arroyo planned a session with Cleo Marsh and 1 other on Cut-off rules for 24 Nov 2026"
    )


def test_learners_of_two_topics_cannot_share_a_session(cast: Cast) -> None:
    other = make.a_rollout_topic(cast.rollout, make.a_topic("Batch restart"))
    pairing = make.a_pairing(
        make.a_seat(other, cast.ben, Role.COACH), make.a_seat(other, cast.cleo, Role.LEARNER)
    )
    with pytest.raises(Refused, match="Log a session for each topic") as refusal:
        plan(cast, cast.pairing, pairing)
    assert refusal.value.field == "whom"
    assert not CoachingSession.select().exists()


def test_learners_of_two_guides_cannot_share_a_session(cast: Cast, finn: Pairing) -> None:
    ines = make.a_seat(cast.rollout_topic, make.a_person("Ines Vogt"), Role.COACH)
    Pairing.update(guide=ines).where(Pairing.id == finn.id).execute()
    with pytest.raises(Refused, match="is not guided by Ben Arroyo"):
        plan(cast, cast.pairing, finn, by=cast.ada)


def test_a_session_without_anybody_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose whom the session is with"):
        log_session([], by=cast.ben, minutes=30, way=Way.SHOWN, today=TODAY)


def test_a_day_that_is_over_cannot_be_planned_for(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Yesterday is over\..* log the session") as refusal:
        plan(cast, planned_at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    assert refusal.value.field == "planned_at"


def test_the_day_of_a_planned_session_is_told_in_the_zone_of_the_rollout(cast: Cast) -> None:
    late_on_sunday = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    session = plan(cast, planned_at=late_on_sunday, zone=ZoneInfo("Asia/Tokyo"))
    assert session.planned_at == late_on_sunday


def test_a_planned_session_is_moved_and_moved_back(cast: Cast) -> None:
    session = plan(cast)
    thursday = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    moved = move_session(
        session, by=cast.ben, planned_at=thursday, remote=True, place="Call", zone=UTC_ZONE
    )
    assert (moved.planned_at, moved.remote, moved.place) == (thursday, True, "Call")
    assert newest_words(session) == (
        "Ben Arroyo moved a session with Cleo Marsh on Cut-off rules from 24 Nov 2026 "
        "to 26 Nov 2026"
    )
    move_session(
        session, by=cast.ben, planned_at=TOMORROW_AT_TWO, remote=False, place="", zone=UTC_ZONE
    )
    assert CoachingSession.get().planned_at == TOMORROW_AT_TWO


def test_cancelling_keeps_the_row_and_undo_plans_it_again(cast: Cast) -> None:
    session = plan(cast)
    assert cancel_session(session, by=cast.ben).cancelled_at is not None
    assert CoachingSession.select().count() == 1
    assert restore_session(session, by=cast.ben).is_planned
    assert newest_words(session) == (
        "Ben Arroyo took back the cancelling of a session with Cleo Marsh on Cut-off rules"
    )


def test_cancelling_twice_is_one_deed(cast: Cast) -> None:
    session = plan(cast)
    cancel_session(session, by=cast.ben)
    cancel_session(session, by=cast.ben)
    assert AuditEntry.select().where(AuditEntry.deed == "session.cancelled").count() == 1


# ------------------------------------------------------------------ it happened


def test_it_happened_on_its_planned_day_when_that_is_past(cast: Cast) -> None:
    session = plan(cast)
    friday = date(2026, 11, 27)
    held = hold_session(session, by=cast.ben, zone=UTC_ZONE, today=friday)
    assert held.held_on == date(2026, 11, 24)
    assert held.way == Way.NOT_SAID


def test_it_happened_today_when_its_planned_day_is_to_come(cast: Cast) -> None:
    held = hold_session(plan(cast), by=cast.ben, zone=UTC_ZONE, today=TODAY)
    assert held.held_on == TODAY


def test_then_the_way_is_said(cast: Cast) -> None:
    session = hold_session(plan(cast), by=cast.ben, zone=UTC_ZONE, today=TODAY)
    assert say_way(session, by=cast.ben, way=Way.TOGETHER).way == Way.TOGETHER
    assert newest_words(session) == (
        "Ben Arroyo said how a session with Cleo Marsh on Cut-off rules went: done together"
    )


def test_undoing_it_happened_plans_the_session_again(cast: Cast) -> None:
    session = hold_session(plan(cast), by=cast.ben, zone=UTC_ZONE, today=TODAY)
    say_way(session, by=cast.ben, way=Way.TOGETHER)
    again = unhold_session(session, by=cast.ben)
    assert again.is_planned
    assert again.way == Way.NOT_SAID


def test_a_cancelled_session_did_not_happen(cast: Cast) -> None:
    session = cancel_session(plan(cast), by=cast.ben)
    with pytest.raises(Refused, match="is cancelled"):
        hold_session(session, by=cast.ben, zone=UTC_ZONE, today=TODAY)


# ------------------------------------------------------------------ logged


def test_a_session_is_logged_today_unless_a_day_is_said(cast: Cast) -> None:
    session = log(cast, note="The restart log", questions=["Which cut-off counts?"])
    assert (session.held_on, session.minutes, session.way) == (TODAY, 30, Way.SHOWN)
    assert note_of(session) == "The restart log"
    question = Question.get()
    assert (question.text, question.topic, question.session, question.asked_by) == (
        "Which cut-off counts?",
        cast.topic,
        session,
        cast.cleo,
    )
    assert newest_words(cast.rollout) == (
        "Ben Arroyo logged a session with Cleo Marsh on Cut-off rules, 30 min on 23 Nov 2026: shown"
    )


def test_a_session_in_the_future_marked_as_held_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Tomorrow is still to come.*plan the session") as refusal:
        log(cast, held_on=date(2026, 11, 24))
    assert refusal.value.field == "held_on"
    assert not CoachingSession.select().exists()


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_session_lasts_from_1_to_1440_minutes(cast: Cast, minutes: int) -> None:
    with pytest.raises(Refused, match="from 1 to 1440 minutes"):
        log(cast, minutes=minutes)


def test_a_session_of_a_gap_is_refused_with_the_way_out(cast: Cast) -> None:
    Pairing.update(guide=None).execute()
    with pytest.raises(Refused, match=r"Nobody guides Cleo Marsh on Cut-off rules yet\. Have some"):
        log(cast, by=cast.ada)


def test_a_session_after_its_pairing_ended_is_refused(cast: Cast) -> None:
    Pairing.update(ended_on=date(2026, 11, 20)).execute()
    assert log(cast, held_on=date(2026, 11, 20)).is_held
    with pytest.raises(Refused, match=r"ended on 20 Nov\. Choose an earlier day"):
        log(cast, held_on=date(2026, 11, 21))


def test_a_closed_rollout_takes_no_session(cast: Cast) -> None:
    cast.rollout.state = RolloutState.COMPLETED
    cast.rollout.save()
    with pytest.raises(Refused, match="is completed, so its sessions stay as they are"):
        log(cast)


def test_when_the_supervisor_logs_for_a_coach_the_coach_is_the_guide(cast: Cast) -> None:
    session = log(cast, by=cast.ada)
    assert (session.guide, session.logged_by) == (cast.ben, cast.ada)
    assert "logged a session of Ben Arroyo with Cleo Marsh" in newest_words(cast.ben)


@pytest.mark.parametrize("name", ["cleo", "dan", "eve"])
def test_who_neither_guides_nor_runs_the_rollout_may_not_log(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="by the coach or buddy of those people"):
        log(cast, by=getattr(cast, name))
    assert not CoachingSession.select().exists()


# ------------------------------------------------------------------ next steps


def test_next_steps_are_items_in_the_list_of_whoever_they_name(cast: Cast) -> None:
    session = log(
        cast,
        next_steps=["Cleo: try the restart on Friday", "coach: send the log", "Read page 4"],
    )
    steps = [
        (step.owner.first_name, step.text, step.due, step.topic, step.position)
        for step in session.next_steps.order_by(Item.position)
    ]
    assert steps == [
        ("Cleo", "try the restart on Friday", date(2026, 11, 27), cast.topic, 0),
        ("Ben", "send the log", None, cast.topic, 1),
        ("Cleo", "Read page 4", None, cast.topic, 2),
    ]


def test_with_several_learners_an_unnamed_step_is_the_guides(cast: Cast, finn: Pairing) -> None:
    log(cast, cast.pairing, finn, next_steps=["Note: print the list"])
    step = Item.get()
    assert (step.owner, step.text) == (cast.ben, "Note: print the list")


def test_a_first_name_that_two_people_have_is_refused(cast: Cast) -> None:
    twin = make.a_person("Cleo Other", email="cleo2@example.com")
    seat = make.a_seat(cast.rollout_topic, twin, Role.LEARNER)
    pairing = make.a_pairing(cast.bens_seat, seat)
    with pytest.raises(Refused, match="Several people of this session are called Cleo"):
        log(cast, cast.pairing, pairing, next_steps=["Cleo: try it"])
    assert not CoachingSession.select().exists()
    log(cast, cast.pairing, pairing, next_steps=["Cleo Other: try it"])
    assert Item.get().owner == twin


# ------------------------------------------------------------------ put right


def test_an_edit_keeps_what_it_was_in_the_history(cast: Cast) -> None:
    session = log(cast)
    edited = edit(cast, session, minutes=45, way=Way.TOGETHER, held_on=date(2026, 11, 20))
    assert (edited.minutes, edited.way) == (45, Way.TOGETHER)
    assert newest_words(session) == (
        "Ben Arroyo edited a session with Cleo Marsh on Cut-off rules: the day from 23 Nov 2026 "
        "to 20 Nov 2026, the minutes from 30 to 45, how it was done from shown to done together"
    )


def test_notes_are_kept_in_rows_and_the_newest_is_shown(cast: Cast) -> None:
    session = log(cast, note="First")
    edit(cast, session, note="Second")
    assert note_of(session) == "Second"
    assert [note.text for note in session.notes.order_by(SessionNote.id)] == ["First", "Second"]
    assert "First" not in str(list(AuditEntry.select(AuditEntry.values).tuples()))


def test_an_edit_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    session = log(cast, note="First")
    before = AuditEntry.select().count()
    edit(cast, session, note="First")
    assert AuditEntry.select().count() == before
    assert SessionNote.select().count() == 1


def test_who_took_part_can_be_put_right(cast: Cast, finn: Pairing) -> None:
    session = log(cast)
    edit(cast, session, pairings=[finn])
    assert learners(session) == {"Finn"}
    with pytest.raises(Refused, match="Choose whom the session was with"):
        edit(cast, session, pairings=[])


def test_an_edit_cannot_bring_in_somebody_elses_learner(cast: Cast, finn: Pairing) -> None:
    session = log(cast)
    ines = make.a_seat(cast.rollout_topic, make.a_person("Ines Vogt"), Role.COACH)
    Pairing.update(guide=ines).where(Pairing.id == finn.id).execute()
    with pytest.raises(Refused, match="Finn Okoro is not guided by Ben Arroyo"):
        edit(cast, session, pairings=[cast.pairing, finn])
    assert learners(session) == {"Cleo"}


def test_a_learner_may_not_put_a_session_right(cast: Cast) -> None:
    session = log(cast)
    with pytest.raises(NotAllowed):
        edit(cast, session, by=cast.cleo, minutes=60)
    assert CoachingSession.get().minutes == 30


# ------------------------------------------------------------------ the kick-off


def test_all_pairings_take_part_in_the_kick_off(cast: Cast, finn: Pairing) -> None:
    gone = make.a_seat(cast.rollout_topic, make.a_person("Gus Gone"), Role.LEARNER)
    make.a_pairing(None, gone, ended_on=date(2026, 11, 1))
    session = plan_kick_off(
        cast.rollout,
        by=cast.ada,
        planned_at=TOMORROW_AT_TWO,
        minutes=60,
        zone=UTC_ZONE,
        today=TODAY,
    )
    assert session.is_kick_off
    assert learners(session) == {"Cleo", "Finn"}
    assert session.guide == cast.ada
    assert newest_words(session) == (
        "Ada Lovell planned the kick-off of Settlement engine for 24 Nov 2026"
    )


def test_a_kick_off_that_took_place_is_logged(cast: Cast) -> None:
    session = log_kick_off(cast.rollout, by=cast.ada, minutes=60, today=TODAY, note="All agreed")
    assert (session.held_on, session.way) == (TODAY, Way.NOT_SAID)
    assert newest_words(session) == (
        "Ada Lovell logged the kick-off of Settlement engine, 1 h on 23 Nov 2026"
    )
    assert Attendance.select().count() == 1
    edit(cast, session, by=cast.ada, minutes=50, way=Way.NOT_SAID, pairings=[])
    assert learners(session) == {"Cleo"}


def test_only_who_runs_the_rollout_holds_its_kick_off(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        log_kick_off(cast.rollout, by=cast.ben, minutes=60, today=TODAY)
