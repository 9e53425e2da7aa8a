"""Answers about topics."""

from datetime import date, timedelta

import make
import pytest
from cast import Cast, a_cast
from counting import counted_statements

from kt.models import Basis, Expert, Kind, Level, OutputState, Person, Standing, Topic
from kt.reports.topics import TopicPage, TopicRow, topic_page, topic_rows

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def rows_for(person: Person, **filters: object) -> list[TopicRow]:
    options = {"kind": None, "words": "", "page": 1, "size": 100} | filters
    return topic_rows(person, **options)[0]  # type: ignore[arg-type]


def a_standing(person: Person, topic: Topic, level: int, on: date = TODAY) -> Standing:
    return Standing.create(
        person=person,
        revision=make.a_revision(topic),
        level=level,
        basis=Basis.NAMED,
        reason="Seen",
        judged_by=None,
        on=on,
    )


def page_for(cast: Cast, person: Person) -> TopicPage:
    return topic_page(cast.topic, person)


def test_a_topic_in_the_list_counts_its_holders_smes_and_documents(cast: Cast) -> None:
    a_standing(cast.ben, cast.topic, Level.DOES_IT_ALONE)
    a_standing(cast.cleo, cast.topic, Level.DOES_IT_WITH_HELP)
    make.an_output(
        topic=cast.topic, owner=cast.ben, state=OutputState.PUBLISHED, published_on=TODAY
    )
    make.an_output("Draft", topic=cast.topic, owner=cast.ben, state=OutputState.DRAFT)
    (row,) = rows_for(cast.eve)
    assert (row.holders, row.holders_needed, row.smes, row.published) == (1, 1, ("Dan Weiss",), 1)
    assert not row.lacks_holders


def test_the_newest_standing_counts_by_the_day_it_was_true_of(cast: Cast) -> None:
    a_standing(cast.ben, cast.topic, Level.NOT_YET, on=TODAY)
    a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS, on=TODAY - timedelta(days=30))
    (row,) = rows_for(cast.ada)
    assert row.holders == 0
    assert row.lacks_holders
    assert [each.level for each in page_for(cast, cast.ada).standings] == [Level.NOT_YET]


def test_of_two_standings_of_one_day_the_one_recorded_later_counts(cast: Cast) -> None:
    a_standing(cast.ben, cast.topic, Level.NOT_YET)
    a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
    (row,) = rows_for(cast.ada)
    assert row.holders == 1


def test_somebody_disabled_holds_nothing(cast: Cast) -> None:
    a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
    cast.ben.active = False
    cast.ben.save()
    (row,) = rows_for(cast.ada)
    assert row.holders == 0


def test_topics_are_found_by_kind_and_by_words(cast: Cast) -> None:
    make.a_topic("Nostro breaks", kind=Kind.NICHE_SKILL, description="The daily list")
    assert [row.name for row in rows_for(cast.eve)] == ["Cut-off rules", "Nostro breaks"]
    assert [row.name for row in rows_for(cast.eve, kind=Kind.NICHE_SKILL)] == ["Nostro breaks"]
    assert [row.name for row in rows_for(cast.eve, words="daily")] == ["Nostro breaks"]
    assert rows_for(cast.eve, words="100%") == []


def test_a_list_comes_in_pages(cast: Cast) -> None:
    make.a_topic("Nostro breaks")
    rows, total = topic_rows(cast.eve, kind=None, words="", page=2, size=1)
    assert ([row.name for row in rows], total) == (["Nostro breaks"], 2)


def test_topics_not_open_to_all_are_hidden_from_those_who_have_nothing_to_do_with_them(
    cast: Cast,
) -> None:
    Topic.update(open_to_all=False).execute()
    assert rows_for(cast.eve) == []
    assert [row.name for row in rows_for(cast.cleo)] == ["Cut-off rules"]


def test_a_topics_page_shows_only_the_standings_one_may_see(cast: Cast) -> None:
    a_standing(cast.ben, cast.topic, Level.COACHES_OTHERS)
    a_standing(cast.cleo, cast.topic, Level.NOT_YET)
    seen = {name: page_for(cast, person).standings for name, person in cast.everybody.items()}
    names = {name: [row.person_name.split()[0] for row in rows] for name, rows in seen.items()}
    assert names == {
        "ada": ["Ben", "Cleo"],
        "ben": ["Ben", "Cleo"],
        "cleo": ["Cleo"],
        "dan": [],
        "eve": [],
        "root": ["Ben", "Cleo"],
    }


def test_a_topics_page_shows_its_smes_rollouts_and_published_documents(cast: Cast) -> None:
    document = make.an_output(
        topic=cast.topic, owner=cast.ben, state=OutputState.PUBLISHED, published_on=TODAY
    )
    page = page_for(cast, cast.cleo)
    assert (page.experts, page.rollouts, page.documents) == (
        (cast.dan,),
        (cast.rollout,),
        (document,),
    )
    assert page_for(cast, cast.eve).rollouts == ()


def test_the_standings_of_a_topic_come_in_pages_and_are_counted_whole(cast: Cast) -> None:
    for person in (cast.ben, cast.cleo, cast.dan):
        a_standing(person, cast.topic, Level.KNOWS_ABOUT_IT)
    pages = [topic_page(cast.topic, cast.root, page=number, size=2) for number in (1, 2)]
    names = [[row.person_name for row in page.standings] for page in pages]
    assert names == [["Ben Arroyo", "Cleo Marsh"], ["Dan Weiss"]]
    assert {page.standings_total for page in pages} == {3}


def test_neither_page_takes_more_statements_when_there_is_more(cast: Cast) -> None:
    def statements() -> int:
        with counted_statements() as taken:
            rows_for(cast.ada)
            page = page_for(cast, cast.ada)
            assert page.topic.owner is None or page.topic.owner.name
        return len(taken)

    before = statements()
    cast.topic.owner = cast.ben
    cast.topic.save()
    for number in range(10):
        person = make.a_person(f"Person{number} Lind")
        Expert.create(topic=cast.topic, person=person)
        a_standing(person, cast.topic, 3)
        make.a_topic(f"Topic {number}", owner=person)
        make.an_output(
            f"Output {number}",
            topic=cast.topic,
            owner=person,
            state=OutputState.PUBLISHED,
            published_on=TODAY,
        )
    assert statements() == before
    assert before <= 11
