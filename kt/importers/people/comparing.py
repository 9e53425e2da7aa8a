"""What an import of a people file would do to the people who are known already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kt.importers.people.directory import Directory, KnownPerson, Someone, where
from kt.importers.people.fields import Field
from kt.importers.people.reading import PeopleFile
from kt.importers.people.rows import PersonRow, Problem, Severity
from kt.importers.people.values import identity_key

PLAIN_FIELDS = (
    Field.EMPLOYEE_ID,
    Field.NAME,
    Field.EMAIL,
    Field.TITLE,
    Field.DEPARTMENT,
    Field.LOCATION,
    Field.TIME_ZONE,
    Field.START_DATE,
    Field.LEAVING_DATE,
    Field.STATUS,
)
MANAGER_FIELDS = (Field.MANAGER_ID, Field.MANAGER_EMAIL, Field.MANAGER_NAME)


@dataclass(frozen=True)
class Update:
    """Changes to a known person: {field: (old, new)}, only of what differs.

    A change of "manager_id" holds database ids; its new one is None where the manager is created
    by the same import, and `Plan.managers` says by which row.
    """

    person_id: int
    row: PersonRow
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Plan:
    """What the import would do. It is done whole or, where `refused`, not at all.

    `absent` are known people whom the file does not mention; they are never touched. `managers`
    says by row's line who the manager is, where the file names one that can be found.
    """

    file: PeopleFile
    creates: tuple[PersonRow, ...]
    updates: tuple[Update, ...]
    unchanged: tuple[PersonRow, ...]
    absent: tuple[KnownPerson, ...]
    managers: dict[int, Someone]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Tell whether some error keeps the file from being imported."""
        return any(problem.severity == Severity.ERROR for problem in self.problems)


def compare(file: PeopleFile, known: Iterable[KnownPerson]) -> Plan:
    """Match rows with known people by employee number, then e-mail, and list what differs.

    An empty cell does not erase what is known.
    """
    people = tuple(known)
    matching = _Matching(people)
    matches = {row.line: matching.find(row) for row in file.rows}
    rows = [row for row in file.rows if row.sound and matching.agrees(row)]
    directory = Directory(file.rows, people, matches)
    managers, problems = _managers(file.rows, directory)
    creates, updates, unchanged = [], [], []
    for row in rows:
        person = matches[row.line]
        if person is None:
            creates.append(row)
        elif changes := _changes(row, person, managers.get(row.line)):
            updates.append(Update(person.id, row, changes))
        else:
            unchanged.append(row)
    problems += matching.problems
    problems += _about_new_people(creates, file)
    problems += directory.lookalikes(creates)
    matched = {person.id for person in matches.values() if person}
    return Plan(
        file=file,
        creates=tuple(creates),
        updates=tuple(updates),
        unchanged=tuple(unchanged),
        absent=tuple(person for person in people if person.id not in matched),
        managers=managers,
        problems=tuple(sorted([*file.problems, *problems], key=lambda problem: problem.line)),
    )


def as_json(plan: Plan) -> dict[str, Any]:
    """Say a plan in the shape that `kt people import --json` prints."""
    return {
        "rows": len(plan.file.rows),
        "create": len(plan.creates),
        "update": len(plan.updates),
        "unchanged": len(plan.unchanged),
        "mapping": plan.file.mapping,
        "problems": [
            {
                "line": problem.line,
                "field": problem.field,
                "message": problem.message,
                "severity": problem.severity,
            }
            for problem in plan.problems
        ],
    }


