"""The documents of people who left, and who may take each over."""

from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect

from ...access import ids_of, run_by
from ...models import Output, OutputState, Person
from ...rules.heirs import Heir, heirs_on, is_gone
from .lists import PAGE, OutputLine, lines_from


@dataclass(frozen=True)
class HeirlessLine:
    """A document whose owner left, and up to three suggested heirs."""

    line: OutputLine
    heirs: list[Heir]


def heirless_outputs(
    person: Person, today: date, page: int = 1, *, owner: Person | None = None
) -> tuple[list[HeirlessLine], int]:
    """List the documents whose owner is gone, of the rollouts somebody runs; administrators, all.

    With an owner, all of theirs, whether or not they are gone yet (three queries).
    """
    query = _heirless(person, today, owner)
    ordered = query.order_by(Output.topic, Output.title, Output.id).paginate(page, PAGE)
    lines = lines_from(ordered)
    heirs = heirs_on({line.topic_id for line in lines}, today) if lines else {}
    found = [
        HeirlessLine(
            line, [heir for heir in heirs.get(line.topic_id, []) if heir.id != line.owner_id]
        )
        for line in lines
    ]
    return found, query.count()


def _heirless(person: Person, today: date, owner: Person | None) -> ModelSelect:
    owners = Person.alias()
    query = Output.select().where(Output.state != OutputState.OBSOLETE)
    if owner is not None:
        query = query.where(Output.owner == owner)
    else:
        gone = owners.select(owners.id).where(
            owners.id.in_(Person.gone_or_going()), is_gone(owners, today)
        )
        query = query.where(Output.owner.in_(gone))
    if person.is_administrator:
        return query
    return query.where(Output.rollout.in_(ids_of(run_by, person)))
