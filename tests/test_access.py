"""Who sees what, sentence by sentence; `test_permissions` holds every address to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import make
import pytest
from permissions import EVERYBODY, SEATED, SUPERVISORS, Stage, a_stage

from kt import access, clock, models
from kt.models import OutputState, Person, Role


@pytest.fixture
def stage(database: str) -> Stage:
    return a_stage()


def sees(person: Person, query: Callable[[Person], Any], row: Any) -> bool:
    return query(person).where(type(row).id == row.id).exists()


def who_sees(stage: Stage, query: Callable[[Person], Any], row: Any) -> list[str]:
    return [name for name, who in stage.cast.everybody.items() if sees(who, query, row)]


@pytest.mark.parametrize(
    ("query", "kind", "own", "others"),
    [
        (access.people_visible_to, "learner", EVERYBODY, EVERYBODY),
        (access.rollouts_visible_to, "rollout", SEATED, "root"),
        (access.targets_visible_to, "target", SEATED, "root"),
        (access.seats_visible_to, "seat", SEATED, "root"),
        (access.pairings_visible_to, "pairing", SEATED, "root"),
        (access.outputs_visible_to, "output", SEATED, "root"),
        (access.sessions_visible_to, "session", "ada ben cleo root", "root"),
        (access.items_visible_to, "next_step", "ada ben cleo root", "root"),
        (access.checklists_visible_to, "checklist", "ada ben cleo root", "root"),
        (access.items_visible_to, "item", "ada ben cleo root", "root"),
        (access.standings_visible_to, "standing", "ada ben cleo root", "root"),
        (access.topics_visible_to, "topic", EVERYBODY, SUPERVISORS),
        (access.templates_visible_to, "template", SUPERVISORS, SUPERVISORS),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_of_the_cast_those_see_a_thing_whom_it_concerns_and_of_strangers_hardly_anybody(
    stage: Stage, query: Callable[[Person], Any], kind: str, own: str, others: str
) -> None:
    assert who_sees(stage, query, getattr(stage.own, kind)) == own.split()
    assert who_sees(stage, query, getattr(stage.others, kind)) == others.split()


def test_everybody_sees_published_documents_of_topics_open_to_all(stage: Stage) -> None:
    on_open_topic, on_closed_topic = stage.own.output, stage.others.output
    for output in (on_open_topic, on_closed_topic):
        output.state, output.published_on = OutputState.PUBLISHED, date(2026, 11, 1)
        output.save()
    assert who_sees(stage, access.outputs_visible_to, on_open_topic) == EVERYBODY.split()
    assert who_sees(stage, access.outputs_visible_to, on_closed_topic) == ["root"]


def test_a_member_sees_the_rollouts_they_sit_in_and_their_own_items(stage: Stage) -> None:
    eve = stage.cast.eve
    assert not sees(eve, access.rollouts_visible_to, stage.own.rollout)
    make.a_seat(stage.own.rollout_topic, eve, Role.LEARNER)
    assert sees(eve, access.rollouts_visible_to, stage.own.rollout)
    assert not sees(eve, access.items_visible_to, stage.own.item)
    mine = make.an_item(stage.own.checklist, owner=eve)
    list_of_mine = make.a_checklist(person=eve, supervisor=stage.cast.ada)
    assert sees(eve, access.items_visible_to, mine)
    assert sees(eve, access.checklists_visible_to, list_of_mine)


@pytest.mark.parametrize("role", [Role.COACH, Role.BUDDY])
def test_a_coach_or_buddy_also_sees_their_learners_items_and_sessions(
    stage: Stage, role: Role
) -> None:
    eve, others = stage.cast.eve, stage.others
    seat = make.a_seat(others.rollout_topic, eve, role)
    assert not sees(eve, access.items_visible_to, others.item)
    assert not sees(eve, access.sessions_visible_to, others.session)
    pairing = make.a_pairing(seat, others.pairing.learner)
    assert sees(eve, access.items_visible_to, others.item)
    assert sees(eve, access.sessions_visible_to, others.session)
    pairing.ended_on = make.TODAY
    pairing.save()
    assert not sees(eve, access.items_visible_to, others.item)


def test_a_line_manager_sees_the_checklists_and_standings_of_their_reports_only(
    stage: Stage,
) -> None:
    eve, others = stage.cast.eve, stage.others
    Person.update(manager=eve).where(Person.id == others.learner.id).execute()
    assert sees(eve, access.checklists_visible_to, others.checklist)
    assert sees(eve, access.items_visible_to, others.item)
    assert sees(eve, access.standings_visible_to, others.standing)
    assert not sees(eve, access.rollouts_visible_to, others.rollout)
    assert not sees(eve, access.sessions_visible_to, others.session)


@pytest.mark.parametrize("part", ["supervisor", "deputy"])
def test_a_supervisor_and_a_named_deputy_see_their_rollouts_whole(stage: Stage, part: str) -> None:
    eve, others = stage.cast.eve, stage.others
    setattr(others.rollout, part, eve)
    others.rollout.save()
    for query, kind in (
        (access.rollouts_visible_to, "rollout"),
        (access.targets_visible_to, "target"),
        (access.seats_visible_to, "seat"),
        (access.pairings_visible_to, "pairing"),
        (access.sessions_visible_to, "session"),
        (access.checklists_visible_to, "checklist"),
        (access.items_visible_to, "item"),
        (access.items_visible_to, "next_step"),
        (access.outputs_visible_to, "output"),
        (access.standings_visible_to, "standing"),
    ):
        assert sees(eve, query, getattr(others, kind)), kind


def test_a_supervisor_sees_nothing_of_the_rollouts_of_another(stage: Stage) -> None:
    ada = stage.cast.ada
    assert ada.supervises
    for query, kind in (
        (access.rollouts_visible_to, "rollout"),
        (access.sessions_visible_to, "session"),
        (access.checklists_visible_to, "checklist"),
        (access.standings_visible_to, "standing"),
    ):
        assert not sees(ada, query, getattr(stage.others, kind)), kind


def test_everybody_seated_sees_the_kick_off_of_their_rollout(stage: Stage) -> None:
    kick_off = models.CoachingSession.create(
        rollout=stage.own.rollout,
        guide=stage.cast.ada,
        logged_by=stage.cast.ada,
        held_on=make.TODAY,
    )
    assert who_sees(stage, access.sessions_visible_to, kick_off) == SEATED.split()


def test_the_lists_of_a_rollout_are_for_everybody_in_it(stage: Stage) -> None:
    of_the_team = make.a_checklist(
        person=None, rollout=stage.own.rollout, supervisor=stage.cast.ada
    )
    assert who_sees(stage, access.checklists_visible_to, of_the_team) == SEATED.split()


def test_whoever_judged_somebody_keeps_seeing_what_they_said(stage: Stage) -> None:
    eve = stage.cast.eve
    judged = models.Standing.create(
        person=stage.others.learner,
        revision=make.a_revision(stage.others.topic),
        level=2,
        basis=models.Basis.NAMED,
        judged_by=eve,
        on=make.TODAY,
    )
    assert sees(eve, access.standings_visible_to, judged)
    assert not sees(eve, access.standings_visible_to, stage.others.standing)


def test_questions_on_visible_topics_are_for_all_and_private_ones_for_asker_and_asked(
    stage: Stage,
) -> None:
    cleo, ben, own, others = stage.cast.cleo, stage.cast.ben, stage.own, stage.others
    query = access.questions_visible_to
    assert who_sees(stage, query, make.a_question(cleo, own.topic)) == EVERYBODY.split()
    assert (
        who_sees(stage, query, make.a_question(cleo, others.topic, ben))
        == "ada ben cleo root".split()
    )
    private = make.a_question(cleo, own.topic, ben, private=True)
    assert who_sees(stage, query, private) == ["ben", "cleo"]
    withdrawn = make.a_question(cleo, own.topic, ben, withdrawn_at=clock.now())
    assert who_sees(stage, query, withdrawn) == ["cleo"]


def test_a_question_is_answered_by_whom_it_was_asked_of_who_knows_the_topic_or_supervises(
    stage: Stage,
) -> None:
    cast = stage.cast

    def who_may(question: models.Question) -> list[str]:
        return [
            name
            for name, who in cast.everybody.items()
            if access.may_answer_question(who, question)
        ]

    assert who_may(make.a_question(cast.cleo, cast.topic)) == "ada ben dan root".split()
    assert who_may(make.a_question(cast.cleo, cast.topic, cast.eve, private=True)) == ["eve"]
    assert who_may(make.a_question(cast.dan, cast.topic)) == "ada ben root".split()


def test_what_one_sees_is_spelled_once_for_an_access_but_asked_for_each_person(
    stage: Stage,
) -> None:
    def topics_of(person: Person) -> set[int]:
        ids = access.ids_of(access.topics_visible_to, person, models.Topic.id)
        return {row.id for row in models.Topic.select().where(models.Topic.id.in_(ids))}

    for person in (*stage.cast.everybody.values(), *stage.cast.everybody.values()):
        assert topics_of(person) == {row.id for row in access.topics_visible_to(person)}
    seen = {frozenset(topics_of(person)) for person in stage.cast.everybody.values()}
    assert len(seen) > 1
