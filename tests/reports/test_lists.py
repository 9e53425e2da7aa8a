"""Lists, which read and count what everybody sees apart from the rest, say what access says."""

import make
import pytest
from cast import Cast, a_cast

from kt import clock
from kt.access import outputs_visible_to, questions_visible_to, topics_visible_to
from kt.models import Output, OutputKind, OutputState, Person, Topic
from kt.reports.outputs import documents, topics_with_documents
from kt.reports.questions import Which, questions_page, topics_with_questions
from kt.reports.topics import topic_rows

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
