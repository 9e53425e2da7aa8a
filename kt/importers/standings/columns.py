"""What each column of a table holds, told by its name and by its cells."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kt.importers.standings.headers import OF_PERSON, Holds, beside, is_aside, named
from kt.importers.standings.looks import (
    MEASURED,
    cell,
    holds_levels,
    is_level,
    mostly,
    own_words,
    values_in,
)
from kt.importers.tables import Row

_ASKED = re.compile(r"([^\[\]]{3,200})\[([^\[\]]{1,200})\]")
OF_ROW = (Holds.DAY, Holds.REFRESH)


@dataclass(frozen=True)
class Known:
    """Tells which texts are people and topics known already, to see which side is which.

    `words`, in small letters, are those that somebody has said the level of.
    """

    is_person: Callable[[str], bool] = lambda text: False
    is_topic: Callable[[str], bool] = lambda text: False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, told apart from the others', and whose levels or days it holds."""

    at: int
    name: str
    holds: Holds | None = None
    of: str = ""


def columns_of(
    rows: Sequence[Row],
    at: int,
    chosen: Mapping[str, str | None],
    known: Known,
    *,
    is_of_one: bool,
) -> tuple[Column, ...]:
    """Say what each column holds; `is_of_one`: the whole sheet is named after one person."""
    body = rows[at + 1 :]
    names, groups = _names(rows, at)
    columns = [
        Column(place, unique, of=name)
        for place, (name, unique) in enumerate(zip(names, _told_apart(names, groups), strict=True))
    ]
    if _is_list(names, is_of_one):
        columns = _of_list(columns)
    else:
        columns = _of_matrix(columns, groups, body, known)
    return tuple(
        _as_chosen(column, chosen[column.name]) if column.name in chosen else column
        for column in columns
    )


def _names(rows: Sequence[Row], at: int) -> tuple[list[str], list[str]]:
    """Give the name of each column and, carried to the right, what stands above it."""
    header = rows[at]
    upper = rows[at - 1] if at and sum(map(bool, rows[at - 1].cells)) > 1 else None
    width = max(len(header.cells), len(upper.cells) if upper else 0)
    names = [cell(header, place) for place in range(width)]
    groups, last = [""] * width, ""
    if upper:
        for place in range(width):
            last = cell(upper, place) or last
            groups[place] = last
            if not names[place] and named(cell(upper, place)):
                names[place] = cell(upper, place)
    return names, groups


