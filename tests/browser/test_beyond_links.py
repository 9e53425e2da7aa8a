"""Pages that a deed, a refusal or a link from outside leads to are as sound as the others."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.looking import looked_at, side_of
from browser.sites import Site
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

INPUTS = Path(__file__).parents[1] / "inputs"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?next=/people", "/demo", "/links/nothing"])
def test_who_is_not_signed_in_sees_a_sound_page(site: Site, visit: Visit, path: str) -> None:
    page = visit(site, None, path)
    assert looked_at(page, side_of(path)) == []


def test_what_is_not_there_is_said_on_a_sound_page(site: Site, visit: Visit) -> None:
    page = visit(site, "greta", "/rollouts/999999")
    assert "nothing here" in page.get_by_role("heading", level=1).inner_text()
    assert looked_at(page, side_of("missing")) == []


@pytest.mark.parametrize(
    "path",
    [
        "/onboarding",
        "/people/new",
        "/rollouts/new",
        "/rollouts/1/sessions/new",
        "/rollouts/1/targets/new",
        "/rollouts/1/outputs/new",
        "/templates/new",
        "/topics/1/standings/new",
        "/topics/new",
    ],
)
def test_a_form_sent_empty_comes_back_sound(own_site: Site, visit: Visit, path: str) -> None:
    page = visit(own_site, "ana", path)
    form = page.locator("main form.form").first
    for field in form.locator("input:is([type=text], [type=date], [type=number]), textarea").all():
        if field.is_visible():
            field.fill("")
    form.locator("button.button-primary").first.click()
    page.locator("#error-summary").wait_for()
    assert looked_at(page, side_of(path)) == []


def test_the_preview_of_people_is_sound(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "nora", "/people/imports")
    page.get_by_label("File").set_input_files(
        INPUTS / "people_csv" / "Veza__oaa-community__example.csv"
    )
    page.get_by_role("button", name="Look at it first").click()
    page.locator("#confirm").wait_for()
    assert looked_at(page, side_of("people")) == []


def test_the_preview_of_standings_is_sound_with_questions_and_without(
    own_site: Site, visit: Visit
) -> None:
    page = visit(own_site, "ana", "/standings/imports")
    matrix = "Name,Cut-off rules,Nostro,SQL\nBen Arroyo,Expert,Guru of old,2\nGreta Lind,1,,Ace\n"
    page.get_by_label("File").set_input_files(
        {"name": "skills.csv", "mimeType": "text/csv", "buffer": (matrix * 3).encode()}
    )
    page.get_by_role("button", name="Look at it first").click()
    page.locator("#read-again").wait_for()
    assert looked_at(page, side_of("standings")) == []
    for select in page.locator("#levels select").all():
        select.select_option(index=4)
    page.get_by_label("Add the topics that are not known").check()
    page.locator("#read-again").click()
    page.locator("#confirm").wait_for()
    assert looked_at(page, side_of("standings read")) == []


def test_the_preview_of_a_checklist_is_sound(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/template-imports/new")
    page.get_by_label("File").set_input_files(
        INPUTS / "onboarding" / "18F__onboarding-documents__buddy-checklist.md"
    )
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Save as template").first.wait_for()
    assert looked_at(page, side_of("checklist")) == []


def test_a_page_with_everything_opened_in_place_is_sound(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "ana", "/checklists/2")
    first, second = page.locator(".tick").nth(0), page.locator(".tick").nth(1)
    first.locator(".unfold").click()
    first.locator(".row-more").wait_for()
    second.locator(".unfold").click()
    second.get_by_role("link", name="Edit").click()
    page.locator(".row-form").wait_for()
    third = page.locator(".tick").nth(2)
    third.get_by_role("checkbox").click()
    third.get_by_role("button", name=re.compile("^Undo")).wait_for()
    page.locator("#account-menu > summary").click()
    assert looked_at(page, side_of("opened")) == []


def test_the_pages_of_a_pair_are_sound_for_its_two(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "cleo", "/pairs")
    assert looked_at(page, side_of("asked")) == []
    page.get_by_role("button", name="Accept: Raj asks you to coach each other").click()
    page.get_by_role("heading", name="You and Raj Patel").wait_for()
    assert looked_at(page, side_of("pair")) == []
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_role("heading", name="Plan a session with Raj Patel").wait_for()
    assert looked_at(page, side_of("plan")) == []
    page.go_back()
    page.get_by_label("What works?").fill("A fixed half hour in the morning.")
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("What was said stays with the two of you.").first.wait_for()
    assert looked_at(page, side_of("logged")) == []
