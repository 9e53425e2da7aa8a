"""Whoever presses and types, and how often."""

from dataclasses import dataclass

from playwright.sync_api import Locator


@dataclass
class Hands:
    """Count what somebody does: a field filled, a button or link pressed."""

    done: int = 0

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)
        self.done += 1

    def press(self, what: Locator) -> None:
        what.click()
        self.done += 1
