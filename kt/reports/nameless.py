"""Whether a text names somebody: for what leaves the team, which names topics and not people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from peewee import chunked

from ..folding import folded
from ..models import Output, Person, Revision, Rollout, RolloutTopic, Seat, Topic

WORD = re.compile(r"[^\W_]+")
E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

# A name of so many words is looked for among all people; longer ones are found by their parts.
MOST_WORDS = 5
AT_ONCE = 10_000


@dataclass(frozen=True)
class Names:
    """What tells that a text names somebody: words of names near by, whole names of anybody."""

    words: frozenset[str]
    whole: frozenset[str]

    def stand_in(self, text: str) -> bool:
        """Tell whether a text holds a name or an e-mail address."""
        if E_MAIL.search(text):
            return True
        said = folded(text)
        if not self.words.isdisjoint(_words(said)):
            return True
        # Not every script puts spaces between its words.
        if any(word in said for word in self.words if not word.isascii()):
            return True
        return any(name in self.whole for name in _runs(text))


def names_around(rollout: Rollout, texts: Iterable[str]) -> Names:
    """Gather the names that these texts of a rollout must not hold (two queries).

    Of the people around it every part of a name counts, whatever its case: who has or had a seat,
    runs it, owns one of its outputs or one of its topics. Of everybody else in the organisation
    the whole name, as it is written there.
    """
    candidates = sorted(set(chain.from_iterable(map(_runs, texts))))
    whole = {
        name
        for some in chunked(candidates, AT_ONCE)
        for (name,) in Person.select(Person.name).where(Person.name.in_(some)).tuples()
    }
    near = Person.select(Person.name).where(Person.id.in_(_people_around(rollout)))
    words = chain.from_iterable(_parts(name) for (name,) in near.tuples())
    return Names(frozenset(words), frozenset(whole))


def _people_around(rollout: Rollout) -> Any:
    topics = RolloutTopic.select(RolloutTopic.id).where(RolloutTopic.rollout == rollout)
    seated = Seat.select(Seat.person).where(Seat.rollout_topic.in_(topics))
    writing = Output.select(Output.owner).where(Output.rollout == rollout)
    owning = (
        Topic.select(Topic.owner)
        .join(Revision, on=(Revision.topic == Topic.id))
        .join(RolloutTopic, on=(RolloutTopic.revision == Revision.id))
        .where(RolloutTopic.rollout == rollout, Topic.owner.is_null(False))
    )
    running = Person.select(Person.id).where(
        Person.id.in_([id for id in (rollout.supervisor_id, rollout.deputy_id) if id])
    )
    return seated.union(writing).union(owning).union(running)


def _parts(name: str) -> list[str]:
    """Give the words of a name by which somebody is called: not the “de” of “Cleo de Vries”.

    With an s too, as in “Cleos manual”; a single letter calls nobody.
    """
    called = [word for word in _words(name) if not word[0].islower()] or _words(name)
    words = [folded(word) for word in called if len(word) > 1 or not word.isascii()]
    return [*words, *(f"{word}s" for word in words)]


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _runs(text: str) -> Iterable[str]:
    """Give what could be a whole name in a text: words in a row, the first not in small letters."""
    words = text.split()
    for start, word in enumerate(words):
        if not word.strip("(“\"'").islower():
            for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
                run = " ".join(words[start:end]).strip("(“”\"',.;:!?)")
                yield run
                yield run.removesuffix("’s").removesuffix("'s")
