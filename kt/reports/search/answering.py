"""What a search answers: the passages that say something about what was asked, best first."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, ModelSelect, Value, fn

from ...db import compiled
from ...models import (
    Expert,
    Found,
    Outcome,
    Output,
    OutputState,
    Passage,
    Person,
    Question,
    Revision,
    RolloutTopic,
    Seat,
    Topic,
    Use,
)
from ...rules.trust import Badge, badge
from ...terms import stems
from .asking import Alternative, Asked, understand
from .choosing import MOST_CANDIDATES, candidates
from .marking import Piece, excerpt, marked
from .ranking import Score, score

PAGE = 10
MOST_RESULTS = 100

# A passage that has less than this of the best one's score only shares a word with the question.
LEAST_OF_THE_BEST = 0.3
# What may stand below a question somebody is still typing has to answer most of it.
LEAST_SHARE_TO_SUGGEST = 0.5

# What is preferred of two that answer alike.
OF_MY_TOPICS, RECENTLY_USED = 1.1, 1.05
BY_BADGE = {
    Badge.TRUSTED: 1.12,
    Badge.APPROVED: 1.06,
    Badge.APPROVED_BY_LEARNER: 1.06,
    Badge.PUBLISHED: 1.0,
    Badge.IN_REVIEW: 1.0,
    Badge.REOPENED: 0.9,
    Badge.DRAFT: 0.7,
    Badge.PLANNED: 0.6,
    Badge.OBSOLETE: 0.1,
}
NOT_ANSWERED = 0.7
# The first passages of a document, and those after them: ten of one manual help less than two.
OF_THE_SAME = (1.0, 1.0, 0.9, 0.8, 0.7)
RECENT = timedelta(days=90)


@dataclass(frozen=True)
class Result:
    """A passage that answers; `id` is that of the thing it is part of, `anchor` the place there."""

    kind: Found
    id: int
    anchor: str
    title: tuple[Piece, ...]
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    topic_id: int | None
    topic_name: str
    badge: Badge | None
    is_answered: bool


@dataclass(frozen=True)
class Answers:
    """A page of results; `total` is at most MOST_RESULTS, and `more` says that there were more.

    `instead` are words that nobody wrote and those that were looked for in their place; `topics`
    are the ids and names of those that the results, on all pages, are about.
    """

    words: str
    results: tuple[Result, ...]
    total: int
    more: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[int, str], ...] = ()


def search(
    person: Person,
    words: str,
    *,
    today: date,
    kinds: Collection[Found] = (),
    topic: Topic | None = None,
    page: int = 1,
) -> Answers:
    """Find what a person may see about some words; at most five queries."""
    asked = understand(words)
    scores = _scores(asked, candidates(person, asked, kinds=kinds, topic=topic))
    best = _worth_showing(scores)
    ranked = _ranked(person, asked, best, today)
    first = (page - 1) * PAGE
    return Answers(
        words,
        tuple(_result(row, best[row["id"]].matched) for row in ranked[first : first + PAGE]),
        total=len(ranked),
        more=len(best) == MOST_RESULTS,
        instead=_instead(asked, [best[row["id"]] for row in ranked]),
        topics=_topics(ranked),
    )


def headline(answers: Answers) -> str:
    """Say in a sentence how much there is."""
    words = answers.words if len(answers.words) < 80 else f"{answers.words[:80].rstrip()} …"
    if not answers.total:
        return f"Nothing says anything about “{words}” yet"
    count = f"{answers.total} or more" if answers.more else str(answers.total)
    said = "passage says" if count == "1" else "passages say"
    return f"{count} {said} something about “{words}”"


def suggest(
    person: Person, words: str, *, today: date, topic: Topic | None = None, limit: int = 5
) -> list[Result]:
    """Find published answers to what somebody is still typing, those of the topic first."""
    asked = understand(words)
    kinds = (Found.DOCUMENT, Found.QUESTION)
    scores = {
        id: found
        for id, found in _scores(asked, candidates(person, asked, kinds=kinds)).items()
        if found.share * asked.known >= LEAST_SHARE_TO_SUGGEST
    }
    best = _worth_showing(scores, least_of_the_best=0)
    answers = [row for row in _ranked(person, asked, best, today) if _is_an_answer(row)]
    worth = _worth_showing({row["id"]: best[row["id"]] for row in answers})
    shown = [row for row in answers if row["id"] in worth]
    if topic is not None:
        shown.sort(key=lambda row: row["topic_id"] != topic.id)
    things: dict[tuple[Found, int], Any] = {}
    for row in shown:
        things.setdefault(_thing(row), row)
    return [_result(row, best[row["id"]].matched) for row in list(things.values())[:limit]]


# ------------------------------------------------------------------ ranking


def _scores(asked: Asked, ids: Sequence[int]) -> dict[int, Score]:
    if not ids:
        return {}
    places = [*ids, *[0] * (MOST_CANDIDATES - len(ids))]
    rows = _stems(**{f"id_{number}": id for number, id in enumerate(places)})
    return {id: found for id, text in rows if (found := score(asked, text)).score}


_stems = compiled(
    lambda **ids: (
        Passage.select(Passage.id, Passage.stems).where(Passage.id.in_(list(ids.values()))).tuples()
    ),
    *(f"id_{number}" for number in range(MOST_CANDIDATES)),
)


def _worth_showing(
    scores: dict[int, Score], *, least_of_the_best: float = LEAST_OF_THE_BEST
) -> dict[int, Score]:
    least = least_of_the_best * max((found.score for found in scores.values()), default=0.0)
    best = sorted(scores, key=lambda id: (-scores[id].score, id))[:MOST_RESULTS]
    return {id: scores[id] for id in best if scores[id].score >= least}


def _ranked(
    person: Person, asked: Asked, best: dict[int, Score], today: date
) -> list[dict[str, Any]]:
    """Order by how well they answer and what the person prefers; each answer stands once."""
    if not best:
        return []
    rows = [row for row in _rows(person, list(best), today) if _may_be_shown(row, asked)]
    worth = {row["id"]: best[row["id"]].score * _preference(row) for row in rows}
    rows.sort(key=lambda row: (-worth[row["id"]], row["id"]))
    before: Counter[Any] = Counter()
    for row in rows:
        worth[row["id"]] *= OF_THE_SAME[min(before[_thing(row)], len(OF_THE_SAME) - 1)]
        before[_thing(row)] += 1
    rows.sort(key=lambda row: (-worth[row["id"]], row["id"]))
    entries = {row["output_id"] for row in rows if row["kind"] == Found.DOCUMENT}
    seen: set[Any] = set()
    ranked = []
    for row in rows:
        if row["kind"] == Found.QUESTION:
            # The FAQ entry that was made of it, or its own words asked once more.
            if row["entry_id"] in entries or _thing(row) in seen:
                continue
            seen.add(_thing(row))
        ranked.append(row)
    return ranked


def _rows(person: Person, ids: Sequence[int], today: date) -> list[dict[str, Any]]:
    places = [*ids, *[0] * (MOST_RESULTS - len(ids))]
    return _passages(
        person=person,
        since=today - RECENT,
        **{f"id_{number}": id for number, id in enumerate(places)},
    )


def _spell_passages(person: Any, since: Any, **ids: Any) -> ModelSelect:
    """Select all that is shown of passages and all that decides which is preferred."""
    seats = (
        Revision.select(Revision.topic)
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .join(Seat, on=(Seat.rollout_topic == RolloutTopic.id))
        .where(Seat.person == person)
    )
    expertise = Expert.select(Expert.topic).where(Expert.person == person)
    recent = Use.select(Value(1)).where(
        Use.output == Passage.output, Use.outcome == Outcome.WORKED, Use.on > since
    )
    return (
        Passage.select(
            Passage.id,
            Passage.kind,
            Passage.output.alias("output_id"),
            Passage.question.alias("question_id"),
            Passage.topic.alias("topic_id"),
            Passage.person.alias("person_id"),
            Passage.anchor,
            Passage.title,
            Passage.heading,
            Passage.text,
            Topic.name.alias("topic_name"),
            Output.state,
            badge(Output).alias("badge"),
            Question.answered_at.is_null(False).alias("is_answered"),
            Question.output.alias("entry_id"),
            ((Topic.owner == person) | Topic.id.in_(seats) | Topic.id.in_(expertise)).alias("mine"),
            fn.EXISTS(recent).alias("used"),
        )
        .join(Topic, JOIN.LEFT_OUTER, on=(Passage.topic == Topic.id))
        .join_from(Passage, Output, JOIN.LEFT_OUTER, on=(Passage.output == Output.id))
        .join_from(Passage, Question, JOIN.LEFT_OUTER, on=(Passage.question == Question.id))
        .where(Passage.id.in_(list(ids.values())))
        .dicts()
    )


_passages = compiled(
    _spell_passages, "person", "since", *(f"id_{number}" for number in range(MOST_RESULTS))
)


def _may_be_shown(row: dict[str, Any], asked: Asked) -> bool:
    """An obsolete document is found by those who look for it alone: by its whole title."""
    return row["state"] != OutputState.OBSOLETE or tuple(stems(row["title"])) == asked.stems


def _preference(row: dict[str, Any]) -> float:
    liked = OF_MY_TOPICS if row["mine"] else 1.0
    if row["used"]:
        liked *= RECENTLY_USED
    if row["kind"] == Found.DOCUMENT:
        liked *= BY_BADGE[Badge(row["badge"])]
    if row["kind"] == Found.QUESTION and not row["is_answered"]:
        liked *= NOT_ANSWERED
    return liked


def _is_an_answer(row: dict[str, Any]) -> bool:
    if row["kind"] == Found.QUESTION:
        return bool(row["is_answered"])
    return row["state"] == OutputState.PUBLISHED


# ------------------------------------------------------------------ showing


def _thing(row: dict[str, Any]) -> tuple[Found, int]:
    kind = row["kind"]
    column = "output" if kind == Found.DOCUMENT else kind
    return kind, row[f"{column}_id"]


def _result(row: dict[str, Any], matched: Sequence[Alternative]) -> Result:
    kind, id = _thing(row)
    is_document = kind == Found.DOCUMENT
    return Result(
        kind=kind,
        id=id,
        anchor=row["anchor"],
        title=marked(row["title"], matched),
        heading=marked(row["heading"], matched),
        text=excerpt(" ".join(row["text"].split("\n")), matched),
        topic_id=row["topic_id"],
        topic_name=row["topic_name"] or "",
        badge=Badge(row["badge"]) if is_document else None,
        is_answered=bool(row["is_answered"]),
    )


def _topics(rows: Sequence[dict[str, Any]]) -> tuple[tuple[int, str], ...]:
    names = {row["topic_id"]: row["topic_name"] for row in rows if row["topic_id"]}
    return tuple(sorted(names.items(), key=lambda topic: topic[1].casefold()))


def _instead(asked: Asked, found: Sequence[Score]) -> tuple[tuple[str, str], ...]:
    """Name the words that were taken for others, as far as something was found by them."""
    matched = {each for score in found for each in score.matched}
    said = []
    for part in asked.parts:
        taken = [each for each in part.alternatives if each.instead and each in matched]
        if taken:
            said.append((part.words, taken[0].instead))
    return tuple(said)
