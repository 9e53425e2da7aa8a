"""Outputs on the command line: listed, shown, published, reviewed, and said to work or not."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from ..access import outputs_visible_to
from ..db import transaction
from ..errors import Refused
from ..models import Output, Person, Review, Use
from ..operations.outputs import (
    answer_failure,
    approve_version,
    ask_review,
    did_it,
    did_not_work,
    newest_version,
    publish_output,
    return_version,
    take_back_use,
    undo_answer,
    withdraw_review,
    write_version,
)
from ..reports.outputs import (
    UseLine,
    document_of,
    documents,
    newest_answer_of,
    published_words,
    uses_of,
    waiting_review_of,
)
from ..rules.rollout_days import today_in
from ..rules.trust import badge_of
from .door import json_option, text_of, with_person
from .rollouts import print_json

ID = click.argument("output_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))


@click.group()
def output() -> None:
    """Read, publish, review and try what rollouts leave behind."""


@output.command("list")
@click.option("--words", default="", help="Words of its title or text.")
@click.option("--page", default=1, type=click.IntRange(1, 10_000), help="Fifty stand on a page.")
@json_option
@with_person
def list_(words: str, page: int, by: Person, today: date, as_json: bool) -> None:
    """List the published documents you may read, each with how far it can be trusted."""
    lines, total = documents(by, words=words, page=page)
    if as_json:
        print_json(
            [
                {
                    "id": line.id,
                    "title": line.title,
                    "kind": line.kind,
                    "topic": line.topic_name,
                    "owner": line.owner_name,
                    "badge": line.badge,
                    "published_on": line.published_on,
                }
                for line in lines
            ]
        )
        return
    for line in lines:
        click.echo(f"{line.id}  {line.title}: {line.badge} ({line.kind}, {line.topic_name})")
    if total > len(lines):
        click.echo(f"{len(lines)} of {total}.", err=True)


@output.command()
@ID
@click.option("--version", "number", type=click.IntRange(1, 2**31 - 1), help="An earlier one.")
@json_option
@with_person
def show(output_id: int, number: int | None, by: Person, today: date, as_json: bool) -> None:
    """Show the text of a document as its readers see it, and what it can be trusted for."""
    found = _output(output_id, by)
    document = document_of(found, by, number)
    if document is None:
        raise Refused(f"“{found.title}” has no version {number} that you can read.")
    shown = document.version.number if document.version else None
    version = found.versions.where(found.versions.model.number == shown).first()
    text = (version.text or version.url) if version else found.url
    if as_json:
        print_json(
            {
                "id": found.id,
                "title": found.title,
                "state": found.state,
                "badge": document.trust.badge,
                "version": shown,
                "versions": [line.number for line in document.versions],
                "approved_by": document.trust.approved_by,
                "people_who_did_it": document.trust.worked,
                "did_not_work": [
                    {"use": line.id, "person": line.person_name, "sentence": line.sentence}
                    for line in document.uses.unanswered()
                ],
                "text": text,
            }
        )
        return
    trust = document.trust
    click.echo(f"{found.title}: {trust.badge}. {trust.words}".rstrip(), err=True)
    for line in document.uses.unanswered():
        said = f"Use {line.id}: it did not work for {line.person_name}: “{line.sentence}”"
        click.echo(said, err=True)
    click.echo(text)


@output.group()
def review() -> None:
    """Ask for a review, approve a version or return it."""


@review.command("ask")
@ID
@json_option
@with_person
def ask(output_id: int, by: Person, today: date, as_json: bool) -> None:
    """Put the newest version before those who know its topic."""
    found = _output(output_id, by)
    asked = ask_review(found, by=by)
    _said(found, f"Version {asked.version.number} waits for its review.", as_json)


@review.command("approve")
@ID
@click.option("--minor", is_flag=True, help="A minor edit: it keeps the trust that was earned.")
@json_option
@with_person
def approve(output_id: int, minor: bool, by: Person, today: date, as_json: bool) -> None:
    """Approve the version that waits; readers see it at once."""
    found = _output(output_id, by)
    waiting = _waiting(found)
    approve_version(waiting, by=by, today=_day(found, today), minor=minor)
    _said(found, f"Version {waiting.version.number} is approved. Readers see it now.", as_json)


@review.command("return")
@ID
@click.option("--sentence", required=True, help="What should change.")
@json_option
@with_person
def return_(output_id: int, sentence: str, by: Person, today: date, as_json: bool) -> None:
    """Give the version that waits back to its author with a sentence."""
    found = _output(output_id, by)
    waiting = _waiting(found)
    return_version(waiting, by=by, sentence=sentence)
    _said(found, f"Version {waiting.version.number} is returned.", as_json)


@review.command("undo")
@ID
@json_option
@with_person
def undo(output_id: int, by: Person, today: date, as_json: bool) -> None:
    """Take back that you approved or returned a version, while nothing came after."""
    answer = newest_answer_of(by, output_id)
    if answer is None:
        raise Refused(f"You answered no review of an output {output_id}. Check its number.")
    found = answer.version.output
    undo_answer(answer, by=by, today=_day(found, today))
    _said(found, f"Taken back: version {answer.version.number} waits again.", as_json)


@review.command("take-back")
@ID
@json_option
@with_person
def take_back(output_id: int, by: Person, today: date, as_json: bool) -> None:
    """Take back that a review was asked for."""
    found = _output(output_id, by)
    withdraw_review(found, by=by)
    _said(found, "Nobody is asked to review it any more.", as_json)


@output.group()
def use() -> None:
    """Say whether you did the task with a document."""


@use.command("worked")
@ID
@json_option
@with_person
def worked(output_id: int, by: Person, today: date, as_json: bool) -> None:
    """Say that you did it with this."""
    found = _output(output_id, by)
    did_it(found, by=by, today=_day(found, today))
    _said(found, f"You did it with “{found.title}”.", as_json)


@use.command("failed")
@ID
@click.option("--sentence", required=True, help="What did not work.")
@json_option
@with_person
def failed(output_id: int, sentence: str, by: Person, today: date, as_json: bool) -> None:
    """Say why it did not work; that reopens it for its owner."""
    found = _output(output_id, by)
    did_not_work(found, by=by, sentence=sentence, today=_day(found, today))
    _said(found, f"{found.owner.first_name} reads what did not work.", as_json)


@use.command("answer")
@ID
@click.option("--use", "number", type=int, help="Which, where several wait; `output show` lists.")
@click.option("--sentence", required=True, help="Why it was not the document.")
@json_option
@with_person
def answer(
    output_id: int, number: int | None, sentence: str, by: Person, today: date, as_json: bool
) -> None:
    """Answer whoever said that it did not work: it was not the document, and why."""
    found = _output(output_id, by)
    line = _failure(found, number, by)
    answer_failure(Use.get_by_id(line.id), by=by, sentence=sentence)
    _said(found, f"{line.person_name} reads your answer.", as_json)


@use.command("undo")
@ID
@json_option
@with_person
def undo_use(output_id: int, by: Person, today: date, as_json: bool) -> None:
    """Take back what you said last of a document."""
    found = _output(output_id, by)
    mine = uses_of(found, by).mine
    if mine is None:
        raise Refused(f"You have said nothing of “{found.title}” yet.")
    take_back_use(Use.get_by_id(mine.id), by=by, today=_day(found, today))
    _said(found, "Taken back.", as_json)


@output.command()
@ID
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text in Markdown to write as a new version first.",
)
@click.option("--why", default="", help="What changed, for the history.")
@with_person
def publish(output_id: int, file: Path | None, why: str, by: Person, today: date) -> None:
    """Publish an output, with a new text if one is given."""
    found = _output(output_id, by)
    text = text_of(file) if file else None
    with transaction():
        if text is not None:
            _write(found, text, why, by)
        publish_output(found, by=by, today=_day(found, today))
    click.echo(published_words(found))


def _write(found: Output, text: str, why: str, by: Person) -> None:
    newest = newest_version(found)
    number = newest.number if newest else 0
    write_version(found, by=by, text=text, why=why, opened_with=number)


def _output(id: int, by: Person) -> Any:
    found = outputs_visible_to(by).where(Output.id == id).first()
    if found is None:
        raise Refused(f"There is no output {id} that you can see. Check its number.")
    return found


def _waiting(output: Output) -> Review:
    found = waiting_review_of(output)
    if found is None:
        raise Refused(f"No version of “{output.title}” waits for a review.")
    return found


def _failure(output: Output, number: int | None, by: Person) -> UseLine:
    """Find the failed use that is answered: the one that waits, or that one of several."""
    waiting = uses_of(output, by).unanswered()
    if not waiting:
        raise Refused(f"Nothing that did not work with “{output.title}” waits for an answer.")
    if number is None and len(waiting) == 1:
        return waiting[0]
    for line in waiting:
        if line.id == number:
            return line
    told = "; ".join(f"--use {line.id}, {line.person_name}: “{line.sentence}”" for line in waiting)
    raise Refused(f"Say which of these it was: {told}.")


def _day(output: Output, today: date) -> date:
    """Tell which day it is for an output: that of its rollout, if it has one."""
    return today_in(output.rollout) if output.rollout_id else today


def _said(output: Output, words: str, as_json: bool) -> None:
    """Say what was done, and what the document says of itself now."""
    badge = badge_of(output)
    if as_json:
        print_json({"id": output.id, "title": output.title, "badge": badge, "done": words})
    else:
        click.echo(f"{words} “{output.title}” is {badge}.")
