"""The first screens: the parts of each role, most urgent first, in sentences."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import make
import pytest
from cast import Cast, a_cast

from kt.models import (
    Access,
    CoachingSession,
    ItemState,
    Kind,
    OutputState,
    Person,
    Role,
    Rollout,
    RolloutState,
    Sheet,
    Topic,
    TransferModel,
    Way,
    Wording,
)
from kt.reports.homes import Home, home_of

TODAY = make.TODAY
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def home(person: Person, **choices: Any) -> Home:
    return home_of(person, today=TODAY, now=NOW, **choices)


def part(person: Person, kind: str, **choices: Any) -> Any:
    return next(each for each in home(person, **choices).parts if each.kind == kind)


def needs(cast: Cast) -> list[tuple[str, str, str]]:
    shown = part(cast.ada, "supervisor").needs_you.needs
    return [(need.title, need.badge, need.action) for need in shown]


def a_plan(cast: Cast, moment: datetime) -> CoachingSession:
    return make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, held_on=None, planned_at=moment
    )


def an_agreed_cast() -> Cast:
    """Put the cast on the stage with a kick-off behind them and all sheets signed."""
    cast = a_cast()
    make.a_kick_off(cast.rollout)
    make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
    return cast


def test_pairings_that_wait_are_one_need_for_all_signatures(database: str) -> None:
    cast = a_cast()
    make.a_kick_off(cast.rollout)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.SHOWN)
    assert needs(cast) == [("Agreement", "1 pairing waits", "Open")]
    make.signed(cast.rollout, cast.ben)
    need = part(cast.ada, "supervisor").needs_you.needs[0]
    assert need.rest == "· Cleo has to sign"
    Sheet.update(answer="declined").where(Sheet.person == cast.cleo).execute()
    assert needs(cast) == [("Agreement", "declined", "Open")]


def test_a_coach_who_waits_for_the_sme_is_a_need(database: str) -> None:
    cast = an_agreed_cast()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.SHOWN)
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    Topic.update(technical=True).execute()
    assert needs(cast) == [("Cut-off rules", "not signed off", "Open")]


def test_the_bead_agreed_is_half_with_one_signature_and_full_with_both(database: str) -> None:
    cast = a_cast()

    def bead() -> str | None:
        (topic,) = part(cast.ada, "supervisor").verdict.threads
        return topic.thread.agreed

    assert bead() is None
    make.signed(cast.rollout)
    assert bead() == "empty"
    make.signed(cast.rollout, cast.ben)
    assert bead() == "half"
    make.signed(cast.rollout, cast.cleo)
    assert bead() == "full"


def test_somebody_without_any_role_has_an_empty_home(database: str) -> None:
    assert home(a_cast().eve).parts == ()


def test_the_supervisor_reads_the_verdict_first_and_what_needs_them(database: str) -> None:
    cast = an_agreed_cast()
    make.a_target(cast.rollout, number=1, due=date(2026, 11, 20))
    supervisor = part(cast.ada, "supervisor")
    assert supervisor.headline == (
        "0 of 1 target reached. 1 is past the agreed date. Nothing has happened yet."
    )
    assert supervisor.verdict.reason == "Agreed end Sat 12 Dec. There was no session for 53 days."
    assert needs(cast) == [("Cut-off rules", "no session for 53 days", "Ask both")]


def test_needs_you_lists_gaps_late_and_stuck_items_late_outputs_and_missing_smes(
    database: str,
) -> None:
    cast = an_agreed_cast()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.EXPLAINED)
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    nostro = make.a_rollout_topic(cast.rollout, make.a_topic("Nostro breaks"))
    make.a_pairing(None, make.a_seat(nostro, cast.eve, Role.LEARNER, since=TODAY), since=TODAY)
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist, "Get a certificate", due=TODAY - timedelta(days=3))
    make.an_item(checklist, "Ask around", state=ItemState.STUCK)
    make.an_item(checklist, "Optional one", due=TODAY - timedelta(days=9), optional=True)
    make.an_item(checklist, "Later", due=TODAY)
    make.an_output(
        topic=cast.topic, owner=cast.dan, rollout=cast.rollout, due=TODAY - timedelta(days=2)
    )
    supervisor = part(cast.ada, "supervisor")
    assert needs(cast) == [
        ("Cleo Marsh", "3 days overdue", "Open"),
        ("Cut-off FAQ", "2 days overdue", "Open"),
        ("Cleo Marsh", "stuck", "Open"),
        ("Cut-off rules", "only told so far", "Plan a session"),
        ("Nostro breaks", "no guide", "Choose"),
    ]
    assert supervisor.needs_you.total == 6
    assert "sentence" not in supervisor.needs_you.needs[2].reason


def test_the_supervisor_switches_between_rollouts_and_sees_only_their_own(database: str) -> None:
    cast = a_cast()
    other = make.a_rollout("Month end", supervisor=cast.ada, end_date=date(2027, 1, 31))
    foreign = make.a_rollout("Elsewhere", supervisor=cast.dan)
    make.a_rollout("Over", supervisor=cast.ada, state=RolloutState.COMPLETED, closed_on=TODAY)
    first = part(cast.ada, "supervisor")
    assert first.rollout == cast.rollout
    assert first.others == (other,)
    assert part(cast.ada, "supervisor", rollout_id=other.id).rollout == other
    assert part(cast.ada, "supervisor", rollout_id=foreign.id).rollout == cast.rollout


def test_coaches_hours_of_this_week_stand_beside_those_they_have(database: str) -> None:
    cast = a_cast()
    cast.ben.coaching_hours_week = 1
    cast.ben.save()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=TODAY, minutes=90)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=TODAY - timedelta(days=1))
    (load,) = part(cast.ada, "supervisor").loads
    assert (load.hours, load.hours_week, load.is_over) == (1.5, 1, True)


def test_hours_of_pairs_belong_to_the_two_and_are_not_in_a_coachs_load(database: str) -> None:
    cast = a_cast()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=TODAY, minutes=90)
    pair = make.a_pair(cast.ben, cast.eve)
    mentored = make.a_pair(cast.ben, cast.dan, wording=Wording.MENTORING)
    circle = make.a_rollout_topic(
        make.a_rollout("Circle", supervisor=cast.ada),
        make.a_topic("Growing", kind=Kind.DEVELOPMENT),
    )
    mutual = make.a_pairing(
        make.a_seat(circle, cast.ben, Role.COACH),
        make.a_seat(circle, cast.eve, Role.LEARNER),
        mutual=True,
    )
    for each in (pair, mentored, mutual):
        there = each.learner.rollout_topic
        make.a_session(there, cast.ben, each, held_on=TODAY, minutes=60)
    (load,) = part(cast.ada, "supervisor", rollout_id=cast.rollout.id).loads
    assert load.hours == 1.5
    assert part(cast.ada, "supervisor", rollout_id=circle.rollout_id).loads == ()


def test_the_thread_is_strung_from_sessions_and_outputs(database: str) -> None:
    cast = a_cast()
    make.a_target(cast.rollout, number=1, rollout_topic=cast.rollout_topic, each_learner=True)
    make.an_output(topic=cast.topic, owner=cast.ben, rollout=cast.rollout, state=OutputState.DRAFT)

    def beads() -> tuple[str, str | None]:
        (topic,) = part(cast.ada, "supervisor").verdict.threads
        return topic.thread.coached, topic.thread.written

    assert beads() == ("empty", "half")
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    assert beads() == ("full", "half")


def test_a_supervisor_without_a_rollout_is_offered_the_first_step(database: str) -> None:
    flo = make.a_person("Flo First", access=Access.SUPERVISOR)
    assert part(flo, "supervisor").headline == "You run no rollout yet."


def test_the_veteran_sees_the_next_session_first(database: str) -> None:
    cast = a_cast()
    assert part(cast.ben, "guide").headline.startswith("No session is planned.")
    a_plan(cast, NOW + timedelta(hours=5))
    guide = part(cast.ben, "guide")
    assert guide.headline == "Next: Cleo, Cut-off rules"
    assert [offer.words for offer in guide.offers] == ["Cleo · Cut-off rules"]
    assert [pairing.learner_name for pairing in guide.learners] == ["Cleo Marsh"]


def test_the_new_hire_reads_what_is_late_and_what_is_next(database: str) -> None:
    cast = a_cast()
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    make.an_item(checklist, "Read the [map](https://example.com)", due=date(2026, 11, 20))
    make.an_item(checklist, "Sit in", due=date(2026, 11, 24))
    make.an_item(checklist, "Set up", state=ItemState.DONE)
    learner = part(cast.cleo, "learner")
    assert learner.headline == "“Read the map” is 3 days overdue. Next is due tomorrow."
    assert [(group.heading, len(rows)) for group, rows in learner.groups] == [
        ("Overdue by 3 days", 1),
        ("Tomorrow", 1),
    ]
    assert (learner.items.done, learner.items.total) == (1, 3)


@pytest.mark.parametrize(
    ("states", "headline"),
    [
        ([ItemState.OPEN], "Get a badge is next."),
        ([ItemState.DONE], "All of yours is done."),
        ([], "You learn Cut-off rules with Ben."),
    ],
)
def test_the_new_hires_headline_says_what_is_so(
    database: str, states: list[ItemState], headline: str
) -> None:
    cast = a_cast()
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    for state in states:
        make.an_item(checklist, "Get a badge", state=state)
    assert part(cast.cleo, "learner").headline == headline


def test_who_has_a_stuck_question_stands_in_the_headline(database: str) -> None:
    cast = a_cast()
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    make.an_item(checklist, "Get a certificate", state=ItemState.STUCK)
    assert part(cast.cleo, "learner").headline == (
        "Ben has your question about “Get a certificate”."
    )


def test_somebody_with_several_roles_sees_the_parts_of_each_most_urgent_first(
    database: str,
) -> None:
    cast = a_cast()
    make.a_rollout("Ben's own", supervisor=cast.ben)
    kinds = [each.kind for each in home(cast.ben).parts]
    assert kinds == ["supervisor", "guide"]
    checklist = make.a_checklist(person=cast.ben, supervisor=cast.ada)
    make.an_item(checklist, "Renew the badge", due=TODAY - timedelta(days=1))
    a_plan(cast, NOW + timedelta(hours=1))
    kinds = [each.kind for each in home(cast.ben).parts]
    assert kinds == ["learner", "guide", "supervisor"]


# ------------------------------------------------------------------ nobody runs it any more


def test_a_rollout_that_nobody_may_run_any_more_is_listed_to_the_administrators(
    database: str,
) -> None:
    cast = a_cast()
    assert home(cast.root).parts[0].rollout is None
    Person.update(active=False).where(Person.id == cast.ada.id).execute()
    supervisor = part(cast.root, "supervisor")
    assert supervisor.rollout == cast.rollout
    assert "is its supervisor and may not run rollouts any more" in {
        need.rest for need in supervisor.needs_you.needs
    }
    make.a_rollout("Root's own", supervisor=cast.root)
    supervisor = part(cast.root, "supervisor")
    assert supervisor.rollout != cast.rollout
    assert ("Settlement engine", "nobody decides", "Edit") in [
        (need.title, need.badge, need.action) for need in supervisor.needs_you.needs
    ]


def test_a_deputy_who_is_there_is_listed_that_the_supervisor_left_and_runs_it(
    database: str,
) -> None:
    cast = a_cast()
    Rollout.update(deputy=cast.eve).execute()
    Person.update(leaving_date=TODAY).where(Person.id == cast.ada.id).execute()
    assert part(cast.eve, "supervisor").rollout == cast.rollout
    assert home(cast.root).parts[0].rollout is None
    Person.update(leaving_date=TODAY).where(Person.id == cast.eve.id).execute()
    assert part(cast.root, "supervisor").rollout == cast.rollout


def test_a_pairing_only_told_that_is_silent_too_is_one_need(database: str) -> None:
    cast = an_agreed_cast()
    make.a_session(
        cast.rollout_topic, cast.ben, cast.pairing, way=Way.EXPLAINED, held_on=date(2026, 10, 5)
    )
    assert needs(cast) == [("Cut-off rules", "no session for 49 days", "Ask both")]
    assert "in none did the learner do it" in part(cast.ada, "supervisor").needs_you.needs[0].reason
