"""A skills table in; who can do what at which level, and what is wrong with it, out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kt.errors import Refused
from kt.importers.people.headers import is_password, normal
from kt.importers.people.values import (
    DayOrMonthFirst,
    bare_email,
    day_order,
    is_nothing,
    one_line,
    read_day,
)
from kt.importers.standings.columns import Column, Known
from kt.importers.standings.headers import OF_PERSON, Holds, is_about_people, is_aside, is_total
from kt.importers.standings.layout import LEGENDS, Grid, Layout, find_grids
from kt.importers.standings.levels import LevelWord, legend_of, level_words, stated_scale
from kt.importers.standings.looks import cell, is_date, without_day
from kt.importers.standings.markdown import tables_of
from kt.importers.standings.marks import Kind, mark
from kt.importers.standings.problems import (
    Problem,
    about_days,
    about_words,
    lines,
    no_table,
    says_nothing,
    short,
)
from kt.importers.standings.ticked import written_out
from kt.importers.tables import Row

MOST_SAID = 200_000
LONGEST_NAME = 300
LONGEST_LEGEND = 2_000

# The word that stands for a cell with nothing but a day in it.
A_DAY = "a date"


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a file names them."""

    employee_id: str = ""
    email: str = ""
    name: str = ""

    @property
    def text(self) -> str:
        return self.name or self.email or self.employee_id


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: what a file says of a person on a topic, in its own words."""

    sheet: str
    line: int
    who: Who
    topic: str
    word: str
    on: date | None
    refresh_on: date | None

    @property
    def source(self) -> str:
        return f"{self.sheet}, line {self.line}" if self.sheet else f"line {self.line}"


@dataclass(frozen=True)
class StandingsFile:
    """All that was read from a skills table.

    `header_key` is the text by which what was chosen for its columns is remembered. `levels` gives
    the level of each word, in small letters; a word that says nothing is missing.
    """

    grids: tuple[Grid, ...]
    header_key: str
    said: tuple[Said, ...]
    words: tuple[LevelWord, ...]
    problems: tuple[Problem, ...]
    asks_day_first: bool

    @property
    def columns(self) -> dict[str, Column]:
        """The columns of all sheets by name; those of the same name hold the same."""
        named: dict[str, Column] = {}
        for grid in self.grids:
            for column in grid.columns:
                named.setdefault(column.name, column)
        return named

    @property
    def levels(self) -> dict[str, int]:
        return {word.text.casefold(): word.level for word in self.words if word.level is not None}


def read_standings(
    data: bytes,
    filename: str,
    *,
    columns: Mapping[str, str | None] | None = None,
    levels: Mapping[str, int | None] | None = None,
    day_first: bool | None = None,
    known: Known | None = None,
) -> StandingsFile:
    """Read a list or a matrix of who can do what, whatever organisation made it.

    `columns` says by name what a column holds (None: leave it out), `levels` by key what a word
    means (None: nothing), `day_first` how 09-10-2023 is meant; `known` helps to tell people from
    topics. Raises Refused for a file that cannot be read, or has no such table.
    """
    grids: list[Grid] = []
    reasons: list[tuple[str, str]] = []
    aside: list[Row] = []
    known = replace(known or Known(), words=frozenset(levels or {}))
    for table in tables_of(data, filename):
        if table.is_hidden:
            reasons.append((table.name, "it is hidden"))
            continue
        found = find_grids(written_out(table), columns or {}, known)
        if isinstance(found, tuple):
            grids += found
            aside += found[0].above
        else:
            reasons.append((table.name, found))
            aside += table.rows[:100]
    if not grids:
        raise Refused(no_table(filename, reasons))
    if day_first is None:
        day_first = day_order(_days(grids))
    readers = [_Reader(grid, day_first) for grid in grids]
    said = tuple(_within_size((each for reader in readers for each in reader.read()), filename))
    problems = [problem for reader in readers for problem in reader.problems]
    problems += [
        Problem(name, 1, f"The sheet “{name}” was left out: {reason}.") for name, reason in reasons
    ]
    told = [text for text in _legend(aside, grids) if len(text) <= LONGEST_LEGEND]
    words = level_words(
        (each.word for each in said), legend_of(told), levels or {}, stated=stated_scale(told)
    )
    undecided = [each for reader in readers for each in reader.undecided]
    problems += about_words(words, _first_places(said))
    problems += about_days(undecided)
    if not said:
        raise Refused(says_nothing(filename, grids[0].layout))
    return StandingsFile(
        grids=tuple(grids),
        header_key="|".join(
            dict.fromkeys(normal(column.name) for grid in grids for column in grid.columns)
        ),
        said=said,
        words=words,
        problems=tuple(problems),
        asks_day_first=bool(undecided),
    )


class _Reader:
    """Reads one table, row by row, and notes what it leaves out."""

    def __init__(self, grid: Grid, day_first: bool | None):
        self.problems: list[Problem] = []
        self.undecided: list[tuple[str, int, str]] = []
        self._grid = grid
        self._day_first = day_first
        self._people = grid.holding(*OF_PERSON)
        self._topic = next(iter(grid.holding(Holds.TOPIC)), None)
        self._levels = grid.holding(Holds.LEVEL, Holds.LEVELS)
        self._days = {column.of: column.at for column in grid.holding(Holds.DAY)}
        self._refreshes = {column.of: column.at for column in grid.holding(Holds.REFRESH)}
        self._totals: list[int] = []
        self._legend: list[int] = []
        self._carried: list[int] = []
        self._is_of_one = grid.layout is Layout.OF_ONE
        self._last = Who(name=grid.sheet) if self._is_of_one else Who()

    def read(self) -> Iterator[Said]:
        self._about_columns()
        for row in self._grid.body:
            if self._grid.layout in (Layout.LIST, Layout.OF_ONE):
                yield from self._listed(row)
            else:
                yield from self._across(row)
        self._about_rows()

    # -------------------------------------------------------------- the two ways of saying it

    def _listed(self, row: Row) -> Iterator[Said]:
        width = len(self._grid.columns)
        if len(row.cells) > width:
            self._note(
                row.line,
                f"This row ({short(row.cells[0])} …) has {len(row.cells)} cells, but the header "
                f"names only {width} columns, so two rows have probably run together: it was left "
                "out. Put each on a line of its own.",
            )
            return
        who, topic, level = self._who(row), self._named(row, self._topic), self._levels[0]
        word = self._word(cell(row, level.at))
        if is_total(who.text) or (topic and is_total(topic)):
            self._totals.append(row.line)
            return
        if who.text:
            self._last = who
        if not word:
            return
        if not topic:
            self._note(row.line, "This row has a level, but names no topic: it was left out.")
            return
        if not who.text:
            if not self._last.text:
                self._note(row.line, "This row has a level, but names nobody: it was left out.")
                return
            if not self._is_of_one:
                self._carried.append(row.line)
            who = self._last
        yield from self._said(row, who, topic, word, "")

    def _across(self, row: Row) -> Iterator[Said]:
        across_topics = self._grid.layout is Layout.TOPICS_ACROSS
        who = self._who(row) if across_topics else Who()
        topic = "" if across_topics else self._named(row, self._topic)
        side = who.text or topic
        if is_total(side or next(filter(None, row.cells))):
            self._totals.append(row.line)
            return
        if self._explains(row):
            self._legend.append(row.line)
            return
        words = [(each, word) for each in self._levels if (word := self._word(cell(row, each.at)))]
        if words and not side:
            missing = "nobody" if across_topics else "no topic"
            self._note(row.line, f"This row has levels, but names {missing}: it was left out.")
            return
        for column, word in words:
            if across_topics:
                yield from self._said(row, who, column.of, word, column.of)
            else:
                yield from self._said(row, _anybody(column.of), topic, word, column.of)

    def _explains(self, row: Row) -> bool:
        """Tell whether a row explains the signs: "3, Advanced" or "Legend:, ○ none"."""
        first, *rest = filter(None, row.cells)
        if normal(first) in LEGENDS:
            return True
        if len(rest) != 1 or len(self._levels) < 2 or len(row.cells) != 2:
            return False
        sign, words = mark(first), mark(rest[0])
        is_number = any(each.holds == Holds.EMPLOYEE_ID for each in self._people)
        return bool(
            sign and sign.kind != Kind.WORD and words and words.kind == Kind.WORD and not is_number
        )

    def _said(self, row: Row, who: Who, topic: str, word: str, of: str) -> Iterator[Said]:
        if max(len(topic), len(who.text)) > LONGEST_NAME:
            self._note(
                row.line,
                f"A name of more than {LONGEST_NAME} characters was left out. A quotation mark is "
                "probably missing on this line.",
            )
            return
        word, inside = self._day_inside(row, word)
        on = inside or self._day(row, self._days, of)
        refresh_on = self._day(row, self._refreshes, of)
        yield Said(self._grid.sheet, row.line, who, topic, word, on, refresh_on)

    # -------------------------------------------------------------- cells

    def _who(self, row: Row) -> Who:
        parts: dict[str, str] = {}
        for column in self._people:
            text = one_line(cell(row, column.at))
            if text and not is_nothing(text):
                parts[column.holds or ""] = text
        first, last = parts.get(Holds.FIRST_NAME, ""), parts.get(Holds.LAST_NAME, "")
        name = parts.get(Holds.NAME) or f"{first} {last}".strip()
        number = parts.get(Holds.EMPLOYEE_ID, "")
        return Who(number, bare_email(parts.get(Holds.EMAIL, "")), name)

    def _named(self, row: Row, column: Column | None) -> str:
        text = one_line(cell(row, column.at)) if column else ""
        return "" if is_nothing(text) else text

    def _word(self, text: str) -> str:
        word = one_line(text)
        # A lone “O” or “–” may be anything; what says nothing is no level 0.
        return word if word and (not is_nothing(word) or word.casefold() == "none") else ""

    def _day_inside(self, row: Row, word: str) -> tuple[str, date | None]:
        """Take the day out of a cell such as "2024-05-01" or "Expert (2024-05-01)"."""
        if is_date(word):
            return A_DAY, self._read_day(row.line, word)
        word, day = without_day(word)
        return word, self._read_day(row.line, day) if day else None

    def _day(self, row: Row, places: Mapping[str, int], of: str) -> date | None:
        for whose in (of, ""):
            text = one_line(cell(row, places[whose])) if whose in places else ""
            if text and not is_nothing(text):
                return self._read_day(row.line, text)
        return None

    def _read_day(self, line: int, text: str) -> date | None:
        try:
            return read_day(text, self._day_first)
        except DayOrMonthFirst:
            self.undecided.append((self._grid.sheet, line, text))
        except ValueError:
            self._note(line, f"“{text}” is not a day: it was left out. Write it like 2026-03-28.")
        return None

    # -------------------------------------------------------------- what is said of them

    def _about_columns(self) -> None:
        out = [each for each in self._grid.columns if each.holds is None and each.name]
        hidden = [f"“{each.name}”" for each in out if is_password(each.of)]
        if hidden:
            self._note(
                self._grid.header_line, f"Passwords are never read: {', '.join(hidden)} left out."
            )
        for column in out:
            if not is_aside(column.of) and not is_about_people(column.of):
                self._about_column(column)

    def _about_column(self, column: Column) -> None:
        """Say of a column whose name does not tell why that it is left out."""
        texts = (cell(row, column.at) for row in self._grid.body)
        first = next((text for text in texts if text and not is_nothing(text)), "")
        if first:
            self._note(
                self._grid.header_line,
                f"The column “{short(column.name)}” ({short(first)} …) was left out. If it tells "
                "what somebody can do, say what it holds (on the command line: --map "
                f"“{short(column.name)}=levels”).",
            )

    def _about_rows(self) -> None:
        if self._totals:
            self._note(
                self._totals[0],
                f"Rows of totals and targets are no people's: left out ({lines(self._totals)}).",
            )
        if self._legend:
            self._note(
                self._legend[0],
                f"Rows that explain the levels are no people's: left out ({lines(self._legend)}).",
            )
        if self._carried:
            self._note(
                self._carried[0],
                f"Rows that name nobody were read as of the person above ({lines(self._carried)}).",
            )

    def _note(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._grid.sheet, line, message))


def _first_places(said: Iterable[Said]) -> dict[str, tuple[str, int]]:
    first: dict[str, tuple[str, int]] = {}
    for each in said:
        first.setdefault(each.word.casefold(), (each.sheet, each.line))
    return first


def _anybody(text: str) -> Who:
    """Take a heading for the e-mail, the number or the name of a person, as it looks."""
    if "@" in text:
        return Who(email=bare_email(text))
    return Who(employee_id=text) if text.isdigit() else Who(name=text)


def _within_size(said: Iterable[Said], filename: str) -> Iterator[Said]:
    for counted, each in enumerate(said):
        if counted == MOST_SAID:
            raise Refused(
                f"“{filename}” says more than {MOST_SAID:,} things of people. Split it by team."
            )
        yield each


def _days(grids: Iterable[Grid]) -> Iterator[str]:
    for grid in grids:
        places = [each.at for each in grid.holding(Holds.DAY, Holds.REFRESH)]
        levels = [each.at for each in grid.holding(Holds.LEVELS, Holds.LEVEL)]
        for row in grid.body:
            yield from (cell(row, at) for at in places)
            yield from (cell(row, at) for at in levels if is_date(cell(row, at)))


def _legend(rows: Iterable[Row], grids: Iterable[Grid]) -> Iterator[str]:
    """Yield what may explain the signs: texts above and beside the tables, and cells in twos."""
    yield from (
        column.name
        for grid in grids
        for column in grid.holding(Holds.LEVEL, *OF_PERSON, Holds.TOPIC)
    )
    below = (
        row
        for grid in grids
        for row in grid.body[-20:]
        if len(row.cells) <= 2 or normal(row.cells[0]) in LEGENDS
    )
    for row in (*rows, *below):
        yield from row.cells
        for sign, words in zip(row.cells, row.cells[1:], strict=False):
            if 0 < len(sign) <= 3 and words:
                yield f"{sign} = {words}"
