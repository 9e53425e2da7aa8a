"""Adding people, changing what is known of them, disabling them."""

from datetime import date

import make
import pytest

from kt import models
from kt.errors import NotAllowed, Refused
from kt.models import Access, Person
from kt.operations import people as deeds
from kt.operations.editing import Stale
from kt.operations.signing_in import sign_in_to_demo
from kt.reports.history import history_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def root(database: str) -> Person:
    return make.a_person("Root Adams", access=Access.ADMINISTRATOR)


@pytest.fixture
def ada(database: str) -> Person:
    return make.a_person("Ada Lovell", access=Access.SUPERVISOR)


def edited(person: Person, root: Person, **facts: object) -> deeds.Edited:
    return deeds.edit_person(person, by=root, opened_with=deeds.version_of_person(person), **facts)


def fresh(person: Person) -> Person:
    return Person.get_by_id(person.id)


def test_supervisors_and_administrators_add_people_and_members_do_not(
    root: Person, ada: Person
) -> None:
    greta = deeds.add_person(by=ada, name="Greta Lind", email=" Greta@Example.COM ", manager=ada)
    assert (greta.email, greta.access, greta.manager) == ("greta@example.com", "member", ada)
    assert [told.text for told in history_of(greta)] == ["Ada Lovell added Greta Lind"]
    assert deeds.add_person(by=root, name="Nell Ito").email is None
    with pytest.raises(NotAllowed):
        deeds.add_person(by=greta, name="Sam Roth")


def test_two_people_with_one_e_mail_are_refused_in_words(root: Person, ada: Person) -> None:
    greta = make.a_person("Greta Lind")
    for deed in (
        lambda: deeds.add_person(by=root, name="Greta Bell", email="GRETA@example.com"),
        lambda: edited(ada, root, email="greta@example.com"),
    ):
        with pytest.raises(Refused, match="Greta Lind already has the e-mail") as no:
            deed()
        assert no.value.field == "email"
    assert edited(greta, root, email="Greta@example.com").fields == ()


def test_two_people_with_one_employee_number_are_refused_in_words(root: Person) -> None:
    make.a_person("Greta Lind", employee_id="00421")
    with pytest.raises(Refused, match="Greta Lind already has the employee number 00421"):
        deeds.add_person(by=root, name="Greta Bell", employee_id="00421")
    assert deeds.add_person(by=root, name="Greta Bell", employee_id="421")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "greta at example.com"}, "email"),
        ({"email": "greta@example"}, "email"),
        ({"email": "greta lind@example.com"}, "email"),
        ({"start_date": date(2026, 5, 1), "leaving_date": date(2026, 4, 30)}, "leaving_date"),
    ],
)
def test_what_cannot_be_true_of_somebody_is_refused(
    root: Person, facts: dict[str, object], field: str
) -> None:
    greta = make.a_person("Greta Lind")
    for deed in (
        lambda: edited(greta, root, **facts),
        lambda: deeds.add_person(by=root, **{"name": "Nell Ito", **facts}),
    ):
        with pytest.raises(Refused) as no:
            deed()
        assert no.value.field == field
    assert Person.select().count() == 2


def test_nobody_is_made_their_own_manager(root: Person) -> None:
    with pytest.raises(Refused, match="Nobody is their own manager"):
        edited(root, root, manager=root)


def test_an_edit_changes_what_it_names_and_says_which_fields(root: Person, ada: Person) -> None:
    greta = make.a_person("Greta Lind", title="Clerk", department="Back office")
    assert edited(greta, root, title="Lead", department="Back office", manager=ada).fields == (
        "title",
        "manager",
    )
    assert (fresh(greta).title, fresh(greta).department) == ("Lead", "Back office")
    assert history_of(greta)[0].text == "Root Adams changed Greta Lind: title and manager"


def test_what_came_from_outside_keeps_nobody_from_being_edited(root: Person) -> None:
    odd = {"start_date": date(2026, 5, 1), "leaving_date": date(2020, 1, 1)}
    greta = make.a_person("Greta Lind", email="greta@intranet", **odd)
    edited(greta, root, title="Lead", email="greta@intranet", **odd)
    assert fresh(greta).title == "Lead"
    with pytest.raises(Refused):
        edited(fresh(greta), root, start_date=date(2026, 6, 1))


def test_only_administrators_edit_people(ada: Person) -> None:
    with pytest.raises(NotAllowed):
        edited(make.a_person("Greta Lind"), ada, title="Lead")


