"""Who suits whom and why, whose turn it is, who is over their mentor places: rules 14 and 15."""

from datetime import date

import make
import pytest
from cast import a_cast

from kt.models import Kind, Level, Person, Rollout, Wording
from kt.operations.pairs import set_up_circle
from kt.operations.rollouts import cancel_rollout
from kt.reports.pairs import (
    free_mentors,
    pair_row,
    pairs_of,
    suggested_peers,
    titles_in_use,
)
from kt.rules.broken import broken_rules
from kt.rules.peers import Colleague, fit_of_mentor, fit_of_peers
from kt.rules.places import mentors_by_id

TODAY = make.TODAY


@pytest.fixture
def eve(database: str) -> Person:
    """An analyst of rank 3 in Finance."""
    make.a_rank("Analyst", 3)
    make.a_rank("Specialist", 4)
    make.a_rank("Head", 7)
    return make.a_person("Eve Nobody", title="Analyst", department="Finance")


def a_colleague(name: str, title: str, department: str = "Legal", **values: object) -> Person:
    return make.a_person(name, title=title, department=department, **values)


def names(suggestions: list) -> list[str]:
    return [each.who.first_name for each in suggestions]


# ------------------------------------------------------------------ rule 14


def test_suggested_are_colleagues_of_similar_rank_not_the_same_department_and_title(
    eve: Person,
) -> None:
    a_colleague("Same Rank", "Analyst")
    a_colleague("Next Rank", "Specialist", "Finance")
    a_colleague("Twin Place", "Analyst", "Finance")
    a_colleague("Far Above", "Head")
    a_colleague("Gone Away", "Analyst", active=False)
    found = suggested_peers(eve, TODAY)
    assert names(found) == ["Same", "Next"]
    assert [each.fit.words for each in found] == [
        "both of rank 3, Finance and Legal",
        "ranks 3 and 4, Analyst and Specialist",
    ]


def test_a_rank_that_is_unknown_is_said_and_comes_last(eve: Person) -> None:
    a_colleague("Una Known", "Wizard")
    a_colleague("Same Rank", "Analyst")
    found = suggested_peers(eve, TODAY)
    assert names(found) == ["Same", "Una"]
    assert found[1].fit.unknown == ("the rank of Una is unknown",)
    eve.title = ""
    eve.save()
    assert all(
        "is unknown" in " ".join(each.fit.unknown) or "are unknown" in each.fit.words
        for each in suggested_peers(eve, TODAY)
    )


def test_nobody_is_suggested_who_is_paired_or_asked_already(eve: Person) -> None:
    paired, asked, asker = (a_colleague(f"{name} X", "Analyst") for name in ("Pia", "Ask", "Aso"))
    make.a_pair(paired, eve)
    make.an_ask(eve, asked)
    make.an_ask(asker, eve)
    a_colleague("Free X", "Analyst")
    assert names(suggested_peers(eve, TODAY)) == ["Free"]


def test_not_everybody_is_led_to_the_same_few(eve: Person) -> None:
    others = [
        a_colleague(f"N{number} X", "Analyst", email=f"n{number}@x.org") for number in range(8)
    ]
    late = others[4]
    assert names(suggested_peers(eve, TODAY)) == ["N0", "N1", "N2", "N3", "N4"]
    late.department = "Risk"
    late.save()
    assert names(suggested_peers(late, TODAY))[:3] == ["N5", "N6", "N7"]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (("Analyst", "IT", 3), ("Analyst", "IT", 3), "both of rank 3, both Analyst in IT"),
        (
            ("Analyst", "IT", 3),
            ("Head", "IT", 7),
            "Analyst and Head, ranks 3 and 7 are not similar",
        ),
        (("Analyst", "", 3), ("Analyst", "", 3), "both of rank 3, both Analyst"),
        (
            ("", "IT", None),
            ("", "IT", None),
            "the ranks of both are unknown, whether they share department and title is unknown",
        ),
    ],
)
def test_what_the_rule_says_of_two_is_said_for_and_against(one, other, words) -> None:
    first, second = Colleague(1, "Ann One", *one), Colleague(2, "Bob Two", *other)
    assert fit_of_peers(first, second).words == words


def test_a_circle_warns_of_pairs_that_do_not_suit(database: str) -> None:
    cast = a_cast()
    make.a_rank("Analyst", 3)
    for person in (cast.ben, cast.cleo):
        person.title, person.department = "Analyst", "Finance"
        person.save()
    circle = set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    (broken,) = [each for each in broken_rules(circle, TODAY) if each.rule == 14]
    assert broken.sentence == (
        "Ben Arroyo with Cleo Marsh on Peer coaching: both Analyst in Finance."
    )


def test_an_unknown_rank_is_said_and_is_nothing_that_a_circle_breaks(database: str) -> None:
    cast = a_cast()
    circle = set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    assert not [each for each in broken_rules(circle, TODAY) if each.rule == 14]


