"""What waits to be signed off, for whom, with what was seen."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import JudgedAs, Person, RolloutState, Topic, TransferModel, Way
from kt.operations.signing_off import ask_signoff, judge
from kt.reports.needs import needs_in
from kt.reports.signoffs import SignoffRow, signoff_page, signoffs_around

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    cast = a_cast()
    Topic.update(technical=True).execute()
    cast.rollout.model = TransferModel.SEEDED_ONE_WAY
    cast.rollout.save()
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.TOGETHER)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, way=Way.ALONE)
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing, held_on=date(2026, 9, 1))
    ask_signoff(cast.rollout_topic, 3, by=cast.cleo, on=TODAY)
    return cast


def mine(person: Person) -> list[SignoffRow]:
    return [row for row in signoffs_around(person) if row.is_mine]


def test_it_waits_for_the_coach_first_and_then_for_the_sme(cast: Cast) -> None:
    (row,) = mine(cast.ben)
    assert (row.person_name, row.level_words) == ("Cleo Marsh", "does it alone")
    assert row.evidence == "2 sessions held, 1 done together, 1 alone"
    assert (row.waits_for, mine(cast.dan)) == (JudgedAs.COACH, [])
    judge(row_of(cast), yes=True, by=cast.ben, on=TODAY)
    (row,) = mine(cast.dan)
    assert row.evidence.endswith("; the coach says yes")
    assert mine(cast.ben) == []


def test_what_the_coach_wrote_stands_before_the_sme_who_confirms(cast: Cast) -> None:
    judge(row_of(cast), yes=True, evidence="Twelve trades, all right", by=cast.ben, on=TODAY)
    (row,) = mine(cast.dan)
    assert row.evidence.endswith("; the coach says yes: “Twelve trades, all right”")
    assert row.one_press


def test_what_the_sme_said_first_stands_before_the_coach_who_decides(cast: Cast) -> None:
    judge(row_of(cast), yes=True, evidence="Knows the edge cases", by=cast.dan, on=TODAY)
    (row,) = mine(cast.ben)
    assert row.evidence.endswith("1 alone; the SME says yes: “Knows the edge cases”")


def test_a_coach_whom_no_session_shows_is_judged_in_the_form(cast: Cast) -> None:
    ask_signoff(cast.rollout_topic, 4, by=cast.ben, on=TODAY)
    (row,) = [each for each in mine(cast.dan) if each.person_name == "Ben Arroyo"]
    assert (row.waits_for, row.one_press) == (JudgedAs.SME, False)


def row_of(cast: Cast) -> object:
    return cast.cleo.signoffs.get()


def test_nobody_else_is_asked_and_a_closed_rollout_asks_nobody(cast: Cast) -> None:
    for person in (cast.ada, cast.cleo, cast.eve, cast.root):
        assert mine(person) == []
    cast.rollout.state, cast.rollout.closed_on = RolloutState.COMPLETED, TODAY
    cast.rollout.save()
    assert mine(cast.ben) == []


def test_after_a_week_it_needs_whoever_runs_the_rollout(cast: Cast) -> None:
    def waiting(day: date) -> list[str]:
        needs = needs_in(cast.rollout, by=cast.ada, today=day)
        return [need.badge for need in needs if need.place == "signoffs.show"]

    assert waiting(date(2026, 11, 29)) == []
    assert waiting(date(2026, 11, 30)) == ["for 7 days"]


def test_the_page_says_what_was_seen_and_who_is_asked_now(cast: Cast) -> None:
    page = signoff_page(row_of(cast), cast.ben)
    assert page.seen.words == "2 sessions held, 1 done together, 1 alone"
    assert (page.asked_now, page.may_judge) == ("Ben", True)


def test_it_takes_one_statement_however_many_wait(cast: Cast) -> None:
    with counted_statements() as statements:
        signoffs_around(cast.ben, cast.rollout)
    assert len(statements) == 1


def test_where_nobody_is_left_to_judge_it_waits_for_the_coach(cast: Cast) -> None:
    """So that whoever runs the rollout acts for the coach who is gone."""
    Person.update(active=False).where(Person.id.in_([cast.ben, cast.dan])).execute()
    (row,) = signoffs_around(cast.ada, cast.rollout)
    assert (row.waits_for, row.is_mine) == (JudgedAs.COACH, False)
    assert signoff_page(row_of(cast), cast.ada).asked_as == JudgedAs.COACH
    needs = needs_in(cast.rollout, by=cast.ada, today=date(2026, 11, 30))
    (need,) = [each for each in needs if each.place == "signoffs.show"]
    assert (need.nudge, need.action) == ("", "Open")
    assert need.reason.startswith("no coach or SME is left; ")
