"""The eight things that people do most: where each is done, and by which key."""

from dataclasses import dataclass

from flask import url_for


@dataclass(frozen=True)
class Task:
    """One thing to do; `key` alone does it outside of fields, "" where there is none."""

    name: str
    how: str
    place: str
    endpoint: str
    key: str = ""

    @property
    def url(self) -> str:
        return url_for(self.endpoint)


TASKS = (
    Task(
        "Tick an item",
        "Press its box. Undo stands in the row.",
        "Home",
        "home.show",
        "x",
    ),
    Task(
        "Log a session",
        "Say with whom and how long; the way it was done is the button that saves.",
        "Log a session",
        "sessions.log",
        "l",
    ),
    Task(
        "Ask a question",
        "Write it and press Ask. Whoever knows most about the topic is asked first.",
        "Ask",
        "questions.new",
        "a",
    ),
    Task(
        "Answer a question",
        "Press Answer in its row; one more press puts it into the FAQ.",
        "Questions",
        "questions.index",
    ),
    Task(
        "See what is late and nudge",
        "The first rows of a supervisor's home say what is late and why; the action is in the row.",
        "Home",
        "home.show",
    ),
    Task(
        "Sign off",
        "Press it where the evidence stands in the row; otherwise the row leads to the form.",
        "Sign-offs",
        "signoffs.index",
    ),
    Task(
        "Find a passage",
        "Type words or a question; the result leads to the very place.",
        "Search",
        "search.show",
        "/",
    ),
    Task(
        "Approve or return a document",
        "Open it from your home, read what changed, and approve it or say what is missing.",
        "Documents",
        "outputs.index",
    ),
)
