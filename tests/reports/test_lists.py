"""Lists, which read and count what everybody sees apart from the rest, say what access says."""

import make
import pytest
from cast import Cast, a_cast

from kt import clock
from kt.access import outputs_visible_to, questions_visible_to, topics_visible_to
from kt.models import Output, OutputKind, OutputState, Person, Standing, Topic
from kt.reports.outputs import documents, topics_with_documents
from kt.reports.questions import Which, questions_page, topics_with_questions
from kt.reports.topics import topic_page, topic_rows
from kt.rules.standings import newest_seen_by

KINDS = (OutputKind.MANUAL, OutputKind.FAQ_ENTRY)


@pytest.fixture
def cast(database: str) -> Cast:
    """The cast, with documents and questions on open and on other topics, by all and of all."""
    cast = a_cast()
    topics = [cast.topic, make.a_topic("Open"), make.a_topic("Payroll", open_to_all=False)]
    for place, topic in enumerate(topics):
        for number, owner in enumerate((cast.ada, cast.cleo, cast.dan, cast.root)):
            for rollout in (None, cast.rollout):
                values = {"topic": topic, "owner": owner, "rollout": rollout}
                make.a_document(f"{place}-{number}", kind=KINDS[number % 2], **values)
                make.an_output(f"Draft {place}-{number}", **values)
            asked = make.a_question(owner, topic, cast.ben, private=number % 2 == 0)
            now = clock.now()
            make.a_question(owner, topic, text="Answered?", answered_at=now)
            make.a_question(owner, topic, cast.dan, text="Again?", merged_into=asked)
            make.a_question(owner, topic, cast.dan, text="Never mind", withdrawn_at=now)
            make.a_question(owner, topic, cast.eve, text="Between us?", private=True)
    written = make.a_version(make.an_output("New", topic=topics[2], owner=cast.root), cast.root)
    make.a_review(written)
    return cast


def people(cast: Cast) -> list[Person]:
    return [cast.ada, cast.ben, cast.cleo, cast.dan, cast.eve, cast.root]


def test_documents_are_those_that_somebody_may_read(cast: Cast) -> None:
    for person in people(cast):
        seen = list(outputs_visible_to(person).where(Output.state == OutputState.PUBLISHED))
        for topic in (None, *Topic.select()):
            for kind in ("", *KINDS):
                found, total = documents(person, topic_id=topic and topic.id, kind=kind)
                wanted = {
                    each.id
                    for each in seen
                    if (topic is None or each.topic_id == topic.id) and kind in ("", each.kind)
                }
                assert {line.id for line in found} == wanted
                assert total == len(found) == len(wanted)
        on = {each.topic_id for each in seen}
        assert {id for id, _ in topics_with_documents(person)} == on
        rows, total = topic_rows(person, kind=None, words="", page=1, size=100)
        assert total == topics_visible_to(person).count()
        for row in rows:
            assert row.published == sum(each.topic_id == row.id for each in seen)


def test_questions_are_those_that_somebody_sees_open_ones_first(cast: Cast) -> None:
    now = clock.now()
    for person in people(cast):
        all_seen = list(questions_visible_to(person))
        assert {id for id, _ in topics_with_questions(person)} == {
            each.topic_id for each in all_seen
        }
        seen = [each for each in all_seen if not (each.merged_into_id or each.withdrawn_at)]
        seen.sort(key=lambda each: (each.answered_at is not None, -each.id))
        for topic in (None, *Topic.select()):
            id = topic and topic.id
            found, total = questions_page(person, Which.ALL, now, topic_id=id)
            wanted = [each.id for each in seen if id in (None, each.topic_id)]
            assert [row.id for row in found] == wanted[:50]
            assert total == len(wanted)


def test_a_topic_lists_the_newest_standings_that_somebody_may_see(cast: Cast) -> None:
    cast.dan.manager = cast.eve
    cast.dan.save()
    gone = make.a_person("Gone Away", active=False)
    for topic in Topic.select():
        for person in (*people(cast), gone):
            make.a_standing(person, topic, 1, judged_by=cast.dan)
            judge = cast.ben if person == cast.root else None
            make.a_standing(person, topic, 3, judged_by=judge)
    for person in people(cast):
        for topic in Topic.select():
            seen = newest_seen_by(person, [topic.id]).where(Standing.person != gone)
            page = topic_page(topic, person, page=1, size=2)
            assert page.standings_total == seen.count() > 0
            listed = topic_page(topic, person).standings
            assert {row.id for row in listed} == {standing.id for standing in seen}
            assert len(listed) == page.standings_total
            assert listed[:2] == page.standings
