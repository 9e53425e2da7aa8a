"""A library of any size, put straight into the tables: documents of eight passages, questions.

Words are drawn as in a language: few are everywhere, most are rare.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from kt.db import BaseModel, transaction
from kt.models import Kind, Output, OutputKind, OutputState, Question, Revision, Topic, Version
from kt.operations.indexing import reindex

WORDS = 30_000
TOPICS = 40
PASSAGES = 8
WORDS_A_PASSAGE = 60
BATCH = 300

SYLLABLES = "ba de fi go ku la me ni po ru sa te vi zo".split()


def word(number: int) -> str:
    """Spell a word for a number, the same each time."""
    letters = []
    number += len(SYLLABLES)
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        letters.append(SYLLABLES[rest])
    return "".join(letters)


class Writer:
    """Writes sentences of words that follow Zipf's law."""

    def __init__(self, seed: int = 7):
        self.dice = random.Random(seed)
        self.words = [word(number) for number in range(WORDS)]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))

    def say(self, count: int) -> str:
        drawn = self.dice.choices(self.words, cum_weights=self.weights, k=count)
        return " ".join(drawn).capitalize() + "."


def fill(documents: int, questions: int, people: int, now: datetime) -> None:
    """Fill a migrated database that has people with published documents and answered questions."""
    writer = Writer()
    with transaction():
        if not Topic.select().exists():
            names = ({"name": f"Topic {n}", "kind": Kind.PROCESS_CHANGE} for n in range(TOPICS))
            _insert(Topic, names)
            _insert(Revision, ({"topic": n + 1, "process": "Step by step."} for n in range(TOPICS)))
        _insert(Output, _outputs(writer, documents, people, now))
        _insert(Version, _versions(writer, documents, people, now))
        _insert(Question, _questions(writer, questions, people, now))
    reindex()


def _outputs(writer: Writer, count: int, people: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "title": writer.say(5),
            "kind": OutputKind.MANUAL,
            "topic": number % TOPICS + 1,
            "owner": number % people + 1,
            "state": OutputState.PUBLISHED,
            "published_on": now.date() - timedelta(days=number % 300),
            "published_number": 1,
            "approved_number": 1 if number % 3 else None,
            "trusted_from": 1,
        }


def _versions(writer: Writer, count: int, people: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(count):
        html = "".join(
            f'<h2 id="doc-{part}">{writer.say(4)}</h2><p>{writer.say(WORDS_A_PASSAGE)}</p>'
            for part in range(PASSAGES)
        )
        by = number % people + 1
        yield {"output": number + 1, "number": 1, "text": "", "html": html, "by": by, "at": now}


def _questions(writer: Writer, count: int, people: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "text": writer.say(9)[:-1] + "?",
            "topic": number % TOPICS + 1,
            "asked_by": number % people + 1,
            "at": now - timedelta(days=number % 900),
            "private": number % 20 == 0,
            "answer_html": f"<p>{writer.say(25)}</p>",
            "answered_at": now if number % 5 else None,
        }


def _insert(table: type[BaseModel], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            table.insert_many(batch).execute()
            batch = []
    if batch:
        table.insert_many(batch).execute()
