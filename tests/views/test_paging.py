"""Pages of a long list."""

import pytest
from flask import Flask

from kt.views.paging import page_number, pages


@pytest.fixture
def people() -> Flask:
    """A page with a filter, without a database."""
    app = Flask("pages")
    app.add_url_rule("/people", "people.index", lambda: "")
    return app


def test_a_page_names_what_it_shows_and_keeps_the_filters(people: Flask) -> None:
    with people.test_request_context("/people?words=lind&page=2"):
        page = pages(page_number(), 250)
    assert page.words == "101 to 200 of 250"
    assert page.previous_url == "/people?words=lind&page=1"
    assert page.next_url == "/people?words=lind&page=3"


def test_a_short_list_needs_no_pages(people: Flask) -> None:
    with people.test_request_context("/people"):
        page = pages(page_number(), 100)
    assert (page.words, page.needed) == ("1 to 100 of 100", False)


def test_behind_the_last_page_there_is_a_way_back(people: Flask) -> None:
    with people.test_request_context("/people?page=9"):
        page = pages(page_number(), 250)
    assert (page.words, page.next_url) == ("250 in all", None)
    assert page.previous_url == "/people?page=8"


@pytest.mark.parametrize("asked", ["", "0", "-3", "²", "x", "9" * 40])
def test_what_is_no_page_number_is_the_first_page(people: Flask, asked: str) -> None:
    with people.test_request_context("/people", query_string={"page": asked}):
        assert page_number() == 1
