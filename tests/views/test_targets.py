"""Targets through the browser: what was agreed, its rows, readings, and every refusal."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import (
    Basis,
    ItemEvent,
    ItemState,
    Measure,
    OutputState,
    Reading,
    Role,
    RolloutState,
    Standing,
    Target,
)

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.ada)


@pytest.fixture
def late_trades(cast: Cast) -> Target:
    return make.a_target(
        cast.rollout, Measure.NUMBER, name="Late trades", baseline=20, number=5, unit="trades"
    )


def plain(html: str) -> str:
    """Give the words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


def field_of(html: str, name: str) -> str:
    """Give the part of a page that holds a field with its message."""
    return re.split(r'<(?:div|fieldset) class="field', html.split(f'id="{name}"')[1])[0]


def said_at(html: str, name: str) -> str:
    return plain("<" + field_of(html, name).partition('class="field-error"')[2])


# ------------------------------------------------------------------ all of a rollout


def test_questions_answered_in_time_are_agreed_shown_and_changed(ada: Browser, cast: Cast) -> None:
    """One question was answered the next day, so all of them so far: 100 % of the agreed 80 %."""
    sent = {"measure": "questions answered", "number": "80", "share": "y", "within_workdays": ""}
    ada.post(f"/rollouts/{cast.rollout.id}/targets", data=sent)
    target = Target.get()
    page = plain(ada.get(f"/targets/{target.id}").text)
    assert "Questions answered within 2 working days: no question yet, agreed 80 %" in page
    question = make.a_question(
        cast.cleo,
        cast.topic,
        cast.ben,
        at=datetime(2026, 11, 19, 9, tzinfo=UTC),
        answered_by=cast.ben,
        answered_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    response = ada.get(f"/targets/{target.id}")
    assert "within 2 working days: 100 %, agreed 80 %" in plain(response.text)
    assert f'href="/questions/{question.id}"' in response.text
    make.a_question(cast.cleo, cast.topic, cast.ben, at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert "not answered yet" in plain(ada.get(f"/targets/{target.id}").text)
    assert 'name="within_workdays"' in ada.get(f"/targets/{target.id}/edit").text
    ada.post(f"/targets/{target.id}", data={"number": "3", "within_workdays": "1"})
    changed = Target.get()
    assert (changed.share, changed.number, changed.within_workdays) == (False, 3, 1)


def test_the_verdict_stands_first_then_the_chart_then_each_figure(ada: Browser, cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_target(
        cast.rollout, number=1, rollout_topic=cast.rollout_topic, each_learner=True, due=TODAY
    )
    make.a_target(cast.rollout, Measure.COACHING_HOURS, number=3, due=date(2026, 11, 20))
    html = ada.get("/rollouts/1/targets").text
    words = plain(html)
    assert re.search(
        r"<h1[^>]*>1 of 2 targets reached. 1 is past the agreed date. [^<]+</h1>", html
    )
    assert words.index("1 of 2 targets") < words.index("2 agreed") < words.index("What was agreed")
    assert (
        "The whole rollout Coaching hours 0 h 0.75 h 3 h 20 Nov too early to tell overdue 25 %"
        in words
    )
    assert "Cut-off rules Sessions held Cleo 0 1 1 23 Nov 19 Nov 100 %" in words
    assert f'href="/targets/1?learner={cast.cleo.id}"' in html


def test_without_targets_one_is_told_the_next_step(ada: Browser, cast: Cast) -> None:
    assert "Add the first target" in ada.get("/rollouts/1/targets").text
    ada.sign_in(cast.cleo)
    html = ada.get("/rollouts/1/targets").text
    assert "Whoever runs the rollout adds its targets." in html
    assert "Add" not in plain(html).split("Whoever")[0].split("reached")[0]


def test_a_member_is_offered_nothing_that_is_not_theirs(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout)
    ada.sign_in(cast.cleo)
    for url in ("/rollouts/1/targets", "/targets/1"):
        html = ada.get(url).text
        for deed in ("/targets/new", "/edit", "/dropped", "/report", "/readings"):
            assert deed not in html


def test_a_target_is_agreed_for_each_learners_own_start(ada: Browser, cast: Cast) -> None:
    topic = str(cast.rollout_topic.id)
    sent = {"measure": "sessions held", "number": "8", "rollout_topic": topic, "within_days": "90"}
    answer = ada.post("/rollouts/1/targets", data=sent)
    assert answer.status_code == 422
    assert "Choose “For each learner”" in said_at(answer.text, "within_days")
    ada.post("/rollouts/1/targets", data=sent | {"each_learner": "y"})
    # Cleo's seat is of 1 October; 90 days on is 30 December.
    words = plain(ada.get("/rollouts/1/targets").text)
    assert "Sessions held Cleo 0 0 8 30 Dec too early to tell not yet 0 %" in words
    make.a_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=date(2026, 11, 1))
    words = plain(ada.get("/targets/1").text)
    assert "Sessions held: agreed 8 for each learner, within 90 days of their start" in words
    assert "Sessions held Eve 0 0 8 30 Jan 2027 too early to tell not yet" in words
    one = plain(ada.get(f"/targets/1?learner={cast.eve.id}").text)
    assert "Not met yet; agreed for Sat 30 Jan 2027" in one
    assert 'value="90"' in field_of(ada.get("/targets/1/edit").text, "within_days")


def test_a_target_is_added_and_can_be_taken_back(ada: Browser, cast: Cast) -> None:
    sent = {
        "form_key": "abc",
        "measure": "outputs published",
        "output_kind": "manual",
        "number": "2",
        "rollout_topic": str(cast.rollout_topic.id),
        "due": "2026-12-04",
    }
    for _ in range(2):
        answer = ada.post("/rollouts/1/targets", data=sent)
        assert (answer.status_code, answer.location) == (303, "/rollouts/1/targets")
    target = Target.get()
    assert (target.label, target.number, target.due) == ("Manual published", 2, date(2026, 12, 4))
    html = ada.get("/rollouts/1/targets").text
    assert "The target is agreed." in html
    (undo,) = set(re.findall(r'action="(/targets/[^"]*dropped=1)"', html))
    ada.post(undo)
    assert Target.get().dropped_on == TODAY


def test_the_form_offers_the_topics_of_the_rollout_and_its_end(ada: Browser, cast: Cast) -> None:
    html = ada.get("/rollouts/1/targets/new").text
    assert f'<option value="{cast.rollout_topic.id}">Cut-off rules</option>' in html
    assert 'value="2026-12-12"' in html


NUMBER = {"measure": "number", "name": "Faults", "number": "4", "baseline": "9"}

REFUSALS: list[tuple[dict[str, str], str, str]] = [
    ({"number": ""}, "number", "A target needs a number"),
    ({"measure": "sessions held", "number": "0"}, "number", "Choose a number above 0"),
    ({"number": "9"}, "number", "The target is where it stands already."),
    ({"name": ""}, "name", "Say what is measured"),
    ({"measure": "required items done", "number": "101"}, "number", "at most 100"),
    (
        {"measure": "items done on time", "number": "101", "share": "y"},
        "number",
        "A share is at most 100",
    ),
    (
        {"measure": "questions answered", "within_workdays": "900"},
        "within_workdays",
        "from 1 to 250",
    ),
    (
        {"measure": "questions answered", "each_learner": "y"},
        "each_learner",
        "counted for everybody together",
    ),
    ({"measure": "learners signed off"}, "level", "Choose the standing"),
    ({"measure": "learners at a standing"}, "level", "Choose the standing"),
    ({"measure": "learners at a standing", "level": "9"}, "level", "Choose the standing"),
    ({"rollout_topic": "999"}, "rollout_topic", "Choose a topic of this rollout."),
    ({"number": "9999999999999"}, "number", "Type a number below a million million."),
    ({"baseline": "-9999999999999"}, "baseline", "Type a number below a million million."),
    ({"number": "four"}, "number", "“four” is not a number."),
    ({"due": "2026-02-30"}, "due", "is not a day."),
    ({"measure": "happiness"}, "measure", "Invalid Choice"),
]


@pytest.mark.parametrize(("wrong", "field", "sentence"), REFUSALS)
def test_what_cannot_be_agreed_is_said_at_its_field_and_kept(
    ada: Browser, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = ada.post("/rollouts/1/targets", data=NUMBER | wrong)
    assert answer.status_code == 422
    assert sentence in said_at(answer.text, field)
    assert f'<a href="#{field}">' in answer.text
    for name in ("name", "number", "baseline"):
        assert f'value="{(NUMBER | wrong)[name]}"' in field_of(answer.text, name)
    assert Target.select().count() == 0


def test_items_have_no_topic_and_another_rollouts_topic_is_refused(
    ada: Browser, cast: Cast
) -> None:
    items = {"measure": "required items done", "number": "90"}
    topic = str(cast.rollout_topic.id)
    answer = ada.post("/rollouts/1/targets", data=items | {"rollout_topic": topic})
    assert answer.status_code == 422
    assert "Items are counted for the whole rollout." in said_at(answer.text, "rollout_topic")
    assert f'<option selected value="{topic}">' in answer.text
    other = make.a_rollout_topic(make.a_rollout("Payroll", supervisor=cast.ada), cast.topic)
    answer = ada.post("/rollouts/1/targets", data=NUMBER | {"rollout_topic": str(other.id)})
    assert "Choose a topic of this rollout." in said_at(answer.text, "rollout_topic")


def test_a_closed_rollout_keeps_its_targets(ada: Browser, cast: Cast, late_trades: Target) -> None:
    type(cast.rollout).update(state=RolloutState.COMPLETED, closed_on=TODAY).execute()
    for url in ("/rollouts/1/targets", "/targets/1"):
        html = ada.get(url).text
        for deed in ("/targets/new", "/targets/1/edit", "/dropped", "/readings"):
            assert deed not in html
    for url, sent in (
        ("/rollouts/1/targets", NUMBER),
        ("/targets/1", NUMBER),
        ("/targets/1/readings", {"value": "4"}),
        ("/targets/1/dropped", {"dropped": "1"}),
    ):
        answer = ada.post(url, data=sent)
        assert answer.status_code == 422
        assert "“Settlement engine” is completed" in answer.text
    assert (Target.select().count(), Target.get().dropped_on) == (1, None)


# ------------------------------------------------------------------ one target


def test_a_target_shows_where_it_stands_and_the_rows_behind_it(
    ada: Browser, cast: Cast, late_trades: Target
) -> None:
    for day, value in ((date(2026, 9, 21), 30), (date(2026, 11, 2), 8)):
        Reading.create(target=late_trades, value=value, on=day, by=cast.ben)
    words = plain(ada.get("/targets/1").text)
    assert "Late trades: 8 trades, agreed 5 trades" in words
    assert "Now 8 trades Baseline 20 trades Target 5 trades By no date" in words
    assert "Progress 80 %" in words
    assert "Readings 1 8 trades read by Ben Arroyo Mon 2 Nov" in words
    assert "Earlier, not counted 1 From before the start, Thu 1 Oct." in words


def test_each_row_leads_to_what_it_is(ada: Browser, cast: Cast) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    output = make.an_output(
        topic=cast.topic,
        owner=cast.ben,
        rollout=cast.rollout,
        state=OutputState.PUBLISHED,
        published_on=TODAY,
    )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    item = make.an_item(checklist, "Read **this**", state=ItemState.DONE)
    ItemEvent.create(item=item, state=ItemState.DONE, by=cast.cleo, on=TODAY)
    revision = make.a_revision(cast.topic)
    Standing.create(person=cast.cleo, revision=revision, level=3, basis=Basis.IMPORTED, on=TODAY)
    links = {
        Measure.SESSIONS_HELD: f"/sessions/{session.id}",
        Measure.OUTPUTS_PUBLISHED: f"/outputs/{output.id}",
        Measure.ITEMS_DONE: f"/items/{item.id}",
        Measure.LEARNERS_AT_STANDING: f"/people/{cast.cleo.id}",
    }
    for measure, link in links.items():
        target = make.a_target(cast.rollout, measure, level=3)
        html = ada.get(f"/targets/{target.id}").text
        assert f'class="row-title" href="{link}"' in html
        assert ada.get(link).status_code == 200
    assert "Cleo Marsh: Read this" in ada.get("/targets/3").text


def test_a_target_for_each_learner_shows_each_and_leads_to_one(ada: Browser, cast: Cast) -> None:
    make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_seat(cast.rollout_topic, make.a_person("Greta Lind"), Role.LEARNER)
    make.a_target(cast.rollout, number=1, each_learner=True)
    words = plain(ada.get("/targets/1").text)
    assert "Sessions held: agreed 1 for each learner 1 of 2 learners reached it." in words
    html = ada.get(f"/targets/1?learner={cast.cleo.id}").text
    assert "Sessions held by Cleo: 1, agreed 1 Met since Thu 19 Nov." in plain(html)
    assert "All learners" in html


def test_a_target_is_changed_and_its_history_says_what_it_was(
    ada: Browser, late_trades: Target
) -> None:
    html = ada.get("/targets/1/edit").text
    assert 'name="measure"' not in html
    assert 'value="20"' in field_of(html, "baseline")
    sent = NUMBER | {"name": "Late trades", "number": "4", "baseline": "20", "due": "2026-12-04"}
    assert ada.post("/targets/1", data=sent).location == "/targets/1"
    words = plain(ada.get("/targets/1").text)
    assert (
        "Ada Lovell changed the target “Late trades” from 5 trades to 4, from no date to 4 D"
        in words
    )


def test_a_change_that_cannot_be_is_said_at_its_field(ada: Browser, late_trades: Target) -> None:
    answer = ada.post("/targets/1", data=NUMBER | {"number": "9"})
    assert answer.status_code == 422
    assert "where it stands already" in said_at(answer.text, "number")
    assert Target.get().number == 5


def test_a_target_is_dropped_with_undo_and_brought_back(ada: Browser, late_trades: Target) -> None:
    assert ada.post("/targets/1/dropped", data={"dropped": 1}).status_code == 303
    html = ada.get("/rollouts/1/targets").text
    assert "is dropped and does not count" in html
    assert "1 dropped target" in html
    assert "Dropped today: it does not count any more." in ada.get("/targets/1").text
    ada.post("/targets/1/dropped?dropped=0")
    assert Target.get().dropped_on is None


# ------------------------------------------------------------------ readings


def test_a_coach_takes_a_reading_of_today(
    browser: Browser, cast: Cast, late_trades: Target
) -> None:
    browser.sign_in(cast.ben)
    for _ in range(2):
        answer = browser.post("/targets/1/readings", data={"value": "1,008.5", "form_key": "abc"})
        assert answer.location == "/targets/1"
    reading = Reading.get()
    assert (reading.value, reading.on, reading.by) == (1008.5, TODAY, cast.ben)
    words = plain(browser.get("/targets/1").text)
    assert "Ben Arroyo read “Late trades”: 1,008.5 trades, 23 Nov 2026 today 9:00" in words


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"value": ""}, "value", "Type the number that was read."),
        ({"value": "many"}, "value", "“many” is not a number."),
        ({"value": "9999999999999"}, "value", "below a million million"),
        ({"on": "2026-11-24"}, "on", "A reading cannot be from the future."),
    ],
)
def test_a_reading_that_cannot_be_is_said_at_its_field_and_kept(
    ada: Browser, late_trades: Target, wrong: dict[str, str], field: str, sentence: str
) -> None:
    sent = {"value": "8", "on": "2026-11-02"} | wrong
    first = Reading.create(target=late_trades, value=3, on=TODAY, by=late_trades.rollout.supervisor)
    for url in ("/targets/1/readings", f"/readings/{first.id}/correction"):
        answer = ada.post(url, data=sent)
        assert answer.status_code == 422
        assert sentence in said_at(answer.text, field)
        assert [f'value="{sent[name]}"' in field_of(answer.text, name) for name in sent] == [
            True,
            True,
        ]
    assert Reading.select().count() == 1


