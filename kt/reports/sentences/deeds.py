"""The sentences of what is done to people, topics, rollouts, lists, sessions and documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...dates import count_words, listed, minutes_words
from ...models import ReadinessQuestion, Way
from ...models.knowhow import LEVEL_WORDS
from ...rules.readiness import QUESTIONS
from ..acting import and_acted_for
from .words import Sentence, a_access, quoted, said_day

NUDGES: dict[str, Sentence] = {
    "nudge.sent": lambda by, values: f"{by} nudged {_people_nudged(values)}",
    "nudge.withdrawn": lambda by, values: f"{by} took the nudge of {_people_nudged(values)} back",
    "nudge.heard": "{by} heard a nudge of {person}",
    "need.put-off": lambda by, values: (
        f"{by} put {_thing(values)} off until {said_day(values['until'])}"
    ),
    "need.woken": "{by} brought back what was put off",
}


def _thing(values: Mapping[str, Any]) -> str:
    """Name what was put off; once it is back, nobody keeps its words."""
    return "something" if values["thing"] in ("", "nobody") else quoted(values["thing"])


def _people_nudged(values: Mapping[str, Any]) -> str:
    others = values["people"] - 1
    return f"{values['person']} and {count_words(others, 'other')}" if others else values["person"]


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

FACT_WORDS = {
    "email": "e-mail",
    "employee_id": "employee number",
    "coaching_hours_week": "coaching hours",
    "mentor_places": "mentor places",
    "away_until": "absence",
}

PEOPLE: dict[str, Sentence] = {
    "person.added": "{by} added {person}",
    "person.edited": lambda by, values: _edited(by, values["person"], values["fields"]),
    "person.disabled": "{by} disabled {person}",
    "person.enabled": "{by} enabled {person} again",
    "person.access": lambda by, values: (
        f"{by} made {values['person']} {a_access(values['access'])}"
    ),
    "person.keys": lambda by, values: (
        f"{by} switched the keys of one letter {'on' if values['on'] else 'off'}"
    ),
    "people.imported": "{by} imported people from a file: {created} added, {updated} changed",
}

KNOW_HOW: dict[str, Sentence] = {
    "topic.added": "{by} added the topic {topic}",
    "topic.edited": "{by} changed {changed} of {topic}",
    "topic.revised": lambda by, values: (
        f"{by} wrote revision {values['number']} of {values['topic']}, "
        f"from {said_day(values['effective'])}"
    ),
    "topic.revision-withdrawn": "{by} took revision {number} of {topic} back",
    "sme.named": "{by} named {person} as SME of {topic}",
    "sme.removed": "{by} took {person} off the SMEs of {topic}",
    "standing.named": lambda by, values: (
        f"{by} named the standing of {values['person']} on {values['topic']}: "
        f"{LEVEL_WORDS[values['level']]}"
    ),
    "standings.imported": (
        "{by} imported standings from a file: {added} added, {changed} after earlier ones"
    ),
}

ROLLOUTS: dict[str, Sentence] = {
    "rollout.added": "{by} added the rollout {rollout}",
    "rollout.edited": "{by} changed {changed} of {rollout}",
    "rollout.copied": "{by} copied the rollout {rollout} as {name}",
    "rollout.topic-added": "{by} put the topic {topic} into {rollout}",
    "rollout.topic-removed": "{by} took the topic {topic} out of {rollout}",
    "rollout.revision-taken": "{by} had {rollout} pass on revision {number} of {topic}",
    "rollout.for-the-difference": (
        "{by} planned {rollout} for {people} who knew an earlier revision of {topic}"
    ),
    "rollout.readiness": lambda by, values: (
        f"{by} answered whether {values['rollout']} is ready: {_answers(values)}"
    ),
    "rollout.started": "{by} started {rollout}",
    "rollout.completed": "{by} completed {rollout}",
    "rollout.cancelled": lambda by, values: (
        f"{by} cancelled {values['rollout']}"
        + (f": {values['sentence']}" if values["sentence"] else "")
    ),
    "rollout.reopened": "{by} reopened {rollout}",
    "share-link.made": lambda by, values: (
        f"{by} made a link to the report of {values['rollout']} for somebody outside, "
        f"until {said_day(values['expires_on'])}"
    ),
    "share-link.revoked": "{by} revoked a link to the report of {rollout}",
    "seat.given": lambda by, values: (
        f"{by} seated {values['person']} as {values['role']} on {values['topic']}"
        + f" from {said_day(values['since'])}"
        + (f" until {said_day(values['until'])}" if values["until"] else "")
    ),
    "seat.ended": lambda by, values: (
        f"{by} ended the seat of {values['person']} as {values['role']} on {values['topic']}, "
        f"{said_day(values['on'])}"
    ),
    "seat.reopened": "{by} gave {person} the seat as {role} on {topic} back",
    "seat.promoted": "{by} had {person} coach the next wave of {topic}: {people}",
    "seat.promotion-taken-back": "{by} made {person} a learner of {topic} again",
    "pairing.made": "{by} seated {guide} as {role} of {learner} on {topic}",
    "pairing.gap": lambda by, values: (
        f"{by} took {values['person']} off as guide of {values['learner']} on {values['topic']}"
        if values["person"]
        else f"{by} seated {values['learner']} on {values['topic']}, with nobody to guide yet"
    ),
    "pairing.changed": "{by} seated {guide} as {role} of {learner} on {topic}, after {person}",
    "pairing.agreed": lambda by, values: (
        f"{by} set how {values['guide']} and {values['learner']} meet on {values['topic']}: "
        f"{_meeting(values)}"
    ),
    "hours.explained": "{by} said why {guide} agrees to more hours than they have: {reason}",
    "pairing.asked": "{by} asked {guide} and {learner} whether {topic} is still on",
    "pairing.still-on": "{by} said that {guide} with {learner} on {topic} is still on",
    "pairing.paused": lambda by, values: (
        f"{by} paused {values['guide']} with {values['learner']} on {values['topic']} until "
        f"{said_day(values['until'])}"
    ),
    "pairing.resumed": "{by} ended the pause of {guide} with {learner} on {topic}",
    "pairing.ended": "{by} ended {guide} as {role} of {learner} on {topic}",
    "pairing.reopened": "{by} gave {learner} the {role} {guide} back on {topic}",
}

AGREEMENTS: dict[str, Sentence] = {
    "agreement.offered": "{by} offered the agreement of {rollout} for signing",
    "sheet.signed": "{by} signed their sheet of {rollout}",
    "sheet.declined": "{by} declined their sheet of {rollout}",
    "sheet.answer-taken-back": lambda by, values: (
        f"{by} took their answer to the sheet of {values['rollout']} back"
        if by == values["person"]
        else f"{by} took the signature of {values['person']} under {values['rollout']} back"
    ),
    "sheet.signed-on-paper": lambda by, values: (
        f"{by} recorded that {values['person']} signed {values['rollout']} on paper, "
        f"{said_day(values['on'])}, witnessed by {values['witness']}"
    ),
    "override.made": "{by} overrode a point of the start of {rollout}: {reason}",
    "override.withdrawn": "{by} took the override back: {reason}",
    "coach.signed-off": lambda by, values: (
        f"{by} signed {values['person']} off as coach on {values['topic']}"
        + and_acted_for(values["sme"])
    ),
}

CHECKLISTS: dict[str, Sentence] = {
    "template.added": "{by} wrote the template {template}",
    "template.imported": lambda by, values: (
        f"{by} made the template {values['template']}"
        + (f" from {values['source']}" if values["source"] else "")
    ),
    "template.edited": "{by} changed the template {template}",
    "template.copied": "{by} copied the template {original} as {template}",
    "template.retired": "{by} retired the template {template}",
    "template.brought-back": "{by} brought the template {template} back",
    "template-item.added": lambda by, values: f"{by} added {quoted(values['text'])}",
    "template-item.edited": lambda by, values: f"{by} changed {quoted(values['text'])}",
    "template-item.moved": lambda by, values: f"{by} moved {quoted(values['text'])}",
    "template-item.dropped": lambda by, values: f"{by} removed {quoted(values['text'])}",
    "template-item.put-back": lambda by, values: f"{by} put {quoted(values['text'])} back",
    "checklist.made": lambda by, values: (
        f"{by} made the checklist {values['checklist']} for {values['person'] or values['rollout']}"
    ),
    "checklist.edited": "{by} changed the checklist {checklist}",
    "item.added": lambda by, values: f"{by} added {quoted(values['item'])}",
    "item.edited": lambda by, values: f"{by} changed {quoted(values['item'])}",
    "item.redated": lambda by, values: (
        f"{by} set the date of {quoted(values['item'])} to {said_day(values['day'])}"
    ),
    "item.done": lambda by, values: f"{by} ticked {quoted(values['item'])}",
    "item.open": lambda by, values: f"{by} opened {quoted(values['item'])} again",
    "item.stuck": lambda by, values: f"{by} marked {quoted(values['item'])} as stuck",
    "item.not-needed": lambda by, values: f"{by} marked {quoted(values['item'])} as not needed",
    "date.moved": lambda by, values: (
        f"{by} moved the {values['date']} of {_dated(values)} from {said_day(values['old'])} "
        f"to {said_day(values['new'])}; {_items(len(values['redated']))} moved with it"
    ),
    "date.move-undone": lambda by, values: (
        f"{by} put the {values['date']} of {_dated(values)} back to {said_day(values['day'])}; "
        f"{_items(values['count'])} moved with it"
    ),
}

SESSIONS: dict[str, Sentence] = {
    "session.planned": lambda by, values: (
        f"{by} planned {_session(by, values)} for {said_day(values['on'])}"
    ),
    "session.moved": lambda by, values: (
        f"{by} moved {_session(by, values)} from {said_day(values['before'])} "
        f"to {said_day(values['on'])}"
    ),
    "session.cancelled": lambda by, values: f"{by} cancelled {_session(by, values)}",
    "session.restored": lambda by, values: (
        f"{by} took back the cancelling of {_session(by, values)}"
    ),
    "session.held": lambda by, values: (
        f"{by} said that {_session(by, values)} happened on {said_day(values['on'])}"
    ),
    "session.not-held": lambda by, values: f"{by} took back that {_session(by, values)} happened",
    "session.way": lambda by, values: f"{by} said how {_session(by, values)} went: {values['way']}",
    "session.logged": lambda by, values: (
        f"{by} logged {_session(by, values)}, {minutes_words(values['minutes'])} on "
        f"{said_day(values['on'])}"
        + (f": {values['way']}" if values["way"] != Way.NOT_SAID else "")
    ),
    "session.edited": lambda by, values: (
        f"{by} edited {_session(by, values)}: {_changes(values['changes'])}"
    ),
}

MEASURED: dict[str, Sentence] = {
    "target.added": lambda by, values: (
        f"{by} agreed on the target {_target(values)}: {_amount(values, 'number')}"
        + (f", {_term(None, values['within_days'])}" if values.get("within_days") else "")
    ),
    "target.edited": lambda by, values: (
        f"{by} changed the target {_target(values)}{_new_terms(values)}"
    ),
    "target.dropped": lambda by, values: f"{by} dropped the target {_target(values)}",
    "target.brought-back": lambda by, values: f"{by} brought the target {_target(values)} back",
    "reading.taken": lambda by, values: (
        f"{by} read {_target(values)}: {_amount(values, 'value')}, {said_day(values['on'])}"
    ),
    "reading.corrected": lambda by, values: (
        f"{by} corrected a reading of {_target(values)} from {_amount(values, 'was')} to "
        f"{_amount(values, 'value')}, {said_day(values['on'])}"
    ),
}


def _edited(by: str, person: str, fields: Sequence[str]) -> str:
    words = [FACT_WORDS.get(field, field.replace("_", " ")) for field in fields]
    if by == person:
        return f"{by} changed their {listed(words)}"
    return f"{by} changed {person}: {listed(words)}"


def _answers(values: Mapping[str, Any]) -> str:
    """Say what was answered yes and what no: "yes to engineers; no to people who never meet"."""
    said = []
    for answer in ("yes", "no"):
        names = [QUESTIONS[ReadinessQuestion(each)].name for each in values[answer]]
        if names:
            said.append(f"{answer} to {', '.join(names)}")
    if values["wording"]:
        said.append(f"its pages say {values['wording']}")
    return "; ".join(said)


def _dated(values: Mapping[str, Any]) -> str:
    return values["person"] or values["rollout"] or values["checklist"]


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _target(values: Mapping[str, Any]) -> str:
    """Name a target in quotes; those it has in itself become single ones."""
    return f"“{values['label'].translate({ord('“'): '‘', ord('”'): '’'})}”"


def _amount(values: Mapping[str, Any], name: str, unit: str = "unit") -> str:
    """Say a number with its unit, which entries of earlier versions of kt do not have."""
    return f"{values[name]:,.15g}\u00a0{values.get(unit) or ''}".rstrip()


def _new_terms(values: Mapping[str, Any]) -> str:
    """Say the number and the term of a target where they were changed."""
    terms = []
    was, now = _amount(values, "was", "was_unit"), _amount(values, "number")
    if was != now:
        terms.append(f" from {was} to {now}")
    before = _term(values["was_due"], values.get("was_within_days"))
    after = _term(values["due"], values.get("within_days"))
    if before != after:
        terms.append(f" from {before} to {after}")
    return ",".join(terms)


def _term(due: str | None, within_days: int | None) -> str:
    """Say by when: a day, or how many days from each one's start."""
    if within_days:
        return f"within {count_words(within_days, 'day')} of each one's start"
    return said_day(due or "")


