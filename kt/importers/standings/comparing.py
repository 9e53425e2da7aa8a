"""What an import of a skills table would do to the standings that are known already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kt.folding import folded
from kt.importers.people.directory import Directory, KnownPerson, Someone
from kt.importers.people.rows import Severity
from kt.importers.standings.problems import Problem, lines
from kt.importers.standings.reading import Said, StandingsFile, Who


@dataclass(frozen=True)
class KnownTopic:
    id: int
    name: str


@dataclass(frozen=True)
class KnownStanding:
    """The standing of somebody on a topic that counts now; `visible` to whoever imports."""

    level: int
    signed_off: bool
    on: date
    visible: bool = True


@dataclass(frozen=True)
class Terms:
    """How a file is taken.

    `on` and `refresh_on` are the days of what has none of its own; `add_topics`: topics that are
    not known are added; `over_sign_offs`: what is newer than a sign-off counts more than it.
    """

    on: date
    today: date
    refresh_on: date | None = None
    add_topics: bool = False
    over_sign_offs: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStanding:
    """One standing the file says: of a known person, on a topic known or (without id) to be added.

    `before` is the standing it would follow, as far as whoever imports may see it.
    """

    said: Said
    person_id: int
    person: str
    topic_id: int | None
    topic: str
    level: int
    on: date
    refresh_on: date | None
    before: KnownStanding | None


@dataclass(frozen=True)
class Plan:
    """What the import would do. It is done whole or, where `refused`, not at all.

    `kept` are lines that a standing of another day or a sign-off outweighs; what is left out
    otherwise is among the problems, by line.
    """

    file: StandingsFile
    added: tuple[PlannedStanding, ...]
    changed: tuple[PlannedStanding, ...]
    unchanged: tuple[PlannedStanding, ...]
    kept: tuple[PlannedStanding, ...]
    new_topics: tuple[str, ...]
    unknown_topics: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Tell whether some error keeps the file from being imported."""
        return any(problem.severity == Severity.ERROR for problem in self.problems)

    @property
    def coming(self) -> tuple[PlannedStanding, ...]:
        return self.added + self.changed


def people_of(people: Iterable[KnownPerson]) -> Directory:
    return Directory((), people, {})


def compare(
    file: StandingsFile,
    people: Directory,
    topics: Iterable[KnownTopic],
    standings: Mapping[tuple[int, int], KnownStanding],
    terms: Terms,
) -> Plan:
    """Match what a file says with people by number, e-mail and unique name, and with topics."""
    matching = _Matching(people, topics, terms)
    levels = file.levels
    meant: dict[tuple[int, str], list[PlannedStanding]] = defaultdict(list)
    for said in file.said:
        level = levels.get(said.word.casefold())
        if level is None:
            continue
        person, topic = matching.person(said), matching.topic(said)
        if person is None or topic is None:
            continue
        on = said.on or terms.on
        if on > terms.today:
            matching.note(said, f"The day {on} is still to come: left out. Correct it.")
            continue
        id = person.person_id or 0
        known = standings.get((id, topic.id)) if topic.id else None
        planned = PlannedStanding(
            said,
            id,
            person.name,
            topic.id or None,
            topic.name,
            level,
            on,
            matching.refresh_on(said, on),
            known,
        )
        meant[(id, folded(topic.name))].append(planned)
    sorted_out: dict[str, list[PlannedStanding]] = defaultdict(list)
    for several in meant.values():
        one = matching.newest(several)
        if one:
            sorted_out[_part(one, terms)].append(one)
    added = tuple(sorted_out["added"])
    return Plan(
        file=file,
        added=added,
        changed=tuple(sorted_out["changed"]),
        unchanged=tuple(sorted_out["unchanged"]),
        kept=tuple(sorted_out["kept"]),
        new_topics=tuple(dict.fromkeys(each.topic for each in added if not each.topic_id)),
        unknown_topics=tuple(matching.unknown_topics),
        problems=tuple(sorted([*file.problems, *matching.problems()], key=_place)),
    )


def _part(planned: PlannedStanding, terms: Terms) -> str:
    """Tell what becomes of a line beside the standing that counts now."""
    known = planned.before
    if known is None:
        return "added"
    if known.level == planned.level and known.visible:
        return "unchanged"
    if known.on > planned.on:
        return "kept"
    if known.signed_off and (known.on == planned.on or not terms.over_sign_offs):
        return "kept"
    return "changed"


