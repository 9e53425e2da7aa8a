"""The search page, and answers while a question is typed."""

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import Output, Version
from kt.operations.indexing import index_output, index_question, index_topic


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def a_manual(cast: Cast, text: str = "Call before <b>nine</b>.") -> Output:
    output = make.a_document("Illness", topic=cast.topic, owner=cast.ben)
    html = f'<h2 id="doc-calling">Calling in</h2><p>{text}</p>'
    Version.create(output=output, number=2, text=text, html=html, by=cast.ben)
    Output.update(published_number=2).where(Output.id == output.id).execute()
    index_output(Output.get_by_id(output.id))
    return output


def test_a_passage_is_two_interactions_away_type_and_enter(cast: Cast, browser: Browser) -> None:
    output = a_manual(cast)
    browser.sign_in(cast.cleo)
    assert b'role="search"' in browser.get("/").data
    page = browser.get("/search?words=when+do+I+call").text
    assert "1 passage says something about “when do I call”" in page
    assert f'href="/outputs/{output.id}#doc-calling"' in page
    assert "<mark>Call</mark> before nine." in page
    assert "published, not reviewed" in page


def test_what_was_typed_is_never_markup(cast: Cast, browser: Browser) -> None:
    a_manual(cast, "Call &lt;script&gt;alert(1)&lt;/script&gt; before nine.")
    page = browser.sign_in(cast.cleo).get("/search?words=call<script>alert(1)</script>").text
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;<mark>alert</mark>(" in page


def test_where_nothing_is_found_the_next_step_is_to_ask(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.cleo).get("/search?words=xyzzy").text
    assert "Nothing says anything about “xyzzy” yet" in page
    assert "Ask it as a question" in page
    assert 'href="/questions/new?words=xyzzy"' in page
    assert 'value="xyzzy"' in browser.get("/questions/new?words=xyzzy").text


def test_a_slip_is_said(cast: Cast, browser: Browser) -> None:
    a_manual(cast, "A certificate is needed.")
    page = browser.sign_in(cast.cleo).get("/search?words=certifcate").text
    assert "Nobody wrote “certifcate”. These have “certificate”." in page


def test_one_kind_and_one_topic_can_be_chosen(cast: Cast, browser: Browser) -> None:
    a_manual(cast, "The cut-off rules say four.")
    index_topic(cast.topic)
    browser.sign_in(cast.cleo)
    assert "2 passages say" in browser.get("/search?words=cut-off+rules").text
    assert "1 passage says" in browser.get("/search?words=cut-off+rules&kind=topic").text
    assert "2 passages say" in browser.get("/search?words=cut-off+rules&kind=nonsense").text
    there = f"/search?words=cut-off+rules&kind=document&topic={cast.topic.id}"
    assert "1 passage says" in browser.get(there).text
    other = make.a_topic("Other")
    assert "Look everywhere" in browser.get(f"/search?words=cut-off&topic={other.id}").text
    assert browser.get("/search?words=cut-off&topic=x&page=9").status_code == 200


@pytest.mark.parametrize("words", ["", "%E2%80%8B", '"', "a" * 3000, "%F0%9F%98%80", "'; --"])
def test_any_words_get_an_answer(cast: Cast, browser: Browser, words: str) -> None:
    browser.sign_in(cast.cleo)
    assert browser.get(f"/search?words={words}").status_code == 200
    assert browser.get(f"/search/suggestions?words={words}").status_code == 200


def test_answers_are_suggested_as_a_fragment(cast: Cast, browser: Browser) -> None:
    a_manual(cast, "Call before nine.")
    index_question(make.a_question(cast.cleo, cast.topic, text="Whom do I call?"))
    browser.sign_in(cast.cleo)
    answer = browser.get("/search/suggestions?words=whom+do+I+call", headers={"HX-Request": "true"})
    assert answer.text.startswith("<div>")
    assert "Illness" in answer.text
    assert "Whom do I" not in answer.text
    assert "Whom do I" in browser.get("/search?words=whom+do+I+call").text
    assert "1 answer may be there already." in answer.headers["HX-Trigger"]
    none = browser.get("/search/suggestions?words=xyzzy")
    assert "<li" not in none.text
    assert "HX-Trigger" not in none.headers


def test_the_page_takes_few_statements(cast: Cast, browser: Browser) -> None:
    a_manual(cast)
    browser.sign_in(cast.cleo)
    with counted_statements() as statements:
        browser.get("/search?words=when+do+I+cal")
    assert len(statements) <= 12
