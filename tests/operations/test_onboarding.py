"""Onboarding one person: person, buddy, coach, checklist, start."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    Checklist,
    Item,
    Kind,
    Measure,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
    Template,
    Topic,
)
from kt.operations.onboarding import Onboarded, onboard
from kt.operations.people import Facts
from kt.rules.gate import points_of, unresolved

TODAY = make.TODAY
MONDAY = TODAY + timedelta(days=7)
GRETA = Facts(name="Greta Lind", email="greta@example.com", department="Payments")


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    template = make.a_template(made_by=cast.ada)
    make.a_template_item(
        template,
        "Set up your accounts",
        due_anchor="start",
        due_first=2,
        due_last=2,
        due_unit="days",
    )
    return template


def onboard_greta(cast: Cast, who: Person | Facts = GRETA, **values: object) -> Onboarded:
    options = {"start": MONDAY, "by": cast.ada, "today": TODAY} | values
    return onboard(who, **options)  # type: ignore[arg-type]


def guides_of(person: Person) -> list[tuple[str, str | None, str | None]]:
    """List topic, role and guide of a learner's pairings."""
    learner = Seat.alias()
    pairings = (
        Pairing.select()
        .join(learner, on=(Pairing.learner == learner.id))
        .where(learner.person == person)
        .order_by(Pairing.id)
    )
    return [
        (
            pairing.learner.rollout_topic.revision.topic.name,
            pairing.guide and pairing.guide.role,
            pairing.guide and pairing.guide.person.name,
        )
        for pairing in pairings
    ]


def test_onboarding_one_person_is_one_deed(cast: Cast, template: Template) -> None:
    made = onboard_greta(cast, buddy=cast.dan, coach=cast.ben, topic=cast.topic, template=template)
    assert (made.person.name, made.person.start_date) == ("Greta Lind", MONDAY)
    assert (made.rollout.name, made.rollout.rolling) == ("Settling in: Payments", True)
    assert made.rollout.state == "running"
    assert guides_of(made.person) == [
        ("Settling in", Role.BUDDY, "Dan Weiss"),
        ("Cut-off rules", Role.COACH, "Ben Arroyo"),
    ]
    item = Item.get(Item.checklist == made.checklist)
    assert item.due == MONDAY + timedelta(days=2)
    assert {seat.since for seat in Seat.select().where(Seat.person == made.person)} == {MONDAY}
    assert Topic.get(Topic.name == "Settling in").kind == Kind.ORIENTATION


def test_a_buddy_is_time_boxed_to_eight_meetings_in_ninety_days(cast: Cast) -> None:
    made = onboard_greta(cast, buddy=cast.dan)
    (box,) = made.rollout.targets
    assert (box.measure, box.number, box.within_days) == (Measure.SESSIONS_HELD, 8, 90)
    assert (box.each_learner, box.due) == (True, None)
    assert box.rollout_topic.revision.topic.name == "Settling in"
    # 90 days for 8 meetings are 11 days for one.
    assert Pairing.select().order_by(Pairing.id.desc()).get().cadence_days == 11


def test_the_next_newcomers_buddy_meets_as_often_as_the_target_then_says(cast: Cast) -> None:
    box = onboard_greta(cast).rollout.targets.get()
    box.number, box.within_days = 6, 60
    box.save()
    onboard_greta(cast, Facts(name="Hal Berg", department="Payments"), buddy=cast.dan)
    assert Pairing.select().order_by(Pairing.id.desc()).get().cadence_days == 10
    box.dropped_on = TODAY
    box.save()
    onboard_greta(cast, Facts(name="Ida Wolf", department="Payments"), buddy=cast.dan)
    assert Pairing.select().order_by(Pairing.id.desc()).get().cadence_days == 7


def test_a_newcomer_does_the_coached_work_with_help_within_ninety_days(cast: Cast) -> None:
    made = onboard_greta(cast, coach=cast.ben, topic=cast.topic)
    target = made.rollout.targets.order_by(Target.id.desc()).get()
    assert target.rollout_topic.revision.topic == cast.topic
    assert (target.level, target.each_learner, target.within_days) == (2, True, 90)
    # Whoever drops it does not get it again with the next newcomer.
    target.dropped_on = TODAY
    target.save()
    hal = Facts(name="Hal Berg", department="Payments")
    onboard_greta(cast, hal, coach=cast.ben, topic=cast.topic)
    assert made.rollout.targets.count() == 2


