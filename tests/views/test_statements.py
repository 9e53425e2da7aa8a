"""What a rollout's pages ask of the database where a rollout has everything at once."""

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from flask import Flask

from kt.models import (
    Kind,
    Measure,
    ReadinessQuestion,
    Role,
    Rollout,
    RolloutState,
    TransferModel,
    Wording,
)
from kt.operations.agreements import offer_agreement
from kt.operations.readiness import answer_readiness
from kt.rules.readiness import Given

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def with_everything(cast: Cast, wording: Wording, state: RolloutState) -> Rollout:
    """Give the cast's rollout pairs who coach each other, mentors, targets of all measures."""
    rollout = cast.rollout
    yes = dict.fromkeys(ReadinessQuestion, Given(True))
    rollout = answer_readiness(rollout, yes, by=cast.ada, on=make.TODAY, wording=Wording.COACHING)
    rollout.model, rollout.wording, rollout.state = TransferModel.SEEDED_TWO_WAY, wording, state
    rollout.deputy = cast.ben
    rollout.copied_from = make.a_rollout("First time", supervisor=cast.ada, keep="All")
    rollout.save()
    for number, kind in enumerate((Kind.NICHE_SKILL, Kind.ORIENTATION, Kind.PROCESS_CHANGE)):
        topic = make.a_topic(f"Topic {number}", kind=kind)
        row = make.a_rollout_topic(rollout, topic)
        make.a_target(rollout, rollout_topic=row, each_learner=True)
        guide, learner = (
            make.a_seat(row, person, role)
            for person, role in ((cast.eve, Role.COACH), (cast.ben, Role.LEARNER))
        )
        make.a_pairing(guide, learner, mutual=True)
        make.an_output(f"Output {number}", topic=topic, owner=cast.ben, rollout=rollout)
        make.a_question(cast.cleo, topic, cast.ben)
    for measure in Measure:
        make.a_target(rollout, measure, level=3, name="x")
    make.a_signoff(cast.rollout_topic, cast.cleo)
    return rollout


@pytest.mark.parametrize("state", [RolloutState.DRAFT, RolloutState.RUNNING])
@pytest.mark.parametrize("wording", list(Wording))
@pytest.mark.parametrize("offered", [False, True])
def test_a_page_of_a_rollout_takes_twelve_statements_at_most(
    browser: Browser, app: Flask, cast: Cast, wording: Wording, state: RolloutState, offered: bool
) -> None:
    rollout = with_everything(cast, wording, state)
    if offered:
        offer_agreement(rollout, by=cast.ada)
    browser.sign_in(cast.ada)
    browser.get("/rollouts")
    rules = [
        rule.rule.replace("<int:id>", str(rollout.id))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/rollouts") and "GET" in (rule.methods or ())
    ]
    asked = {}
    for path in (each for each in rules if "<" not in each):
        with counted_statements() as taken:
            assert browser.get(path).status_code in (200, 303, 404), path
        asked[path] = len(taken)
    assert len(asked) > 20
    assert {path: count for path, count in asked.items() if count > 12} == {}
