"""Designing a rollout through the browser, step by step."""

from collections.abc import Iterator
from datetime import timedelta

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from markupsafe import Markup

from kt.models import (
    Basis,
    Kind,
    ReadinessAnswer,
    ReadinessQuestion,
    Role,
    Rollout,
    Seat,
    Standing,
    Topic,
    TransferModel,
    Wording,
)
from kt.operations.readiness import answer_readiness
from kt.operations.rollouts import add_rollout, add_topic_to, version_of_rollout
from kt.operations.topics import edit_topic, version_of_topic
from kt.rules.readiness import Given, answers_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

TODAY = make.TODAY
NO_ANSWERS = {question: Given(False) for question in ReadinessQuestion}


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def ada(browser: Browser, cast: Cast) -> Iterator[Browser]:
    with time_machine.travel(TODAY, tick=False):
        yield browser.sign_in(cast.ada)


@pytest.fixture
def draft(cast: Cast) -> Rollout:
    return add_rollout(
        by=cast.ada,
        name="Nostro handover",
        kind=Kind.NICHE_SKILL,
        department="Operations",
        start_date=TODAY,
        end_date=TODAY + timedelta(days=70),
    )


def at(rollout: Rollout, step: str = "") -> str:
    return f"/rollouts/{rollout.id}/design{f'/{step}' if step else ''}"


def a_seat_line(number: int, person: str, **values: str) -> dict[str, str]:
    line = {"person": person, "role": "learner", "topic": "", "guide": ""} | values
    return {f"seat-{number}-{name}": value for name, value in line.items()}


# ------------------------------------------------------------------ all steps on one page


def test_only_what_is_not_filled_asks(ada: Browser, draft: Rollout) -> None:
    page = ada.get(at(draft)).text
    assert "Niche skill · Operations · from 23 Nov to 1 Feb 2027" in page
    assert 'aria-label="Change: What is changing"' in page
    assert 'aria-label="Answer: Readiness"' in page
    assert "1 point is open for the start." in page


