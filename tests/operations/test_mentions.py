"""Links by title: which texts and items name a document, whoever may see it."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast

from kt.models import Mention, Output, TemplateItem
from kt.operations.checklists import apply_template
from kt.operations.items import add_item, edit_item, version_of_item
from kt.operations.outputs import publish_output, write_version
from kt.reports.mentions import documents_titled
from kt.reports.outputs.references import references_to


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def manual(cast: Cast) -> Output:
    return make.an_output("Über die Annahme", topic=cast.topic, owner=cast.ben)


def keys() -> list[str]:
    return sorted(mention.key for mention in Mention.select())


def written(title: str, text: str, cast: Cast, *, published: bool = True) -> Output:
    output = make.an_output(title, topic=cast.topic, owner=cast.ben, rollout=cast.rollout)
    write_version(output, by=cast.ben, text=text, opened_with=0)
    if published:
        publish_output(output, by=cast.ben, today=make.TODAY)
    return output


def test_a_version_keeps_which_documents_it_names(cast: Cast, manual: Output) -> None:
    written("FAQ", f"[[uber DIE annahme]], [it](/outputs/{manual.id}), `[[code]]`, [[x]]", cast)
    assert keys() == [f"#{manual.id}", "uber die annahme", "x"]


def test_a_document_is_told_which_others_name_it_as_they_are_read(
    cast: Cast, manual: Output
) -> None:
    named = written("By title", "See [[uber die Annahme]].", cast)
    also = written("By address", f"See [it](/outputs/{manual.id}?version=1).", cast)
    draft = written("Draft", f"See [it](/outputs/{manual.id}).", cast, published=False)
    changed = written("Changed", "See [[Über die Annahme]].", cast)
    write_version(changed, by=cast.ben, text="Not any more.", opened_with=1)
    publish_output(changed, by=cast.ben, today=make.TODAY)
    write_version(manual, by=cast.ben, text="I am [[Über die Annahme]].", opened_with=0)
    seen = {who: references_to(manual, who).documents for who in (cast.ben, cast.eve)}
    assert {each.id for each in seen[cast.ben]} == {named.id, also.id, draft.id}
    assert {each.title for each in seen[cast.eve]} == {"By title", "By address"}


def test_an_item_keeps_which_documents_it_names_from_its_first_day_and_after_a_change(
    cast: Cast,
) -> None:
    template = make.a_template(made_by=cast.ada)
    make.a_template_item(template, "Read [[Über die Annahme]]", detail="and [[the FAQ|that]]")
    make.a_template_item(template, "Say hello")
    checklist = apply_template(
        template, person=cast.cleo, start_day=date(2026, 11, 2), by=cast.ada, today=make.TODAY
    )
    assert keys() == ["the faq", "uber die annahme"]
    item = add_item(checklist, text="Try [[Batch restart]]", by=cast.ada)
    assert keys() == ["batch restart", "the faq", "uber die annahme"]
    edit_item(
        item,
        text="Try [[Another]]",
        detail="",
        owners=(),
        owner=None,
        optional=False,
        condition="",
        version=version_of_item(item),
        by=cast.ada,
    )
    assert keys() == ["another", "the faq", "uber die annahme"]
    assert TemplateItem.select().count() == 2


def test_a_title_leads_to_the_documents_one_may_see_however_it_is_written(
    cast: Cast, manual: Output
) -> None:
    written("über  die ANNAHME", "Words", cast)
    assert len(documents_titled(["Uber die Annahme"], cast.ben)) == 2
    assert len(documents_titled(["UBER DIE ANNAHME\u200b"], cast.eve)) == 1
    assert documents_titled(["Uber"], cast.ben) == []
