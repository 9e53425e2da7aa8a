"""Signing in and out on the web, one-time links, one's account."""

import re
from datetime import date
from html import unescape
from typing import Any

import make
import pytest
from conftest import Browser

from kt.models import Access, Login, Person
from kt.operations import signing_in as deeds
from kt.web import COOKIE

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])

PASSWORD = "the first day of spring"


@pytest.fixture
def greta(database: str) -> Person:
    person = make.a_person("Greta Lind", access=Access.SUPERVISOR)
    deeds.use_link(deeds.make_link(person, by=None, days=7), PASSWORD)
    return Person.get_by_id(person.id)


def sign_in(browser: Browser, password: str = PASSWORD, query: str = "") -> Any:
    sent = {"email": "greta@example.com", "password": password}
    return browser.post(f"/sign-in{query}", data=sent)


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status
    return unescape(response.text)


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(
    browser: Browser, greta: Person
) -> None:
    door = browser.get("/people?q=lind").location
    assert door == "/sign-in?next=/people?q%3Dlind"
    address = re.search(r'action="([^"]+)"', browser.get(door).text)
    sent = {"email": "greta@example.com", "password": PASSWORD}
    assert browser.post(unescape(address[1]), data=sent).location == "/people?q=lind"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_door_leads_to_our_own_pages_only(
    browser: Browser, greta: Person, elsewhere: str
) -> None:
    assert sign_in(browser, query=f"?next={elsewhere}").location == "/"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_other_sites(
    browser: Browser, greta: Person
) -> None:
    cookie = sign_in(browser).headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_wrong_password_says_so_and_keeps_the_e_mail(browser: Browser, greta: Person) -> None:
    html = read(sign_in(browser, "guess"), 422)
    assert deeds.WRONG in html
    assert 'value="greta@example.com"' in html
    assert "guess" not in html


def test_five_failed_attempts_slow_down(browser: Browser, greta: Person) -> None:
    for _ in range(5):
        sign_in(browser, "guess")
    assert "Wait fifteen minutes" in read(sign_in(browser), 422)


def test_a_form_sent_after_the_sign_in_ended_says_to_sign_in_again(
    browser: Browser, greta: Person
) -> None:
    sign_in(browser)
    Login.delete().execute()
    response = browser.post("/people", data={"name": "Nell Ito"})
    assert "You are not signed in any more. Sign in again" in read(response, 401)
    assert Person.select().count() == 1


def test_signing_out_ends_the_login_and_the_cookie(browser: Browser, greta: Person) -> None:
    sign_in(browser)
    assert browser.post("/sign-out").location == "/sign-in"
    assert browser.get_cookie(COOKIE) is None
    assert Login.select().where(Login.person == greta).count() == 1, "the one of the link stays"


def test_signing_out_everywhere_ends_every_login(browser: Browser, greta: Person) -> None:
    elsewhere = browser.application.test_client()
    for client in (browser, elsewhere):
        sign_in(client)
    browser.post("/account/sign-outs")
    for client in (browser, elsewhere):
        assert client.get("/account").location == "/sign-in?next=/account"
    assert "You are signed out everywhere." in read(browser.get("/sign-in"))


# ------------------------------------------------------------------ one-time links


def test_a_link_lets_one_choose_a_password_and_signs_in(browser: Browser, database: str) -> None:
    nell = make.a_person("Nell Ito")
    url = f"/links/{deeds.make_link(nell, by=None, days=7)}"
    assert "Welcome, Nell. Choose a password." in read(browser.get(url))
    assert "at least 10 characters" in read(browser.post(url, data={"password": "short"}), 422)
    assert browser.post(url, data={"password": PASSWORD}).location == "/"
    assert "Nell Ito" in read(browser.get("/account"))


def test_a_link_that_was_used_has_expired_or_was_never_made_gives_the_way_out(
    browser: Browser, database: str
) -> None:
    nell = make.a_person("Nell Ito")
    used = deeds.make_link(nell, by=None, days=7)
    deeds.use_link(used, PASSWORD)
    expired = deeds.make_link(nell, by=None, days=0)
    for token in (used, expired, "never-made"):
        for response in (browser.get(f"/links/{token}"), browser.post(f"/links/{token}")):
            assert "Ask whoever sent it to you for a new one." in read(response, 404)


# ------------------------------------------------------------------ one's account


def test_the_account_takes_time_zone_hours_and_absence(browser: Browser, greta: Person) -> None:
    sign_in(browser)
    sent = {
        "time_zone": "Europe/Berlin",
        "coaching_hours_week": "3",
        "away_until": "2026-12-01",
    }
    assert browser.post("/account/profile", data=sent).location == "/account"
    html = read(browser.get("/account"))
    assert "Your profile is saved." in html
    assert '<option selected value="Europe/Berlin">' in html
    assert 'value="2026-12-01"' in html
    greta = Person.get_by_id(greta.id)
    assert (greta.time_zone, greta.coaching_hours_week) == ("Europe/Berlin", 3)
    assert greta.away_until == date(2026, 12, 1)


def test_bad_input_in_the_account_gets_a_sentence(browser: Browser, greta: Person) -> None:
    sign_in(browser)
    response = browser.post("/account/profile", data={"away_until": "2026-02-30"})
    assert "“2026-02-30” is not a day." in read(response, 422)
    assert Person.get_by_id(greta.id).away_until is None


def test_a_changed_password_keeps_this_browser_and_ends_the_others(
    browser: Browser, greta: Person
) -> None:
    elsewhere = browser.application.test_client()
    for client in (browser, elsewhere):
        sign_in(client)
    wrong = browser.post("/account/password", data={"old": "guess", "password": "a new long one"})
    assert "This is not your present password." in read(wrong, 422)
    changed = browser.post(
        "/account/password", data={"old": PASSWORD, "password": "a new long one"}
    )
    assert changed.location == "/account"
    assert "Your password is changed" in read(browser.get("/account"))
    assert elsewhere.get("/account").status_code == 303


def test_each_field_of_the_account_has_its_own_name_on_the_page(
    browser: Browser, greta: Person
) -> None:
    sign_in(browser)
    ids = re.findall(r' id="([^"]+)"', read(browser.get("/account")))
    assert len(ids) == len(set(ids))
