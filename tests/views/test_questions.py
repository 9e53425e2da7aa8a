"""Asking, answering, joining and the FAQ as people see them, with htmx and without."""

import re
from datetime import UTC, datetime
from typing import Any

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements
from flask import Flask

from kt import clock
from kt.models import Output, OutputKind, OutputState, Person, Question, Version
from kt.operations.questions import (
    answer_question,
    ask_question,
    put_into_faq,
    version_of_answer,
)

HTMX = {"HX-Request": "true"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def client(app: Flask) -> Any:
    def client(person: Person) -> Browser:
        return app.test_client().sign_in(person)

    return client


def ask(client: Any, person: Person, **sent: Any) -> Any:
    return client(person).post("/questions", data={"words": "When is the cut-off?", **sent})


def asked(cast: Cast, text: str = "When is the cut-off?", **values: Any) -> Question:
    return ask_question(cast.topic, text, by=cast.cleo, **values)


def answered(cast: Cast, text: str = "When is the cut-off?", answer: str = "At 18:00.") -> Question:
    question = asked(cast, text)
    return answer_question(
        question,
        answer,
        by=cast.ben,
        opened_with=version_of_answer(Question.get_by_id(question.id)),
    )


def version(question: Question) -> str:
    return version_of_answer(Question.get_by_id(question.id))


def has(page: Any, *words: str) -> bool:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
    missing = [each for each in words if each not in text]
    assert not missing, f"{missing} is missing in {text[60:900]}"
    return True


# ------------------------------------------------------------------ asking


def test_the_box_is_open_on_every_home_with_ones_own_topics_first(cast: Cast, client: Any) -> None:
    make.a_topic("Aardvarks")
    for person in cast.everybody.values():
        page = client(person).get("/").text
        assert page.count('action="/questions"') == 1, person.name
    page = client(cast.cleo).get("/").text
    assert re.search(r'<option selected value="1">Cut-off rules</option>', page)
    assert page.index("Cut-off rules</option>") < page.index("Aardvarks</option>")
    assert '<optgroup label="Yours">' in page


def test_asking_says_who_is_asked_and_what_comes_next_and_can_be_undone(
    cast: Cast, client: Any
) -> None:
    browser = client(cast.cleo)
    response = browser.post(
        "/questions", data={"words": "When is the cut-off?", "topic": cast.topic.id, "back": "/"}
    )
    assert (response.status_code, response.location) == (303, "/")
    assert has(
        browser.get("/"),
        "Ben Arroyo is asked, as your coach; Dan is asked tomorrow unless it is answered before.",
    )
    (question,) = Question.select()
    browser.post(f"/questions/{question.id}/withdrawn?withdrawn=1")
    assert Question.get().withdrawn_at is not None


@pytest.mark.parametrize("place", ["home", "topic", "document", "item", "faq", "list"])
def test_one_asks_from_home_item_topic_and_document_in_two_interactions(
    cast: Cast, client: Any, place: str
) -> None:
    output = make.an_output(
        topic=cast.topic, owner=cast.ben, state=OutputState.PUBLISHED, published_on=make.TODAY
    )
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada)
    item = make.an_item(checklist, topic=cast.topic)
    url = {
        "home": "/",
        "topic": f"/topics/{cast.topic.id}",
        "document": f"/outputs/{output.id}",
        "item": f"/items/{item.id}",
        "faq": f"/topics/{cast.topic.id}/faq",
        "list": "/questions",
    }[place]
    browser = client(cast.cleo)
    page = browser.get(url).text
    (form,) = re.findall(r'<form class="one-line"[^>]*action="/questions".*?</form>', page, re.S)
    hidden = dict(re.findall(r'type="hidden" (?:id="[^"]*" )?name="([^"]*)" value="([^"]*)"', form))
    hidden |= dict(re.findall(r'name="([^"]*)" type="hidden" value="([^"]*)"', form))
    if "topic" not in hidden:
        hidden["topic"] = str(cast.topic.id)
    response = browser.post("/questions", data={**hidden, "words": "Where?"})
    assert response.status_code == 303, response.text
    question = Question.get()
    assert question.topic == cast.topic
    assert question.about_id == (output.id if place == "document" else None)
    assert question.item_id == (item.id if place == "item" else None)


