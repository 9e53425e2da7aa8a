"""Rollouts: planning, starting, closing, copying."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast, ready_to_start

from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Person,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Target,
    TransferModel,
    Wording,
)
from kt.operations.editing import Stale
from kt.operations.rollouts import (
    Edited,
    add_rollout,
    add_topic_to,
    cancel_rollout,
    complete_rollout,
    copy_rollout,
    edit_rollout,
    remove_topic_from,
    reopen_rollout,
    start_rollout,
    version_of_rollout,
)
from kt.operations.seating import end_seat, give_seat, put_guide
from kt.reports.history import history_of

TODAY = make.TODAY
LONG_AGO = make.LONG_AGO
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def draft(cast: Cast) -> Rollout:
    return add_rollout(by=cast.ada, name="Nostro handover", start_date=TODAY)


def edit(rollout: Rollout, **values: object) -> Edited:
    by = values.pop("by", rollout.supervisor)
    return edit_rollout(
        rollout, by=by, opened_with=version_of_rollout(rollout), today=TODAY, **values
    )


# ------------------------------------------------------------------ planning


def test_a_rollout_is_run_by_whoever_adds_it_unless_they_name_somebody(cast: Cast) -> None:
    assert add_rollout(by=cast.ada, name="A", start_date=TODAY).supervisor == cast.ada
    by_root = add_rollout(by=cast.root, name="B", start_date=TODAY, supervisor=cast.ada)
    assert (by_root.supervisor, by_root.state) == (cast.ada, RolloutState.DRAFT)


def test_rollouts_are_added_by_supervisors(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_rollout(by=cast.ben, name="Mine", start_date=TODAY)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("supervisor", {"supervisor": "ben"}),
        ("deputy", {"deputy": "ada"}),
        ("end_date", {"end_date": TODAY - DAY}),
    ],
)
def test_a_rollout_that_cannot_be_is_refused_at_its_field(
    cast: Cast, draft: Rollout, field: str, values: dict[str, object]
) -> None:
    values = {name: cast.everybody.get(value, value) for name, value in values.items()}
    with pytest.raises(Refused) as refusal:
        add_rollout(by=cast.ada, **{"name": "New", "start_date": TODAY} | values)
    assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        edit(draft, **values)
    assert refusal.value.field == field


def test_a_supervisor_who_lost_that_access_may_stay_until_somebody_else_is_named(
    cast: Cast, draft: Rollout
) -> None:
    cast.ada.access = "member"
    cast.ada.save()
    assert edit(draft, by=cast.ada, name="Renamed").rollout.name == "Renamed"


def test_an_edit_says_what_it_changed(cast: Cast, draft: Rollout) -> None:
    edit(draft, name="Nostro", deputy=cast.ben, end_date=TODAY + DAY)
    assert history_of(draft)[0].text == (
        "Ada Lovell changed the name, the deputy, the end of Nostro"
    )


def test_start_and_end_move_together_in_either_direction(cast: Cast, draft: Rollout) -> None:
    later = TODAY + timedelta(days=100)
    dated = edit(draft, end_date=TODAY + DAY).rollout
    moved = edit(dated, start_date=later, end_date=later + DAY).rollout
    assert (moved.start_date, moved.end_date) == (later, later + DAY)
    back = edit(moved, start_date=LONG_AGO, end_date=LONG_AGO).rollout
    stored = Rollout.get_by_id(back.id)
    assert (stored.start_date, stored.end_date) == (LONG_AGO, LONG_AGO)


def test_a_moved_start_moves_the_open_items_and_says_how_many(cast: Cast, draft: Rollout) -> None:
    checklist = make.a_checklist(
        "Preparation", person=None, rollout=draft, supervisor=cast.ada, start_day=TODAY
    )
    make.an_item(
        checklist, due=TODAY, due_anchor="rollout", due_first=0, due_last=0, due_unit="days"
    )
    assert edit(draft, start_date=TODAY + DAY).moved.count == 1


def test_words_that_overrule_the_proposal_keep_to_the_places_of_its_mentors(cast: Cast) -> None:
    with pytest.raises(Refused, match="Ben Arroyo offers no mentor place") as refusal:
        edit(cast.rollout, wording=Wording.MENTORING)
    assert refusal.value.field == "wording"
    Person.update(mentor_places=1).where(Person.id == cast.ben.id).execute()
    assert edit(cast.rollout, wording=Wording.MENTORING).rollout.wording == Wording.MENTORING


@pytest.mark.parametrize("values", [{"start_date": TODAY + DAY}, {"time_zone": "Asia/Tokyo"}])
def test_a_closed_rollout_keeps_the_start_and_the_zone_by_which_its_figures_count(
    cast: Cast, draft: Rollout, values: dict[str, object]
) -> None:
    closed = cancel_rollout(draft, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Reopen it first") as refusal:
        edit(closed, **values)
    assert {refusal.value.field} == values.keys()
    assert edit(closed, name="Nostro").rollout.name == "Nostro"
    edit(reopen_rollout(Rollout.get_by_id(closed.id), by=cast.ada), **values)


def test_of_two_who_edit_a_rollout_the_second_sees_what_the_first_wrote(
    cast: Cast, draft: Rollout
) -> None:
    opened_with = version_of_rollout(draft)
    edit(draft, why="The desk moves.")
    with pytest.raises(Stale):
        edit_rollout(draft, by=cast.ada, opened_with=opened_with, today=TODAY, why="Because.")


def test_a_rollout_is_edited_by_its_supervisor_its_deputy_and_nobody_else(
    cast: Cast, draft: Rollout
) -> None:
    with pytest.raises(NotAllowed):
        edit(draft, by=cast.ben, name="Mine")
    edit(draft, deputy=cast.ben)
    edited = Rollout.get_by_id(draft.id)
    assert edit(edited, by=cast.ben, name="Ours").rollout.name == "Ours"


def test_changing_the_model_to_one_way_is_refused_when_seats_contradict_it(cast: Cast) -> None:
    two_way = edit(cast.rollout, model=TransferModel.TWO_WAY).rollout
    production = add_topic_to(two_way, make.a_topic("Production"), by=cast.ada)
    give_seat(production, cast.cleo, Role.COACH, since=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="keep it two-way") as refusal:
        edit(two_way, model=TransferModel.ONE_WAY)
    assert refusal.value.field == "model"


# ------------------------------------------------------------------ topics


def test_a_topic_stands_in_a_rollout_once(cast: Cast, draft: Rollout) -> None:
    first = add_topic_to(draft, cast.topic, by=cast.ada)
    assert add_topic_to(draft, cast.topic, by=cast.ada) == first


def test_a_topic_with_open_seats_is_not_removed(cast: Cast) -> None:
    with pytest.raises(Refused, match="End those seats first"):
        remove_topic_from(cast.rollout_topic, by=cast.ada)


def test_a_topic_with_a_record_is_not_removed(cast: Cast) -> None:
    for seat in list(Seat.select()):
        end_seat(seat, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="a record stays"):
        remove_topic_from(cast.rollout_topic, by=cast.ada)


def test_a_topic_in_which_nothing_happened_is_removed(cast: Cast, draft: Rollout) -> None:
    row = add_topic_to(draft, cast.topic, by=cast.ada)
    remove_topic_from(row, by=cast.ada)
    assert not draft.rollout_topics.exists()


def test_the_topics_of_a_closed_rollout_stay(cast: Cast, draft: Rollout) -> None:
    row = add_topic_to(draft, cast.topic, by=cast.ada)
    cancelled = cancel_rollout(draft, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Reopen it first"):
        add_topic_to(cancelled, make.a_topic("Production"), by=cast.ada)
    with pytest.raises(Refused, match="Reopen it first"):
        remove_topic_from(RolloutTopic.get_by_id(row.id), by=cast.ada)


# ------------------------------------------------------------------ starting


def test_a_rollout_starts_with_a_topic_and_a_learner(cast: Cast, draft: Rollout) -> None:
    with pytest.raises(Refused, match="at least one topic"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    add_topic_to(draft, cast.topic, by=cast.ada)
    with pytest.raises(Refused, match="at least one learner"):
        start_rollout(draft, on=TODAY, by=cast.ada)
    ready = ready_to_start(cast)
    started = start_rollout(ready, on=TODAY, by=cast.ada)
    assert (started.state, started.started_on) == (RolloutState.RUNNING, TODAY)
    with pytest.raises(Refused, match="cannot start again"):
        start_rollout(started, on=TODAY, by=cast.ada)


# ------------------------------------------------------------------ closing


def test_completing_keeps_three_lines_for_the_next_team(cast: Cast) -> None:
    complete_rollout(
        cast.rollout,
        on=TODAY,
        by=cast.ada,
        keep="The rehearsal",
        change="Begin earlier",
        tell_next="Ask Dan first",
    )
    row = Rollout.get_by_id(cast.rollout.id)
    assert (row.state, row.closed_on) == (RolloutState.COMPLETED, TODAY)
    assert (row.keep, row.change, row.tell_next) == (
        "The rehearsal",
        "Begin earlier",
        "Ask Dan first",
    )


def test_only_a_running_rollout_completes(cast: Cast, draft: Rollout) -> None:
    with pytest.raises(Refused, match="Only a running rollout completes"):
        complete_rollout(draft, on=TODAY, by=cast.ada)


def two_way_with_cleo_as_both(cast: Cast) -> tuple[RolloutTopic, object]:
    two_way = edit(cast.rollout, model=TransferModel.TWO_WAY).rollout
    production = add_topic_to(two_way, make.a_topic("Production"), by=cast.ada)
    return production, put_guide(production, cast.eve, cast.cleo, on=LONG_AGO, by=cast.ada)


def test_a_two_way_rollout_completes_when_all_who_do_both_held_a_session_in_each_role(
    cast: Cast,
) -> None:
    production, cleo_guides = two_way_with_cleo_as_both(cast)
    with pytest.raises(Refused) as refusal:
        complete_rollout(cast.rollout, on=TODAY, by=cast.ada)
    assert "coaching on Production; learning Cut-off rules" in refusal.value.sentence
    assert "end the seats that were not used" in refusal.value.sentence
    assert "Cleo" not in refusal.value.sentence
    make.a_session(production, cast.cleo, cleo_guides)
    with pytest.raises(Refused) as refusal:
        complete_rollout(cast.rollout, on=TODAY, by=cast.ada)
    assert "coaching on" not in refusal.value.sentence
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert complete_rollout(cast.rollout, on=TODAY, by=cast.ada).state == "completed"


def test_sessions_that_are_only_planned_or_were_cancelled_do_not_complete_a_two_way_rollout(
    cast: Cast,
) -> None:
    production, cleo_guides = two_way_with_cleo_as_both(cast)
    moment = AuditEntry.select().first().at
    make.a_session(production, cast.cleo, cleo_guides, held_on=None, planned_at=moment)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, cancelled_at=moment)
    with pytest.raises(Refused, match="coaching on Production; learning Cut-off rules"):
        complete_rollout(cast.rollout, on=TODAY, by=cast.ada)


def test_ending_the_seat_that_was_not_used_is_a_way_out(cast: Cast) -> None:
    _, cleo_guides = two_way_with_cleo_as_both(cast)
    end_seat(cleo_guides.guide, on=TODAY, by=cast.ada)
    assert complete_rollout(cast.rollout, on=TODAY, by=cast.ada).state == "completed"


def test_a_cancelled_rollout_keeps_what_was_done_and_says_why_if_asked(cast: Cast) -> None:
    cancel_rollout(cast.rollout, on=TODAY, by=cast.ada, sentence="The vendor left.")
    assert Seat.select().count() == 3
    assert history_of(cast.rollout)[0].text == (
        "Ada Lovell cancelled Settlement engine: The vendor left."
    )
    with pytest.raises(Refused, match="is cancelled already"):
        cancel_rollout(cast.rollout, on=TODAY, by=cast.ada)


def test_undoing_a_closure_is_a_new_event(cast: Cast, draft: Rollout) -> None:
    complete_rollout(cast.rollout, on=TODAY, by=cast.ada)
    reopened = reopen_rollout(cast.rollout, by=cast.ada)
    assert (reopened.state, reopened.closed_on) == (RolloutState.RUNNING, None)
    assert [told.text for told in history_of(cast.rollout)] == [
        "Ada Lovell reopened Settlement engine",
        "Ada Lovell completed Settlement engine",
    ]
    cancel_rollout(draft, on=TODAY, by=cast.ada)
    assert reopen_rollout(draft, by=cast.ada).state == RolloutState.DRAFT


@pytest.mark.parametrize("name", ["ben", "cleo", "dan", "eve"])
def test_a_rollout_is_started_and_closed_by_whoever_runs_it(cast: Cast, name: str) -> None:
    by = getattr(cast, name)
    with pytest.raises(NotAllowed):
        start_rollout(cast.rollout, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        complete_rollout(cast.rollout, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        cancel_rollout(cast.rollout, on=TODAY, by=by)
    with pytest.raises(NotAllowed):
        reopen_rollout(cast.rollout, by=by)
    with pytest.raises(NotAllowed):
        add_topic_to(cast.rollout, cast.topic, by=by)
    with pytest.raises(NotAllowed):
        remove_topic_from(cast.rollout_topic, by=by)
    with pytest.raises(NotAllowed):
        copy_rollout(cast.rollout, by=by, name="Again", start_date=TODAY)


# ------------------------------------------------------------------ copying


def test_a_copy_has_the_topics_the_model_and_the_targets_with_dates_shifted(cast: Cast) -> None:
    make.a_target(
        cast.rollout, rollout_topic=cast.rollout_topic, due=date(2026, 12, 1), each_learner=True
    )
    make.a_target(cast.rollout, dropped_on=TODAY)
    start = cast.rollout.start_date + timedelta(days=90)
    copy = copy_rollout(cast.rollout, by=cast.root, name="Again", start_date=start)
    assert (copy.copied_from, copy.supervisor, copy.state) == (cast.rollout, cast.root, "draft")
    assert copy.end_date == cast.rollout.end_date + timedelta(days=90)
    (topic,) = copy.rollout_topics
    assert topic.revision.topic == cast.topic
    (target,) = Target.select().where(Target.rollout == copy)
    assert (target.rollout_topic, target.due) == (topic, date(2027, 3, 1))
    assert target.each_learner
    assert not topic.seats.exists()


def test_days_from_each_learners_start_are_the_same_in_a_copy(cast: Cast) -> None:
    make.a_target(cast.rollout, each_learner=True, within_days=90)
    copy = copy_rollout(cast.rollout, by=cast.ada, name="Again", start_date=TODAY)
    (target,) = Target.select().where(Target.rollout == copy)
    assert (target.within_days, target.due) == (90, None)


def test_a_copy_with_the_same_coaches_and_smes_takes_no_learners_and_nobody_disabled(
    cast: Cast,
) -> None:
    cast.dan.active = False
    cast.dan.save()
    copy = copy_rollout(cast.rollout, by=cast.ada, name="Again", start_date=TODAY, with_guides=True)
    (topic,) = copy.rollout_topics
    assert [(seat.person, seat.role, seat.since) for seat in topic.seats] == [
        (cast.ben, Role.COACH, TODAY)
    ]


def test_a_copy_gives_seats_by_the_rules_of_the_original(cast: Cast) -> None:
    copy = copy_rollout(cast.rollout, by=cast.ada, name="Again", start_date=TODAY, with_guides=True)
    (topic,) = copy.rollout_topics
    with pytest.raises(Refused, match="at the same time"):
        give_seat(topic, cast.ben, Role.LEARNER, since=TODAY, by=cast.ada)
