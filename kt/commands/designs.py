"""Designing a rollout on the command line: adding it, its readiness, advice on its model."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from ..access import may_run_rollout, require
from ..errors import Refused
from ..models import Kind, Person, ReadinessQuestion, Rollout, Wording
from ..operations.readiness import NOT_YOURS, answer_readiness, confirm_readiness
from ..operations.rollouts import add_rollout
from ..reports.advice import advice_on
from ..rules.readiness import QUESTIONS, Given, answers_of, consequence_of, proposed_answers
from ..rules.rollout_days import today_in
from .door import json_option, with_person
from .rollouts import DAY, print_json, rollout_numbered

QUESTION = click.Choice([question.value for question in ReadinessQuestion])


@click.command()
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in Kind]))
@click.option("--department", default="")
@click.option("--why", default="", help="What people will be able to do at the end.")
@click.option("--start", type=DAY, help="Empty means today.")
@click.option("--end", type=DAY, help="Empty while none was agreed.")
@with_person
def add(
    by: Person,
    today: date,
    name: str,
    kind: str,
    department: str,
    why: str,
    start: date | None,
    end: date | None,
) -> None:
    """Add a rollout as a draft, run by whoever adds it."""
    made = add_rollout(
        by=by,
        name=name,
        kind=Kind(kind),
        department=department,
        why=why,
        start_date=start or today,
        end_date=end,
    )
    click.echo(f"{made.name} is a draft now, rollout {made.id}.")


@click.command()
@click.argument("id", type=int)
@click.option("--yes", "yes", multiple=True, type=QUESTION, help="What holds; several times.")
@click.option("--no", "no", multiple=True, type=QUESTION, help="What does not; several times.")
@click.option("--pilot", default="", help="Of a structured organisation: which department starts.")
@click.option("--words", type=click.Choice([wording.value for wording in Wording]))
@click.option("--same", is_flag=True, help="Take over what the department answered last.")
@json_option
@with_person
def readiness(
    by: Person,
    today: date,
    id: int,
    yes: tuple[str, ...],
    no: tuple[str, ...],
    pilot: str,
    words: str | None,
    same: bool,
    as_json: bool,
) -> None:
    """Answer the readiness questions, or show what was answered and what follows."""
    rollout = rollout_numbered(id, by)
    require(may_run_rollout(by, rollout), NOT_YOURS)
    on = today_in(rollout)
    answers = _answers(yes, no, pilot)
    if same:
        rollout = confirm_readiness(rollout, by=by, on=on)
    if answers or words:
        rollout = answer_readiness(
            rollout,
            answers,
            by=by,
            on=on,
            wording=Wording(words) if words else None,
        )
    if as_json:
        print_json(_as_json(rollout))
        return
    for line in _lines(rollout, on):
        click.echo(line)


@click.command()
@click.argument("id", type=int)
@json_option
@with_person
def advice(by: Person, today: date, id: int, as_json: bool) -> None:
    """Recommend a model for a rollout, with the numbers that speak for it."""
    rollout = rollout_numbered(id, by)
    require(may_run_rollout(by, rollout), NOT_YOURS)
    given = advice_on(rollout, today_in(rollout))
    if given is None:
        raise Refused("There is nothing to advise on without a topic. Choose one first.")
    if as_json:
        print_json(asdict(given) | {"chosen": rollout.model})
        return
    click.echo(f"{given.headline}. It is {rollout.model} now.")
    click.echo(given.reason)
    for sentence in (*given.also, *given.unknown):
        click.echo(f"  {sentence}")


def _answers(yes: Iterable[str], no: Iterable[str], pilot: str) -> dict[ReadinessQuestion, Given]:
    answers = {ReadinessQuestion(each): Given(False) for each in no}
    for each in yes:
        question = ReadinessQuestion(each)
        if question in answers:
            raise Refused(f"“{each}” was answered with both yes and no. Answer it once.")
        answers[question] = Given(True)
    if pilot:
        if ReadinessQuestion.STRUCTURED.value not in yes:
            raise Refused(
                "A structured organisation starts in a pilot department. Add --yes structured."
            )
        answers[ReadinessQuestion.STRUCTURED] = Given(True, pilot)
    return answers


def _lines(rollout: Rollout, today: date) -> Iterable[str]:
    answers = answers_of(rollout)
    for question, asked in QUESTIONS.items():
        answer = answers.get(question)
        said = "not answered" if answer is None else "yes" if answer.yes else "no"
        yield f"{question}: {rollout.wording.say(asked.words)} {said}"
        if answer is not None and answer.yes:
            follows = consequence_of(question, answer, rollout.wording)
            yield f"  {follows.sentence} {follows.way_out}"
    yield f"Its pages say {rollout.wording}."
    proposal = None if answers else proposed_answers(rollout, today)
    if proposal:
        yes = ", ".join(each for each, given in proposal.answers.items() if given.yes)
        yield (
            f"{proposal.by.name} answered for the department on {proposal.on}: yes to "
            f"{yes or 'nothing'}. Take it over with --same."
        )


def _as_json(rollout: Rollout) -> dict[str, Any]:
    return {
        "words": rollout.wording,
        "answers": {
            question: {"yes": answer.yes, "note": answer.note, "on": answer.on}
            for question, answer in answers_of(rollout).items()
        },
    }