@dataclass
class _Matching:
    """Finds whom and what each line is about, and notes what cannot be found."""

    people: Directory
    known_topics: Iterable[KnownTopic]
    terms: Terms
    unknown_topics: dict[str, None] = field(default_factory=dict)
    _noted: list[Problem] = field(default_factory=list)
    _found: dict[Who, list[Someone]] = field(default_factory=dict)
    _missing: dict[tuple[str, str], list[Said]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._topics = {folded(topic.name): topic for topic in self.known_topics}

    def person(self, said: Said) -> Someone | None:
        who = said.who
        if who not in self._found:
            ways = (who.employee_id, who.email, who.name)
            found = (self.people.find(text) for text in ways if text)
            self._found[who] = next(filter(None, found), [])
        found_people = self._found[who]
        if len(found_people) != 1:
            self._missing["several" if found_people else "nobody", who.text].append(said)
            return None
        if not found_people[0].active:
            self._missing["disabled", found_people[0].name].append(said)
            return None
        return found_people[0]

    def topic(self, said: Said) -> KnownTopic | None:
        topic = self._topics.get(folded(said.topic))
        if topic:
            return topic
        self.unknown_topics.setdefault(said.topic)
        if self.terms.add_topics:
            self._topics[folded(said.topic)] = KnownTopic(0, said.topic)
            return self._topics[folded(said.topic)]
        self._missing["topic", said.topic].append(said)
        return None

    def refresh_on(self, said: Said, on: date) -> date | None:
        day = said.refresh_on or self.terms.refresh_on
        if day and day <= on:
            self.note(
                said,
                f"{day} is no day to refresh what was seen on {on}: that day was left out.",
            )
            return None
        return day

    def newest(self, several: Sequence[PlannedStanding]) -> PlannedStanding | None:
        """Choose the line of the newest day; two that differ on one day are both left out."""
        last = max(each.on for each in several)
        newest = [each for each in several if each.on == last]
        if len({each.level for each in newest}) == 1:
            return newest[-1]
        told = " and ".join(f"“{each.said.word}” ({each.said.source})" for each in newest[:3])
        self.note(
            newest[0].said,
            f"The file says two things of {newest[0].person} on {newest[0].topic}: {told}. "
            "Both were left out. Correct one of them, or give each its day.",
        )
        return None

    def note(self, said: Said, message: str) -> None:
        self._noted.append(Problem(said.sheet, said.line, message))

    def problems(self) -> Iterator[Problem]:
        yield from self._noted
        for (what, name), missing in self._missing.items():
            first = missing[0]
            where = lines(sorted({each.line for each in missing if each.sheet == first.sheet}))
            yield Problem(first.sheet, first.line, _missing(what, name, where))


def _missing(what: str, name: str, where: str) -> str:
    if what == "topic":
        return (
            f"There is no topic “{name}” that you can see ({where}): left out. Add it, or have the "
            "import add it."
        )
    if what == "several":
        return (
            f"Several people are called {name} ({where}): left out. Give the employee number or "
            "the e-mail in the file."
        )
    if what == "disabled":
        return f"{name} is disabled ({where}): left out."
    return (
        f"Nobody here is called “{name}” ({where}): left out. Import people first, or correct the "
        "name, the number or the e-mail."
    )


def _place(problem: Problem) -> tuple[bool, str, int]:
    return (problem.severity != Severity.ERROR, problem.sheet, problem.line)


# ------------------------------------------------------------------ as JSON


def as_json(plan: Plan) -> dict[str, Any]:
    """Say a plan in the shape that `kt standing import --json` prints."""
    parts = {
        "added": plan.added,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "kept": plan.kept,
    }
    return {
        "matched": True,
        **{name: len(planned) for name, planned in parts.items()},
        "new_topics": list(plan.new_topics),
        **_of_file(plan.file),
        "standings": [
            _standing(each.said, each.person, each.topic, each.level, each.on, each.refresh_on)
            | {"outcome": name}
            for name, planned in parts.items()
            for each in planned
        ],
        "problems": _problems(plan.problems),
    }


def unmatched_as_json(file: StandingsFile, on: date) -> dict[str, Any]:
    """Say what a file holds where there is no database to compare it with."""
    levels = file.levels
    return {
        "matched": False,
        "rows": len(file.said),
        **_of_file(file),
        "standings": [
            _standing(
                each,
                each.who.text,
                each.topic,
                levels.get(each.word.casefold()),
                each.on or on,
                each.refresh_on,
            )
            for each in file.said
        ],
        "problems": _problems(file.problems),
    }


def _of_file(file: StandingsFile) -> dict[str, Any]:
    return {
        "layouts": [
            {"sheet": grid.sheet, "header_line": grid.header_line, "layout": grid.layout}
            for grid in file.grids
        ],
        "columns": {name: column.holds for name, column in file.columns.items()},
        "levels": {
            word.text: {"level": word.level, "decided": word.decided, "count": word.count}
            for word in file.words
        },
    }


def _standing(
    said: Said, person: str, topic: str, level: int | None, on: date, refresh_on: date | None
) -> dict[str, Any]:
    return {
        "person": person,
        "topic": topic,
        "level": level,
        "says": said.word,
        "on": on.isoformat(),
        "refresh_on": refresh_on.isoformat() if refresh_on else None,
        "source": said.source,
    }


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": problem.sheet,
            "line": problem.line,
            "message": problem.message,
            "severity": problem.severity,
        }
        for problem in problems
    ]
