"""People: adding them, changing what is known of them, what they may do, whether they take part."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, Unpack

from ..access import may_add_person, may_edit_person, may_edit_profile, require
from ..db import transaction
from ..errors import Refused
from ..models import Access, Login, Person
from .audit import record
from .editing import require_version, version_of
from .indexing import index_person
from .moving_dates import Moved, move_date
from .turns import replan_people


class Facts(TypedDict, total=False):
    """What is known of somebody; those left out stay as they are."""

    name: str
    email: str | None
    employee_id: str | None
    title: str
    department: str
    manager: Person | None
    location: str
    start_date: date | None
    leaving_date: date | None
    time_zone: str | None
    coaching_hours_week: int | None
    mentor_places: int | None
    away_until: date | None


ONLY_SUPERVISORS = "Only supervisors and administrators add people. Ask one of them."
ONLY_ADMINISTRATORS = "Only administrators do this to people. Ask one of them."

DATES = ("start_date", "leaving_date")

# What decides whose turn it is to answer a question, and from when.
TURNING = frozenset({"away_until", "leaving_date", "time_zone", "location", "email", "manager"})
EMPTY_AS_NULL = ("email", "employee_id", "time_zone")


@dataclass(frozen=True)
class Edited:
    """What an edit changed, and how dates moved, each of which can be undone by itself."""

    fields: tuple[str, ...]
    moves: dict[str, Moved]


def add_person(*, by: Person, **facts: Unpack[Facts]) -> Person:
    """Add somebody, as a member; at least the name must be known."""
    require(may_add_person(by), ONLY_SUPERVISORS)
    clean = _clean(facts)
    with transaction():
        _refuse_unfit(None, clean)
        person = Person.create(**clean)
        record("person.added", by=by, about=[person], person=person)
        index_person(person)
    return person


def edit_person(person: Person, *, by: Person, opened_with: str, **facts: Unpack[Facts]) -> Edited:
    """Change what is known of somebody; open items follow their start and leaving dates.

    `opened_with` is the `version_of_person` that the editor saw; raises Stale where it is another
    by now. Without an e-mail people cannot sign in, so their logins end.
    """
    require(may_edit_person(by, person), ONLY_ADMINISTRATORS)
    with transaction():
        present = Person.get_by_id(person.id)
        require_version(opened_with, version_of_person(present))
        return _edit(present, by=by, facts=_clean(facts))


def version_of_person(person: Person) -> str:
    """Name the present state of what is known of somebody."""
    return version_of(*(getattr(person, fact) for fact in Facts.__annotations__))


def edit_profile(
    person: Person,
    *,
    by: Person,
    time_zone: str | None,
    coaching_hours_week: int | None,
    mentor_places: int | None,
    away_until: date | None,
) -> Edited:
    """Change what is one's own to say."""
    require(may_edit_profile(by, person), "Only they themselves can say this.")
    facts = Facts(
        time_zone=time_zone,
        coaching_hours_week=coaching_hours_week,
        mentor_places=mentor_places,
        away_until=away_until,
    )
    with transaction():
        return _edit(person, by=by, facts=_clean(facts))


def set_quick_keys(person: Person, on: bool, *, by: Person) -> Person:
    """Say whether a letter alone does something for somebody, such as x that ticks."""
    require(may_edit_profile(by, person), "Only they themselves can say this.")
    with transaction():
        person.quick_keys = on
        person.save(only=[Person.quick_keys])
        record("person.keys", by=by, about=[person], person=person, on=on)
    return person


def disable_person(person: Person, *, by: Person) -> Person:
    """Take somebody out of use: they are signed out at once and cannot sign in."""
    require(may_edit_person(by, person), ONLY_ADMINISTRATORS)
    with transaction():
        _refuse_without_administrator(person)
        person.active = False
        person.save(only=[Person.active])
        Login.delete().where(Login.person == person).execute()
        replan_people([person.id])
        record("person.disabled", by=by, about=[person], person=person)
        index_person(person)
    return person