def test_a_form_that_is_sent_twice_asks_once(cast: Cast, client: Any) -> None:
    for _ in range(2):
        ask(client, cast.cleo, topic=cast.topic.id, form_key="once")
    assert Question.select().count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": ""}, "Type what you want to know"),
        ({"words": "\u200b" * 46}, "Type what you want to know"),
        ({"words": "a" * 10_000}, "Shorten it"),
        ({"words": "a" * 1_001}, "at most 1,000 characters"),
        ({"topic": ""}, "Choose the topic that it is about."),
        ({"topic": "999999"}, "Choose the topic that it is about."),
        ({"topic": "x" * 50}, "Choose the topic that it is about."),
    ],
)
def test_what_cannot_be_asked_is_said_and_kept(
    cast: Cast, client: Any, sent: dict[str, str], said: str
) -> None:
    response = ask(client, cast.cleo, **({"topic": str(cast.topic.id)} | sent))
    assert response.status_code == 422
    assert has(response, said)
    if not sent.get("words"):
        assert "When is the cut-off?" in response.text or "words" in sent
    assert not Question.select().exists()


def test_nobody_asks_on_a_topic_they_do_not_see_nor_about_what_they_do_not_see(
    cast: Cast, client: Any
) -> None:
    hidden = make.a_topic("Secret", open_to_all=False)
    assert ask(client, cast.cleo, topic=hidden.id).status_code == 422
    draft = make.an_output(topic=cast.topic, owner=cast.ben)
    ask(client, cast.cleo, topic=cast.topic.id, about=draft.id)
    assert Question.get().about is None


# ------------------------------------------------------------------ seeing


def test_a_private_question_answers_others_like_one_that_does_not_exist(
    cast: Cast, client: Any
) -> None:
    question = asked(cast, private=True)
    for name, person in cast.everybody.items():
        got = client(person).get(f"/questions/{question.id}")
        assert got.status_code == (200 if name in ("ben", "cleo") else 404), name
    missing = client(cast.root).get("/questions/999999")
    assert client(cast.root).get(f"/questions/{question.id}").text == missing.text


def test_climbing_is_visible_in_rows_and_on_the_page(
    cast: Cast, client: Any, noon: time_machine.Traveller
) -> None:
    question = asked(cast)
    noon.move_to(datetime(2026, 11, 24, 13, tzinfo=UTC))
    assert has(client(cast.dan).get("/"), "asked Ben yesterday, Dan since today")
    assert has(
        client(cast.cleo).get(f"/questions/{question.id}"),
        "asked Ben yesterday, Dan since today",
        "Ada is asked tomorrow",
    )
    # Whoever was asked before may still answer.
    assert has(client(cast.ben).get("/"), "Questions for you", "Dan since today")


def test_a_private_question_that_nobody_answers_is_passed_on_with_one_press_from_home(
    cast: Cast, client: Any, noon: time_machine.Traveller
) -> None:
    question = asked(cast, private=True)
    page = client(cast.cleo).get(f"/questions/{question.id}")
    assert has(page, "private, so it stays there", "Pass it on to Dan")
    assert "Pass it on" not in client(cast.cleo).get("/").text
    noon.move_to(datetime(2026, 11, 24, 13, tzinfo=UTC))
    browser = client(cast.cleo)
    home = browser.get("/")
    assert has(home, "Nobody has answered yet", "Pass it on to Dan")
    assert "Pass it on" not in client(cast.ben).get(f"/questions/{question.id}").text
    sent = {"after": 0, "back": "/"}
    row = browser.post(f"/questions/{question.id}/turn", data=sent, headers=HTMX)
    assert has(row, "asked Ben yesterday, Dan since today")
    assert "Pass it on" not in row.text
    assert has(client(cast.dan).get("/"), "Questions for you", "private")


def test_somebody_away_is_said_and_the_asker_may_have_the_next_one_asked(
    cast: Cast, client: Any
) -> None:
    Person.update(away_until=datetime(2026, 12, 1).date()).where(Person.id == cast.ben.id).execute()
    question = asked(cast)
    browser = client(cast.cleo)
    page = browser.get(f"/questions/{question.id}")
    assert has(page, "Ben is away until Tue 1 Dec", "Ask Dan now")
    browser.post(f"/questions/{question.id}/turn", data={"after": 0})
    assert has(client(cast.dan).get("/"), "Questions for you")


