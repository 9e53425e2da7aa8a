"""Importing standings from a skills table: all of it or nothing, as often as one likes."""

from datetime import date

import make
import pytest

from kt.errors import NotAllowed, Refused
from kt.models import (
    Access,
    AuditEntry,
    Basis,
    HeaderMapping,
    Kind,
    Level,
    Person,
    Revision,
    Standing,
    Topic,
)
from kt.operations.importing_standings import (
    Chosen,
    ImportedStandings,
    PlannedStandings,
    import_standings,
    plan_standings,
)
from kt.operations.standings import name_standing
from kt.reports.history import history_of

pytestmark = pytest.mark.usefixtures("database")

MATRIX = "Name,Python,SQL\nGreta Lind,Expert,Beginner\nNell Ito,,Advanced\n"


@pytest.fixture
def ada(database: str) -> Person:
    return make.a_person("Ada Adams", access=Access.SUPERVISOR)


@pytest.fixture
def greta(database: str) -> Person:
    return make.a_person("Greta Lind", employee_id="421")


@pytest.fixture
def nell(database: str) -> Person:
    return make.a_person("Nell Ito")


@pytest.fixture
def python(database: str) -> Topic:
    return make.a_topic("Python")


@pytest.fixture
def sql(database: str) -> Topic:
    return make.a_topic("SQL")


def planned(text: str, by: Person, **chosen: object) -> PlannedStandings:
    return plan_standings(
        text.encode(), "skills.csv", chosen=Chosen(**chosen), by=by, today=make.TODAY
    )


def imported(text: str, by: Person, **chosen: object) -> ImportedStandings:
    return import_standings(planned(text, by, **chosen), by=by)


def problems(text: str, by: Person, **chosen: object) -> list[tuple[int, str]]:
    plan = planned(text, by, **chosen).plan
    return [(each.line, each.message) for each in plan.problems]


def standings() -> list[tuple]:
    rows = Standing.select().order_by(Standing.id)
    return [(each.person.name, each.revision.topic.name, each.level, each.on) for each in rows]


# ------------------------------------------------------------------ what comes in


def test_a_matrix_brings_standings_that_are_marked_as_imported(ada, greta, nell, python, sql):
    assert imported(MATRIX, ada) == ImportedStandings(
        added=3, changed=0, unchanged=0, kept=0, topics=0
    )
    assert standings() == [
        ("Greta Lind", "Python", 4, make.TODAY),
        ("Greta Lind", "SQL", 1, make.TODAY),
        ("Nell Ito", "SQL", 3, make.TODAY),
    ]
    first = Standing.get(Standing.level == Level.COACHES_OTHERS)
    assert (first.basis, first.judged_by) == (Basis.IMPORTED, ada)
    assert first.reason == "“Expert” in skills.csv, line 2"
    assert first.refresh_on is None


def test_an_empty_cell_says_nothing_and_never_that_somebody_cannot(ada, greta, nell, python, sql):
    imported(MATRIX, ada)
    assert not Standing.select().where(Standing.person == nell, Standing.level == 0).exists()
    assert Standing.select().where(Standing.person == nell).count() == 1


def test_repeating_the_same_file_changes_nothing(ada, greta, nell, python, sql):
    imported(MATRIX, ada)
    before = standings()
    assert imported(MATRIX, ada) == ImportedStandings(
        added=0, changed=0, unchanged=3, kept=0, topics=0
    )
    assert standings() == before
    assert AuditEntry.select().where(AuditEntry.deed == "standings.imported").count() == 1


def test_a_standing_has_the_day_of_the_file_or_the_day_that_is_given(ada, greta, nell, python):
    text = "Name,Skill,Level,Assessed on\nGreta Lind,Python,3,2026-05-01\nNell Ito,Python,2,\n"
    imported(text, ada, on=date(2026, 9, 1), refresh_on=date(2027, 9, 1))
    assert {on for *_, on in standings()} == {date(2026, 5, 1), date(2026, 9, 1)}
    assert {each.refresh_on for each in Standing.select()} == {date(2027, 9, 1)}