def enable_person(person: Person, *, by: Person) -> Person:
    """Undo `disable_person`."""
    require(may_edit_person(by, person), ONLY_ADMINISTRATORS)
    with transaction():
        person.active = True
        person.save(only=[Person.active])
        replan_people([person.id])
        record("person.enabled", by=by, about=[person], person=person)
        index_person(person)
    return person


def set_access(person: Person, access: Access, *, by: Person) -> Person:
    """Say what somebody may do beyond their seats, from their next request on."""
    require(may_edit_person(by, person), ONLY_ADMINISTRATORS)
    with transaction():
        if access != Access.ADMINISTRATOR:
            _refuse_without_administrator(person)
        person.access = access  # type: ignore[assignment]
        person.save(only=[Person.access])
        record("person.access", by=by, about=[person], person=person, access=access)
    return person


def _edit(person: Person, *, by: Person, facts: dict[str, Any]) -> Edited:
    changed = {name: value for name, value in facts.items() if getattr(person, name) != value}
    # What an import has left as it is now is not refused again here.
    _refuse_unfit(person, changed)
    moves = {name: move_date(person, name, facts[name], by=by) for name in changed if name in DATES}
    others = [name for name in changed if name not in DATES]
    if others:
        for name in others:
            setattr(person, name, facts[name])
        person.save(only=others)
        record("person.edited", by=by, about=[person], person=person, fields=others)
        index_person(person)
    if person.email is None:
        Login.delete().where(Login.person == person).execute()
    if TURNING & changed.keys():
        replan_people([person.id])
    return Edited(tuple(changed), moves)


def _clean(facts: Facts) -> dict[str, Any]:
    clean: dict[str, Any] = dict(facts)
    for name in EMPTY_AS_NULL:
        if name in clean:
            clean[name] = (clean[name] or "").strip() or None
    if "mentor_places" in clean:
        # Fewer than are taken is never refused: it is listed until it is resolved.
        clean["mentor_places"] = clean["mentor_places"] or 0
    if clean.get("email"):
        clean["email"] = clean["email"].lower()
    return clean


def _refuse_unfit(person: Person | None, facts: dict[str, Any]) -> None:
    """Refuse facts that cannot be true of somebody, or are true of somebody else."""

    def after(name: str) -> Any:
        return facts[name] if name in facts else person and getattr(person, name)

    if not after("name"):
        raise Refused("Everybody has a name. Type it.", field="name")
    email = facts.get("email")
    if email and not _looks_like_an_address(email):
        raise Refused(f"“{email}” is not an e-mail. It looks like name@example.com.", field="email")
    _refuse_taken(person, "email", email, "e-mail")
    _refuse_taken(person, "employee_id", facts.get("employee_id"), "employee number")
    if person and facts.get("manager") == person:
        raise Refused(
            "Nobody is their own manager. Choose another person, or nobody.", field="manager"
        )
    start, leaving = after("start_date"), after("leaving_date")
    if start and leaving and leaving < start and facts.keys() & set(DATES):
        raise Refused(
            "The leaving date is before the start date. Correct one of them.", field="leaving_date"
        )
    if person and person.email and "email" in facts and not email:
        _refuse_without_administrator(person)


def _looks_like_an_address(email: str) -> bool:
    name, _, host = email.rpartition("@")
    return bool(name and "." in host) and not any(letter.isspace() for letter in email)


def _refuse_taken(person: Person | None, field: str, value: str | None, words: str) -> None:
    other = Person.get_or_none(getattr(Person, field) == value) if value else None
    if other and other != person:
        raise Refused(
            f"{other.name} already has the {words} {value}. Two people cannot share one: "
            "correct it here, or there first.",
            field=field,
        )


def _refuse_without_administrator(person: Person) -> None:
    """Refuse what would leave the organisation without an administrator who can sign in."""
    others = Person.select().where(
        Person.id != person.id,
        Person.access == Access.ADMINISTRATOR,
        Person.active,
        Person.email.is_null(False),
    )
    if person.is_administrator and not others.exists():
        raise Refused(
            f"{person.name} is the only administrator. Make somebody else an administrator first."
        )
