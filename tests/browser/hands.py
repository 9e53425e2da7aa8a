"""Whoever presses and types, and how often."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Hands:
    """Count what somebody does by mouse or by keyboard: a field filled, a control pressed."""

    keyboard: bool = False
    done: int = 0

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)
        self.done += 1

    def press(self, what: Locator) -> None:
        if self.keyboard:
            is_choice = what.get_attribute("type") in ("radio", "checkbox")
            what.press("Space" if is_choice else "Enter")
        else:
            what.click()
        self.done += 1


def onboard_mira(page: Page) -> None:
    """Fill in the one form by which somebody new is onboarded, and send it."""
    for label, value in (
        ("Or the name", "Mira Tanaka"),
        ("Their e-mail", "mira@demo.example"),
        ("Buddy", "Hugo Brandt"),
        ("Coach", "Ben Arroyo"),
    ):
        page.get_by_label(re.compile(rf"^{label}\b")).fill(value)
    page.get_by_label("Coached on").select_option(label="Batch restart")
    page.get_by_label("Checklist").select_option(label="First month in Settlements")
    page.get_by_role("button", name="Onboard", exact=True).click()
