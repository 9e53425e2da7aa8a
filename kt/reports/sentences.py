"""The sentence of every deed; names in braces are the values that the deed recorded.

`by` is who did it. A value under a noun (person, topic, rollout …) is replaced by its name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Sentence = str | Callable[[str, Mapping[str, Any]], str]

SIGNING_IN: dict[str, Sentence] = {
    "sign-in.done": "{by} signed in",
    "sign-in.failed": "Somebody tried to sign in with a wrong password",
    "sign-in.ended": "{by} signed out",
    "sign-in.ended-everywhere": "{by} signed {person} out everywhere",
    "link.invite": "{by} made an invitation link for {person}",
    "link.reset": "{by} made a link to reset the password of {person}",
    "link.used": "{person} chose a password with a one-time link",
    "password.changed": "{by} changed their password",
}

PEOPLE: dict[str, Sentence] = {
    "person.added": "{by} added {person}",
    "person.edited": lambda by, values: (
        f"{by} changed the {_listed(values['fields'])} of {values['person']}"
    ),
    "person.disabled": "{by} disabled {person}",
    "person.enabled": "{by} enabled {person} again",
    "person.access": "{by} gave {person} the access of {access}",
    "people.imported": "{by} imported people from a file: {created} added, {updated} changed",
}

KNOW_HOW: dict[str, Sentence] = {}

ROLLOUTS: dict[str, Sentence] = {}

CHECKLISTS: dict[str, Sentence] = {}

SESSIONS: dict[str, Sentence] = {}

WRITTEN: dict[str, Sentence] = {}

MEASURED: dict[str, Sentence] = {}

SENTENCES: dict[str, Sentence] = (
    SIGNING_IN | PEOPLE | KNOW_HOW | ROLLOUTS | CHECKLISTS | SESSIONS | WRITTEN | MEASURED
)


def _listed(fields: Sequence[str]) -> str:
    words = [field.replace("_", " ") for field in fields]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
