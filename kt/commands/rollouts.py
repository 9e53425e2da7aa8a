"""Rollouts on the command line: list, show, seat."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from .. import clock
from ..access import may_run_rollout, rollouts_visible_to
from ..dates import count_words, listed
from ..errors import Refused
from ..models import Person, Revision, Role, Rollout, RolloutState, RolloutTopic, Topic, Wording
from ..operations.seating import seat_on_topics
from ..reports.rollouts import TopicLine, gaps_in, missing_in, rollout_rows, topic_lines
from ..reports.seating import LEARNERS, Cell, LearnerRow, seating_of
from ..reports.smes import smes_on
from ..rules.balance import Balance, balance_of
from ..rules.broken import broken_rules
from ..rules.rollout_days import today_in
from .door import json_option, person_named, with_person

ALL = 100_000


class Day(click.ParamType):
    """A day, written year-month-day."""

    name = "date"

    def convert(self, value: Any, parameter: Any, context: Any) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it like 2026-12-04.", parameter, context)


DAY = Day()


@click.group()
def rollout() -> None:
    """List, show and add rollouts, seat people in them, see whether they are ready."""


@rollout.command("list")
@click.option("--state", type=click.Choice([state.value for state in RolloutState]))
@json_option
@with_person
def list_rollouts(by: Person, today: date, state: str | None, as_json: bool) -> None:
    """List the rollouts one may see, one's own first."""
    rows, _ = rollout_rows(
        by,
        state=RolloutState(state) if state else None,
        words="",
        now=clock.now(),
        page=1,
        size=ALL,
    )
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    if not rows:
        click.echo(f"There is no {f'{state} ' if state else ''}rollout that you can see.", err=True)
    for row in rows:
        learners = count_words(row.learners, row.wording.say("learner"))
        gaps = count_words(row.gaps, "gap")
        click.echo(f"{row.id}  {row.name} ({row.state}, {row.model}): {learners}, {gaps}")


@rollout.command()
@click.argument("id", type=int)
@json_option
@with_person
def show(by: Person, today: date, id: int, as_json: bool) -> None:
    """Show a rollout: its topics, who guides whom, what is missing."""
    found = rollout_numbered(id, by)
    today = today_in(found)
    topics = topic_lines(found, today)
    learners = _learners(found, today)
    points = [warning.sentence for warning in broken_rules(found, today)]
    points += [
        missing.sentence for missing in [*missing_in(found, topics), *gaps_in(found, topics)]
    ]
    smes = smes_on([(found.id, topic.topic_id) for topic in topics], today)
    balances = balance_of(found, today) if may_run_rollout(by, found) else []
    if as_json:
        print_json(_shown(found, topics, learners, points, balances))
        return
    click.echo(f"{found.name} ({found.state}, {found.model}), run by {found.supervisor.name}")
    click.echo(f"{found.start_date} to {found.end_date or 'open'}")
    original = found.copied_from
    if original:
        _print_lines(f"What the last team said, {original.name}", _lines_for_next(original))
    _print_lines("For the next team", _lines_for_next(found))
    for topic in topics:
        called_on = [each.name for each in smes if each.topic_id == topic.topic_id]
        sme = f", SME {listed(called_on)}" if called_on else ""
        click.echo(f"\n{topic.name}: {count_words(topic.gaps, 'gap')}{sme}")
        for row in learners:
            for cell in row.cells:
                if cell.topic_id == topic.id and cell.seat:
                    click.echo(f"  {row.learner.name}: {_guides(cell, found.wording)}")
    _print_lines("Balance", [_balance(each, found.wording) for each in balances])
    _print_lines("To look at", points)


@rollout.command()
@click.argument("id", type=int)
@click.option("--topic", "topic_name", required=True, metavar="TOPIC", help="Its name or number.")
@click.option("--person", required=True, metavar="EMAIL")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--guide", metavar="EMAIL", help="For a learner: who guides them.")
@click.option("--from", "since", type=DAY, help="Empty: the start, or today if it has started.")
@click.option("--until", type=DAY, help="Empty while the seat is open.")
@with_person
def seat(
    by: Person,
    today: date,
    id: int,
    topic_name: str,
    person: str,
    role: str,
    guide: str | None,
    since: date | None,
    until: date | None,
) -> None:
    """Seat a person on a topic, a learner maybe with a guide."""
    found = rollout_numbered(id, by)
    topic = topic_called(topic_name, found)
    (given,) = seat_on_topics(
        [topic],
        person_named(person),
        Role(role),
        guide=person_named(guide) if guide else None,
        since=since or max(found.start_date, today_in(found)),
        until=until,
        by=by,
    )
    name = topic.revision.topic.name
    say = found.wording.say
    click.echo(f"{given.person.name} is {say(given.role)} on {name} from {given.since}.")
    for pairing in given.learner_pairings:
        role = say(pairing.guide.role)
        click.echo(f"{pairing.guide.person.name} is {role} of {given.person.name}.")