def test_readiness_of_the_department_is_confirmed_with_one_press(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    earlier = add_rollout(by=cast.ada, name="Earlier", department="Operations", start_date=TODAY)
    answers = NO_ANSWERS | {ReadinessQuestion.ENGINEERS: Given(True)}
    answer_readiness(earlier, answers, by=cast.ada, on=TODAY - timedelta(days=20))
    page = ada.get(at(draft)).text
    assert "Ada answered 20 days ago for Earlier: yes to engineers." in Markup(page).striptags()
    ada.post(at(draft, "confirmation"))
    assert answers_of(draft)[ReadinessQuestion.ENGINEERS].yes
    page = ada.get(at(draft)).text
    assert "Among engineers it takes a group that wants it." in page
    assert 'aria-label="Change: Readiness"' in page


def test_the_rollout_that_was_answered_is_not_named_to_who_may_not_see_it(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    secret = add_rollout(by=cast.root, name="Secret", department="Operations", start_date=TODAY)
    answer_readiness(secret, NO_ANSWERS, by=cast.root, on=TODAY)
    page = ada.get(at(draft)).text
    assert "Root answered today: no to everything." in Markup(page).striptags()
    assert "Secret" not in page


def test_a_copy_lands_on_its_one_page_to_confirm_with_what_the_last_team_said(
    ada: Browser, cast: Cast
) -> None:
    cast.rollout.tell_next = "Start with the log."
    cast.rollout.kind = Kind.NICHE_SKILL
    cast.rollout.wording = Wording.MENTORING
    cast.rollout.save()
    answer_readiness(cast.rollout, NO_ANSWERS, by=cast.ada, on=TODAY, wording=Wording.MENTORING)
    answer = ada.post(
        f"/rollouts/{cast.rollout.id}/copies",
        data={"name": "Again", "start_date": "2026-12-01", "with_guides": "y"},
    )
    copy = Rollout.get(Rollout.name == "Again")
    assert answer.location == at(copy)
    assert (copy.kind, copy.wording) == (Kind.NICHE_SKILL, Wording.MENTORING)
    page = ada.get(at(copy)).text
    assert "Start with the log." in page
    assert 'id="confirm-readiness"' in page


def test_a_rollout_that_runs_is_shown_instead_of_its_design(ada: Browser, cast: Cast) -> None:
    for step in ("", "readiness", "people", "agreement"):
        answer = ada.get(at(cast.rollout, step))
        assert (answer.status_code, answer.location) == (303, f"/rollouts/{cast.rollout.id}")
    assert ada.post(at(cast.rollout, "readiness"), data={"leader": "y"}).status_code == 303
    assert not ReadinessAnswer.select().exists()


def test_the_first_and_the_last_step_have_pages_of_their_own(ada: Browser, draft: Rollout) -> None:
    assert ada.get(at(draft, "change")).location == f"/rollouts/{draft.id}/edit"
    assert ada.get(at(draft, "agreement")).location == f"/rollouts/{draft.id}/agreement"
    assert ada.get(at(draft, "rubbish")).status_code == 404


def test_an_edited_draft_goes_back_to_its_steps(ada: Browser, draft: Rollout) -> None:
    answer = ada.post(
        f"/rollouts/{draft.id}",
        data={
            "name": "Nostro and SWIFT",
            "kind": "delegation",
            "model": "one-way",
            "wording": "mentoring",
            "start_date": "2026-12-01",
            "version": version_of_rollout(draft),
        },
    )
    assert answer.location == at(draft)
    draft = Rollout.get_by_id(draft.id)
    assert (draft.kind, draft.wording) == (Kind.DELEGATION, Wording.MENTORING)


def test_every_step_says_what_is_still_missing_for_the_start(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    add_topic_to(draft, make.a_topic("Nostro breaks", process=""), by=cast.ada)
    for step in ("readiness", "topics", "people", "model", "targets"):
        page = ada.get(at(draft, step)).text
        assert "Missing for the start" in page
        assert "The process of Nostro breaks is not in writing." in page
        assert "No kick-off is planned." in page


# ------------------------------------------------------------------ readiness


def test_readiness_is_answered_by_ticking_what_holds(ada: Browser, draft: Rollout) -> None:
    answer = ada.post(
        at(draft, "readiness"),
        data={"structured": "y", "pilot": "Settlements", "development": "y", "wording": ""},
    )
    assert answer.location == at(draft, "topics")
    answers = answers_of(draft)
    assert {each for each in answers if answers[each].yes} == {
        ReadinessQuestion.STRUCTURED,
        ReadinessQuestion.DEVELOPMENT,
    }
    assert len(answers) == len(ReadinessQuestion)
    assert answers[ReadinessQuestion.STRUCTURED].note == "Settlements"
    assert Rollout.get_by_id(draft.id).wording == Wording.MENTORING
    assert 'value="Settlements"' in ada.get(at(draft, "readiness")).text
    assert "Begin in Settlements, and widen it" in ada.get(at(draft)).text


def test_words_that_follow_the_answers_go_on_following_them(ada: Browser, draft: Rollout) -> None:
    ada.post(at(draft, "readiness"), data={"wording": ""})
    page = ada.get(at(draft, "readiness")).text
    assert '<option selected value="">As the answers propose</option>' in page


def test_words_that_overrule_the_answers_stay_chosen(ada: Browser, draft: Rollout) -> None:
    ada.post(at(draft, "readiness"), data={"development": "y", "wording": "coaching"})
    page = ada.get(at(draft, "readiness")).text
    assert '<option selected value="coaching">' in page


def test_weak_supervision_is_answered_with_a_clear_not_yet_and_what_to_fix_first(
    ada: Browser, draft: Rollout
) -> None:
    answer = ada.post(at(draft, "readiness"), data={"weak_supervision": "y", "wording": ""})
    assert answer.location == at(draft, "readiness")
    page = ada.get(answer.location).text
    assert "Supervision is weak, or time management poor: not yet. Fix that first;" in page


# ------------------------------------------------------------------ topics


def test_a_new_topic_is_written_in_place(ada: Browser, draft: Rollout) -> None:
    answer = ada.post(
        at(draft, "topics"),
        data={
            "topic": "",
            "name": "Nostro breaks",
            "kind": "niche skill",
            "technical": "y",
            "written_process": "Match, then ask.",
        },
    )
    assert answer.location == at(draft, "people")
    topic = Topic.get(Topic.name == "Nostro breaks")
    assert (topic.technical, make.a_revision(topic).process) == (True, "Match, then ask.")
    assert [row.revision.topic for row in draft.rollout_topics] == [topic]


def test_a_topic_without_a_written_process_is_asked_for_it_at_once(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    answer = ada.post(at(draft, "topics"), data={"topic": bare.id, "kind": "niche skill"})
    assert answer.location == at(draft, "topics")
    page = ada.get(answer.location).text
    assert "Saved. Write down how Nostro breaks is done." in page
    assert f'name="topic-{bare.id}-written_process"' in page


def test_a_process_is_written_where_it_is_missing(ada: Browser, cast: Cast, draft: Rollout) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    add_topic_to(draft, bare, by=cast.ada)
    sent = {
        "topic": "",
        "kind": "niche skill",
        f"topic-{bare.id}-version": version_of_topic(bare, make.a_revision(bare)),
        f"topic-{bare.id}-written_process": "Match, then ask.",
    }
    assert ada.post(at(draft, "topics"), data=sent).location == at(draft, "people")
    assert make.a_revision(bare).process == "Match, then ask."


def test_a_process_written_by_two_at_once_shows_both_and_loses_neither(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    bare = make.a_topic("Nostro breaks", process="")
    add_topic_to(draft, bare, by=cast.ada)
    opened = version_of_topic(bare, make.a_revision(bare))
    edit_topic(bare, by=cast.root, opened_with=opened, process="Theirs first.")
    sent = {
        "topic": "",
        "kind": "niche skill",
        f"topic-{bare.id}-version": opened,
        f"topic-{bare.id}-written_process": "Mine.",
    }
    answer = ada.post(at(draft, "topics"), data=sent)
    assert answer.status_code == 409
    assert "Theirs first." in answer.text
    assert "Mine." in answer.text
    assert make.a_revision(bare).process == "Theirs first."
    now = version_of_topic(Topic.get_by_id(bare.id), make.a_revision(bare))
    assert f'value="{now}"' in answer.text
    sent[f"topic-{bare.id}-version"] = now
    assert ada.post(at(draft, "topics"), data=sent).status_code == 303
    assert make.a_revision(bare).process == "Mine."


def test_a_topic_is_chosen_or_named_not_both(ada: Browser, cast: Cast, draft: Rollout) -> None:
    sent = {"topic": cast.topic.id, "name": "Nostro breaks", "kind": "niche skill"}
    answer = ada.post(at(draft, "topics"), data=sent)
    assert answer.status_code == 422
    assert "Choose a topic there is already, or name a new one; not both." in answer.text
    assert 'value="Nostro breaks"' in answer.text


def test_several_topics_are_added_one_after_the_other(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    sent = {"topic": cast.topic.id, "kind": "niche skill", "then": "more"}
    assert ada.post(at(draft, "topics"), data=sent).location == at(draft, "topics")


# ------------------------------------------------------------------ people


def test_a_learner_and_their_guide_are_one_line(ada: Browser, cast: Cast, draft: Rollout) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    sent = a_seat_line(0, "cleo@example.com", guide="ben@example.com", topic=str(topic.id))
    sent |= a_seat_line(1, "Dan Weiss", role="SME", topic=str(topic.id))
    assert ada.post(at(draft, "people"), data=sent).location == at(draft, "model")
    seats = Seat.select().where(Seat.rollout_topic == topic)
    assert {seat.role for seat in seats} == {Role.COACH, Role.LEARNER, Role.SME}
    assert "guided by Ben Arroyo" in ada.get(at(draft, "people")).text


def test_a_wrong_line_is_named_and_nobody_is_seated_by_half(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    sent = a_seat_line(0, "cleo@example.com", guide="ben@example.com", topic=str(topic.id))
    sent |= a_seat_line(2, "Zoe", topic=str(topic.id))
    answer = ada.post(at(draft, "people"), data=sent)
    assert answer.status_code == 422
    assert 'href="#seat-2-person">Nobody here is called “Zoe”' in answer.text
    assert 'value="cleo@example.com"' in answer.text
    assert not Seat.select().where(Seat.rollout_topic == topic).exists()


def test_a_rule_that_refuses_is_said_in_the_line_it_is_about(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    topics = [
        add_topic_to(draft, each, by=cast.ada) for each in (cast.topic, make.a_topic("Breaks"))
    ]
    sent = a_seat_line(0, "Cleo Marsh", guide="Ben Arroyo", topic=str(topics[0].id))
    sent |= a_seat_line(1, "Ben Arroyo", guide="Dan Weiss", topic=str(topics[1].id))
    answer = ada.post(at(draft, "people"), data=sent)
    assert answer.status_code == 422
    assert 'href="#seat-1-person">This rollout is one-way, so at any one time' in answer.text


def test_without_a_topic_nobody_can_be_seated(ada: Browser, draft: Rollout) -> None:
    assert "no topic is chosen yet" in ada.get(at(draft, "people")).text
    answer = ada.post(at(draft, "people"), data=a_seat_line(0, "Cleo Marsh"))
    assert answer.status_code == 422


def test_with_nobody_to_add_the_step_is_left_as_it_is(ada: Browser, draft: Rollout) -> None:
    assert ada.post(at(draft, "people"), data={}).location == at(draft, "model")


# ------------------------------------------------------------------ model


def a_coached_draft(cast: Cast, draft: Rollout) -> None:
    topic = add_topic_to(draft, cast.topic, by=cast.ada)
    guide = make.a_seat(topic, cast.ben, Role.COACH)
    make.a_pairing(guide, make.a_seat(topic, cast.cleo, Role.LEARNER))
    Standing.create(
        person=cast.ben, revision=topic.revision, level=4, basis=Basis.NAMED, on=make.LONG_AGO
    )


def test_the_advice_stands_beside_the_models_and_stays_when_another_is_chosen(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    a_coached_draft(cast, draft)
    page = ada.get(at(draft, "model")).text
    assert "1 person is able to coach Cut-off rules" in page
    assert "One-way: at any one time everybody either guides or learns (advised)" in page
    sent = {"model": "SME-seeded one-way", "version": version_of_rollout(draft)}
    assert ada.post(at(draft, "model"), data=sent).location == at(draft, "targets")
    assert Rollout.get_by_id(draft.id).model == TransferModel.SEEDED_ONE_WAY
    for path in (at(draft, "model"), f"/rollouts/{draft.id}/edit"):
        page = ada.get(path).text
        assert "Advice: One-way" in page
        assert "it is SME-seeded one-way" in page
    assert ">advice</a>" in ada.get(f"/rollouts/{draft.id}").text


def test_a_model_that_the_seats_forbid_is_refused_with_the_rule(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    draft.model = TransferModel.TWO_WAY
    draft.save()
    one, other = (
        add_topic_to(draft, each, by=cast.ada) for each in (cast.topic, make.a_topic("Breaks"))
    )
    make.a_seat(one, cast.ben, Role.COACH)
    make.a_seat(other, cast.ben, Role.LEARNER)
    sent = {"model": "one-way", "version": version_of_rollout(draft)}
    answer = ada.post(at(draft, "model"), data=sent)
    assert answer.status_code == 422
    assert "so this rollout cannot be one-way. End one of the two seats first" in answer.text


def test_two_who_choose_a_model_at_once_do_not_overwrite_each_other(
    ada: Browser, draft: Rollout
) -> None:
    answer = ada.post(at(draft, "model"), data={"model": "two-way", "version": "stale"})
    assert answer.status_code == 409
    assert "Somebody else changed this rollout meanwhile. Choose again." in answer.text
    assert version_of_rollout(draft) in answer.text
    assert Rollout.get_by_id(draft.id).model == TransferModel.ONE_WAY


# ------------------------------------------------------------------ targets


def test_the_usual_targets_are_agreed_on_with_one_press(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    a_coached_draft(cast, draft)
    page = ada.get(at(draft, "targets")).text
    assert "Cut-off rules: 8 sessions held with each learner" in page
    keys = [part.partition('"')[0] for part in page.split('name="suggestions"')[1:]]
    assert keys
    (topic,) = draft.rollout_topics
    sent = {"suggestions": [f"sessions-{topic.id}", f"standing-{topic.id}"]}
    answer = ada.post(at(draft, "targets"), data=sent)
    assert answer.location == f"/rollouts/{draft.id}/agreement"
    page = ada.get(at(draft, "targets")).text
    assert "Sessions held" in page
    assert "8 for each learner" in page
    assert f'value="sessions-{topic.id}"' not in page


# ------------------------------------------------------------------ speed


def test_no_step_takes_more_than_twelve_statements(
    ada: Browser, cast: Cast, draft: Rollout
) -> None:
    earlier = add_rollout(by=cast.ada, name="Earlier", department="Operations", start_date=TODAY)
    answer_readiness(earlier, NO_ANSWERS, by=cast.ada, on=TODAY)
    a_coached_draft(cast, draft)
    for step in ("", "readiness", "topics", "people", "model", "targets"):
        ada.get(at(draft, step))
        with counted_statements() as statements:
            ada.get(at(draft, step))
        assert len(statements) <= 12, (step, len(statements))