def test_an_orientation_starts_with_its_process_written_and_the_first_day_as_kick_off(
    cast: Cast,
) -> None:
    made = onboard_greta(cast, buddy=cast.dan, coach=cast.ben, topic=cast.topic)
    assert unresolved(points_of(made.rollout, TODAY)) == []
    assert made.rollout.overrides.get().reason == "Each newcomer's first day is the kick-off."
    settling_in = made.rollout.rollout_topics.order_by(RolloutTopic.position).first()
    assert settling_in.revision.process.startswith("The buddy meets the newcomer")


def test_what_is_left_empty_is_a_visible_gap(cast: Cast) -> None:
    made = onboard_greta(cast)
    assert guides_of(made.person) == [("Settling in", None, None)]
    assert made.checklist is None
    with_topic = onboard_greta(cast, Facts(name="Hal Berg"), topic=cast.topic)
    assert guides_of(with_topic.person)[1] == ("Cut-off rules", None, None)


def test_the_second_newcomer_of_a_department_sits_in_the_same_rollout(cast: Cast) -> None:
    first = onboard_greta(cast, buddy=cast.dan)
    second = onboard_greta(cast, Facts(name="Hal Berg", department="Payments"), buddy=cast.dan)
    elsewhere = onboard_greta(cast, Facts(name="Ida Wolf", department="Treasury"))
    assert second.rollout == first.rollout
    assert elsewhere.rollout != first.rollout
    assert Topic.select().where(Topic.name == "Settling in").count() == 1


def test_a_rollout_that_somebody_else_runs_is_left_to_them(cast: Cast) -> None:
    hal = make.a_person("Hal Stranger", access="supervisor")
    theirs = onboard_greta(cast, by=hal)
    mine = onboard_greta(cast, Facts(name="Ida Wolf", department="Payments"))
    assert mine.rollout != theirs.rollout
    assert mine.rollout.supervisor == cast.ada


def test_somebody_known_is_onboarded_without_touching_their_start(cast: Cast) -> None:
    made = onboard_greta(cast, cast.eve, buddy=cast.dan)
    assert made.person == cast.eve
    assert Person.get_by_id(cast.eve.id).start_date == MONDAY
    cast.cleo.start_date = date(2020, 1, 1)
    cast.cleo.save()
    onboard_greta(cast, cast.cleo, buddy=cast.dan)
    assert Person.get_by_id(cast.cleo.id).start_date == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("field", "email", "chosen", "sentence"),
    [
        ("buddy", "greta@example.com", {"buddy": "ada"}, "a buddy is never the line manager"),
        ("topic", "greta@example.com", {"coach": "ben"}, "Choose the topic on which Ben Arroyo"),
        ("email", "ben@example.com", {}, "already has the e-mail"),
    ],
)
def test_a_refusal_stands_at_its_field_and_leaves_nothing(
    cast: Cast, field: str, email: str, chosen: dict[str, str], sentence: str
) -> None:
    greta = Facts(name="Greta Lind", email=email, manager=cast.ada)
    people = {name: cast.everybody[who] for name, who in chosen.items()}
    before = counts()
    with pytest.raises(Refused, match=sentence) as refusal:
        onboard_greta(cast, greta, **people)
    assert refusal.value.field == field
    assert counts() == before


def test_a_template_that_was_retired_leaves_nothing_behind(cast: Cast, template: Template) -> None:
    template.retired_on = TODAY
    template.save()
    before = counts()
    with pytest.raises(Refused, match="retired"):
        onboard_greta(cast, template=template)
    assert counts() == before


def counts() -> list[int]:
    tables = (Person, Rollout, Seat, Pairing, Topic, Checklist, AuditEntry)
    return [table.select().count() for table in tables]


def test_in_onboarding_nobody_is_their_own_buddy_or_coach(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody guides themselves") as refusal:
        onboard_greta(cast, cast.eve, buddy=cast.eve)
    assert refusal.value.field == "buddy"
    with pytest.raises(Refused, match="Nobody guides themselves") as refusal:
        onboard_greta(cast, cast.eve, coach=cast.eve, topic=cast.topic)
    assert refusal.value.field == "coach"


def test_in_onboarding_a_newcomer_of_a_one_way_rollout_is_no_coach_in_it_yet(cast: Cast) -> None:
    first = onboard_greta(cast)
    with pytest.raises(Refused, match="one-way") as refusal:
        onboard_greta(
            cast,
            Facts(name="Hal Berg", department="Payments"),
            coach=first.person,
            topic=cast.topic,
        )
    assert refusal.value.field == "coach"


def test_people_are_onboarded_by_supervisors(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        onboard_greta(cast, by=cast.ben)
    assert not Checklist.select().exists()
