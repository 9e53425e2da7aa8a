"""Rule 5, walked: no page that a mentoring rollout leads to says coach, learner or mentee."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser

from kt.models import (
    Basis,
    Kind,
    Measure,
    ReadinessAnswer,
    Role,
    RolloutState,
    Standing,
    TransferModel,
    Way,
    Wording,
)
from kt.operations.agreements import offer_agreement
from kt.operations.seating import give_seat
from kt.operations.sessions import log_session
from kt.operations.targets import add_target
from kt.rules.readiness import QUESTIONS

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

FORBIDDEN = re.compile(r"\b(coach\w*|learners?|mentee\w*)", re.IGNORECASE)

# One chooses the words there, so both are named.
CHOICE_OF_WORDS = ("Coach and learner, for knowledge and skills",)

# What is of the rollout, wherever it lives.
INSIDE = (
    "/rollouts/1",
    "/targets/",
    "/sessions/",
    "/sheets/",
    "/pairings/",
    "/items/",
    "/checklists/",
    "/outputs/",
)


class Words(HTMLParser):
    """What a page says in its main content, with its labels, and where its links lead."""

    def __init__(self, html: str):
        super().__init__()
        self.words: list[str] = []
        self.links: set[str] = set()
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        if tag == "main":
            self.inside = True
        if not self.inside:
            return
        said = ("aria-label", "placeholder", "data-head", "title")
        self.words += [given[name] for name in said if given.get(name)]
        if tag == "a" and given.get("href"):
            self.links.add(given["href"].partition("#")[0])

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    def handle_data(self, text: str) -> None:
        if self.inside:
            self.words.append(text)


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield a_cast()


@pytest.fixture
def mentoring(cast: Cast) -> Cast:
    """Give a mentoring rollout something of everything, each done by its deed."""
    rollout, topic = cast.rollout, cast.rollout_topic
    rollout.wording = Wording.MENTORING
    rollout.kind = Kind.DEVELOPMENT
    rollout.model = TransferModel.SEEDED_TWO_WAY
    rollout.save()
    cast.ben.mentor_places = 5
    cast.ben.save()
    # Ben's own manager is Cleo's too, and what Eve learns nobody guides.
    cast.cleo.manager = cast.ben
    cast.cleo.save()
    give_seat(topic, cast.eve, Role.LEARNER, since=make.TODAY, by=cast.ada)
    other = make.a_rollout_topic(rollout, make.a_topic("Presenting", technical=True))
    give_seat(other, cast.cleo, Role.COACH, since=make.TODAY, by=cast.ada)
    for measure in Measure:
        add_target(
            rollout,
            by=cast.ada,
            measure=measure,
            number=2,
            name="Late trades" if measure == Measure.NUMBER else "",
            level=4,
            each_learner=measure.has_level or measure == Measure.SESSIONS_HELD,
            within_workdays=2 if measure == Measure.QUESTIONS_ANSWERED else None,
            rollout_topic=None if measure.is_of_items else topic,
        )
    for way in (Way.EXPLAINED, Way.COACH_DID_IT, Way.ALONE):
        log_session(
            [cast.pairing],
            by=cast.ben,
            held_on=date(2026, 11, 20),
            minutes=45,
            way=way,
            next_steps=["Cleo: try it"],
            today=make.TODAY,
        )
    make.a_session(
        topic, cast.ben, cast.pairing, held_on=None, planned_at=datetime(2026, 11, 26, tzinfo=UTC)
    )
    Standing.create(
        person=cast.cleo,
        revision=make.a_revision(cast.topic),
        level=4,
        basis=Basis.NAMED,
        judged_by=cast.ada,
        on=make.TODAY,
    )
    for question in QUESTIONS:
        ReadinessAnswer.create(
            rollout=rollout, question=question, yes=True, by=cast.ada, on=make.TODAY
        )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=rollout)
    make.an_item(checklist, "Read the rules", owners=("learner", "coach"))
    make.an_output(topic=cast.topic, owner=cast.ben, rollout=rollout)
    offer_agreement(rollout, by=cast.ada)
    return cast


def pages(browser: Browser, *starts: str) -> Iterator[tuple[str, Words]]:
    """Walk the links of a rollout, but those that lead out of it."""
    seen, ahead = {*starts}, [*starts]
    while ahead:
        url = ahead.pop()
        answer = browser.get(url)
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        words = Words(answer.text)
        yield url, words
        for link in sorted(words.links - seen):
            if of_the_rollout(link):
                seen.add(link)
                ahead.append(link)


def of_the_rollout(link: str) -> bool:
    return link.startswith(INSIDE)


def forbidden_in(words: Words) -> list[str]:
    said = [text for text in words.words if text.strip() not in CHOICE_OF_WORDS]
    return [text for text in said if FORBIDDEN.search(unescape(text))]


@pytest.mark.parametrize("state", [RolloutState.RUNNING, RolloutState.DRAFT])
@pytest.mark.parametrize("who", ["ada", "ben", "cleo"])
def test_no_page_of_a_mentoring_rollout_speaks_of_coaches_or_learners(
    browser: Browser, mentoring: Cast, who: str, state: RolloutState
) -> None:
    type(mentoring.rollout).update(state=state).execute()
    browser.sign_in(getattr(mentoring, who))
    wrong, walked = [], 0
    for url, words in pages(browser, "/rollouts/1", "/", "/sessions/log", "/rollouts"):
        walked += 1
        wrong += [f"{url}: {text}" for text in forbidden_in(words)]
    assert wrong == [], "\n".join(wrong)
    assert walked > 15


def test_what_is_done_and_refused_there_is_said_in_its_words(
    browser: Browser, mentoring: Cast
) -> None:
    browser.sign_in(mentoring.ada)
    seat = {"person": "Cleo Marsh", "role": "coach", "topic": mentoring.rollout_topic.id}
    answers = [
        browser.post("/rollouts/1/seats", data=seat),
        browser.post("/rollouts/1/seats", data=seat | {"guide": "Ben Arroyo"}),
        browser.post(
            "/rollouts/1/seats", data=seat | {"person": "Root Adams"}, follow_redirects=True
        ),
        browser.post("/rollouts/1", data={"version": "x"}),
        browser.post("/rollouts/1/closure", data={}),
        browser.post("/rollouts/1/targets", data={"measure": "learners at a standing"}),
        browser.post(
            "/rollouts/1/targets",
            data={"measure": "sessions held", "number": "8", "within_days": "90"},
        ),
        browser.post("/sessions/1/way", data={"way": "coach did it"}, follow_redirects=True),
        browser.post("/sessions/1", data={"held_on": "2027-01-01"}),
    ]
    assert [answer.status_code for answer in answers].count(422) >= 6
    for answer in answers:
        assert forbidden_in(Words(answer.text)) == []
    assert "Root Adams is mentor on Cut-off rules now." in answers[2].text


def test_what_people_wrote_and_called_things_keeps_its_words(
    browser: Browser, mentoring: Cast
) -> None:
    browser.sign_in(mentoring.ada)
    topic, name = mentoring.topic, "How coaches coach learners"
    topic.name = name
    topic.save()
    for part in ("", "/people", "/targets", "/agreement", "/sessions", "/report", "/history"):
        assert name in unescape(browser.get(f"/rollouts/1{part}").text), part


def test_one_application_speaks_of_each_rollout_in_its_words(
    browser: Browser, mentoring: Cast
) -> None:
    """Jinja says constant words once, when it reads a template; not these."""
    other = make.a_rollout("Payroll", supervisor=mentoring.ada)
    make.a_seat(make.a_rollout_topic(other, mentoring.topic), mentoring.eve, Role.LEARNER)
    browser.sign_in(mentoring.ada)
    for _ in range(2):
        assert "1 learner on 1 topic" in browser.get(f"/rollouts/{other.id}/people").text
        page = browser.get("/rollouts/1/people").text
        assert "2 protégés on 2 topics" in page
        assert forbidden_in(Words(page)) == []


def test_what_people_wrote_keeps_its_words_in_the_history(
    browser: Browser, mentoring: Cast
) -> None:
    target = add_target(
        mentoring.rollout,
        by=mentoring.ada,
        measure=Measure.SESSIONS_HELD,
        number=1,
        name="The coach listens",
    )
    browser.sign_in(mentoring.ada)
    page = unescape(browser.get("/rollouts/1/history").text)
    assert f"“{target.name}”" in page
    assert "“Mentoring hours”" in page
    assert "Cleo Marsh as mentor on Presenting" in page
