"""One's own sheet: five plain lines, what changed since another one, and which still wait."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, ModelSelect, fn

from ...db import compiled
from ...models import Answer, Output, Person, Rollout, Sheet, Signature
from ...rules.pairings import PairingFacts
from ...rules.sheets import PARTS, Content, changed_parts
from ...rules.trust import badge
from .names import Names, names_in
from .words import (
    dates_words,
    output_words,
    partners_words,
    process_words,
    roles_words,
    target_words,
)

# So many stand on a home; signing one brings the next.
SHOWN = 2

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OpenSheet:
    """A sheet that waits for its person, in five plain lines (a term and what it is)."""

    id: int
    rollout_id: int
    rollout_name: str
    lines: Lines


@dataclass(frozen=True)
class SheetPage:
    """A sheet with its rollout, the answer it has, and who recorded that."""

    id: int
    rollout: Rollout
    person: Person
    number: int
    lines: Lines
    is_current: bool
    answer: Answer
    answered_on: date | None
    sentence: str
    on_paper: bool
    witness: str
    recorded_by: str


def open_sheets_of(
    person: Person, today: date, pairings: Iterable[PairingFacts]
) -> list[OpenSheet]:
    """List the first sheets that wait for somebody, whose pairings these are (one or two queries).

    The names on a sheet are mostly those of the pairings; only others are looked up.
    """
    rows = _waiting(person=person)
    sheets = list({row.id: row for row in rows}.values())[:SHOWN]
    if not sheets:
        return []
    badges = {row.written: row.badge for row in rows}
    names = replace(_names(sheets, pairings), badges=badges)
    return [
        OpenSheet(
            sheet.id,
            sheet.rollout_id,
            sheet.rollout.name,
            lines_of(sheet.content, replace(names, wording=sheet.rollout.wording), today),
        )
        for sheet in sheets
    ]


def _names(sheets: list[Sheet], pairings: Iterable[PairingFacts]) -> Names:
    people: dict[int, str] = {}
    topics: dict[int, str] = {}
    for each in pairings:
        topics[each.topic_id] = each.topic_name
        people[each.learner_id] = each.learner_name
        if each.guide_id:
            people[each.guide_id] = each.guide_name or ""
    contents = [sheet.content for sheet in sheets]
    partners = {each["with"] for content in contents for each in content["partners"]}
    learnt = {each["topic"] for content in contents for each in content["topics"]}
    if partners - {None} <= people.keys() and learnt <= topics.keys():
        return Names(people, topics)
    return names_in([sheet.rollout_id for sheet in sheets], contents)


@compiled
def _waiting(person: Any) -> ModelSelect:
    """Select the sheets in lines, one for each output that their person is to write."""
    is_theirs = (Output.rollout == Sheet.rollout) & (Output.owner == Sheet.person)
    return (
        Sheet.select(
            Sheet, Rollout, fn.COALESCE(Output.id, 0).alias("written"), badge().alias("badge")
        )
        .join(Rollout)
        .join_from(Sheet, Output, JOIN.LEFT_OUTER, on=is_theirs)
        .where(
            Sheet.person == person,
            Sheet.current,
            Sheet.answer == Answer.WAITING,
            Rollout.closed_on.is_null(),
        )
        .order_by(Rollout.start_date, Sheet.id)
    )


def current_sheet(sheet: Sheet) -> Sheet | None:
    """Find the sheet that holds now for the person and rollout of one that may be replaced."""
    return Sheet.get_or_none(
        Sheet.rollout == sheet.rollout_id, Sheet.person == sheet.person_id, Sheet.current
    )


def sheet_page(sheet: Sheet, today: date) -> SheetPage:
    """Read a sheet in words (five queries)."""
    said = (
        Signature.select(Signature, Person)
        .join(Person, on=(Signature.by == Person.id))
        .switch(Signature)
        .join(Sheet)
        .where(
            Sheet.rollout == sheet.rollout_id,
            Sheet.person == sheet.person_id,
            Sheet.digest == sheet.digest,
        )
        .order_by(Signature.id.desc())
        .first()
    )
    answered = said is not None and sheet.answer != Answer.WAITING
    return SheetPage(
        id=sheet.id,
        rollout=sheet.rollout,
        person=sheet.person,
        number=sheet.agreement.number,
        lines=lines_of(
            sheet.content,
            names_in([sheet.rollout_id], [sheet.content], wording=sheet.rollout.wording),
            today,
        ),
        is_current=sheet.current,
        answer=Answer(sheet.answer),
        answered_on=sheet.answered_on,
        sentence=said.sentence if answered else "",
        on_paper=answered and said.on_paper,
        witness=said.witness.name if answered and said.witness_id else "",
        recorded_by=said.by.name if answered else "",
    )


def lines_of(content: Content, names: Names, today: date) -> Lines:
    """Say a sheet in five plain lines: who, with whom, how, what comes of it, when."""
    outputs = [output_words(each, names, today) for each in content["outputs"]]
    topics = {each["rollout_topic"]: names.topic(each["topic"]) for each in content["topics"]}
    targets = [
        target_words(each, names, today, on=topics.get(each["rollout_topic"], ""))
        for each in content["targets"]
    ]
    return (
        ("You are", roles_words(content, names, today)),
        ("You meet", "; ".join(partners_words(content, names)) or "whoever calls on you"),
        ("Written process", "; ".join(process_words(content, names, today))),
        ("At the end", "; ".join([*outputs, *targets]) or "nothing measurable is agreed yet"),
        (
            "When and how",
            f"{dates_words(content['dates'], today)}; the model is {content['model']}",
        ),
    )


def difference(before: Sheet, now: Sheet, today: date) -> list[tuple[str, str, str]]:
    """List the lines in which two sheets of one person differ: the term, as it was, as it is."""
    names = names_in([now.rollout_id], [before.content, now.content], wording=now.rollout.wording)
    was, becomes = lines_of(before.content, names, today), lines_of(now.content, names, today)
    lines = [
        (term, old, new) for (term, old), (_, new) in zip(was, becomes, strict=True) if old != new
    ]
    if lines:
        return lines
    # A line is shorter than what it stands for: the text of a process may have changed alone.
    parts = changed_parts(before.content, now.content)
    return [(PARTS[part].capitalize(), "as it was", "rewritten") for part in parts]
