"""The deeds of a design's steps: each of them is done whole or not at all."""

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Kind,
    Measure,
    Output,
    OutputKind,
    Pairing,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Topic,
)
from kt.operations.designing import (
    Wanted,
    Written,
    agree_on_suggestions,
    seat_people,
    settle_topics,
)
from kt.operations.editing import Stale
from kt.operations.rollouts import add_rollout, add_topic_to
from kt.operations.topics import version_of_topic
from kt.rules.suggestions import suggestions_for

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def draft(cast: Cast) -> Rollout:
    return add_rollout(by=cast.ada, name="Nostro handover", start_date=TODAY)


def written(topic: Topic, process: str) -> Written:
    return Written(topic, process, version_of_topic(topic, make.a_revision(topic)))


# ------------------------------------------------------------------ topics


def test_a_new_topic_and_a_missing_process_are_saved_together(cast: Cast, draft: Rollout) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    add_topic_to(draft, bare, by=cast.ada)
    settle_topics(
        draft,
        by=cast.ada,
        written=[written(bare, "Match, then ask.")],
        new={"name": "SWIFT repair", "kind": Kind.NICHE_SKILL, "process": "Open the queue."},
    )
    assert make.a_revision(bare).process == "Match, then ask."
    assert [row.revision.process for row in draft.rollout_topics] == [
        "Match, then ask.",
        "Open the queue.",
    ]


def test_nothing_of_it_is_saved_where_the_name_of_the_new_topic_is_taken(
    cast: Cast, draft: Rollout
) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    add_topic_to(draft, bare, by=cast.ada)
    with pytest.raises(Refused, match="There is a topic “Cut-off rules” already"):
        settle_topics(
            draft,
            by=cast.ada,
            written=[written(bare, "Match, then ask.")],
            new={"name": "cut-off rules", "kind": Kind.NICHE_SKILL},
        )
    assert make.a_revision(bare).process == ""


def test_a_process_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    cast: Cast, draft: Rollout
) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    opened = written(bare, "Mine.")
    settle_topics(draft, by=cast.ada, written=[written(bare, "Theirs.")])
    with pytest.raises(Stale):
        settle_topics(draft, by=cast.ada, written=[opened], chosen=cast.topic)
    assert make.a_revision(bare).process == "Theirs."
    assert not draft.rollout_topics.exists()


# ------------------------------------------------------------------ people


def test_several_people_are_seated_with_one_press(cast: Cast, draft: Rollout) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    seat_people(
        draft,
        [
            Wanted(cast.cleo, Role.LEARNER, (topic,), cast.ben),
            Wanted(cast.eve, Role.LEARNER, (topic,), cast.ben),
            Wanted(cast.dan, Role.SME, (topic,)),
        ],
        since=TODAY,
        by=cast.ada,
    )
    seats = Seat.select().where(Seat.rollout_topic == topic)
    assert {(seat.person.first_name, seat.role) for seat in seats} == {
        ("Ben", "coach"),
        ("Cleo", "learner"),
        ("Eve", "learner"),
        ("Dan", "SME"),
    }


def test_one_line_that_is_refused_keeps_all_of_them_out_and_names_its_line(
    cast: Cast, draft: Rollout
) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    pairings = Pairing.select().count()
    with pytest.raises(Refused, match="Nobody guides themselves") as refusal:
        seat_people(
            draft,
            [
                Wanted(cast.cleo, Role.LEARNER, (topic,), cast.ben),
                Wanted(cast.eve, Role.LEARNER, (topic,), cast.eve),
            ],
            since=TODAY,
            by=cast.ada,
        )
    assert refusal.value.field == "1-guide"
    assert not Seat.select().where(Seat.rollout_topic == topic).exists()
    assert Pairing.select().count() == pairings


# ------------------------------------------------------------------ targets and outputs


def a_seated_draft(cast: Cast, draft: Rollout) -> RolloutTopic:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    wanted = Wanted(cast.cleo, Role.LEARNER, (topic,), cast.ben)
    seat_people(draft, [wanted], since=TODAY, by=cast.ada)
    return topic


def test_suggested_targets_are_agreed_on_with_one_press_and_their_documents_planned(
    cast: Cast, draft: Rollout
) -> None:
    topic = a_seated_draft(cast, draft)
    keys = [each.key for each in suggestions_for(draft)]
    assert len(agree_on_suggestions(draft, keys, by=cast.ada)) == 4
    assert {target.measure for target in draft.targets} == {
        Measure.SESSIONS_HELD,
        Measure.LEARNERS_AT_STANDING,
        Measure.OUTPUTS_PUBLISHED,
    }
    assert all(target.rollout_topic == topic for target in draft.targets)
    outputs = Output.select().where(Output.rollout == draft)
    assert {(output.title, output.kind, output.owner) for output in outputs} == {
        ("Cut-off rules: how-to", OutputKind.HOW_TO, cast.ben),
        ("Cut-off rules: FAQ", OutputKind.FAQ_ENTRY, cast.ben),
    }


def test_agreeing_twice_agrees_once(cast: Cast, draft: Rollout) -> None:
    a_seated_draft(cast, draft)
    keys = [each.key for each in suggestions_for(draft)]
    agree_on_suggestions(draft, keys, by=cast.ada)
    assert agree_on_suggestions(draft, keys, by=cast.ada) == []
    assert Target.select().where(Target.rollout == draft).count() == 4


def test_a_document_without_a_coach_is_looked_after_by_the_supervisor(
    cast: Cast, draft: Rollout
) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    agree_on_suggestions(draft, [f"how-to-{topic.id}"], by=cast.ada)
    assert Output.get(Output.rollout == draft).owner == cast.ada


def test_a_rollout_is_designed_by_whoever_runs_it(cast: Cast, draft: Rollout) -> None:
    for deed in (
        lambda: settle_topics(draft, by=cast.ben, chosen=cast.topic),
        lambda: seat_people(draft, [], since=TODAY, by=cast.ben),
        lambda: agree_on_suggestions(draft, [], by=cast.ben),
    ):
        with pytest.raises(NotAllowed):
            deed()