def test_the_day_until_which_a_certificate_is_valid_is_the_day_to_refresh_it(ada, greta, python):
    imported("Name,Certificate,Status,Valid until\nGreta Lind,Python,trained,2027-03-01\n", ada)
    assert [each.refresh_on for each in Standing.select()] == [date(2027, 3, 1)]


def test_a_standing_belongs_to_the_revision_that_people_worked_by_on_its_day(
    ada, greta, nell, python
):
    Revision.create(topic=python, number=2, process="Anew.", effective=date(2026, 10, 1))
    text = "Name,Skill,Level,Date\nGreta Lind,Python,3,2026-05-01\nNell Ito,Python,3,2026-10-01\n"
    imported(text, ada)
    numbers = {each.person.name: each.revision.number for each in Standing.select()}
    assert numbers == {"Greta Lind": 1, "Nell Ito": 2}


# ------------------------------------------------------------------ beside what is known


def test_another_level_is_added_and_the_earlier_one_stays_readable(ada, greta, python):
    imported("Name,Skill,Level\nGreta Lind,Python,2\n", ada, on=date(2026, 9, 1))
    assert imported("Name,Skill,Level\nGreta Lind,Python,3\n", ada).changed == 1
    assert [level for _, _, level, _ in standings()] == [2, 3]


def test_a_mistake_can_be_mended_on_the_same_day(ada, greta, python):
    imported("Name,Skill,Level\nGreta Lind,Python,2\n", ada)
    assert imported("Name,Skill,Level\nGreta Lind,Python,3\n", ada).changed == 1


def test_what_is_older_than_what_is_known_is_kept_out_and_listed(ada, greta, python):
    name_standing(
        greta, python, 3, reason="I saw it.", on=date(2026, 9, 1), by=ada, today=make.TODAY
    )
    plan = planned("Name,Skill,Level,Date\nGreta Lind,Python,1,2026-05-01\n", ada).plan
    assert [(each.person, each.level, each.before.level) for each in plan.kept] == [
        ("Greta Lind", 1, 3)
    ]
    assert not plan.coming


@pytest.mark.parametrize("on", [date(2026, 9, 1), make.TODAY], ids=["older", "of the same day"])
def test_a_sign_off_is_never_overridden_unless_one_says_so(ada, greta, python, on):
    make.a_standing(greta, python, 3, basis=Basis.SIGNED_OFF, on=on, judged_by=ada)
    text = "Name,Skill,Level\nGreta Lind,Python,1\n"
    assert imported(text, ada) == ImportedStandings(0, 0, 0, kept=1, topics=0)
    after = imported(text, ada, over_sign_offs=True)
    # A sign-off of the very day is no older than the file.
    assert (after.changed, after.kept) == ((1, 0) if on < make.TODAY else (0, 1))


def test_a_newer_sign_off_stays_whatever_one_says(ada, greta, python):
    make.a_standing(greta, python, 3, basis=Basis.SIGNED_OFF, on=date(2026, 9, 1), judged_by=ada)
    text = "Name,Skill,Level,Date\nGreta Lind,Python,4,2026-05-01\n"
    assert imported(text, ada, over_sign_offs=True).kept == 1
    assert Standing.select().count() == 1


def test_a_standing_that_one_may_not_see_is_not_shown_but_its_sign_off_stays(ada, greta, python):
    other = make.a_person("Bea Stranger", access=Access.SUPERVISOR)
    make.a_standing(greta, python, 3, judged_by=other)
    text = "Name,Skill,Level\nGreta Lind,Python,3\n"
    unseen = planned(text, ada).plan
    assert [each.before for each in unseen.added] == [None]
    make.a_standing(greta, python, 3, basis=Basis.SIGNED_OFF, judged_by=other)
    kept = planned(text, ada).plan.kept
    assert [each.before.visible for each in kept] == [False]