def test_questions_are_listed_open_ones_first_by_whose_they_are_and_by_topic(
    cast: Cast, client: Any
) -> None:
    done, still_open = answered(cast, "Answered one?"), asked(cast, "Open one?")
    other = make.a_topic("Parking")
    ask_question(other, "Where to park?", by=cast.cleo)
    answer = client(cast.ben).get("/questions")
    assert has(answer, "1 question waits for you", "2 in all, open ones first")
    page = answer.text
    assert page.index("Open one?") < page.index("Answered one?")
    assert "Where to park?" not in page
    mine = client(cast.cleo).get("/questions?which=mine").text
    assert "Where to park?" in mine
    by_topic = client(cast.eve).get(f"/questions?which=all&topic={other.id}").text
    assert "Where to park?" in by_topic
    assert "Open one?" not in by_topic
    assert (done.topic, still_open.topic) == (cast.topic, cast.topic)


def test_lists_come_in_pages_of_fifty_with_the_same_number_of_statements(
    cast: Cast, client: Any
) -> None:
    def statements() -> int:
        browser = client(cast.ben)
        with counted_statements() as found:
            assert browser.get("/questions?which=all").status_code == 200
        return len(found)

    for number in range(3):
        asked(cast, f"Question {number}?")
    few = statements()
    for number in range(60):
        make.a_question(cast.cleo, cast.topic, cast.ben, text=f"More {number}?")
    assert statements() == few <= 12
    assert has(client(cast.ben).get("/questions?which=all"), "1 to 50 of 63")


# ------------------------------------------------------------------ answering


def test_a_question_is_answered_in_its_row_and_put_into_the_faq_with_one_more_press(
    cast: Cast, client: Any
) -> None:
    question = asked(cast)
    browser = client(cast.ben)
    assert "Questions for you" in browser.get("/").text
    answer = {"answer": "At **18:00**.", "version": version(question)}
    row = browser.post(f"/questions/{question.id}/answer?back=/", data=answer, headers=HTMX)
    assert row.status_code == 200
    assert row.text.lstrip().startswith(f'<li class="row row-1" id="question-{question.id}"')
    assert "<strong>18:00</strong>" in row.text
    assert has(row, "Put into the FAQ", "undo")
    row = browser.post(f"/questions/{question.id}/faq?back=/", data={"faq": "1"}, headers=HTMX)
    assert has(row, "in the FAQ")
    assert has(
        client(cast.eve).get(f"/topics/{cast.topic.id}/faq"), "When is the cut-off?", "18:00"
    )


def test_it_works_without_scripts(cast: Cast, client: Any) -> None:
    question = asked(cast)
    browser = client(cast.ben)
    here = f"/questions/{question.id}"
    answer = {"answer": "At 18:00.", "version": version(question)}
    response = browser.post(f"{here}/answer?back=/", data=answer)
    assert (response.status_code, response.location) == (303, here)
    page = browser.get(here)
    assert has(page, "Answered; Cleo is told.", "Put into the FAQ", "Undo")
    assert browser.post(f"{here}/faq", data={"faq": "1"}).location == here
    assert has(browser.get(here), "It is in the FAQ now", "Read it in the FAQ")