def rollout_numbered(id: int, by: Person) -> Rollout:
    """Find a rollout that somebody may see; raises Refused where there is none."""
    found = rollouts_visible_to(by).where(Rollout.id == id).first() if abs(id) < 2**31 else None
    if found is None:
        raise Refused(f"There is no rollout {id} that you can see. Look at “kt rollout list”.")
    return found


def topic_called(text: str, rollout: Rollout) -> RolloutTopic:
    """Find a topic of a rollout by the topic's name or number; raises Refused where it has none."""
    rows = list(
        RolloutTopic.select(RolloutTopic, Revision, Topic)
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
    )
    for row in rows:
        topic = row.revision.topic
        if text.strip().casefold() == topic.name.casefold() or text.strip() == str(topic.id):
            return row
    names = ", ".join(row.revision.topic.name for row in rows) or "none yet"
    raise Refused(f"“{text}” is no topic of {rollout.name}. Its topics: {names}.", field="topic")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _learners(rollout: Rollout, today: date) -> list[LearnerRow]:
    first = seating_of(rollout, today)
    learners = list(first.learners)
    for page in range(2, -(-first.total // LEARNERS) + 1):
        learners += seating_of(rollout, today, page=page).learners
    return learners


def _print_lines(title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        click.echo(f"\n{title}:")
    for line in lines:
        click.echo(f"  {line}")


def _lines_for_next(rollout: Rollout) -> list[str]:
    """Say the lines that closing asked for (rule 18), as far as somebody wrote them."""
    said = (
        ("Keep", rollout.keep),
        ("Change", rollout.change),
        ("Tell the next team", rollout.tell_next),
    )
    return [f"{term}: {words}" for term, words in said if words]


def _balance(balance: Balance, wording: Wording) -> str:
    """Say what somebody gives and takes: "Sam: coaches A (2 sessions), learns B (none yet)"."""
    coached, learned = (
        count_words(held, "session") if held else "none yet"
        for held in (balance.coached, balance.learned)
    )
    coaches, learns = listed(balance.coaches), listed(balance.learns)
    verb = wording.say("coaches")
    return f"{balance.name}: {verb} {coaches} ({coached}), learns {learns} ({learned})"


def _guides(cell: Cell, wording: Wording) -> str:
    said = [
        f"{each.guide.name} ({wording.say(each.role or '')})"
        for each in cell.pairings
        if each.guide
    ]
    return ", ".join(said) or "nobody yet"


def _shown(
    rollout: Rollout,
    topics: Iterable[TopicLine],
    learners: Iterable[LearnerRow],
    points: list[str],
    balances: Iterable[Balance],
) -> dict[str, Any]:
    names = {topic.id: topic.name for topic in topics}
    return {
        "id": rollout.id,
        "name": rollout.name,
        "state": rollout.state,
        "model": rollout.model,
        "supervisor": rollout.supervisor.name,
        "start": rollout.start_date,
        "end": rollout.end_date,
        "rolling": rollout.rolling,
        "last_team": _lines_for_next(rollout.copied_from) if rollout.copied_from else [],
        "next_team": _lines_for_next(rollout),
        "topics": [
            {
                "id": topic.topic_id,
                "name": topic.name,
                "learners": topic.learners,
                "guides": topic.guides,
                "smes": topic.smes,
                "gaps": topic.gaps,
            }
            for topic in topics
        ],
        "seats": [
            {
                "learner": row.learner.name,
                "topic": names[cell.topic_id],
                "guides": [
                    {"name": each.guide.name, "role": rollout.wording.say(each.role or "")}
                    for each in cell.pairings
                    if each.guide
                ],
            }
            for row in learners
            for cell in row.cells
            if cell.seat
        ],
        "balance": [asdict(each) for each in balances],
        "to_look_at": points,
    }
