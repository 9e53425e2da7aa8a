"""Rule 8: the process changes; whoever knows an earlier revision needs only the difference."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Answer,
    Basis,
    Kind,
    Level,
    Measure,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutState,
    Seat,
    Sheet,
    Standing,
    Topic,
)
from kt.operations.agreements import offer_agreement, sign_sheet
from kt.operations.editing import Stale
from kt.operations.revisions import (
    add_revision,
    plan_difference,
    take_revision,
    version_of_revision,
    withdraw_revision,
)
from kt.operations.topics import edit_topic, newest_revision, version_of_topic
from kt.reports.history import history_of

TODAY = make.TODAY
NEXT_MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def revise(cast: Cast, process: str = "Stop the queue, restart.", **values: object) -> Revision:
    options = {
        "by": cast.ada,
        "process": process,
        "effective": NEXT_MONTH,
        "opened_with": version_of_revision(newest_revision(cast.topic)),
    } | values
    return add_revision(cast.topic, **options)  # type: ignore[arg-type]


def knows(person: Person, topic: Topic, level: int) -> None:
    """Give somebody a standing on the revision that is the newest now."""
    Standing.create(
        person=person,
        revision=newest_revision(topic),
        level=level,
        basis=Basis.NAMED,
        reason="Seen.",
        on=make.LONG_AGO,
    )


# ------------------------------------------------------------------ the next revision


def test_a_process_that_changes_becomes_the_next_revision_and_the_earlier_one_stays(
    cast: Cast,
) -> None:
    first = newest_revision(cast.topic)
    second = revise(cast, old_way="By phone.", new_way="By the form.")
    assert (second.number, second.process) == (2, "Stop the queue, restart.")
    assert (second.old_way, second.new_way) == ("By phone.", "By the form.")
    assert second.effective == NEXT_MONTH
    assert Revision.get_by_id(first.id).process == "Stop the queue, check the log, restart."


def test_an_edit_of_the_topic_leaves_the_earlier_revisions_frozen(cast: Cast) -> None:
    first = newest_revision(cast.topic)
    second = revise(cast)
    edit_topic(
        cast.topic,
        by=cast.ada,
        opened_with=version_of_topic(cast.topic, second),
        process="Restart it.",
    )
    assert Revision.get_by_id(first.id).process == "Stop the queue, check the log, restart."
    assert newest_revision(cast.topic).process == "Restart it."


def test_a_revision_in_which_nothing_is_different_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nothing is different from revision 1") as refusal:
        revise(cast, newest_revision(cast.topic).process)
    assert refusal.value.field == "written_process"
    assert revise(cast, newest_revision(cast.topic).process, new_way="Faster.").number == 2


def test_a_revision_cannot_hold_from_before_the_one_it_follows(cast: Cast) -> None:
    revise(cast)
    with pytest.raises(Refused, match=r"Revision 2 holds from 23 Dec.* or a later day") as refusal:
        revise(cast, "Restart it.", effective=TODAY)
    assert refusal.value.field == "effective"


def test_of_two_who_change_the_process_the_second_sees_what_the_first_wrote(cast: Cast) -> None:
    opened_with = version_of_revision(newest_revision(cast.topic))
    revise(cast)
    with pytest.raises(Stale):
        revise(cast, "Mine.", opened_with=opened_with)
    assert newest_revision(cast.topic).number == 2


def test_a_process_is_changed_by_the_topics_owner_and_by_supervisors(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="the topic's owner and by supervisors"):
        revise(cast, by=cast.ben)
    cast.topic.owner = cast.ben
    cast.topic.save()
    assert revise(cast, by=cast.ben).number == 2


def test_the_history_tells_of_revisions_and_not_their_text(cast: Cast) -> None:
    withdraw_revision(revise(cast), by=cast.ada)
    assert [told.text for told in history_of(cast.topic)] == [
        "Ada Lovell took revision 2 of Cut-off rules back",
        "Ada Lovell wrote revision 2 of Cut-off rules, from 23 Dec 2026",
    ]


def test_a_revision_on_which_nothing_rests_can_be_taken_back(cast: Cast) -> None:
    withdraw_revision(revise(cast), by=cast.ada)
    assert newest_revision(cast.topic).number == 1
    with pytest.raises(Refused, match="keeps its first"):
        withdraw_revision(newest_revision(cast.topic), by=cast.ada)


def test_a_revision_that_rollouts_or_standings_rest_on_stays(cast: Cast) -> None:
    second = revise(cast)
    knows(cast.ben, cast.topic, 3)
    with pytest.raises(Refused, match="rest on revision 2 of Cut-off rules, so it stays"):
        withdraw_revision(second, by=cast.ada)
    third = revise(cast, "Restart it.")
    make.a_rollout_topic(make.a_rollout("Other", supervisor=cast.ada), cast.topic)
    with pytest.raises(Refused, match="so it stays"):
        withdraw_revision(third, by=cast.ada)


# ------------------------------------------------------------------ rollouts and revisions


def test_existing_rollouts_keep_the_revision_they_agreed_on(cast: Cast) -> None:
    first = newest_revision(cast.topic)
    revise(cast)
    assert Rollout.get_by_id(cast.rollout.id).rollout_topics.get().revision == first
    Rollout.update(state=RolloutState.COMPLETED, closed_on=TODAY).execute()
    with pytest.raises(Refused, match="completed, so it keeps the revision of Cut-off rules"):
        take_revision(cast.rollout_topic, 2, by=cast.ada)


def test_an_open_rollout_takes_the_newer_revision_and_back(cast: Cast) -> None:
    second = revise(cast)
    assert take_revision(cast.rollout_topic, 2, by=cast.ada).revision == second
    assert take_revision(cast.rollout_topic, 1, by=cast.ada).revision.number == 1
    with pytest.raises(Refused, match="has no revision 7"):
        take_revision(cast.rollout_topic, 7, by=cast.ada)
    with pytest.raises(NotAllowed):
        take_revision(cast.rollout_topic, 2, by=cast.ben)
    assert [told.text for told in history_of(cast.rollout)][:2] == [
        "Ada Lovell had Settlement engine pass on revision 1 of Cut-off rules",
        "Ada Lovell had Settlement engine pass on revision 2 of Cut-off rules",
    ]


def test_a_newer_revision_clears_the_signatures_of_those_who_agreed_on_the_old_one(
    cast: Cast,
) -> None:
    offer_agreement(cast.rollout, by=cast.ada)
    sign_sheet(current_sheet(cast, cast.cleo), by=cast.cleo, on=TODAY)
    revise(cast)
    assert current_sheet(cast, cast.cleo).answer == Answer.SIGNED
    take_revision(cast.rollout_topic, 2, by=cast.ada)
    assert current_sheet(cast, cast.cleo).answer == Answer.WAITING
    take_revision(cast.rollout_topic, 1, by=cast.ada)
    assert current_sheet(cast, cast.cleo).answer == Answer.SIGNED


def current_sheet(cast: Cast, person: Person) -> Sheet:
    return Sheet.get(Sheet.rollout == cast.rollout, Sheet.person == person, Sheet.current)


# ------------------------------------------------------------------ only the difference


@pytest.fixture
def team(cast: Cast) -> Cast:
    """Three who know revision 1 at different levels, before revision 2 comes."""
    for person, department in ((cast.ben, "Operations"), (cast.cleo, "Desk"), (cast.eve, "Desk")):
        person.department = department
        person.save()
    for person, level in ((cast.ben, 4), (cast.cleo, 2), (cast.eve, 1), (cast.dan, 0)):
        knows(person, cast.topic, level)
    # Dan said it was not for him: he does not know the earlier revision either.
    revise(cast, "Stop the queue, check the log, tell the desk, restart.", new_way="Tell the desk.")
    return cast


def test_people_whose_standing_is_on_an_earlier_revision_need_only_the_difference(
    team: Cast,
) -> None:
    rollout = plan_difference(team.topic, by=team.root, today=TODAY)
    assert (rollout.name, rollout.kind) == ("Cut-off rules, revision 2", Kind.PROCESS_CHANGE)
    assert (rollout.state, rollout.department) == (RolloutState.DRAFT, "Desk")
    assert (rollout.start_date, rollout.end_date) == (TODAY, NEXT_MONTH)
    (place,) = rollout.rollout_topics
    assert place.revision.number == 2
    seats = place.seats.order_by(Seat.id)
    assert [(seat.person.first_name, seat.role) for seat in seats] == [
        ("Ben", Role.LEARNER),
        ("Cleo", Role.LEARNER),
        ("Eve", Role.LEARNER),
    ]


def test_one_or_two_people_learn_the_increment_first(team: Cast) -> None:
    rollout = plan_difference(team.topic, by=team.root, today=TODAY)
    waves = {
        seat.person.first_name: [(pairing.guide, pairing.wave) for pairing in seat.learner_pairings]
        for seat in rollout.rollout_topics.get().seats
    }
    assert waves == {"Ben": [(None, 1)], "Cleo": [(None, 1)], "Eve": [(None, 2)]}


def test_adoption_is_measured_by_a_number_with_readings(team: Cast) -> None:
    rollout = plan_difference(team.topic, by=team.root, today=TODAY)
    (target,) = rollout.targets
    assert (target.measure, target.label) == (Measure.NUMBER, "People working the new way")
    assert (target.baseline, target.number, target.due) == (0, 3, NEXT_MONTH)
    assert target.rollout_topic == rollout.rollout_topics.get()


def test_the_agenda_of_the_difference_says_what_the_rollout_is_for(team: Cast) -> None:
    edit_topic(
        team.topic,
        by=team.ada,
        opened_with=version_of_topic(team.topic, newest_revision(team.topic)),
        process="1. Tell the desk.\n2. Stop the queue, check the log, restart.",
    )
    assert plan_difference(team.topic, by=team.root, today=TODAY).why == (
        "What is different from revision 1 to revision 2.\n\n"
        "The new way: Tell the desk.\n\n"
        "New:\n\n"
        "- Tell the desk."
    )


def test_nobody_is_planned_for_twice(team: Cast) -> None:
    plan_difference(team.topic, by=team.root, today=TODAY)
    with pytest.raises(Refused, match="Nobody whom you can see needs the difference"):
        plan_difference(team.topic, by=team.root, today=TODAY)


def test_nobody_is_seated_whose_standing_one_may_not_see(team: Cast) -> None:
    hal = make.a_person("Hal Stranger", access="supervisor")
    with pytest.raises(Refused, match="Nobody whom you can see"):
        plan_difference(team.topic, by=hal, today=TODAY)
    Person.update(manager=hal).where(Person.id == team.eve.id).execute()
    rollout = plan_difference(team.topic, by=hal, today=TODAY)
    assert [seat.person for seat in rollout.rollout_topics.get().seats] == [team.eve]
    with pytest.raises(NotAllowed):
        plan_difference(team.topic, by=team.ben, today=TODAY)


def test_whoever_was_judged_on_the_newest_revision_needs_nothing(team: Cast) -> None:
    knows(team.ben, team.topic, Level.DOES_IT_ALONE)
    Standing.create(
        person=team.cleo,
        revision=newest_revision(team.topic),
        level=1,
        basis=Basis.NAMED,
        reason="Seen.",
        on=TODAY,
    )
    rollout = plan_difference(team.topic, by=team.root, today=date(2027, 3, 1))
    assert [seat.person for seat in rollout.rollout_topics.get().seats] == [team.eve]
    assert rollout.end_date == date(2027, 3, 29)
