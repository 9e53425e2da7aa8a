"""The form of a target shows the fields that fit its measure, by the stylesheet alone."""

from collections.abc import Callable

import pytest
from browser.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]

ALWAYS = ["Measure", "Name (optional)"]
NUMBER = ["Target", "By (optional)"]
SHARE = ["As a share, in percent"]
THEN = [
    "Topic",
    "For each learner",
    "Within days of each learner's start (optional)",
]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_fields_fit_the_measure_without_scripts_too(
    own_site: Site, visit: Visit, scripts: bool
) -> None:
    page = visit(own_site, "nora", "/rollouts/1/targets/new", scripts=scripts)

    def fields() -> list[str]:
        labels = page.locator("main label")
        return [label.inner_text() for label in labels.all() if label.is_visible()]

    assert fields() == ALWAYS + NUMBER + THEN
    for measure, own, share in (
        ("Outputs published", ["Kind of output", "Only trusted ones"], []),
        ("Learners at a standing", ["Standing to reach"], SHARE),
        ("Number", ["Where it stands now", "Unit (optional)", "It is a limit"], []),
        ("Required items done", [], []),
        ("Items done on time", [], SHARE),
    ):
        page.get_by_label("Measure").select_option(measure)
        assert fields() == ALWAYS + own + NUMBER + share + THEN


def test_a_field_that_is_refused_shows_whatever_is_measured(own_site: Site, visit: Visit) -> None:
    page = visit(own_site, "nora", "/rollouts/1/targets/new")
    page.get_by_label("Measure").select_option("Learners at a standing")
    page.get_by_label("Target", exact=True).fill("2")
    page.get_by_role("button", name="Add it").click()
    page.get_by_label("Measure").select_option("Sessions held")
    expect(page.get_by_label("Standing to reach")).to_be_visible()