def _told_apart(names: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Name each column as no other is named, by what stands above it or by a number."""
    times = Counter(names)
    taken: Counter[str] = Counter()
    unique = []
    for place, (name, group) in enumerate(zip(names, groups, strict=True), start=1):
        text = name or f"Column {place}"
        if times[name] > 1 and name and group and group != name:
            text = f"{group}: {name}"
        taken[text] += 1
        unique.append(text if taken[text] == 1 else f"{text} ({taken[text]})")
    return unique


def _is_list(names: Sequence[str], is_of_one: bool) -> bool:
    said = {found[0] for name in names if (found := named(name))}
    return {Holds.TOPIC, Holds.LEVEL} <= said and (is_of_one or not said.isdisjoint(OF_PERSON))


def _of_list(columns: Sequence[Column]) -> list[Column]:
    best = _best(columns, tuple(Holds))
    return [
        replace(column, holds=holds, of="" if holds in OF_ROW else column.of)
        for column in columns
        for holds in [best.get(column.at)]
    ]


def _best(columns: Sequence[Column], holds: Sequence[Holds]) -> dict[int, Holds]:
    """Give each kind of thing the one column whose name says it best."""
    ranked = sorted(
        (found[1], column.at, found[0])
        for column in columns
        if (found := named(column.of)) and found[0] in holds
    )
    taken: dict[Holds, int] = {}
    for _, at, each in ranked:
        taken.setdefault(each, at)
    return {at: each for each, at in taken.items()}


def _of_matrix(
    columns: list[Column], groups: Sequence[str], body: Sequence[Row], known: Known
) -> list[Column]:
    measured = body[:MEASURED]
    own = own_words(measured, known.words)
    values = {column.at: values_in(measured, column.at) for column in columns}
    columns = _without_question(columns)
    of_levels = {
        column.at
        for column in columns
        if column.of and holds_levels(column.of, values[column.at], own)
    }
    columns = _with_days(columns, groups, of_levels)
    of_levels &= {column.at for column in columns if column.holds is Holds.LEVELS}
    heads = [
        column
        for column in columns
        if column.holds is None and _may_head(column.of, values[column.at], own)
    ]
    side = _side(heads, [column for column in columns if column.at in of_levels], values, known)
    if len(of_levels) == 1 and {Holds.TOPIC, *OF_PERSON} & set(side.values()) > {Holds.TOPIC}:
        # One column of levels beside people and topics is a list, whatever it is called.
        side[of_levels.pop()] = Holds.LEVEL
    return [
        replace(column, holds=side[column.at]) if column.at in side else column
        for column in columns
    ]


def _without_question(columns: list[Column]) -> list[Column]:
    """Name the columns of a survey by what they ask about: "How well do you know [Python]"."""
    asked = {column.at: found for column in columns if (found := _ASKED.fullmatch(column.of))}
    times = Counter(found[1] for found in asked.values())
    return [
        replace(column, of=found[2])
        if (found := asked.get(column.at)) and times[found[1]] > 1
        else column
        for column in columns
    ]


def _may_head(name: str, values: Sequence[str], own: frozenset[str]) -> bool:
    """Tell whether a column may name the people or the topics of its rows."""
    found = named(name)
    if found:
        return bool(values) and found[0] is not Holds.LEVEL
    return bool(values) and not mostly(is_level(v) or v.casefold() in own for v in values)


def _with_days(
    columns: Sequence[Column], groups: Sequence[str], of_levels: set[int]
) -> list[Column]:
    """Say whose each column of levels and of days is: "Python level", Python above Level, Date."""
    inside = Counter(found[0] for each in columns if (found := named(each.of)))
    divided = inside[Holds.LEVEL] > 1
    parts = {column.at: part for column in columns if (part := beside(column.of))}
    stems = Counter(stem.casefold() for stem, _ in parts.values())
    stems.update(column.of.casefold() for column in columns)
    levelled = sum(holds is Holds.LEVELS for _, holds in parts.values())
    # Of what a topic is rated by several, such as oneself and the manager, one counts.
    best: dict[str, tuple[int, int]] = {}
    for column in columns:
        rated = named(column.of)
        if column.at in of_levels and rated and rated[0] is Holds.LEVEL:
            rank = (rated[1], column.at)
            best[groups[column.at]] = min(best.get(groups[column.at], rank), rank)
    told: list[Column] = []
    last = ""
    for column in columns:
        found, group = named(column.of), groups[column.at]
        part = parts.get(column.at)
        if part and not found and (stems[part[0].casefold()] > 1 or (part[1] and levelled > 1)):
            told.append(replace(column, holds=part[1], of=part[0]))
        elif found and found[0] in (Holds.DAY, Holds.REFRESH):
            whose = group if divided else last if inside[found[0]] > 1 else ""
            told.append(replace(column, holds=found[0], of=whose))
        elif column.at in of_levels and found and found[0] is Holds.LEVEL:
            # Beside topics, a column that is only called “Level” says something of the person.
            counts = bool(divided and group) and best[group][1] == column.at
            told.append(replace(column, holds=Holds.LEVELS if counts else None, of=group))
        elif column.at in of_levels:
            last = column.of
            told.append(replace(column, holds=Holds.LEVELS))
        else:
            told.append(column)
    return told


def _side(
    heads: Sequence[Column],
    of_levels: Sequence[Column],
    values: Mapping[int, Sequence[str]],
    known: Known,
) -> dict[int, Holds]:
    """Tell which columns name the people of the rows, and which their topics."""
    by_name = _best(heads, (*OF_PERSON, Holds.TOPIC))
    people: dict[int, Holds] = {at: each for at, each in by_name.items() if each is not Holds.TOPIC}
    topics = by_name.keys() - people.keys()
    if people and topics and len(of_levels) == 1:
        return by_name
    first = next((head.at for head in heads if not is_aside(head.of)), None)
    if first is None:
        return {}
    down = values[min(people or topics or {first})]
    across = [column.of for column in of_levels]
    in_rows = _count(known.is_person, down) + _count(known.is_topic, across)
    in_columns = _count(known.is_person, across) + _count(known.is_topic, down)
    in_columns += sum("@" in name for name in across)
    turned = in_columns > in_rows if in_columns != in_rows else bool(topics and not people)
    if turned:
        return {min(topics or people or {first}): Holds.TOPIC}
    if people:
        return people
    place = min(topics, default=first)
    return {place: Holds.EMAIL if mostly("@" in value for value in values[place]) else Holds.NAME}


def _as_chosen(column: Column, chosen: str | None) -> Column:
    holds = Holds(chosen) if chosen else None
    if holds is column.holds:
        return column
    return replace(column, holds=holds, of="" if holds in OF_ROW else column.of or column.name)


def _count(is_known: Callable[[str], bool], texts: Sequence[str]) -> int:
    return sum(1 for text in texts if is_known(text))
