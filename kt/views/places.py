"""Where one can go by name: a thing to do, a rollout, a person, a topic, a document, a question."""

from dataclasses import dataclass

from flask import g, url_for

from ..folding import folded
from ..models import Found
from ..reports import search as answers
from ..reports.rollouts import rollouts_named
from .tasks import TASKS

# Pages that one goes to by name and that no task leads to: their names, and what they are for.
PAGES = {"changes.index": ("Recent changes", "undo what was done")}

MOST_ROLLOUTS, MOST_FOUND = 3, 6

ENDPOINTS = {
    Found.DOCUMENT: "outputs.show",
    Found.QUESTION: "questions.show",
    Found.TOPIC: "topics.show",
    Found.PERSON: "people.show",
}


@dataclass(frozen=True)
class Place:
    """A place to go to; `kind` says what it is."""

    name: str
    kind: str
    url: str


def task_places(words: str = "") -> list[Place]:
    """List the things to do of whose names each typed word begins a word, all of them for none."""
    return [
        Place(task.name, "to do", task.url)
        for task in TASKS
        if _goes_by(f"{task.name} {task.place}", words)
    ]


def places_named(words: str) -> list[Place]:
    """List the places that somebody may mean who types these words, the likeliest first."""
    if not words:
        return task_places()
    rollouts = [
        Place(name, "rollout", url_for("rollouts.show", id=id))
        for id, name in rollouts_named(g.person, words, MOST_ROLLOUTS)
    ]
    pages = [
        Place(name, use, url_for(endpoint))
        for endpoint, (name, use) in PAGES.items()
        if _goes_by(f"{name} {use}", words)
    ]
    return task_places(words) + pages + rollouts + _found(words)


def _found(words: str) -> list[Place]:
    places = {
        (each.kind, each.id): Place(
            "".join(piece.text for piece in each.title),
            each.kind.value,
            url_for(ENDPOINTS[each.kind], id=each.id),
        )
        for each in answers.search(g.person, words, today=g.today).results
    }
    return list(places.values())[:MOST_FOUND]


def _goes_by(name: str, words: str) -> bool:
    named = folded(name).split()
    return all(any(word.startswith(typed) for word in named) for typed in folded(words).split())