def test_a_number_for_each_learner_says_whose_it_is(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout, Measure.NUMBER, name="Faults", each_learner=True)
    assert f'<option value="{cast.cleo.id}">Cleo Marsh</option>' in ada.get("/targets/1").text
    for person, sentence in (("", "Say whose number this is"), ("2", "Ben Arroyo does not learn")):
        answer = ada.post("/targets/1/readings", data={"value": "3", "person": person})
        assert answer.status_code == 422
        assert sentence in said_at(answer.text, "person")
    ada.post("/targets/1/readings", data={"value": "3", "person": cast.cleo.id})
    assert Reading.get().person == cast.cleo


def test_a_target_that_is_counted_takes_no_reading(ada: Browser, cast: Cast) -> None:
    make.a_target(cast.rollout)
    answer = ada.post("/targets/1/readings", data={"value": "3"})
    assert answer.status_code == 422
    assert "this one is counted" in answer.text


def test_a_correction_is_a_new_row_and_both_stay_visible(
    ada: Browser, cast: Cast, late_trades: Target
) -> None:
    mistyped = Reading.create(target=late_trades, value=14, on=date(2026, 10, 19), by=cast.ben)
    url = f"/readings/{mistyped.id}/correction"
    assert url in ada.get("/targets/1").text
    assert "Correct the reading of 14 trades, Mon 19 Oct" in plain(ada.get(url).text)
    assert ada.post(url, data={"value": "11", "on": "2026-10-19"}).location == "/targets/1"
    html = ada.get("/targets/1").text
    words = plain(html)
    assert "11 trades read by Ada Lovell Mon 19 Oct" in words
    assert "14 trades read by Ben Arroyo corrected to 11 trades" in words
    assert url not in html
    answer = ada.post(url, data={"value": "12", "on": "2026-10-19"})
    assert answer.status_code == 422
    assert "This reading was corrected already." in answer.text


# ------------------------------------------------------------------ how much it takes


def test_pages_take_at_most_twelve_statements(browser: Browser, cast: Cast) -> None:
    for measure in Measure:
        make.a_target(
            cast.rollout,
            measure,
            level=3,
            name="x",
            each_learner=measure != Measure.ITEMS_DONE,
            rollout_topic=None if measure == Measure.ITEMS_DONE else cast.rollout_topic,
        )
    for number in range(12):
        learner = make.a_seat(
            cast.rollout_topic, make.a_person(f"Learner{number} Long"), Role.LEARNER
        )
        make.a_session(cast.rollout_topic, cast.ben, make.a_pairing(cast.bens_seat, learner))
    taken: dict[str, list[Any]] = {}
    for person in (cast.ada, cast.ben, cast.cleo):
        browser.sign_in(person)
        for url in ("/rollouts/1/targets", *(f"/targets/{id}" for id in range(1, 7))):
            with counted_statements() as statements:
                assert browser.get(url).status_code == 200
            taken[f"{person.name} {url}"] = statements
    assert {what: said for what, said in taken.items() if len(said) > 12} == {}
