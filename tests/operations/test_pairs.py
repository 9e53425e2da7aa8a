"""Peer-coaching pairs and mentoring: rules 14 and 15."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import make
import pytest
from cast import Cast, a_cast

from kt import db
from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Item,
    Kind,
    PairAnswer,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Purpose,
    Role,
    Rollout,
    RolloutState,
    Topic,
    Way,
    Wording,
)
from kt.operations.items import tick_item
from kt.operations.pairs import (
    accept_pair,
    ask_for_pair,
    by_the_rules,
    decline_pair,
    end_pair,
    reopen_pair,
    set_up_circle,
    take_from_waiting,
    withdraw_pair,
)
from kt.operations.people import edit_profile
from kt.operations.rollouts import (
    add_topic_to,
    edit_rollout,
    reopen_rollout,
    start_rollout,
    version_of_rollout,
)
from kt.operations.seating import (
    change_guide,
    end_pairing,
    end_seat,
    pair,
    put_guide,
    reopen_pairing,
    reopen_seat,
)
from kt.operations.sessions import (
    edit_session,
    hold_session,
    log_session,
    note_of,
    plan_session,
)
from kt.reports.history import history_of
from kt.rules.places import proteges_of

TODAY = make.TODAY
PEERS, MENTORING = PairKind.PEERS, PairKind.MENTORING


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def mentor(cast: Cast) -> Person:
    """Dan, who offers one mentor place."""
    cast.dan.mentor_places = 1
    cast.dan.save()
    return cast.dan


@pytest.fixture
def mentoring(cast: Cast) -> Rollout:
    """A rollout of Ada's about people's own development, with one topic."""
    rollout = make.a_rollout("Leads", supervisor=cast.ada, wording=Wording.MENTORING)
    make.a_rollout_topic(rollout, make.a_topic("Presenting", kind=Kind.DEVELOPMENT))
    return rollout


def ask(by: Person, asked: Person | None, kind: PairKind = PEERS, **values: object) -> PairRequest:
    return ask_for_pair(asked, kind, by=by, on=TODAY, **values)


def agreed(by: Person, asked: Person, kind: PairKind = PEERS) -> Pairing:
    return accept_pair(ask(by, asked, kind), by=asked, on=TODAY)


def rollout_of(pairing: Pairing) -> Rollout:
    return Pairing.get_by_id(pairing.id).learner.rollout_topic.rollout


def fresh(row: object) -> object:
    return type(row).get_by_id(row.id)


def newest_words(row: object) -> str:
    return history_of(row)[0].text


# ------------------------------------------------------------------ asking and answering


def test_anybody_may_ask_a_colleague_and_acceptance_is_the_agreement(cast: Cast) -> None:
    request = ask(cast.eve, cast.ben, sentence="You run the stand-ups I would like to.")
    pairing = accept_pair(request, by=cast.ben, on=TODAY)
    rollout = rollout_of(pairing)
    assert pairing.mutual
    assert (rollout.purpose, rollout.state, rollout.started_on) == (
        Purpose.PAIR,
        RolloutState.RUNNING,
        TODAY,
    )
    assert rollout.agreement_version == 0
    assert not rollout.targets.exists()
    assert rollout.rollout_topics.get().revision.topic.kind == Kind.DEVELOPMENT
    assert (fresh(request).answer, fresh(request).pairing) == (PairAnswer.ACCEPTED, pairing)
    assert newest_words(request) == "Ben Arroyo and Eve Nobody agreed to coach each other"


def test_a_pair_without_a_topic_of_its_own_shares_the_usual_one(cast: Cast) -> None:
    agreed(cast.eve, cast.ben)
    agreed(cast.cleo, cast.dan)
    assert Topic.select().where(Topic.name == "Peer coaching").count() == 1
    assert "What works?" in Topic.get(Topic.name == "Peer coaching").revisions.get().process


def test_a_pair_is_about_development_and_nothing_else(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose a development topic") as refusal:
        ask(cast.eve, cast.ben, topic=cast.topic)
    assert refusal.value.field == "topic"
    assert not PairRequest.select().exists()


def test_accepting_twice_makes_one_pair(cast: Cast) -> None:
    request = ask(cast.eve, cast.ben)
    first = accept_pair(request, by=cast.ben, on=TODAY)
    assert accept_pair(request, by=cast.ben, on=TODAY) == first
    assert Rollout.select().where(Rollout.purpose == Purpose.PAIR).count() == 1


def test_only_who_was_asked_answers(cast: Cast) -> None:
    request = ask(cast.eve, cast.ben)
    for person in (cast.eve, cast.ada, cast.root):
        with pytest.raises(NotAllowed):
            accept_pair(request, by=person, on=TODAY)
        with pytest.raises(NotAllowed):
            decline_pair(request, by=person, sentence="No.", on=TODAY)


def test_declining_asks_for_a_sentence_which_stays_between_the_two(cast: Cast) -> None:
    request = ask(cast.eve, cast.ben)
    with pytest.raises(Refused, match="Say in a sentence why not") as refusal:
        decline_pair(request, by=cast.ben, sentence="  ", on=TODAY)
    assert refusal.value.field == "sentence"
    decline_pair(request, by=cast.ben, sentence="I leave in March.", on=TODAY)
    assert fresh(request).reply == "I leave in March."
    assert newest_words(request) == "Ben Arroyo declined what Eve Nobody asked"
    assert not any("March" in str(entry.values) for entry in AuditEntry.select())


def test_what_was_declined_or_withdrawn_cannot_be_accepted(cast: Cast) -> None:
    declined = ask(cast.eve, cast.ben)
    decline_pair(declined, by=cast.ben, sentence="No time.", on=TODAY)
    withdrawn = ask(cast.eve, cast.cleo)
    withdraw_pair(withdrawn, by=cast.eve, on=TODAY)
    for request, by in ((declined, cast.ben), (withdrawn, cast.cleo)):
        with pytest.raises(Refused, match="meanwhile"):
            accept_pair(request, by=by, on=TODAY)
    assert not Pairing.select().where(Pairing.mutual).exists()


def test_asking_twice_or_both_ways_is_refused_with_the_way_out(cast: Cast) -> None:
    ask(cast.eve, cast.ben)
    with pytest.raises(Refused, match=r"You have asked Ben Arroyo already\. Wait"):
        ask(cast.eve, cast.ben)
    with pytest.raises(Refused, match=r"Eve Nobody has asked you already\. Accept that"):
        ask(cast.ben, cast.eve)


def test_two_who_coach_each_other_are_not_paired_again(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    for by, asked in ((cast.eve, cast.ben), (cast.ben, cast.eve)):
        with pytest.raises(Refused, match="coach each other already"):
            ask(by, asked)
    end_pair(pairing, by=cast.ben, on=TODAY)
    assert agreed(cast.ben, cast.eve).mutual


def test_nobody_is_a_pair_with_themselves_or_with_somebody_disabled(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose a colleague"):
        ask(cast.eve, cast.eve)
    cast.ben.active = False
    cast.ben.save()
    with pytest.raises(Refused, match="Ben Arroyo is disabled"):
        ask(cast.eve, cast.ben)


# ------------------------------------------------------------------ run by nobody


def test_a_pair_is_run_by_nobody_and_planning_deeds_on_it_are_refused(cast: Cast) -> None:
    # Ada supervises elsewhere; here she is the one who asked.
    rollout = rollout_of(agreed(cast.ada, cast.ben))
    for by in (cast.ada, cast.ben, cast.root):
        with pytest.raises(NotAllowed):
            edit_rollout(
                rollout, by=by, opened_with=version_of_rollout(rollout), today=TODAY, name="Ours"
            )
        with pytest.raises(NotAllowed):
            add_topic_to(rollout, cast.topic, by=by)
        with pytest.raises(NotAllowed):
            put_guide(rollout.rollout_topics.get(), cast.eve, cast.dan, on=TODAY, by=by)


def test_either_of_the_two_ends_a_pair_and_can_take_that_back(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    with pytest.raises(NotAllowed):
        end_pair(pairing, by=cast.ada, on=TODAY)
    end_pair(pairing, by=cast.ben, on=TODAY, note="We said all there was.")
    assert fresh(pairing).end_note == "We said all there was."
    assert rollout_of(pairing).state != RolloutState.COMPLETED
    assert newest_words(rollout_of(pairing)) == (
        "Ben Arroyo ended the peer coaching with Eve Nobody"
    )
    reopen_pair(pairing, by=cast.eve)
    assert fresh(pairing).ended_on is None
    assert rollout_of(pairing).state == RolloutState.RUNNING


# ------------------------------------------------------------------ sessions of two


def log(pairing: Pairing, by: Person, guide: Person | None = None, **values: object):
    values = {"minutes": 45, "way": Way.NOT_SAID, "today": TODAY} | values
    return log_session([pairing], by=by, guide=guide, **values)


def test_each_coaches_the_other_and_either_may_log_it(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    assert log(pairing, cast.ben, cast.eve).guide == cast.eve
    assert log(pairing, cast.eve, cast.ben).guide == cast.ben
    assert log(pairing, cast.ben).guide == cast.ben


def test_nobody_else_plans_or_logs_a_session_of_two(cast: Cast) -> None:
    pairing = agreed(cast.ada, cast.ben)
    for by in (cast.cleo, cast.root):
        with pytest.raises(NotAllowed, match="by its two people"):
            log(pairing, by)
    with pytest.raises(Refused, match="not guided by Cleo"):
        log(pairing, cast.ada, cast.cleo)


def test_the_next_step_of_whoever_was_coached_is_theirs(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    log(pairing, cast.ben, cast.ben, next_steps=["Ask for the slot by Friday"])
    step = Item.get()
    assert step.owner == cast.eve
    log(pairing, cast.ben, cast.eve, next_steps=["Try it"])
    assert Item.get(Item.text == "Try it").owner == cast.ben
    tick_item(step, done=True, by=cast.ben, on=TODAY)


def test_who_coached_can_be_put_right(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    session = log(pairing, cast.ben, cast.ben, note="**What works?** Mornings.")
    edit_session(
        session,
        by=cast.eve,
        pairings=[pairing],
        note="Mornings, mostly.",
        today=TODAY,
        guide=cast.eve,
        held_on=TODAY,
        minutes=45,
        way=Way.NOT_SAID,
        remote=False,
        place="",
    )
    assert fresh(session).guide == cast.eve
    assert note_of(session) == "Mornings, mostly."
    assert newest_words(session) == (
        "Eve Nobody edited a session with Ben Arroyo on Peer coaching: who coached, the note"
    )


def test_a_session_of_two_is_planned_and_then_happened(cast: Cast) -> None:
    pairing = agreed(cast.eve, cast.ben)
    session = plan_session(
        [pairing],
        by=cast.ben,
        guide=cast.eve,
        planned_at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
        minutes=45,
        zone=ZoneInfo("UTC"),
        today=TODAY,
    )
    hold_session(session, by=cast.eve, zone=ZoneInfo("UTC"), today=date(2026, 11, 24))
    assert fresh(session).is_held


# ------------------------------------------------------------------ circles


def test_two_coach_each_other_on_development_topics_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="on development topics only") as refusal:
        put_guide(cast.rollout_topic, cast.eve, cast.ben, on=TODAY, by=cast.ada, mutual=True)
    assert refusal.value.field == "guide"
    with pytest.raises(Refused, match="on development topics only"):
        pair(cast.cleos_seat, cast.bens_seat, since=TODAY, by=cast.ada, mutual=True)
    assert not Pairing.select().where(Pairing.mutual).exists()


def test_a_supervisor_sets_up_a_circle_as_an_ordinary_rollout(cast: Cast) -> None:
    rollout = set_up_circle(
        "Team leads", [(cast.ben, cast.cleo), (cast.dan, cast.eve)], by=cast.ada, on=TODAY
    )
    assert (rollout.purpose, rollout.state, rollout.supervisor) == (
        Purpose.TEAM,
        RolloutState.DRAFT,
        cast.ada,
    )
    assert Pairing.select().where(Pairing.mutual).count() == 2
    assert newest_words(rollout) == "Ada Lovell set up Team leads, a circle of 2 pairs"
    with pytest.raises(NotAllowed):
        set_up_circle("Mine", [(cast.ben, cast.cleo)], by=cast.eve, on=TODAY)


def test_in_a_circle_everybody_is_in_one_pair(cast: Cast) -> None:
    with pytest.raises(Refused, match="Ben Arroyo is named twice"):
        set_up_circle("Leads", [(cast.ben, cast.cleo), (cast.dan, cast.ben)], by=cast.ada, on=TODAY)
    assert not Rollout.select().where(Rollout.name == "Leads").exists()


def test_who_runs_a_circle_plans_for_its_pairs_and_logs_nothing_for_them(cast: Cast) -> None:
    set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    pairing = Pairing.get(Pairing.mutual)
    plan_session(
        [pairing],
        by=cast.ada,
        planned_at=datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
        minutes=45,
        zone=ZoneInfo("UTC"),
        today=TODAY,
    )
    with pytest.raises(NotAllowed):
        log(pairing, cast.ada)
    assert log(pairing, cast.cleo).guide == cast.cleo


def test_a_circle_is_paired_by_similar_rank_not_the_same_department_and_title(
    database: str,
) -> None:
    make.a_rank("Analyst", 3)
    make.a_rank("Manager", 6)
    ana = make.a_person("Ana One", title="Analyst", department="Finance")
    bea = make.a_person("Bea Two", title="Analyst", department="Finance")
    cy = make.a_person("Cy Three", title="Analyst", department="Operations")
    dee = make.a_person("Dee Four", title="Manager", department="Finance")
    edo = make.a_person("Edo Five", title="Manager", department="Operations")
    fay = make.a_person("Fay Six", title="Analyst", department="Operations")
    pairs = by_the_rules([ana, bea, cy, dee, edo, fay])
    found = {frozenset(person.first_name for person in two) for two in pairs}
    assert frozenset({"Dee", "Edo"}) in found
    assert frozenset({"Ana", "Bea"}) not in found
    assert frozenset({"Cy", "Fay"}) not in found
    with pytest.raises(Refused, match="3 people cannot be paired two by two"):
        by_the_rules([ana, bea, cy])


# ------------------------------------------------------------------ mentoring


def test_of_mentor_and_protege_the_one_who_was_asked_is_the_mentor(
    cast: Cast, mentor: Person
) -> None:
    pairing = agreed(cast.eve, mentor, MENTORING)
    assert not pairing.mutual
    assert (pairing.guide.person, pairing.learner.person) == (mentor, cast.eve)
    assert rollout_of(pairing).wording == Wording.MENTORING


def test_mentor_places_are_a_count_beyond_which_nothing_is_accepted(
    cast: Cast, mentor: Person
) -> None:
    second = ask(cast.cleo, mentor, MENTORING)
    first = agreed(cast.eve, mentor, MENTORING)
    with pytest.raises(Refused, match="offers 1 mentor place and has 1 protégé"):
        accept_pair(second, by=mentor, on=TODAY)
    assert fresh(second).answer == PairAnswer.WAITING
    end_pair(first, by=cast.eve, on=TODAY)
    accept_pair(second, by=mentor, on=TODAY)
    with pytest.raises(Refused, match="offers 1 mentor place"):
        reopen_pair(first, by=cast.eve)


def test_no_way_of_seating_goes_beyond_the_mentor_places(
    cast: Cast, mentor: Person, mentoring: Rollout
) -> None:
    topic = mentoring.rollout_topics.get()
    agreed(cast.eve, mentor, MENTORING)
    full = "Dan Weiss offers 1 mentor place and has 1 protégé"
    with pytest.raises(Refused, match=full) as refusal:
        put_guide(topic, cast.cleo, mentor, on=TODAY, by=cast.ada)
    assert refusal.value.field == "guide"
    gap = put_guide(topic, cast.cleo, None, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match=full):
        change_guide(gap, mentor, on=TODAY, by=cast.ada)
    seat = make.a_seat(topic, mentor, Role.COACH)
    with pytest.raises(Refused, match=full):
        pair(gap.learner, seat, since=TODAY, by=cast.ada)
    assert len(proteges_of(mentor)) == 1


def test_nothing_is_reopened_beyond_the_mentor_places(
    cast: Cast, mentor: Person, mentoring: Rollout
) -> None:
    topic = mentoring.rollout_topics.get()
    pairing = put_guide(topic, cast.cleo, mentor, on=TODAY, by=cast.ada)
    end_pairing(pairing, on=TODAY, by=cast.ada)
    agreed(cast.eve, mentor, MENTORING)
    with pytest.raises(Refused, match="mentor place"):
        reopen_pairing(pairing, by=cast.ada)


def test_a_seat_or_a_rollout_is_reopened_only_as_far_as_there_are_places(
    cast: Cast, mentor: Person, mentoring: Rollout
) -> None:
    topic = mentoring.rollout_topics.get()
    put_guide(topic, cast.cleo, mentor, on=TODAY, by=cast.ada)
    seat = topic.seats.where(make.Seat.role == Role.COACH).get()
    end_seat(seat, on=TODAY, by=cast.ada)
    other = agreed(cast.eve, mentor, MENTORING)
    with pytest.raises(Refused, match="mentor place"):
        reopen_seat(seat, by=cast.ada)
    end_pair(other, by=cast.eve, on=TODAY)
    reopen_seat(seat, by=cast.ada)
    mentoring.state, mentoring.closed_on = RolloutState.COMPLETED, TODAY
    mentoring.save()
    reopen_pair(other, by=cast.eve)
    with pytest.raises(Refused, match="mentor place"):
        reopen_rollout(mentoring, by=cast.ada)


def test_a_protege_takes_one_place_on_however_many_topics(
    cast: Cast, mentor: Person, mentoring: Rollout
) -> None:
    other = make.a_rollout_topic(mentoring, make.a_topic("Negotiating", kind=Kind.DEVELOPMENT))
    for topic in (mentoring.rollout_topics.order_by(make.RolloutTopic.id).get(), other):
        put_guide(topic, cast.cleo, mentor, on=TODAY, by=cast.ada)
    assert proteges_of(mentor) == {cast.cleo.id}


def test_fewer_places_than_are_taken_is_a_fact_and_never_refused(
    cast: Cast, mentor: Person
) -> None:
    agreed(cast.eve, mentor, MENTORING)
    said = {"time_zone": None, "coaching_hours_week": None, "away_until": None}
    edit_profile(mentor, by=mentor, mentor_places=0, **said)
    assert (fresh(mentor).mentor_places, len(proteges_of(mentor))) == (0, 1)


def test_eight_protege_at_once_take_no_more_places_than_there_are(
    cast: Cast, database: str
) -> None:
    cast.dan.mentor_places = 3
    cast.dan.save()
    people = [make.a_person(f"P{number} Prot", email=f"p{number}@x.org") for number in range(8)]
    requests = [ask(person, cast.dan, MENTORING) for person in people]
    start = threading.Barrier(8)
    said: list[str] = []

    def accept(request: PairRequest) -> None:
        db.open_connection()
        start.wait()
        try:
            accept_pair(request, by=cast.dan, on=TODAY)
            said.append("accepted")
        except Refused as refusal:
            said.append(refusal.sentence)
        finally:
            db.drop_connection()

    threads = [threading.Thread(target=accept, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("accepted") == 3
    assert sum("offers 3 mentor places" in each for each in said) == 5
    assert len(proteges_of(cast.dan)) == 3


# ------------------------------------------------------------------ waiting in line


def test_somebody_waiting_for_a_mentor_keeps_their_place_in_line(
    cast: Cast, mentor: Person
) -> None:
    first, second = ask(cast.eve, None, MENTORING), ask(cast.cleo, None, MENTORING)
    with pytest.raises(Refused, match="You wait in line for a mentor already"):
        ask(cast.eve, None, MENTORING)
    with pytest.raises(Refused, match="Eve Nobody has waited longer"):
        take_from_waiting(second, by=mentor, on=TODAY)
    pairing = take_from_waiting(first, by=mentor, on=TODAY)
    assert pairing.learner.person == cast.eve
    with pytest.raises(Refused, match="offers 1 mentor place"):
        take_from_waiting(second, by=mentor, on=TODAY)
    with pytest.raises(Refused, match="offers no mentor place"):
        take_from_waiting(second, by=cast.ben, on=TODAY)


def test_whoever_has_found_a_mentor_waits_no_longer(cast: Cast, mentor: Person) -> None:
    waiting = ask(cast.eve, None, MENTORING)
    agreed(cast.eve, mentor, MENTORING)
    assert fresh(waiting).answer == PairAnswer.WITHDRAWN
    with pytest.raises(Refused, match="does not wait in line any more"):
        take_from_waiting(waiting, by=cast.ben, on=TODAY)


def test_who_has_a_mentor_and_waits_for_another_holds_up_nobody(cast: Cast, mentor: Person) -> None:
    mentor.mentor_places = 2
    mentor.save()
    agreed(cast.eve, mentor, MENTORING)
    ask(cast.eve, None, MENTORING)
    second = ask(cast.cleo, None, MENTORING)
    assert take_from_waiting(second, by=mentor, on=TODAY).learner.person == cast.cleo


def test_taken_from_the_line_one_asks_that_mentor_no_longer(cast: Cast, mentor: Person) -> None:
    direct = ask(cast.eve, mentor, MENTORING)
    take_from_waiting(ask(cast.eve, None, MENTORING), by=mentor, on=TODAY)
    assert fresh(direct).answer == PairAnswer.WITHDRAWN


def test_one_waits_in_line_for_a_mentor_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="Say whom"):
        ask(cast.eve, None, PEERS)


def test_a_circle_starts_like_any_rollout(cast: Cast) -> None:
    rollout = set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    with pytest.raises(Refused, match="Offer the agreement"):
        start_rollout(rollout, on=TODAY, by=cast.ada)
