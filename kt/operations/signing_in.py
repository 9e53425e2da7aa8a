"""Signing in and out, one-time links, passwords."""

import json
import secrets
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from .. import clock
from ..access import may_make_link, require
from ..db import compiled, transaction
from ..errors import Refused
from ..models import Fact, FailedSignIn, Link, LinkPurpose, Login, Person
from .audit import record
from .common_passwords import COMMON_PASSWORDS

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST_PASSWORD = 10

# After this many wrong passwords within the window, an e-mail must wait for the window to pass.
ATTEMPTS = 5
WINDOW = timedelta(minutes=15)


WRONG = "This e-mail and password do not go together. Try again, or ask for a new link."


def sign_in(email: str, password: str) -> str:
    """Check a password and return the token of a new login.

    Raises Refused, in the same words whether the e-mail or the password is wrong, and for
    fifteen minutes after five failed attempts.
    """
    address = email.strip().lower()
    _refuse_after_failures(address, field="password")
    person = Person.get_or_none(Person.email == address)
    known = person is not None and person.can_sign_in
    if not _fits(person.password_hash if known else _nobodys_hash(), password) or not known:
        _note_failure(address, person if known else None)
        raise Refused(WRONG, field="password")
    with transaction():
        _forget_failures(address)
        return _new_login(person)


def sign_in_to_demo(person: Person) -> str:
    """Sign somebody in without a password; the door to this exists only in a demo database."""
    with transaction():
        return _new_login(person)


def demo_cast() -> list[tuple[Person, str]]:
    """List whom one can be in a demo database, with a word on why one would."""
    fact = Fact.get_or_none(Fact.name == "demo")
    if fact is None:
        return []
    whys = json.loads(fact.value)
    people = {
        person.email: person for person in Person.select().where(Person.email.in_(list(whys)))
    }
    return [(people[email], why) for email, why in whys.items() if email in people]


def sign_out(token: str) -> None:
    """End the login that a token belongs to, if there is one."""
    with transaction():
        login = Login.get_or_none(Login.token_hash == hash_of(token))
        if login:
            login.delete_instance()
            record("sign-in.ended", by=login.person, about=[login.person])


def sign_out_everywhere(person: Person, *, by: Person) -> int:
    """End all logins of a person and return how many there were."""
    with transaction():
        ended = Login.delete().where(Login.person == person).execute()
        record("sign-in.ended-everywhere", by=by, about=[person], person=person, count=ended)
    return ended


def make_link(person: Person, *, by: Person | None, days: int) -> str:
    """Make a one-time link and return its token; earlier unused links stop working.

    It is an invitation while there is no password, a reset afterwards. `by` is None on the
    command line of the machine itself.
    """
    if by is not None:
        require(may_make_link(by, person))
    if person.email is None:
        raise Refused(
            f"{person.name} has no e-mail, so cannot sign in. Add an e-mail first.", field="email"
        )
    if not person.active:
        raise Refused(f"{person.name} is disabled. Enable them before inviting them.")
    purpose = LinkPurpose.RESET if person.password_hash else LinkPurpose.INVITE
    token = secrets.token_urlsafe(32)
    with transaction():
        now = clock.now()
        Link.update(expires_at=now).where(
            Link.person == person, Link.used_at.is_null(), Link.expires_at > now
        ).execute()
        Link.create(
            person=person,
            purpose=purpose,
            token_hash=hash_of(token),
            made_by=by,
            expires_at=now + timedelta(days=days),
        )
        record(f"link.{purpose}", by=by, about=[person], person=person)
    return token


def usable_link(token: str) -> Link:
    """Find the link of a token; raises Refused where it is used, expired or was never made."""
    link = Link.get_or_none(Link.token_hash == hash_of(token))
    if link is None or not link.is_usable(clock.now()) or not link.person.active:
        raise Refused(
            "This link has been used or has expired. Ask whoever sent it to you for a new one."
        )
    return link


def use_link(token: str, password: str) -> str:
    """Choose a password with a one-time link and return the token of a new login."""
    password_hash = _hash_of_new(password)
    with transaction():
        link = usable_link(token)
        _set_password(link.person, password_hash)
        link.used_at = clock.now()  # type: ignore[assignment]
        link.save()
        record("link.used", by=link.person, about=[link.person], person=link.person)
        return _new_login(link.person)


def change_password(person: Person, *, old: str, new: str) -> str:
    """Change one's own password, sign out everywhere, and return the token of a new login."""
    _refuse_after_failures(person.email, field="old")
    if not _fits(person.password_hash or _nobodys_hash(), old):
        _note_failure(person.email, person)
        raise Refused("This is not your present password.", field="old")
    password_hash = _hash_of_new(new)
    with transaction():
        _set_password(person, password_hash)
        record("password.changed", by=person, about=[person], person=person)
        return _new_login(person)


def person_of(token: str, *, since: datetime) -> Person | None:
    """Find who is signed in with a token, if the login was made since a moment."""
    found = _signed_in(token_hash=hash_of(token), since=since)
    return found[0] if found else None


@compiled
def _signed_in(token_hash: str, since: datetime) -> Any:
    return (
        Person.select()
        .join(Login, on=(Login.person == Person.id))
        .where(Login.token_hash == token_hash, Login.made_at > since, Person.active)
    )


def hash_of(token: str) -> str:
    # A random token of 256 bits needs no slow hash; only passwords do.
    return sha256(token.encode()).hexdigest()


def _refuse_after_failures(address: str, *, field: str) -> None:
    window = clock.now() - WINDOW
    failures = FailedSignIn.select().where(FailedSignIn.email == address, FailedSignIn.at > window)
    if failures.count() >= ATTEMPTS:
        raise Refused(
            "There were five failed attempts for this e-mail. Wait fifteen minutes, or ask for a "
            "new link.",
            field=field,
        )


def _note_failure(address: str, person: Person | None) -> None:
    """Count a wrong password; it belongs to somebody's history only if it was about somebody."""
    with transaction():
        FailedSignIn.delete().where(FailedSignIn.at <= clock.now() - WINDOW).execute()
        FailedSignIn.create(email=address)
        if person:
            record("sign-in.failed", by=None, about=[person])


def _forget_failures(address: str) -> None:
    FailedSignIn.delete().where(FailedSignIn.email == address).execute()


def _hash_of_new(password: str) -> str:
    """Hash a password that somebody chose; before the transaction, because it takes long."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            f"A password needs at least {SHORTEST_PASSWORD} characters.", field="password"
        )
    if password.lower() in COMMON_PASSWORDS or len(set(password)) < 4:
        raise Refused("Too many people use this password. Choose another one.", field="password")
    return HASHER.hash(password)


def _set_password(person: Person, password_hash: str) -> None:
    person.password_hash = password_hash
    person.save(only=[Person.password_hash])
    Login.delete().where(Login.person == person).execute()
    _forget_failures(person.email)


def _new_login(person: Person) -> str:
    token = secrets.token_urlsafe(32)
    Login.create(person=person, token_hash=hash_of(token))
    record("sign-in.done", by=person, about=[person])
    return token


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Give what is checked in place of an unknown person's hash: both answers take as long."""
    return HASHER.hash(secrets.token_hex())
