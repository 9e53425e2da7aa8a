"""What a session's people wrote down: the note, the questions, the next steps.

These words stay in their own rows; the audit does not hold them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import ModelSelect

from ...db import compiled
from ...errors import Refused
from ...forms.sessions import read_next_step
from ...models import CoachingSession, Item, Person, SessionNote
from ..mentions import note_items
from ..questions import note_questions
from .circle import Circle


def add_note(session: CoachingSession, note: str, *, by: Person) -> bool:
    """Keep a note if it says something else than the newest one, and tell whether it does."""
    if note == note_of(session):
        return False
    SessionNote.create(session=session, text=note, by=by)
    return True


def note_of(session: CoachingSession) -> str:
    """Give the newest note of a session."""
    newest = _newest_note(session=session)
    return newest[0][0] if newest else ""


@compiled
def _newest_note(session: Any) -> ModelSelect:
    notes = SessionNote.select(SessionNote.text).where(SessionNote.session == session)
    return notes.order_by(SessionNote.id.desc()).limit(1).tuples()


def add_questions(
    session: CoachingSession, circle: Circle, questions: Sequence[str], *, by: Person
) -> None:
    """Keep each as a question that the guide is asked to answer; a pair's stay between the two."""
    of_two = circle.rollout.is_pair or any(pairing.mutual for pairing in circle.pairings)
    note_questions(session, circle.topic, questions, by=by, learners=circle.learners, of_two=of_two)


def add_next_steps(
    session: CoachingSession, circle: Circle, next_steps: Sequence[str], *, day: date
) -> None:
    """Make each line ("Cleo: try the restart by Friday") an item of whoever it names."""
    if not next_steps:
        return
    position = session.next_steps.count()
    for at, line in enumerate(next_steps):
        owner, text, due = _owned(line, circle, day)
        step = Item.create(
            session=session,
            topic=circle.topic,
            text=text,
            owner=owner,
            due=due,
            position=position + at,
        )
        note_items([step])


def _owned(line: str, circle: Circle, day: date) -> tuple[Person, str, date | None]:
    """Find whose a next step is: whoever it names, else the only learner, else the guide."""
    read = read_next_step(line, day)
    named = _named(read.who, circle)
    if len(named) == 1:
        return named[0], read.text, read.due
    if named:
        raise Refused(
            f"Several people of this session are called {read.who}. Write the full name before "
            "the colon.",
            field="next_steps",
        )
    learners = circle.learners
    return (learners[0] if len(learners) == 1 else circle.guide), read.whole, read.due


def _named(who: str, circle: Circle) -> list[Person]:
    words = who.casefold()
    if words in ("coach", "mentor"):
        return [circle.guide]
    if words in ("learner", "protégé") and len(circle.learners) == 1:
        return circle.learners
    people = list(dict.fromkeys([circle.guide, *circle.learners]))
    full = [person for person in people if person.name.casefold() == words]
    return full or [person for person in people if person.first_name.casefold() == words]