def test_of_two_editors_the_second_overwrites_nothing_unread(root: Person) -> None:
    greta = make.a_person("Greta Lind")
    opened = deeds.version_of_person(greta)
    deeds.edit_person(greta, by=root, opened_with=opened, title="Lead")
    with pytest.raises(Stale):
        deeds.edit_person(greta, by=root, opened_with=opened, title="Chief")
    assert fresh(greta).title == "Lead"


def test_a_start_date_that_moves_takes_open_items_along(root: Person) -> None:
    greta = make.a_person("Greta Lind", start_date=make.LONG_AGO)
    checklist = make.a_checklist(person=greta, supervisor=root)
    item = make.an_item(
        checklist,
        due=make.LONG_AGO,
        due_anchor="start",
        due_first=0,
        due_last=0,
        due_unit="days",
    )
    done = edited(greta, root, start_date=date(2026, 10, 12), title="Lead")
    assert {fact: moved.count for fact, moved in done.moves.items()} == {"start_date": 1}
    assert models.Item.get_by_id(item.id).due == date(2026, 10, 12)
    assert (fresh(greta).start_date, fresh(greta).title) == (date(2026, 10, 12), "Lead")
    assert edited(fresh(greta), root, start_date=date(2026, 10, 12)).moves == {}


def test_ones_time_zone_hours_and_absence_are_ones_own_to_say(root: Person, ada: Person) -> None:
    greta = make.a_person("Greta Lind")
    said = {
        "time_zone": "Europe/Berlin",
        "coaching_hours_week": 3,
        "mentor_places": 2,
        "away_until": date(2026, 12, 1),
    }
    with pytest.raises(NotAllowed):
        deeds.edit_profile(greta, by=ada, **said)
    deeds.edit_profile(greta, by=greta, **said)
    assert fresh(greta).is_away(date(2026, 11, 30))
    assert not fresh(greta).is_away(date(2026, 12, 1))
    assert fresh(greta).time_zone == "Europe/Berlin"
    assert history_of(greta)[0].text == (
        "Greta Lind changed their time zone, coaching hours, mentor places and absence"
    )


def test_whoever_loses_their_e_mail_is_signed_out(root: Person) -> None:
    greta = make.a_person("Greta Lind")
    sign_in_to_demo(greta)
    edited(greta, root, email="")
    assert models.Login.select().where(models.Login.person == greta).count() == 0


def test_disabling_ends_logins_at_once_and_enabling_undoes_it(root: Person) -> None:
    greta = make.a_person("Greta Lind")
    sign_in_to_demo(greta)
    deeds.disable_person(greta, by=root)
    assert not fresh(greta).active
    assert models.Login.select().count() == 0
    deeds.enable_person(greta, by=root)
    assert fresh(greta).active
    assert [told.text for told in history_of(greta)][:2] == [
        "Root Adams enabled Greta Lind again",
        "Root Adams disabled Greta Lind",
    ]


def test_only_administrators_disable_enable_and_give_access(ada: Person) -> None:
    greta = make.a_person("Greta Lind")
    for deed in (
        lambda: deeds.disable_person(greta, by=ada),
        lambda: deeds.enable_person(greta, by=ada),
        lambda: deeds.set_access(greta, Access.ADMINISTRATOR, by=ada),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert fresh(greta).access == Access.MEMBER


def test_access_changes_on_the_very_next_request(root: Person) -> None:
    greta = make.a_person("Greta Lind")
    deeds.set_access(greta, Access.SUPERVISOR, by=root)
    assert fresh(greta).supervises
    assert history_of(greta)[0].text == "Root Adams made Greta Lind a supervisor"


def test_an_organisation_keeps_an_administrator_who_can_sign_in(root: Person) -> None:
    make.a_person("Gone Adams", access=Access.ADMINISTRATOR, active=False)
    make.a_person("Mute Adams", access=Access.ADMINISTRATOR, email=None)
    for deed in (
        lambda: deeds.disable_person(root, by=root),
        lambda: deeds.set_access(root, Access.MEMBER, by=root),
        lambda: edited(root, root, email=""),
    ):
        with pytest.raises(Refused, match="Root Adams is the only administrator"):
            deed()
    make.a_person("Second Adams", access=Access.ADMINISTRATOR)
    assert deeds.disable_person(root, by=root)
