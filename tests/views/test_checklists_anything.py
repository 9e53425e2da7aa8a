"""Whatever is sent to the forms of checklists and templates, no page breaks."""

import io

import make
import pytest
from cast import a_cast
from conftest import Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

WORDS = some.sampled_from(
    (
        *("", " ", "0", "1", "-1", "x", "9" * 30, "\x00", "a" * 5_000, "<b>", "{{ 7 * 7 }}", "١"),
        *("1e9", "2026-02-30", "0001-01-01", "9999-12-31", "person", "learner", "item", "days"),
        *("up", "cleo@example.com", "two weeks before leaving", "- [ ] x"),
    )
)
FORMS = {
    "/templates": "title applies_to description source version",
    "/templates/1": "title applies_to version",
    "/templates/1/items": "text group owners due_text anchor first last unit after optional then",
    "/template-items/1": "text group owners due_text anchor first last unit after version",
    "/template-items/1/moves": "to",
    "/template-imports/1/reading": "plain_lists with_code",
    "/template-imports/1/template": "title applies_to lines-0-keep lines-0-text lines-0-depth "
    "lines-0-owners lines-0-due_text lines-1-depth",
    "/checklists": "template person rollout start_day departure_day form_key",
    "/checklists/1": "title",
    "/checklists/1/start-day": "start_day-day",
    "/checklists/1/departure-day": "departure_day-day",
    "/checklists/1/items": "text owners due due_text group detail",
    "/items/1": "text owners owner optional condition version",
    "/items/1/due": "due",
    "/items/1/stuck": "sentence",
    "/items/1/tick": "done",
    "/items/1/need": "needed",
}


@some.composite
def a_form(draw: some.DrawFn) -> tuple[str, dict[str, str]]:
    url = draw(some.sampled_from(sorted(FORMS)))
    return url, {field: draw(WORDS) for field in FORMS[url].split() if draw(some.booleans())}


def test_no_page_breaks(browser: Browser) -> None:
    cast = a_cast()
    make.a_template_item(make.a_template(made_by=cast.ada), "Badge", due_text="day 3")
    make.an_item(make.a_checklist(person=cast.cleo, supervisor=cast.ada))
    browser.sign_in(cast.ada)
    browser.post("/template-imports", data={"file": (io.BytesIO(b"- [ ] a\n- [ ] b"), "x.md")})

    @settings(
        max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
    )
    @given(a_form(), some.booleans(), WORDS, WORDS)
    def send(form: tuple[str, dict[str, str]], in_place: bool, here: str, depth: str) -> None:
        url, fields = form
        headers = {"HX-Request": "true"} if in_place else {}
        query = {"here": here, "depth": depth}
        response = browser.post(url, data=fields, headers=headers, query_string=query)
        assert response.status_code < 500, (url, fields)

    send()
