"""Choosing, among all passages one may see, those that are worth a closer look.

The rarest words are looked up first and the common ones only while the lists stay short, so that
the work does not grow with the number of passages.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from peewee import Cast, ModelSelect, fn

from ...access import passages_visible_to, spelled_by_access
from ...models import Found, Passage, PassageIndex, Person, Topic, any_of, both
from .asking import Asked, Part, Weighed

# So many rows of the index are read for one question, and so many passages looked at closely.
MOST_ROWS = 800
MOST_CANDIDATES = 150

# One lookup a part; a place that is not needed looks for what no text has.
LOOKUPS = 4
NOTHING = any_of([("\ue000",)])


def candidates(
    person: Person, asked: Asked, *, kinds: Collection[Found] = (), topic: Topic | None = None
) -> list[int]:
    """Give the ids of the passages that have the rarest words, the most of them first."""
    parts = [each for each in asked.weighed if each.part.alternatives]
    if not parts or any(part.quoted and not part.alternatives for part in asked.parts):
        return []
    parts = [each for each in parts if each.part.quoted] or parts
    parts.sort(key=lambda each: each.part.passages)
    listed = _worth_listing(parts)
    lookups = [_spelt(each.part) for each in listed] or _of_common([each.part for each in parts])
    worths = [each.most for each in listed] or [1.0] * len(lookups)
    return _visible(person, lookups, worths, kinds or list(Found), topic)


def _worth_listing(parts: Sequence[Weighed]) -> list[Weighed]:
    """Take the rarest parts as long as their lists are short together."""
    listed: list[Weighed] = []
    rows = 0
    for each in parts[:LOOKUPS]:
        rows += each.part.passages
        if rows > MOST_ROWS:
            break
        listed.append(each)
    return listed


def _of_common(parts: Sequence[Part]) -> list[str]:
    """Look for two common parts together, or for one in headings first and then anywhere."""
    spelt = [_spelt(part) for part in parts[:2]]
    if len(spelt) == 2:
        return [both(*spelt)]
    return [_spelt(parts[0], in_headings=True), *spelt]


def _spelt(part: Part, *, in_headings: bool = False) -> str:
    return any_of([each.stems for each in part.alternatives], in_headings=in_headings)


# ------------------------------------------------------------------ asking the database


def _visible(
    person: Person,
    lookups: Sequence[str],
    worths: Sequence[float],
    kinds: Collection[Found],
    topic: Topic | None,
) -> list[int]:
    """List the visible passages that were found, those of the most worth first."""
    unused = LOOKUPS - len(lookups)
    # Whole numbers, because engines add up others in their own order.
    given: dict[str, list[Any]] = {
        "looked_for": [*lookups, *[NOTHING] * unused],
        "worth": [*(round(worth * 1_000) for worth in worths), *[0] * unused],
        "kind": [*map(str, kinds), *[str(each) for each in kinds][-1:] * (len(Found) - len(kinds))],
    }
    values = {f"{name}_{at}": each for name, all in given.items() for at, each in enumerate(all)}
    if topic is not None:
        values["topic"] = topic
    return [id for (id,) in _query(topic is not None)(person=person, **values)]


@cache
def _query(has_topic: bool) -> Callable[..., list[tuple[int]]]:
    """Spell the query that finds visible passages; peewee takes longer for it than the database."""

    def build(person: Any, topic: Any = None, **given: Any) -> Any:
        rows: Any = None
        for number in range(LOOKUPS):
            found = _matching(given[f"looked_for_{number}"], given[f"worth_{number}"])
            rows = found if rows is None else rows.union_all(found)
        seen = (
            passages_visible_to(person)
            .select(Passage.id, rows.c.worth)
            .join(rows, on=(rows.c.id == Passage.id))
            .where(Passage.kind.in_([given[f"kind_{number}"] for number in range(len(Found))]))
            .limit(MOST_ROWS)
        )
        seen = seen.where(Passage.topic == topic) if has_topic else seen
        return (
            Passage.select(seen.c.id)
            .from_(seen)
            .group_by(seen.c.id)
            .order_by(fn.SUM(seen.c.worth).desc(), seen.c.id)
            .limit(MOST_CANDIDATES)
            .tuples()
        )

    names = ["person", *(["topic"] if has_topic else [])]
    names += [f"{name}_{at}" for name in ("looked_for", "worth") for at in range(LOOKUPS)]
    names += [f"kind_{at}" for at in range(len(Found))]
    return spelled_by_access(build, *names)


def _matching(looked_for: Any, worth: Any) -> ModelSelect:
    """Select the ids of the passages that match, beside what that is worth."""
    return PassageIndex.select(
        PassageIndex.passage.alias("id"), Cast(worth, "integer").alias("worth")
    ).where(PassageIndex.matching(looked_for))
