"""A buddy is time-boxed (rule 7): meetings held of those agreed on, and until when."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast

from kt.models import Kind, Pairing, Person, Role, Target
from kt.reports.targets import figures_of
from kt.reports.time_boxes import TimeBox, boxes_of
from kt.rules.pairings import pairings_learnt_by

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    """Give Cleo a buddy too: Dan, from 1 October, on settling in."""
    cast = a_cast()
    topic = make.a_topic("Settling in", kind=Kind.ORIENTATION)
    settling_in = make.a_rollout_topic(cast.rollout, topic)
    seat = make.a_seat(settling_in, cast.cleo, Role.LEARNER)
    make.a_pairing(make.a_seat(settling_in, cast.dan, Role.BUDDY), seat)
    return cast


def buddy_pairing() -> Pairing:
    return Pairing.select().order_by(Pairing.id.desc()).get()


def eight_meetings(**values: object) -> Target:
    topic = buddy_pairing().learner.rollout_topic
    agreed = {"number": 8, "each_learner": True, "rollout_topic": topic, "within_days": 90}
    return make.a_target(topic.rollout, **agreed | values)


def meet(*days: date, **values: object) -> None:
    pairing = buddy_pairing()
    for day in days:
        topic = pairing.learner.rollout_topic
        make.a_session(topic, pairing.guide.person, pairing, held_on=day, **values)


def box_of(person: Person) -> TimeBox | None:
    boxes = boxes_of(pairings_learnt_by(person), TODAY)
    assert set(boxes) <= {buddy_pairing().id}
    return boxes.get(buddy_pairing().id)


def test_three_of_eight_meetings_were_held_by_hand(cast: Cast) -> None:
    """Dan and Cleo met on 5, 12 and 26 October and, before the start, on 28 September.

    From 1 October, 90 days are over on 30 December.
    """
    target = eight_meetings()
    meet(date(2026, 9, 28), date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 26))
    box = box_of(cast.cleo)
    assert box == TimeBox(held=3, agreed=8, until=date(2026, 12, 30))
    assert box.words(TODAY) == "3 of 8 meetings, until 30 Dec"
    # The box says what the figure of the target says.
    (figure,) = [each for each in figures_of(cast.rollout, TODAY) if each.target == target]
    assert (figure.now, figure.due) == (box.held, box.until)


def test_the_meetings_with_an_earlier_buddy_count(cast: Cast) -> None:
    eight_meetings()
    meet(date(2026, 10, 5))
    before = buddy_pairing()
    before.ended_on = date(2026, 10, 10)
    before.save()
    seat = make.a_seat(before.learner.rollout_topic, cast.eve, Role.BUDDY)
    make.a_pairing(seat, before.learner)
    meet(date(2026, 10, 12))
    box = box_of(cast.cleo)
    assert box is not None
    assert box.held == 2


def test_a_date_for_everybody_ends_the_box_too_and_none_leaves_it_open(cast: Cast) -> None:
    target = eight_meetings(within_days=None, due=date(2026, 12, 4), number=1)
    box = box_of(cast.cleo)
    assert box is not None
    assert box.words(TODAY) == "0 of 1 meeting, until 4 Dec"
    target.due = None
    target.save()
    box = box_of(cast.cleo)
    assert box is not None
    assert box.words(TODAY) == "0 of 1 meeting"


def test_without_a_target_of_meetings_there_is_no_box(cast: Cast) -> None:
    make.a_target(cast.rollout, number=8, each_learner=True, rollout_topic=cast.rollout_topic)
    assert box_of(cast.cleo) is None
    eight_meetings(dropped_on=TODAY)
    assert box_of(cast.cleo) is None


def test_nobody_without_a_buddy_is_asked_about(cast: Cast) -> None:
    assert boxes_of(pairings_learnt_by(cast.eve), TODAY) == {}


def test_a_buddys_pairing_is_not_silent_after_its_time_box_has_ended(cast: Cast) -> None:
    """From 1 October, 90 days are over on 30 December; until then silence is said."""
    eight_meetings()
    (facts,) = [each for each in pairings_learnt_by(cast.cleo) if each.guide_id == cast.dan.id]
    assert facts.box_until == date(2026, 12, 30)
    assert facts.silent_days(date(2026, 12, 30)) == 90
    assert facts.silent_days(date(2026, 12, 31)) == 0
    coached = next(each for each in pairings_learnt_by(cast.cleo) if each.guide_id == cast.ben.id)
    assert coached.box_until is None
    assert coached.silent_days(date(2026, 12, 31)) == 91


@pytest.mark.parametrize(
    ("agreed", "days"),
    [
        ({"within_days": None, "due": date(2026, 11, 1)}, 0),
        ({"within_days": None, "due": None}, 53),
        ({"within_days": 9, "dropped_on": TODAY}, 53),
        ({"within_days": 9, "each_learner": False}, 53),
    ],
)
def test_without_a_box_that_ends_a_buddys_pairing_is_silent_as_any_other(
    cast: Cast, agreed: dict[str, object], days: int
) -> None:
    eight_meetings(**agreed)
    (facts,) = [each for each in pairings_learnt_by(cast.cleo) if each.guide_id == cast.dan.id]
    assert facts.silent_days(TODAY) == days