def test_two_whose_circle_has_closed_are_suggested_again(database: str) -> None:
    cast = a_cast()
    circle = set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    assert "Cleo" not in names(suggested_peers(cast.ben, TODAY))
    cancel_rollout(circle, on=TODAY, by=cast.ada)
    assert "Cleo" in names(suggested_peers(cast.ben, TODAY))


# ------------------------------------------------------------------ balance


def test_it_is_the_turn_of_whoever_coached_less_or_did_not_last(database: str) -> None:
    cast = a_cast()
    pairing = make.a_pair(cast.eve, cast.ben)
    topic = pairing.learner.rollout_topic
    assert pair_row(pairing).turn == cast.eve.id
    make.a_session(topic, cast.eve, pairing, held_on=date(2026, 11, 10))
    assert pair_row(pairing).turn == cast.ben.id
    make.a_session(topic, cast.ben, pairing, held_on=date(2026, 11, 17))
    row = pair_row(pairing)
    assert (row.turn, row.last_coach, row.held) == (cast.eve.id, cast.ben.id, 2)
    assert row.balance(TODAY) == (
        "Ben coached last, Tue 17 Nov. So far Eve 1 time and Ben 1 time: it is Eve’s turn."
    )


def test_a_circle_that_has_closed_is_over_for_its_pairs(database: str) -> None:
    cast = a_cast()
    circle = set_up_circle("Leads", [(cast.ben, cast.cleo)], by=cast.ada, on=TODAY)
    assert [(row.circle, row.is_over) for row in pairs_of(cast.ben)] == [("Leads", False)]
    Rollout.update(closed_on=TODAY).where(Rollout.id == circle.id).execute()
    assert [row.is_over for row in pairs_of(cast.ben)] == [True]


# ------------------------------------------------------------------ rule 15


def test_mentors_are_of_a_higher_rank_or_coach_others_on_a_topic_and_have_a_free_place(
    eve: Person,
) -> None:
    topic = make.a_topic("Presenting", kind=Kind.DEVELOPMENT)
    head = a_colleague("Hera Head", "Head", mentor_places=2)
    veteran = a_colleague("Vera Vet", "Analyst", mentor_places=1)
    a_colleague("Paul Peer", "Analyst", mentor_places=1)
    full = a_colleague("Full Head", "Head", mentor_places=1)
    a_colleague("None Offered", "Head")
    make.a_pair(full, a_colleague("Pro Tege", "Analyst"), wording=Wording.MENTORING)
    make.a_standing(veteran, topic, Level.COACHES_OTHERS)
    found = free_mentors(eve, TODAY)
    assert {(each.who.id, each.free) for each in found} == {(head.id, 2), (veteran.id, 1)}
    assert {each.fit.words for each in found} == {
        "rank 7, above 3",
        "coaches others on Presenting, rank 3 is not above 3",
    }


def test_a_mentors_unknown_rank_is_said(eve: Person) -> None:
    a_colleague("Una Known", "Wizard", mentor_places=1)
    assert free_mentors(eve, TODAY)[0].fit.words == "the rank of Una is unknown"
    unknown = Colleague(1, "Ann One", "", "", None)
    assert "are unknown" in fit_of_mentor(unknown, unknown).words


def test_mentors_over_their_places_are_listed_until_it_is_resolved(eve: Person) -> None:
    head = a_colleague("Hera Head", "Head", mentor_places=1)
    pairing = make.a_pair(head, eve, wording=Wording.MENTORING)
    assert not mentors_by_id([head.id])[head.id].is_over
    head.mentor_places = 0
    head.save()
    known = mentors_by_id([head.id, eve.id])
    assert [each.name for each in known.values() if each.is_over] == ["Hera Head"]
    assert (known[head.id].places, known[head.id].taken) == (0, 1)
    pairing.ended_on = TODAY
    pairing.save()
    assert not mentors_by_id([head.id])[head.id].is_over


def test_a_rollout_lists_its_mentors_who_are_over_their_places(database: str) -> None:
    cast = a_cast()
    cast.rollout.wording = Wording.MENTORING
    cast.rollout.save()
    (broken,) = [each for each in broken_rules(cast.rollout, TODAY) if each.rule == 15]
    assert broken.sentence == "Ben Arroyo has 1 protégé and offers 0 mentor places."
    cast.ben.mentor_places = 1
    cast.ben.save()
    assert not [each for each in broken_rules(cast.rollout, TODAY) if each.rule == 15]


def test_peers_take_no_mentor_places(eve: Person) -> None:
    make.a_pair(eve, a_colleague("Paul Peer", "Analyst"))
    assert mentors_by_id([eve.id])[eve.id].taken == 0


# ------------------------------------------------------------------ ranks


def test_titles_in_use_say_how_many_have_them_and_their_rank(eve: Person) -> None:
    a_colleague("One More", "Analyst")
    a_colleague("Una Known", "Wizard")
    a_colleague("Gone Away", "Ghost", active=False)
    listed = titles_in_use()
    assert [(row.title, row.people, row.rank) for row in listed.rows] == [
        ("Analyst", 2, 3),
        ("Wizard", 1, None),
    ]
    assert (listed.total, listed.ranked) == (2, 1)