def test_an_empty_answer_is_refused_in_the_row(cast: Cast, client: Any) -> None:
    question = asked(cast)
    url = f"/questions/{question.id}/answer"
    for headers in (HTMX, {}):
        response = client(cast.ben).post(url, data={"answer": " "}, headers=headers)
        assert response.status_code == 422
        assert has(response, "Type the answer first")


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_two_who_answer_at_once_get_both_texts_in_the_field(
    cast: Cast, client: Any, headers: dict[str, str]
) -> None:
    question = asked(cast)
    opened_with = version(question)
    answer_question(question, "At 18:00.", by=cast.ben, opened_with=opened_with)
    url = f"/questions/{question.id}/answer"
    dan = client(cast.dan)
    mine = {"answer": "At 17:00.", "version": opened_with}
    response = dan.post(url, data=mine, headers=headers)
    assert response.status_code == 409
    assert has(response, "Ben answered while you were typing.")
    (field,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", response.text, re.S)
    assert field.split() == ["At", "18:00.", "At", "17:00."]
    (shown,) = re.findall(r'name="version" value="([^"]*)"', response.text)
    both = {"answer": "At 18:00, on Fridays at 17:00.", "version": shown}
    assert dan.post(url, data=both, headers=headers).status_code in (200, 303)
    assert Question.get().answer == "At 18:00, on Fridays at 17:00."


def test_an_answer_stands_on_the_askers_home_until_they_got_it(cast: Cast, client: Any) -> None:
    question = answered(cast)
    browser = client(cast.cleo)
    assert has(browser.get("/"), "Your answers", "At 18:00.", "Got it")
    browser.post(f"/questions/{question.id}/heard?heard=1", data={"back": "/"})
    assert "Your answers" not in browser.get("/").text
    browser.post(f"/questions/{question.id}/heard?heard=0")
    assert "Your answers" in browser.get("/").text


def test_not_quite_puts_it_back_with_the_sentence(cast: Cast, client: Any) -> None:
    question = answered(cast)
    browser = client(cast.cleo)
    url = f"/questions/{question.id}/asked-back"
    assert browser.post(url, data={"sentence": ""}, headers=HTMX).status_code == 422
    row = browser.post(url, data={"sentence": "On Fridays?"}, headers=HTMX)
    assert row.status_code == 200
    page = client(cast.ben).get("/")
    assert has(page, "Cleo asks back:", "On Fridays?")
    assert ">At 18:00.</textarea>" in page.text.replace("\r\n", "").replace(">\n", ">")


def test_the_questions_of_a_session_say_which_session_they_are_from(
    cast: Cast, client: Any
) -> None:
    session = make.a_session(cast.rollout_topic, cast.ben, cast.pairing)
    make.a_question(cast.cleo, cast.topic, cast.ben, session=session)
    assert has(client(cast.ben).get("/"), "from your session with Cleo, Thu 19 Nov")


# ------------------------------------------------------------------ joined, private, the same


def test_the_asker_is_told_that_their_question_was_joined(cast: Cast, client: Any) -> None:
    one, same = answered(cast), asked(cast, "Until when can I send?")
    ben = client(cast.ben)
    assert has(ben.get(f"/questions/{same.id}/merge"), "When is the cut-off?", "answered")
    response = ben.post(f"/questions/{same.id}/merge", data={"into": one.id})
    assert response.status_code == 303
    assert has(
        client(cast.cleo).get("/"),
        "Your question was joined with When is the cut-off?",
        "At 18:00.",
    )
    assert has(ben.get(f"/questions/{same.id}"), "Cleo is told", "Take apart")
    ben.post(f"/questions/{same.id}/merged")
    assert Question.get_by_id(same.id).merged_into is None
    nothing = ben.post(f"/questions/{same.id}/merge", data={"into": ""})
    assert nothing.status_code == 422
    assert has(nothing, "Choose the question that asks the same.")


def test_a_private_question_says_that_it_cannot_be_put_there_and_offers_to_word_it_anew(
    cast: Cast, client: Any
) -> None:
    question = asked(cast, "Am I too slow?", private=True)
    answer_question(question, "No.", by=cast.ben, opened_with=version(question))
    browser = client(cast.ben)
    for headers in (HTMX, {}):
        response = browser.post(f"/questions/{question.id}/faq", data={"faq": "1"}, headers=headers)
        assert response.status_code == 422
        assert has(response, "asked in private", "Word it anew")
    url = f"/topics/{cast.topic.id}/faq"
    form = browser.get(f"{url}/new?question={question.id}")
    assert "Am I too slow?" not in form.text
    sent = {"title": "How fast?", "text": "A day.", "question": question.id}
    assert browser.post(url, data=sent).status_code == 303
    page = client(cast.eve).get(url)
    assert has(page, "How fast?", "A day.")
    assert "too slow" not in page.text


def test_the_same_title_is_said_and_can_be_added_to(cast: Cast, client: Any) -> None:
    put_into_faq(answered(cast), by=cast.ben, today=make.TODAY)
    entry = Output.get()
    again = answered(cast, answer="On Fridays at 17:00.")
    browser = client(cast.ben)
    url = f"/questions/{again.id}/faq"
    response = browser.post(url, data={"faq": "1"}, headers=HTMX)
    assert response.status_code == 422
    assert has(response, "has an entry “When is the cut-off?” already", "Add to it")
    browser.post(f"{url}?add_to={entry.id}", data={"faq": "1"}, headers=HTMX)
    assert Version.select().order_by(Version.id.desc()).first().text == (
        "At 18:00.\n\nOn Fridays at 17:00."
    )


# ------------------------------------------------------------------ the FAQ


def entry(cast: Cast, title: str, text: str = "Because.") -> Output:
    question = answered(cast, title, text)
    return put_into_faq(question, by=cast.ben, today=make.TODAY)


def test_a_topics_faq_is_one_page_with_contents_anchors_and_whom_to_ask(
    cast: Cast, client: Any
) -> None:
    entries = [entry(cast, f"Question {n}?", f"# Detail\n\nAnswer **{n}**") for n in range(34)]
    browser = client(cast.eve)
    with counted_statements() as statements:
        page = browser.get(f"/topics/{cast.topic.id}/faq")
    assert len(statements) <= 12
    assert has(page, "34 questions", "Contents", "Who knows", "Dan Weiss")
    for each in entries:
        assert page.text.count(f'href="#entry-{each.id}"') == 1
        assert page.text.count(f'id="entry-{each.id}"') == 1
    # The headings of its texts stand below those of the page, without anchors of the same name.
    assert page.text.count("<h3>Detail</h3>") == 34
    assert "Put in order" not in page.text


def test_those_who_may_edit_it_put_it_in_order(cast: Cast, client: Any) -> None:
    entry(cast, "One?")
    two = entry(cast, "Two?")
    url = f"/topics/{cast.topic.id}/faq"
    dan = client(cast.dan)
    assert "Up: Two?" in dan.get(f"{url}?order=1").text
    assert dan.post(f"{url}/{two.id}/place", data={"to": "up"}).status_code == 303
    page = client(cast.eve).get(url).text
    assert page.index('id="entry-' + str(two.id)) < page.index("One?</h2>")
    assert client(cast.eve).post(f"{url}/{two.id}/place", data={"to": "up"}).status_code == 403
    assert dan.post(f"{url}/{two.id}/place", data={"to": "sideways"}).status_code == 404
    assert Output.select().where(Output.kind == OutputKind.FAQ_ENTRY).count() == 2


def test_the_groups_of_a_faq_are_sections_of_page_and_contents(cast: Cast, client: Any) -> None:
    one, two = entry(cast, "One?", "# Detail\n\nYes."), entry(cast, "Two?")
    url, ben = f"/topics/{cast.topic.id}/faq", client(cast.ben)
    values = {"title": "One?", "kind": "FAQ entry", "owner": cast.ben.email}
    ben.post(f"/outputs/{one.id}", data=values | {"group": " Getting  in "})
    ben.post(f"/outputs/{one.id}", data=values)
    assert 'value="Getting in"' in ben.get(f"/outputs/{two.id}/edit").text
    values = {"title": "Three?", "text": "Yes.", "group": "Getting out"}
    assert ben.post(url, data=values).status_code == 303
    page = ben.get(f"{url}?order=1").text
    places = [page.index(f"{words}</h") for words in ("Two?", "Getting in", "One?", "Getting out")]
    assert places == sorted(places)
    assert f'<h2 id="group-{one.id}">Getting in</h2>' in page
    assert f'<h3 id="entry-{one.id}">One?</h3>' in page
    assert "<h4>Detail</h4>" in page
    assert f'<li class="contents-2"><a href="#group-{one.id}">Getting in</a></li>' in page
    ben.post(f"{url}/{one.id}/place?group=1", data={"to": "down"})
    page = ben.get(url).text
    assert page.index("Getting out</h2>") < page.index("Getting in</h2>")


def test_pages_of_questions_keep_to_their_statements(cast: Cast, client: Any) -> None:
    question = answered(cast)
    for url in (f"/questions/{question.id}", f"/topics/{cast.topic.id}"):
        for person in (cast.ben, cast.cleo):
            browser = client(person)
            with counted_statements() as statements:
                assert browser.get(url).status_code == 200
            assert len(statements) <= 12, (url, person.name, len(statements))
    assert clock.now() == NOON