def _meeting(values: Mapping[str, Any]) -> str:
    words = f"every {count_words(values['cadence_days'], 'day')}, wave {values['wave']}"
    if values["agreed_hours"] is None:
        return words
    return f"{words}, {count_words(values['agreed_hours'], 'hour')} a week"


def _session(by: str, values: Mapping[str, Any]) -> str:
    """Name a session: the kick-off, or with whom, on what and, if it is not theirs, of whom."""
    if not values["topic"]:
        return f"the kick-off of {values['rollout']}"
    others = f" and {count_words(values['others'], 'other')}" if values["others"] else ""
    of_whom = "" if values["guide"] == by else f" of {values['guide']}"
    return f"a session{of_whom} with {values['learner']}{others} on {values['topic']}"


CHANGED = {
    "held_on": "the day",
    "minutes": "the minutes",
    "way": "how it was done",
    "remote": "whether it was remote",
    "place": "the place",
    "whom": "who took part",
    "guide": "who coached",
    "note": "the note",
    "questions": "the questions",
    "next_steps": "the next steps",
}


def _changes(changes: Mapping[str, list[Any]]) -> str:
    """Say what was changed, with the old and the new value where neither is private."""
    words = []
    for name, values in changes.items():
        before_and_after = [said_day(value) if name == "held_on" else value for value in values]
        told = "{} from {} to {}" if values and name not in ("remote", "place") else "{}"
        words.append(told.format(CHANGED[name], *before_and_after))
    return ", ".join(words)