# ------------------------------------------------------------------ people and topics


def test_people_are_found_by_number_e_mail_and_unique_name(ada, greta, nell, python):
    make.a_person("Tim Roth", email="tim@example.com")
    text = (
        "Employee ID,E-mail,Name,Skill,Level\n"
        "421,,Somebody Else,Python,3\n"
        ",TIM@example.com,,Python,2\n"
        ',,"ITO, Nell",Python,1\n'
    )
    imported(text, ada)
    assert {(name, level) for name, _, level, _ in standings()} == {
        ("Greta Lind", 3),
        ("Tim Roth", 2),
        ("Nell Ito", 1),
    }


def test_people_who_are_unknown_ambiguous_or_disabled_are_listed_by_line(ada, greta, python):
    make.a_person("Greta Lind", email="greta.two@example.com")
    make.a_person("Old Hand", active=False)
    text = (
        "Name,Skill,Level\nJohn Doe,Python,3\nGreta Lind,Python,3\nOld Hand,Python,3\n"
        "John Doe,SQL,2\nGreta Lind <x>,Python,1\n"
    )
    told = problems(text, ada, add_topics=True)
    assert [line for line, _ in told] == [2, 3, 4, 6]
    assert "Nobody here is called “John Doe” (lines 2, 5)" in told[0][1]
    assert "Several people are called Greta Lind (line 3)" in told[1][1]
    assert "Old Hand is disabled (line 4)" in told[2][1]
    assert not planned(text, ada, add_topics=True).plan.coming


def test_unknown_topics_are_listed_and_added_only_when_one_says_so(ada, greta, nell, python):
    told = problems(MATRIX, ada)
    assert "There is no topic “SQL” that you can see (lines 2, 3): left out." in told[0][1]
    assert imported(MATRIX, ada).added == 1
    done = imported(MATRIX, ada, add_topics=True, kind=Kind.NICHE_SKILL)
    assert (done.added, done.unchanged, done.topics) == (2, 1, 1)
    added = Topic.get(Topic.name == "SQL")
    assert (added.kind, added.revisions.count()) == (Kind.NICHE_SKILL, 1)


def test_topics_are_found_in_other_capitals(ada, greta, python):
    assert imported("Name,Skill,Level\nGreta Lind,  PYTHON ,3\n", ada).added == 1


def test_known_people_tell_which_side_of_a_matrix_is_theirs(ada, greta, nell, python, sql):
    imported(",Greta Lind,Nell Ito\nPython,3,\nSQL,1,2\n", ada)
    assert [each[:3] for each in standings()] == [
        ("Greta Lind", "Python", 3),
        ("Greta Lind", "SQL", 1),
        ("Nell Ito", "SQL", 2),
    ]


def test_of_several_lines_about_one_thing_the_newest_counts(ada, greta, python):
    text = "Name,Skill,Level,Date\nGreta Lind,Python,3,2026-09-01\nGreta Lind,Python,2,2026-05-01\n"
    imported(text, ada)
    assert standings() == [("Greta Lind", "Python", 3, date(2026, 9, 1))]


def test_two_lines_that_contradict_each_other_are_both_left_out(ada, greta, python):
    text = "Name,Skill,Level\nGreta Lind,Python,3\nGreta Lind,Python,2\n"
    ((line, message),) = problems(text, ada)
    assert line == 2
    assert "“3” (line 2) and “2” (line 3). Both were left out." in message
    assert imported(text, ada).added == 0


def test_a_day_to_come_is_left_out_and_an_early_day_to_refresh_is_dropped(ada, greta, nell, python):
    text = (
        "Name,Skill,Level,Date,Valid until\n"
        "Greta Lind,Python,3,2027-01-01,\n"
        "Nell Ito,Python,3,2026-05-01,2025-05-01\n"
    )
    told = problems(text, ada)
    assert "The day 2027-01-01 is still to come" in told[0][1]
    assert "2025-05-01 is no day to refresh what was seen on 2026-05-01" in told[1][1]
    imported(text, ada)
    assert [(each.person, each.refresh_on) for each in Standing.select()] == [(nell, None)]