class _Matching:
    """Finds the known person a row is about, and what speaks against it."""

    def __init__(self, people: Iterable[KnownPerson]):
        self.problems: list[Problem] = []
        self._by_number = {identity_key(one.employee_id): one for one in people if one.employee_id}
        self._by_email = {identity_key(one.email): one for one in people if one.email}
        self._lines: dict[int, int] = {}

    def find(self, row: PersonRow) -> KnownPerson | None:
        by_number, by_email = self._both(row)
        return by_number or by_email

    def agrees(self, row: PersonRow) -> bool:
        """Tell whether a row is about one known person and no other row is; note what is wrong."""
        by_number, by_email = self._both(row)
        person = by_number or by_email
        if not person:
            return True
        if by_number and by_email and by_number.id != by_email.id:
            self._note(
                row,
                Field.EMAIL,
                f"The employee number {row.employee_id} belongs to {by_number.name}, but the "
                f"e-mail {row.email} to {by_email.name}. Two people cannot have one e-mail: "
                "correct the number or the e-mail.",
                Severity.ERROR,
            )
            return False
        before = self._lines.setdefault(person.id, row.line)
        if before != row.line:
            self._note(
                row,
                Field.EMPLOYEE_ID,
                f"Lines {before} and {row.line} are both about {person.name}, one by employee "
                "number and one by e-mail. Correct one of them or remove it.",
                Severity.ERROR,
            )
            return False
        if not by_number and row.employee_id and person.employee_id:
            self._note(
                row,
                Field.EMPLOYEE_ID,
                f"The e-mail {row.email} belongs to {person.name}, whose employee number is "
                f"{person.employee_id}; it becomes {row.employee_id}. If this is somebody "
                "else, change the e-mail.",
                Severity.WARNING,
            )
        return True

    def _both(self, row: PersonRow) -> tuple[KnownPerson | None, KnownPerson | None]:
        by_number = self._by_number.get(identity_key(row.employee_id))
        return by_number, self._by_email.get(identity_key(row.email))

    def _note(self, row: PersonRow, field: Field, message: str, severity: Severity) -> None:
        self.problems.append(Problem(row.line, field, message, severity))


def _managers(
    rows: Iterable[PersonRow], directory: Directory
) -> tuple[dict[int, Someone], list[Problem]]:
    managers: dict[int, Someone] = {}
    problems: list[Problem] = []

    def warn(row: PersonRow, field: Field, message: str) -> None:
        problems.append(Problem(row.line, field, message, Severity.WARNING))

    for row in rows:
        said = {field: getattr(row, field) for field in MANAGER_FIELDS if getattr(row, field)}
        if not said:
            continue
        found = {field: directory.find(text) for field, text in said.items()}
        # One person found beats several of a name, and several beat nobody.
        field = min(said, key=lambda one: (len(found[one]) != 1, not found[one]))
        if not found[field]:
            warn(
                row,
                field,
                f"The manager {said[field]} is neither in the file nor known here: "
                "the manager is left as it is.",
            )
        elif len(found[field]) > 1:
            lines = ", ".join(where(one) for one in found[field])
            warn(
                row,
                field,
                f"Several people are called {said[field]} ({lines}): the manager is left as it "
                "is. Give the manager's employee number or e-mail.",
            )
        elif found[field][0] == directory.of_line[row.line]:
            warn(row, field, "This person is named as their own manager: no manager is set.")
        else:
            managers[row.line] = found[field][0]
            if directory.of_line[row.line].active and not found[field][0].active:
                warn(
                    row,
                    field,
                    f"The manager {found[field][0].name} ({where(found[field][0])}) is "
                    "inactive. Name another one when there is one.",
                )
    return managers, problems


def _changes(
    row: PersonRow, person: KnownPerson, manager: Someone | None
) -> dict[str, tuple[Any, Any]]:
    changes = {}
    for field in PLAIN_FIELDS:
        old, new = getattr(person, field), getattr(row, field)
        same = identity_key(old) == identity_key(new) if field == Field.EMAIL else old == new
        if new and not same:
            changes[str(field)] = (old, new)
    if manager and (manager.person_id is None or manager.person_id != person.manager_id):
        changes["manager_id"] = (person.manager_id, manager.person_id)
    return changes


def _about_new_people(creates: Sequence[PersonRow], file: PeopleFile) -> Iterator[Problem]:
    has_emails = Field.EMAIL in file.mapping.values()
    if creates and not has_emails:
        yield Problem(
            file.header_line,
            Field.EMAIL,
            "No column holds e-mails: these people can be seated and listed, but they cannot "
            "sign in until they have one.",
            Severity.WARNING,
        )
    for row in creates:
        if has_emails and not row.email:
            yield Problem(
                row.line,
                Field.EMAIL,
                f"{row.shown_name} has no e-mail and cannot sign in until there is one.",
                Severity.WARNING,
            )
        if not row.name:
            yield Problem(
                row.line,
                Field.NAME,
                f"This row has no name: {row.shown_name} stands in its place until there is one.",
                Severity.WARNING,
            )
