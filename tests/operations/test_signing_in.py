"""Signing in and out, one-time links, passwords."""

from datetime import UTC, datetime, timedelta

import make
import pytest
import time_machine

from kt import models
from kt.errors import NotAllowed, Refused
from kt.models import Access, Person
from kt.operations import people
from kt.operations import signing_in as deeds
from kt.reports.history import history_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "the first day of spring"
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def greta(database: str) -> Person:
    person = make.a_person("Greta Lind")
    deeds.use_link(deeds.make_link(person, by=None, days=7), PASSWORD)
    return Person.get_by_id(person.id)


def who_is(token: str) -> Person | None:
    return deeds.person_of(token, since=LONG_BEFORE)


def told(person: Person) -> list[str]:
    return [deed.text for deed in history_of(person)]


# ------------------------------------------------------------------ signing in and out


def test_an_e_mail_and_its_password_sign_somebody_in(greta: Person) -> None:
    assert who_is(deeds.sign_in(" Greta@Example.com ", PASSWORD)) == greta


def test_a_wrong_password_and_an_unknown_e_mail_get_the_same_words(greta: Person) -> None:
    with pytest.raises(Refused) as wrong_password:
        deeds.sign_in("greta@example.com", "something else")
    with pytest.raises(Refused) as unknown:
        deeds.sign_in("nobody@example.com", PASSWORD)
    assert wrong_password.value.sentence == unknown.value.sentence == deeds.WRONG


@pytest.mark.parametrize("email", ["greta@example.com", "nobody@example.com"])
def test_after_five_failed_attempts_even_the_right_password_must_wait_fifteen_minutes(
    greta: Person, clock: time_machine.Traveller, email: str
) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="do not go together"):
            deeds.sign_in(email, "guess")
    with pytest.raises(Refused, match="Wait fifteen minutes"):
        deeds.sign_in(email, PASSWORD)
    clock.shift(timedelta(minutes=15))
    if email == greta.email:
        assert deeds.sign_in(email, PASSWORD)
    else:
        with pytest.raises(Refused, match="do not go together"):
            deeds.sign_in(email, PASSWORD)


def test_a_successful_sign_in_forgets_the_failed_ones(greta: Person) -> None:
    for _ in range(4):
        with pytest.raises(Refused):
            deeds.sign_in(greta.email, "guess")
    deeds.sign_in(greta.email, PASSWORD)
    assert models.FailedSignIn.select().count() == 0


def test_failed_attempts_are_forgotten_when_their_time_has_passed(
    greta: Person, clock: time_machine.Traveller
) -> None:
    with pytest.raises(Refused):
        deeds.sign_in("old@example.com", "guess")
    clock.shift(timedelta(minutes=16))
    with pytest.raises(Refused):
        deeds.sign_in("new@example.com", "guess")
    assert [row.email for row in models.FailedSignIn.select()] == ["new@example.com"]


def test_signing_out_ends_this_login_only(greta: Person) -> None:
    here, there = (deeds.sign_in(greta.email, PASSWORD) for _ in range(2))
    deeds.sign_out(here)
    assert who_is(here) is None
    assert who_is(there) == greta


def test_signing_out_everywhere_ends_every_login_of_that_person_only(greta: Person) -> None:
    tokens = [deeds.sign_in(greta.email, PASSWORD) for _ in range(2)]
    other = deeds.sign_in_to_demo(make.a_person("Ada Lovell"))
    deeds.sign_out_everywhere(greta, by=greta)
    assert [who_is(token) for token in tokens] == [None, None]
    assert who_is(other)


def test_a_login_lasts_for_the_days_of_the_settings(
    greta: Person, clock: time_machine.Traveller
) -> None:
    token = deeds.sign_in(greta.email, PASSWORD)
    clock.shift(timedelta(days=30))
    assert deeds.person_of(token, since=MONDAY - timedelta(days=1)) == greta
    assert deeds.person_of(token, since=MONDAY) is None


def test_people_without_an_e_mail_cannot_sign_in(database: str) -> None:
    nell = make.a_person("Nell Ito", email=None)
    with pytest.raises(Refused, match="Nell Ito has no e-mail"):
        deeds.make_link(nell, by=None, days=7)


def test_disabled_people_are_out_at_once_and_cannot_come_back(greta: Person) -> None:
    root = make.a_person("Root Adams", access=Access.ADMINISTRATOR)
    token = deeds.sign_in(greta.email, PASSWORD)
    link = deeds.make_link(greta, by=root, days=7)
    people.disable_person(greta, by=root)
    assert who_is(token) is None
    with pytest.raises(Refused, match="do not go together"):
        deeds.sign_in(greta.email, PASSWORD)
    with pytest.raises(Refused, match="has been used or has expired"):
        deeds.use_link(link, "another long password")
    with pytest.raises(NotAllowed):
        deeds.make_link(greta, by=root, days=7)
    people.enable_person(greta, by=root)
    assert who_is(deeds.sign_in(greta.email, PASSWORD)) == greta


