"""Everybody in a people file and everybody known, to be found as somebody's manager."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kt.importers.people.fields import Field
from kt.importers.people.rows import PersonRow, Problem, Severity
from kt.importers.people.values import INACTIVE, identity_key, name_key


@dataclass(frozen=True)
class KnownPerson:
    """A person as the database holds them; `manager_id` is the manager's `id`."""

    id: int
    name: str
    employee_id: str | None = None
    email: str | None = None
    title: str | None = None
    department: str | None = None
    manager_id: int | None = None
    location: str | None = None
    time_zone: str | None = None
    start_date: date | None = None
    leaving_date: date | None = None
    status: str = "active"


@dataclass(frozen=True)
class Someone:
    """A person in the file or known: `line` is their row, `person_id` their id if known."""

    line: int | None
    person_id: int | None
    name: str
    active: bool


class Directory:
    """Everybody in the file and everybody known, to be found by number, e-mail or name."""

    def __init__(
        self,
        rows: Iterable[PersonRow],
        people: Iterable[KnownPerson],
        matches: Mapping[int, KnownPerson | None],
    ):
        self._by_number: dict[str, Someone] = {}
        self._by_email: dict[str, Someone] = {}
        self._by_name: dict[str, list[Someone]] = {}
        self._by_words: dict[str, list[Someone]] = {}
        self._by_digits: dict[str, list[tuple[str, Someone]]] = {}
        self.of_line: dict[int, Someone] = {}
        of_person: dict[int, Someone] = {}
        rows = tuple(rows)
        for row in rows:
            person = matches.get(row.line)
            status = row.status or (person.status if person else "")
            someone = Someone(
                row.line, person.id if person else None, row.shown_name, status != INACTIVE
            )
            self.of_line[row.line] = someone
            if person:
                of_person.setdefault(person.id, someone)
            self._add(someone, row.employee_id, row.email)
            self._add_names(someone, row.name, f"{row.first_name} {row.last_name}")
        for person in people:
            found = of_person.get(person.id)
            someone = found or Someone(None, person.id, person.name, person.status != INACTIVE)
            self._add(someone, person.employee_id or "", person.email or "")
            self._add_names(someone, person.name)
        # Last of all: a sign-in name or another system's number hides nobody's employee number.
        for row in rows:
            for identifier in row.identifiers:
                self._by_number.setdefault(identity_key(identifier), self.of_line[row.line])

    def find(self, said: str) -> list[Someone]:
        """Find whom a manager cell means: nobody, one, or several people of that name."""
        said = re.sub(r"^CN=([^,]+),.*$", r"\1", said, flags=re.IGNORECASE)
        found = self._by_number.get(identity_key(said)) or self._by_email.get(identity_key(said))
        if found:
            return [found]
        if by_name := self._by_name.get(name_key(said)):
            return by_name
        with_number = re.fullmatch(r"(.+?) *\(([^()]+)\)", said)
        if with_number:
            return self.find(with_number[2]) or self.find(with_number[1])
        # Some systems write the last name first, and no comma after it.
        return self._by_words.get(_words_of(name_key(said)), [])

    def lookalikes(self, creates: Iterable[PersonRow]) -> Iterator[Problem]:
        """Warn of new people who share a name, or a number but for its zeros, with somebody."""
        for row in creates:
            me = self.of_line[row.line]
            namesake = self._earlier(me, self._by_name.get(name_key(row.name), []))
            if namesake:
                yield Problem(
                    row.line,
                    Field.NAME,
                    f"{row.name} is also the name of somebody {where(namesake)}. Their numbers "
                    "or e-mails differ, so they are kept as two people.",
                    Severity.WARNING,
                )
            same_digits = self._by_digits.get(row.employee_id.lstrip("0"), [])
            others = [one for number, one in same_digits if number != row.employee_id]
            other = self._earlier(me, others)
            if other:
                yield Problem(
                    row.line,
                    Field.EMPLOYEE_ID,
                    f"The employee number {row.employee_id} differs only by zeros at its front "
                    f"from that of {other.name} {where(other)}. They are kept as two people.",
                    Severity.WARNING,
                )

    def _earlier(self, me: Someone, others: Iterable[Someone]) -> Someone | None:
        """Choose somebody who is known or stands further up, so that a pair is told once."""
        earlier = (one for one in others if one.line is None or one.line < (me.line or 0))
        return next(earlier, None)

    def _add(self, someone: Someone, number: str, email: str) -> None:
        if number:
            self._by_number.setdefault(identity_key(number), someone)
            if number.isdigit():
                self._by_digits.setdefault(number.lstrip("0"), []).append((number, someone))
        if email:
            self._by_email.setdefault(identity_key(email), someone)

    def _add_names(self, someone: Someone, *names: str) -> None:
        for name in {name_key(name) for name in names} - {""}:
            for same in (
                self._by_name.setdefault(name, []),
                self._by_words.setdefault(_words_of(name), []),
            ):
                if someone not in same:
                    same.append(someone)


def _words_of(name: str) -> str:
    return " ".join(sorted(name.split()))


def where(someone: Someone) -> str:
    """Say where somebody is found, to follow their name."""
    return f"on line {someone.line}" if someone.line else "known already"