# ------------------------------------------------------------------ words


def test_a_word_that_is_not_known_keeps_the_file_out_until_it_is_mapped_once(ada, greta, python):
    text = "Name,Skill,Level\nGreta Lind,Python,Jedi\n"
    assert "“Jedi” (1 ×) is not a level known here." in problems(text, ada)[0][1]
    with pytest.raises(Refused, match="Nothing was imported"):
        imported(text, ada)
    assert not Standing.select().exists()
    assert imported(text, ada, levels={"jedi": 4}).added == 1
    other = "Person,Topic,Rating\nGreta Lind,Python,JEDI\n"
    assert imported(other, ada).unchanged == 1
    assert HeaderMapping.get().mapping == {"jedi": 4}


def test_a_word_can_say_nothing(ada, greta, nell, python):
    text = "Name,Skill,Level\nGreta Lind,Python,see notes\nNell Ito,Python,3\n"
    assert imported(text, ada, levels={"see notes": None}).added == 1


def test_a_number_is_remembered_on_its_scale_only(ada, greta, nell, python):
    text = "Name,Skill,Level\nGreta Lind,Python,3\nNell Ito,Python,5\n"
    imported(text, ada, levels={"1–5: 3": 3})
    plan = planned("Name,Skill,Level\nGreta Lind,Python,3\nNell Ito,Python,0\n", ada).plan
    assert {word.text: word.level for word in plan.file.words} == {"3": 3, "0": 0}
    again = planned("Name,Skill,Level\nGreta Lind,Python,3\nNell Ito,Python,4.5\n", ada).plan
    assert {word.text: word.level for word in again.file.words} == {"3": 3, "4.5": 3}


def test_columns_chosen_by_hand_are_remembered_for_the_same_header(ada, greta, python):
    text = "Name,Thing,Können\nGreta Lind,Python,3\n"
    columns = {"Name": "name", "Thing": "topic", "Können": "level"}
    assert imported(text, ada, columns=columns).added == 1
    assert imported(text, ada).unchanged == 1


# ------------------------------------------------------------------ who may, and all or nothing


def test_only_supervisors_and_administrators_import_standings(ada, greta, python):
    with pytest.raises(NotAllowed, match="Standings are imported by supervisors"):
        planned(MATRIX, greta)
    plan = planned(MATRIX, ada)
    with pytest.raises(NotAllowed):
        import_standings(plan, by=greta)
    assert not Standing.select().exists()


def test_a_plan_that_no_longer_holds_is_refused_whole(ada, greta, python):
    plan = planned("Name,Skill,Level\nGreta Lind,Python,3\n", ada)
    make.a_standing(greta, python, 2, judged_by=ada)
    with pytest.raises(Refused, match="were changed while you looked at the file"):
        import_standings(plan, by=ada)
    assert Standing.select().count() == 1


def test_days_that_make_no_sense_are_refused_at_their_field(ada, greta, python):
    for chosen, field in (
        ({"on": date(2027, 1, 1)}, "on"),
        ({"on": date(2026, 9, 1), "refresh_on": date(2026, 9, 1)}, "refresh_on"),
    ):
        with pytest.raises(Refused) as refused:
            planned(MATRIX, ada, **chosen)
        assert refused.value.field == field


def test_the_history_of_the_people_says_it_and_that_of_the_topics_does_not(
    ada, greta, nell, python, sql
):
    imported(MATRIX, ada)
    sentence = "Ada Adams imported standings from a file: 3 added, 0 after earlier ones"
    for person in (ada, greta, nell):
        assert [told.text for told in history_of(person)] == [sentence]
    assert history_of(python) == []