def test_a_login_of_somebody_who_is_not_active_is_worth_nothing(greta: Person) -> None:
    token = deeds.sign_in(greta.email, PASSWORD)
    Person.update(active=False).where(Person.id == greta.id).execute()
    assert who_is(token) is None


# ------------------------------------------------------------------ one-time links


def test_a_link_invites_while_there_is_no_password_and_resets_it_afterwards(
    database: str,
) -> None:
    greta = make.a_person("Greta Lind")
    token = deeds.make_link(greta, by=None, days=7)
    assert deeds.usable_link(token).purpose == models.LinkPurpose.INVITE
    deeds.use_link(token, PASSWORD)
    token = deeds.make_link(Person.get_by_id(greta.id), by=None, days=7)
    assert deeds.usable_link(token).purpose == models.LinkPurpose.RESET


def test_making_and_using_a_link_stand_in_the_history_of_that_person(database: str) -> None:
    root = make.a_person("Root Adams", access=Access.ADMINISTRATOR)
    greta = make.a_person("Greta Lind")
    deeds.use_link(deeds.make_link(greta, by=root, days=7), PASSWORD)
    assert told(greta) == [
        "Greta Lind signed in",
        "Greta Lind chose a password with a one-time link",
        "Root Adams made an invitation link for Greta Lind",
    ]


def test_a_link_works_once(greta: Person) -> None:
    token = deeds.make_link(greta, by=None, days=7)
    deeds.use_link(token, "another long password")
    with pytest.raises(Refused, match="has been used or has expired"):
        deeds.use_link(token, "a third long password")


def test_a_link_expires(greta: Person, clock: time_machine.Traveller) -> None:
    token = deeds.make_link(greta, by=None, days=7)
    clock.shift(timedelta(days=7))
    with pytest.raises(Refused, match="Ask whoever sent it to you for a new one"):
        deeds.use_link(token, "another long password")


def test_a_new_link_replaces_the_earlier_one(greta: Person) -> None:
    first = deeds.make_link(greta, by=None, days=7)
    second = deeds.make_link(greta, by=None, days=7)
    with pytest.raises(Refused):
        deeds.usable_link(first)
    assert deeds.usable_link(second)


def test_a_reset_signs_out_everywhere_and_forgets_failed_attempts(greta: Person) -> None:
    old = deeds.sign_in(greta.email, PASSWORD)
    for _ in range(5):
        with pytest.raises(Refused):
            deeds.sign_in(greta.email, "guess")
    new = deeds.use_link(deeds.make_link(greta, by=None, days=7), "another long password")
    assert who_is(old) is None
    assert who_is(new) == greta
    assert deeds.sign_in(greta.email, "another long password")


def test_supervisors_make_links_for_members_and_administrators_for_all(database: str) -> None:
    ada = make.a_person("Ada Lovell", access=Access.SUPERVISOR)
    ben = make.a_person("Ben Arroyo")
    root = make.a_person("Root Adams", access=Access.ADMINISTRATOR)
    assert deeds.make_link(ben, by=ada, days=7)
    for person in (ada, ben, root):
        assert deeds.make_link(person, by=root, days=7)
    for by, person in ((ada, ada), (ada, root), (ben, ben), (ben, ada)):
        with pytest.raises(NotAllowed):
            deeds.make_link(person, by=by, days=7)


def test_only_the_hash_of_a_link_and_of_a_login_is_kept(greta: Person) -> None:
    link = deeds.make_link(greta, by=None, days=7)
    login = deeds.sign_in(greta.email, PASSWORD)
    kept = [row.token_hash for table in (models.Link, models.Login) for row in table.select()]
    assert deeds.hash_of(link) in kept
    assert deeds.hash_of(login) in kept
    assert not {link, login} & set(kept)


# ------------------------------------------------------------------ passwords


def test_a_changed_password_signs_out_everywhere_else(greta: Person) -> None:
    elsewhere = deeds.sign_in(greta.email, PASSWORD)
    here = deeds.change_password(greta, old=PASSWORD, new="another long password")
    assert who_is(elsewhere) is None
    assert who_is(here) == greta
    with pytest.raises(Refused):
        deeds.sign_in(greta.email, PASSWORD)


def test_the_present_password_is_needed_to_change_it_and_guesses_are_slowed_down(
    greta: Person,
) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="not your present password") as no:
            deeds.change_password(greta, old="guess", new="another long password")
        assert no.value.field == "old"
    with pytest.raises(Refused, match="Wait fifteen minutes"):
        deeds.change_password(greta, old=PASSWORD, new="another long password")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 10 characters"),
        ("Password1234", "Too many"),
        ("aaaaaaaaaaaa", "Too many"),
    ],
)
def test_short_and_common_passwords_are_refused_and_the_link_stays_good(
    database: str, password: str, sentence: str
) -> None:
    token = deeds.make_link(make.a_person("Greta Lind"), by=None, days=7)
    with pytest.raises(Refused, match=sentence):
        deeds.use_link(token, password)
    assert deeds.usable_link(token)
