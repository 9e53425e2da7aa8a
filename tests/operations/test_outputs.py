"""Outputs: planned, written in versions, published, taken back, obsolete."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Output, OutputKind, OutputState, Person, Version
from kt.operations.editing import Stale
from kt.operations.outputs import (
    checked_link,
    edit_output,
    plan_output,
    publish_output,
    set_obsolete,
    unpublish_output,
    write_version,
)
from kt.reports.history import history_of

TODAY = make.TODAY


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def faq(cast: Cast) -> Output:
    return plan(cast)


def plan(cast: Cast, **values: object) -> Output:
    values = {
        "by": cast.ada,
        "title": "Cut-off FAQ",
        "kind": OutputKind.FAQ_ENTRY,
        "topic": cast.topic,
        "rollout": cast.rollout,
        "owner": cast.ben,
    } | values
    return plan_output(**values)


def edit(output: Output, *, by: Person, **values: object) -> Output:
    kept = {"title": output.title, "kind": output.kind, "owner": output.owner}
    return edit_output(output, by=by, **(kept | {"due": None, "url": "", "today": TODAY} | values))


def state() -> OutputState:
    return Output.get().state


def newest_words(row: object) -> str:
    return history_of(row)[0].text


def test_an_output_is_planned_with_kind_owner_and_date(cast: Cast) -> None:
    output = plan(cast, due=date(2026, 12, 4))
    assert (output.state, output.owner, output.due) == (
        OutputState.PLANNED,
        cast.ben,
        date(2026, 12, 4),
    )
    assert newest_words(cast.rollout) == (
        "Ada Lovell planned the output “Cut-off FAQ”, by Ben Arroyo for 4 Dec 2026"
    )


@pytest.mark.parametrize("name", ["ada", "ben", "dan", "root"])
def test_who_runs_the_rollout_its_coaches_and_smes_plan_outputs(cast: Cast, name: str) -> None:
    assert plan(cast, by=getattr(cast, name))


@pytest.mark.parametrize("name", ["cleo", "eve"])
def test_naming_oneself_as_owner_does_not_let_one_plan(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    with pytest.raises(NotAllowed, match="by its owner, by the guides and SMEs"):
        plan(cast, by=person, owner=person)
    assert not Output.select().exists()


def test_an_output_of_a_rollout_is_on_one_of_its_topics(cast: Cast) -> None:
    with pytest.raises(Refused, match="Payroll is not a topic of “Settlement engine”") as refusal:
        plan(cast, topic=make.a_topic("Payroll"))
    assert refusal.value.field == "topic"


def test_a_disabled_person_cannot_own_a_new_output(cast: Cast) -> None:
    cast.ben.active = False
    cast.ben.save()
    with pytest.raises(Refused, match="Choose an owner who can be asked"):
        plan(cast)


def test_without_a_rollout_whoever_may_edit_the_topic_plans(cast: Cast) -> None:
    assert plan(cast, rollout=None).rollout is None
    with pytest.raises(NotAllowed):
        plan(cast, rollout=None, by=cast.ben)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://example.com/manual",
        "//example.com",
        "example.com/manual",
        "https://",
        "https://exam ple.com",
        "http://[::1",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_a_link_that_leads_to_no_web_page_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="not the address of a web page") as refusal:
        checked_link(url)
    assert refusal.value.field == "url"


def test_a_link_to_a_web_page_is_taken() -> None:
    assert checked_link(" https://example.com/a?b=c#d ") == "https://example.com/a?b=c#d"
    assert checked_link("") == ""


def test_the_first_text_makes_a_draft_and_every_text_is_kept(cast: Cast, faq: Output) -> None:
    write_version(faq, by=cast.ben, text="# One", opened_with=0)
    assert state() == OutputState.DRAFT
    write_version(faq, by=cast.dan, text="# Two", why="Clearer", opened_with=1)
    kept = [(each.number, each.text, each.by, each.why) for each in faq.versions]
    assert kept == [(1, "# One", cast.ben, ""), (2, "# Two", cast.dan, "Clearer")]
    assert newest_words(faq) == "Dan Weiss wrote version 2 of “Cut-off FAQ”"


def test_what_is_stored_is_safe_html(cast: Cast, faq: Output) -> None:
    version = write_version(
        faq, by=cast.ben, text="# Why\n\n<script>alert(1)</script>", opened_with=0
    )
    assert '<h2 id="doc-why">Why</h2>' in version.html
    assert "<script" not in version.html


def test_a_text_written_over_somebody_elses_is_stale_and_changes_nothing(
    cast: Cast, faq: Output
) -> None:
    write_version(faq, by=cast.ben, text="Ben's", opened_with=0)
    with pytest.raises(Stale):
        write_version(faq, by=cast.dan, text="Dan's", opened_with=0)
    assert [version.text for version in Version.select()] == ["Ben's"]


def test_saving_the_same_text_again_makes_no_version(cast: Cast, faq: Output) -> None:
    write_version(faq, by=cast.ben, text="Same", opened_with=0)
    write_version(faq, by=cast.dan, text="Same", opened_with=0)
    assert Version.select().count() == 1


def test_an_empty_text_is_refused(cast: Cast, faq: Output) -> None:
    with pytest.raises(Refused, match="nothing to save yet"):
        write_version(faq, by=cast.ben, text=" \n", opened_with=0)


def test_publishing_needs_a_text_or_a_link(cast: Cast, faq: Output) -> None:
    with pytest.raises(Refused, match="has neither a text nor a link yet"):
        publish_output(faq, by=cast.ben, today=TODAY)
    edit(faq, by=cast.ben, url="https://example.com/faq")
    published = publish_output(faq, by=cast.ben, today=TODAY)
    assert (published.state, published.published_on) == (OutputState.PUBLISHED, TODAY)
    assert newest_words(cast.topic) == "Ben Arroyo published “Cut-off FAQ”"


def test_publishing_is_undone_by_a_new_event(cast: Cast, faq: Output) -> None:
    write_version(faq, by=cast.ben, text="Text", opened_with=0)
    publish_output(faq, by=cast.ben, today=TODAY)
    again = unpublish_output(faq, by=cast.ben)
    assert (again.state, again.published_on) == (OutputState.DRAFT, None)
    assert [told.text for told in history_of(faq)][:2] == [
        "Ben Arroyo took back the publishing of “Cut-off FAQ”",
        "Ben Arroyo published “Cut-off FAQ”",
    ]


def test_an_obsolete_output_comes_back_as_it_was(cast: Cast, faq: Output) -> None:
    set_obsolete(faq, by=cast.ben, obsolete=True)
    with pytest.raises(Refused, match=r"is obsolete\. Bring it back first"):
        publish_output(faq, by=cast.ben, today=TODAY)
    assert set_obsolete(faq, by=cast.ben, obsolete=False).state == OutputState.PLANNED
    write_version(faq, by=cast.ben, text="Text", opened_with=0)
    publish_output(faq, by=cast.ben, today=TODAY)
    set_obsolete(faq, by=cast.ben, obsolete=True)
    assert set_obsolete(faq, by=cast.ben, obsolete=False).published_on == TODAY


def test_a_published_link_cannot_be_taken_away_while_there_is_no_text(
    cast: Cast, faq: Output
) -> None:
    edit(faq, by=cast.ben, url="https://example.com/faq")
    publish_output(faq, by=cast.ben, today=TODAY)
    with pytest.raises(Refused, match="needs a text or a link"):
        edit(faq, by=cast.ben, url="")


def test_an_edit_says_what_was_changed_and_an_empty_one_says_nothing(
    cast: Cast, faq: Output
) -> None:
    edit(faq, by=cast.ben)
    assert newest_words(faq).startswith("Ada Lovell planned")
    edit(faq, by=cast.ben, title="Questions", owner=cast.dan)
    assert newest_words(faq) == "Ben Arroyo changed the title, the owner of “Questions”"


@pytest.mark.parametrize("name", ["cleo", "eve"])
def test_others_may_neither_write_nor_publish(cast: Cast, faq: Output, name: str) -> None:
    person = getattr(cast, name)
    with pytest.raises(NotAllowed):
        write_version(faq, by=person, text="Mine", opened_with=0)
    with pytest.raises(NotAllowed):
        publish_output(faq, by=person, today=TODAY)
    with pytest.raises(NotAllowed):
        set_obsolete(faq, by=person, obsolete=True)
    assert state() == OutputState.PLANNED


def test_readers_see_the_published_version_while_a_draft_is_worked_on(
    cast: Cast, faq: Output
) -> None:
    write_version(faq, by=cast.ben, text="On the third day.", opened_with=0)
    publish_output(faq, by=cast.ben, today=TODAY)
    write_version(faq, by=cast.ben, text="On the second day.", opened_with=1)
    assert Output.get().published_number == 1
    later = publish_output(faq, by=cast.ben, today=date(2026, 11, 30))
    assert (later.published_number, later.published_on) == (2, TODAY)
    back = publish_output(faq, by=cast.ben, today=date(2026, 12, 1), number=1)
    assert back.published_number == 1
