"""Topics, their written process, their SMEs."""

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import AuditEntry, Expert, Kind, Topic
from kt.operations.editing import Stale
from kt.operations.topics import (
    add_expert,
    add_task,
    add_topic,
    edit_topic,
    newest_revision,
    remove_expert,
    version_of_topic,
)
from kt.reports.history import history_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


def version(topic: Topic) -> str:
    return version_of_topic(topic, newest_revision(topic))


def test_a_topic_has_a_written_process_from_its_first_revision_on(cast: Cast) -> None:
    topic = add_topic(
        by=cast.ada,
        name="  Nostro   breaks ",
        kind=Kind.NICHE_SKILL,
        technical=True,
        process="1. Open the list.",
        holders_needed=2,
        owner=cast.ben,
    )
    assert (topic.name, topic.kind, topic.holders_needed) == ("Nostro breaks", "niche skill", 2)
    revision = newest_revision(topic)
    assert (revision.number, revision.process) == (1, "1. Open the list.")


@pytest.mark.parametrize("name", ["Cut-off rules", "cut-off  RULES"])
def test_the_name_of_a_topic_is_unique_in_words(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="There is a topic “Cut-off rules” already") as refusal:
        add_topic(by=cast.ada, name=name, kind=Kind.DELEGATION)
    assert refusal.value.field == "name"
    other = make.a_topic("Nostro breaks")
    with pytest.raises(Refused, match="choose another name"):
        edit_topic(other, by=cast.ada, opened_with=version(other), name=name)


def test_a_name_that_a_hidden_topic_has_is_not_refused_to_whoever_may_not_see_it(
    cast: Cast,
) -> None:
    make.a_topic("Layoffs", kind=Kind.DELEGATION, owner=cast.ada, open_to_all=False)
    hidden = add_task("LAYOFFS", by=cast.ben)
    assert hidden.name == "LAYOFFS (Ben Arroyo)"
    assert add_task("Layoffs", by=cast.cleo).name == "Layoffs (Cleo Marsh)"
    assert add_task("Layoffs (ben arroyo)", by=cast.eve).name == "Layoffs (ben arroyo) (Eve Nobody)"
    with pytest.raises(Refused, match=r"There is a topic “LAYOFFS \(Ben Arroyo\)” already"):
        add_task("Layoffs", by=cast.ben)
    namesake = make.a_person("Ben Arroyo", email="ben.two@example.org")
    assert add_task("Layoffs", by=namesake).name == "Layoffs (Ben Arroyo, 2)"
    own = make.a_topic("Rota", kind=Kind.DELEGATION, owner=cast.cleo, open_to_all=False)
    with pytest.raises(Refused, match="There is a topic “Layoffs"):
        edit_topic(own, by=cast.cleo, opened_with=version(own), name="layoffs")
    edited = edit_topic(hidden, by=cast.ben, opened_with=version(hidden), name="Rota")
    assert edited.name == "Rota (Ben Arroyo)"


def test_a_topic_needs_a_name(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs a name"):
        add_topic(by=cast.ada, name="  ", kind=Kind.DELEGATION)


def test_a_topic_may_be_spelt_anew(cast: Cast) -> None:
    edited = edit_topic(
        cast.topic, by=cast.ada, opened_with=version(cast.topic), name="Cut-Off Rules"
    )
    assert edited.name == "Cut-Off Rules"


def test_of_two_who_edit_a_topic_the_second_sees_what_the_first_wrote(cast: Cast) -> None:
    opened_with = version(cast.topic)
    edit_topic(cast.topic, by=cast.ada, opened_with=opened_with, process="Stop it at five.")
    with pytest.raises(Stale):
        edit_topic(cast.topic, by=cast.root, opened_with=opened_with, process="Stop it at six.")
    assert newest_revision(cast.topic).process == "Stop it at five."


def test_an_edit_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    edit_topic(cast.topic, by=cast.ada, opened_with=version(cast.topic), name=cast.topic.name)
    assert not AuditEntry.select().exists()


def test_topics_are_added_by_supervisors_and_edited_by_their_owner_too(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_topic(by=cast.ben, name="New", kind=Kind.DELEGATION)
    with pytest.raises(NotAllowed):
        edit_topic(cast.topic, by=cast.ben, opened_with=version(cast.topic), name="Mine")
    cast.topic.owner = cast.ben
    cast.topic.save()
    edited = edit_topic(cast.topic, by=cast.ben, opened_with=version(cast.topic), name="Mine")
    assert edited.name == "Mine"


def test_smes_are_named_once_and_taken_off_again(cast: Cast) -> None:
    add_expert(cast.topic, cast.eve, by=cast.ada)
    add_expert(cast.topic, cast.eve, by=cast.ada)
    assert Expert.select().where(Expert.person == cast.eve).count() == 1
    assert remove_expert(cast.topic, cast.eve, by=cast.ada) == 1
    assert remove_expert(cast.topic, cast.eve, by=cast.ada) == 0
    assert [told.text for told in history_of(cast.topic)] == [
        "Ada Lovell took Eve Nobody off the SMEs of Cut-off rules",
        "Ada Lovell named Eve Nobody as SME of Cut-off rules",
    ]


def test_somebody_disabled_is_no_sme_to_ask(cast: Cast) -> None:
    cast.eve.active = False
    cast.eve.save()
    with pytest.raises(Refused, match="who can be asked"):
        add_expert(cast.topic, cast.eve, by=cast.ada)


def test_the_history_says_what_was_changed_and_not_the_text(cast: Cast) -> None:
    edit_topic(
        cast.topic,
        by=cast.ada,
        opened_with=version(cast.topic),
        process="Stop it at five.",
        holders_needed=3,
    )
    assert [told.text for told in history_of(cast.topic)] == [
        "Ada Lovell changed the written process, the holders needed of Cut-off rules"
    ]
