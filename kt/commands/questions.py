"""Questions on the command line: asked, listed, answered, joined, put into a topic's FAQ."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import click

from .. import clock
from ..access import questions_visible_to
from ..errors import Refused
from ..models import Person, Question
from ..operations.questions import (
    answer_question,
    ask_question,
    merge_question,
    pass_question_on,
    put_into_faq,
    version_of_answer,
)
from ..reports.questions import (
    QuestionRow,
    Which,
    asked_words,
    faq_of,
    questions_page,
    row_of,
    way_words,
)
from .door import json_option, settings_or_exit, with_person
from .rollouts import print_json
from .topics import topic_named

ID = click.argument("question_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))


@click.group()
def question() -> None:
    """Ask, answer, and let the FAQ grow."""


@question.command()
@click.argument("words")
@click.option("--topic", required=True, metavar="TOPIC", help="What it is about.")
@click.option("--private", is_flag=True, help="Only for whom you ask.")
@json_option
@with_person
def ask(words: str, topic: str, private: bool, by: Person, today: date, as_json: bool) -> None:
    """Ask your coach on a topic, else an SME, else your supervisor."""
    asked = ask_question(topic_named(topic, by), words, by=by, private=private)
    row = row_of(asked, by, clock.now())
    _said(row, asked_words(row, _zone(by), today), by, today, as_json)


@question.command("list")
@click.option("--which", type=click.Choice([str(each) for each in Which]), default="for me")
@click.option("--topic", metavar="TOPIC", help="Only those about it.")
@click.option("--page", default=1, type=click.IntRange(1, 10_000), help="Fifty stand on a page.")
@json_option
@with_person
def list_(which: str, topic: str | None, page: int, by: Person, today: date, as_json: bool) -> None:
    """List questions, open ones first: those for you, yours, or all that you may see."""
    topic_id = topic_named(topic, by).id if topic else None
    rows, total = questions_page(by, Which(which), clock.now(), topic_id=topic_id, page=page)
    if as_json:
        print_json([_spelled(row, by, today) for row in rows])
        return
    for row in rows:
        how = _state(row)
        way = f", {way_words(row, _zone(by), today)}" if row.is_open else ""
        if row.may_pass_on and row.onward:
            way += f"; pass it on to {row.onward.first_name} with “kt question pass-on {row.id}”"
        click.echo(f"{row.id}  {row.text} ({row.topic}, {row.asked_by}): {how}{way}")
    if total > len(rows):
        click.echo(f"{len(rows)} of {total}.", err=True)


@question.command()
@ID
@click.argument("words")
@click.option("--faq", is_flag=True, help="Put it into the topic's FAQ at once.")
@json_option
@with_person
def answer(question_id: int, words: str, faq: bool, by: Person, today: date, as_json: bool) -> None:
    """Answer a question, in Markdown; answered again, the answer is changed."""
    found = _question(question_id, by)
    answer_question(found, words, by=by, opened_with=version_of_answer(found))
    said = f"Answered; {found.asked_by.first_name} is told."
    if faq:
        output = put_into_faq(found, by=by, today=today)
        said += f" “{output.title}” is in the FAQ of {found.topic.name}."
    _said(row_of(found, by, clock.now()), said, by, today, as_json)


@question.command("pass-on")
@ID
@json_option
@with_person
def pass_on(question_id: int, by: Person, today: date, as_json: bool) -> None:
    """Ask the next one now: of a private question only its asker may."""
    found = _question(question_id, by)
    begun = row_of(found, by, clock.now()).begun
    person = pass_question_on(found, by=by, after=begun[-1].position if begun else -1)
    _said(row_of(found, by, clock.now()), f"{person.name} is asked now.", by, today, as_json)


@question.command()
@ID
@click.argument("into_id", metavar="OTHER", type=click.IntRange(1, 2**31 - 1))
@json_option
@with_person
def merge(question_id: int, into_id: int, by: Person, today: date, as_json: bool) -> None:
    """Join a question with another one that asks the same."""
    found = _question(question_id, by)
    merge_question(found, _question(into_id, by), by=by)
    said = f"Joined; {found.asked_by.first_name} is told."
    _said(row_of(found, by, clock.now()), said, by, today, as_json)


@question.command()
@click.argument("topic")
@json_option
@with_person
def faq(topic: str, by: Person, today: date, as_json: bool) -> None:
    """Print a topic's FAQ, each entry with how far it can be trusted."""
    found = topic_named(topic, by)
    page = faq_of(found)
    if as_json:
        print_json(
            [
                {
                    "id": entry.id,
                    "title": entry.title,
                    "group": entry.group,
                    "answer": entry.source,
                    "badge": entry.badge,
                    "owner": entry.owner,
                }
                for entry in page.entries
            ]
        )
        return
    for section in page.sections:
        if section.heading:
            click.echo(f"{section.heading.upper()}\n")
        for entry in section.entries:
            click.echo(f"{entry.title} ({entry.badge})\n{entry.source}\n")
    if not page.sections:
        click.echo(f"The FAQ of {found.name} is empty. Answer a question with --faq.", err=True)


def _question(id: int, by: Person) -> Any:
    found = questions_visible_to(by).where(Question.id == id).first()
    if found is None:
        raise Refused(f"There is no question {id} that you can see. Look at “kt question list”.")
    return found


def _zone(person: Person) -> ZoneInfo:
    return person.zone(ZoneInfo(settings_or_exit().time_zone))


def _state(row: QuestionRow) -> str:
    if row.withdrawn:
        return "taken back"
    if row.joined:
        return f"joined with question {row.joined[0]}"
    if row.in_faq:
        return "answered, in the FAQ"
    return "answered" if row.answered else "open"


def _spelled(row: QuestionRow, by: Person, today: date) -> dict[str, Any]:
    return {
        "id": row.id,
        "text": row.text,
        "topic": row.topic,
        "asked_by": row.asked_by,
        "asked_at": row.at.isoformat(),
        "private": row.private,
        "state": _state(row),
        "asked": [
            {"person": turn.name, "as": turn.asked_as, "since": turn.since.isoformat()}
            for turn in row.begun
        ],
        "pass_on_to": row.onward.name if row.may_pass_on and row.onward else None,
        "answer": row.answer if row.answered and not row.joined else "",
        "answered_by": row.answered.by if row.answered else None,
    }


def _said(row: QuestionRow, words: str, by: Person, today: date, as_json: bool) -> None:
    if as_json:
        print_json(_spelled(row, by, today) | {"done": words})
    else:
        click.echo(f"{row.id}  {words}")
