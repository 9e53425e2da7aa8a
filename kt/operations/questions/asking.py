"""Asking, taking a question back, asking the next one, saying that the answer was heard."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ... import clock
from ...access import may_answer_question, may_withdraw_question, require
from ...db import transaction
from ...errors import Refused
from ...models import AskedAs, CoachingSession, Item, Output, Person, Question, Topic, Turn
from ..indexing import index_question
from ..turns import plan_turns
from .rows import NOT_ASKED, NOT_YOURS, fresh, note
from .words import question_said


def ask_question(
    topic: Topic,
    text: str,
    *,
    by: Person,
    private: bool = False,
    item: Item | None = None,
    about: Output | None = None,
) -> Question:
    """Ask something on a topic; it goes to one's coach there, else an SME, else the supervisor.

    A private one stays between the asker and whoever it goes to.
    """
    said = question_said(text)
    with transaction():
        now = clock.now()
        question = Question.create(
            text=said, topic=topic, asked_by=by, at=now, private=private, item=item, about=about
        )
        plan_turns([question], now=now)
        note("question.asked", question, by=by)
    return question


def note_questions(
    session: CoachingSession,
    topic: Topic | None,
    texts: Sequence[str],
    *,
    by: Person,
    learners: Sequence[Person],
    of_two: bool,
) -> None:
    """Keep what came up in a session; its coach is asked for the answers.

    They are its learner's questions where it had one. What came up between a pair is private.
    """
    now = clock.now()
    questions = [
        Question.create(
            text=text,
            topic=topic,
            session=session,
            asked_by=learners[0] if len(learners) == 1 else by,
            at=now,
            private=of_two,
        )
        for text in texts
    ]
    if questions:
        plan_turns(questions, now=now)
    for question in questions:
        index_question(question)


def withdraw_question(question: Question, *, by: Person, withdrawn: bool = True) -> Question:
    """Take a question back that nobody has answered, or ask it after all."""
    require(may_withdraw_question(by, question), NOT_YOURS)
    with transaction():
        row: Any = Question.get_by_id(question.id)
        if (row.withdrawn_at is not None) == withdrawn:
            return row
        if withdrawn and (row.answered_at or row.merged_into_id):
            raise Refused("It is answered meanwhile, so it stays for the next one who asks.")
        now = clock.now()
        row.withdrawn_at = now if withdrawn else None
        row.save(only=[Question.withdrawn_at])
        if withdrawn:
            Turn.delete().where(Turn.question == row, Turn.starts_at > now).execute()
        else:
            plan_turns([row], now=now)
        deed = "question.withdrawn" if withdrawn else "question.asked-again"
        note(deed, row, by=by)
    return row


def pass_question_on(question: Question, *, by: Person, after: int) -> Person:
    """Ask the next one now rather than after a working day, and say who that is.

    The asker may, and whoever is asked; `after` is the position of the turn they saw, so that a
    second press does not ask yet another one.
    """
    # Whom else a private question goes to is for its asker alone to say.
    is_asked = not question.private and may_answer_question(by, question)
    require(by.id == question.asked_by_id or is_asked, NOT_ASKED)
    with transaction():
        row = fresh(question)
        if row.answered_at or row.merged_into_id:
            raise Refused("It is answered meanwhile. Reload the page.")
        now = clock.now()
        begun = _begun(row, now)
        if begun and begun[-1].position > after:
            return begun[-1].person
        turn = _next_turn(row, now)
        if turn is None:
            raise Refused(
                "There is nobody left to ask: everybody who knows this topic was asked. Talk to "
                "one of them."
            )
        note("question.passed-on", row, by=by)
    return turn.person


def hear_answer(question: Question, *, by: Person, heard: bool = True) -> Question:
    """Say that one has read the answer, or have it stand on one's home again."""
    require(by.id == question.asked_by_id, NOT_YOURS)
    with transaction():
        row = fresh(question)
        if (row.heard_at is not None) == heard:
            return row
        if heard and not (row.answered_at or row.merged_into_id):
            raise Refused("It is not answered yet. Its answer will stand on your home.")
        row.heard_at = clock.now() if heard else None
        row.save(only=[Question.heard_at])
        deed = "question.heard" if heard else "question.unheard"
        note(deed, row, by=by)
    return row


def _begun(question: Question, now: datetime) -> list[Turn]:
    return list(
        Turn.select(Turn, Person)
        .join(Person, on=(Turn.person == Person.id))
        .where(Turn.question == question, Turn.starts_at <= now)
        .order_by(Turn.position)
    )


def _next_turn(question: Any, now: datetime) -> Turn | None:
    """Have the next turn begin now, and plan those after it from then on."""
    was_private, question.private = question.private, False
    plan_turns([question], now=now)
    turn = (
        Turn.select()
        .where(Turn.question == question, Turn.starts_at > now)
        .order_by(Turn.position)
        .first()
    )
    if turn is not None:
        turn.starts_at = now
        turn.save(only=[Turn.starts_at])
    question.private = was_private
    plan_turns([question], now=now)
    return turn


def turn_now(question: Question, person: Person, asked_as: AskedAs, now: datetime) -> None:
    """Have an open question be somebody's again, and climb from them as at first."""
    Turn.delete().where(Turn.question == question, Turn.starts_at > now).execute()
    last = Turn.select(Turn.position).where(Turn.question == question)
    position = last.order_by(Turn.position.desc()).scalar()
    Turn.create(
        question=question,
        position=0 if position is None else position + 1,
        person=person,
        asked_as=asked_as,
        starts_at=now,
    )
    plan_turns([question], now=now)
