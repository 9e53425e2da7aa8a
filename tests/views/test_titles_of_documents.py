"""Links by title in the browser: one document, several, none."""

import make
import pytest
from cast import Cast, a_cast
from conftest import Browser
from counting import counted_statements

from kt.models import OutputState

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def test_a_link_by_title_leads_to_the_document(browser: Browser, cast: Cast) -> None:
    manual = make.an_output("Cut-off FAQ", topic=cast.topic, owner=cast.ben)
    ben = browser.sign_in(cast.ben)
    answer = ben.get("/outputs/titled?title=cut-off%20%20faq")
    assert (answer.status_code, answer.location) == (303, f"/outputs/{manual.id}")
    assert ben.get("/outputs/titled?title=%20").location == "/outputs"


def test_a_title_used_twice_is_a_choice(browser: Browser, cast: Cast) -> None:
    for _ in range(2):
        make.an_output("Cut-off FAQ", topic=cast.topic, owner=cast.ben)
    page = browser.sign_in(cast.ben).get("/outputs/titled?title=Cut-off FAQ")
    assert page.status_code == 200
    assert "2 documents are called “Cut-off FAQ”." in page.text
    assert page.text.partition("<main")[2].count('class="row-title"') == 2


def test_a_title_that_is_hidden_answers_like_one_that_does_not_exist(
    browser: Browser, cast: Cast
) -> None:
    eve = browser.sign_in(cast.eve)
    missing = eve.get("/outputs/titled?title=Cut-off FAQ")
    make.an_output("Cut-off FAQ", topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    hidden = eve.get("/outputs/titled?title=Cut-off FAQ")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert missing.data == hidden.data
    assert "There is no document called “Cut-off FAQ”." in missing.text
    assert "Plan it" not in missing.text


def test_who_may_plan_documents_is_offered_to_plan_it(browser: Browser, cast: Cast) -> None:
    ada = browser.sign_in(cast.ada)
    page = ada.get("/outputs/titled", query_string={"title": "<b>Late & lost</b>"})
    assert "<b>Late" not in page.text
    link = f"/topics/{cast.topic.id}/outputs/new?title=%3Cb%3ELate+%26+lost%3C/b%3E"
    assert link in page.text
    assert 'value="&lt;b&gt;Late &amp; lost&lt;/b&gt;"' in ada.get(link).text


def test_following_a_link_asks_the_database_no_more_where_there_is_more(
    browser: Browser, cast: Cast
) -> None:
    ben = browser.sign_in(cast.ben)

    def statements() -> int:
        with counted_statements() as seen:
            ben.get("/outputs/titled?title=twice")
        return len(seen)

    def add(count: int) -> None:
        for _ in range(count):
            make.an_output(
                "Twice",
                topic=cast.topic,
                owner=cast.ben,
                state=OutputState.PUBLISHED,
                published_on=make.TODAY,
            )

    add(2)
    few = statements()
    add(9)
    assert statements() == few <= 12
