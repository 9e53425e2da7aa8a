"""The HTTP seam: who gets in, from where, and what a fault says."""

import gzip
import json
import re

import pytest
from cast import a_cast
from conftest import Browser
from flask import Flask
from flask.testing import FlaskClient
from look import CSS

from kt.models import Fact
from kt.operations.signing_in import sign_in_to_demo
from kt.web import COOKIE, CSP

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def test_without_signing_in_every_page_leads_to_the_sign_in_page(browser: Browser) -> None:
    answer = browser.get("/account?tab=1")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/account?tab%3D1"


def test_a_form_sent_after_the_sign_in_has_ended_says_so(browser: Browser) -> None:
    answer = browser.post("/account/sign-outs")
    assert answer.status_code == 401
    assert "You are not signed in any more" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    cast = a_cast()
    answer = browser.sign_in(cast.ada).post("/account/sign-outs", headers=headers)
    assert answer.status_code == 403
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://localhost", 303), ("http://evil.example", 403), ("null", 403), ("", 403)],
)
def test_without_fetch_metadata_the_origin_must_be_ours(
    app: Flask, origin: str, status: int
) -> None:
    cast = a_cast()
    # The plain client, because the test's browser always sends fetch metadata.
    app.test_client_class = FlaskClient
    client = app.test_client()
    client.set_cookie(COOKIE, sign_in_to_demo(cast.ada))
    headers = {"Origin": origin} if origin else {}
    assert client.post("/account/sign-outs", headers=headers).status_code == status


def test_a_page_names_its_stylesheets_ahead_and_a_part_of_one_does_not(browser: Browser) -> None:
    answer = browser.get("/sign-in")
    ahead = re.findall(r"<(/static/[^>]*)>; rel=preload; as=style", str(answer.headers))
    linked = re.findall(r'rel="stylesheet" href="([^"]*)"', answer.text)
    imported = re.findall(r'@import url\("([^"]+)"\)', CSS)
    assert ahead == linked + [f"/static/{name}" for name in imported]
    assert "Link" not in browser.get("/sign-in", headers={"HX-Request": "true"}).headers


def test_every_answer_carries_the_strict_headers(browser: Browser) -> None:
    for path in ("/sign-in", "/nowhere", "/"):
        headers = browser.get(path).headers
        assert headers["Content-Security-Policy"] == CSP
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "HX-Request" in headers["Vary"]


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(browser: Browser, path: str) -> None:
    answer = browser.get("/sign-in", query_string={"next": path})
    assert "evil.example" not in answer.text
    assert "javascript:" not in answer.text


def test_a_fault_of_an_htmx_request_leaves_the_page_as_it_is(browser: Browser) -> None:
    cast = a_cast()
    answer = browser.sign_in(cast.eve).get("/nowhere", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.headers["HX-Reswap"] == "none"
    assert "It may have been moved" in answer.headers["HX-Trigger"]


def test_too_big_a_request_is_refused_in_words(browser: Browser) -> None:
    cast = a_cast()
    answer = browser.sign_in(cast.ada).post(
        "/account/password", data={"old": "x" * 12_000_000, "password": "y"}
    )
    assert answer.status_code == 413
    assert "up to 10 MB" in answer.text


def test_a_character_that_cannot_be_stored_is_refused_in_words(browser: Browser) -> None:
    browser.sign_in(a_cast().ada)
    for answer in (
        browser.get("/people", query_string={"q": "a\x00b"}),
        browser.post("/account/password", data={"old": "a\x00b"}),
    ):
        assert answer.status_code == 400
        assert "cannot be stored" in answer.text


def test_texts_are_compressed_for_browsers_that_take_it(browser: Browser) -> None:
    plain = browser.get("/sign-in")
    packed = browser.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data).decode() == plain.text
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    assert "Content-Encoding" not in plain.headers


def test_a_demo_signs_one_in_with_one_press(app: Flask, browser: Browser) -> None:
    cast = a_cast()
    Fact.create(name="demo", value=json.dumps({cast.ben.email: "coaches"}))
    app.config["IS_DEMO"] = True
    assert "Ben Arroyo" in browser.get("/demo").text
    assert browser.post(f"/demo/{cast.ben.id}").location == "/"
    assert browser.get("/account").status_code == 200


def test_what_was_typed_is_shown_again_when_the_sign_in_has_ended(browser: Browser) -> None:
    answer = browser.post("/sessions", data={"note": "Went <well>", "form_key": "k", "old": "pw"})
    assert answer.status_code == 401
    assert "Went &lt;well&gt;" in answer.text
    assert "pw" not in answer.text.replace("pwa", "")


def test_the_demo_door_does_not_exist_outside_a_demo(browser: Browser) -> None:
    cast = a_cast()
    assert browser.get("/demo").status_code == 404
    assert browser.post(f"/demo/{cast.root.id}").status_code == 404
    assert browser.get("/sign-in").text.count("demo") == 0
