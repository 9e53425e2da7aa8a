"""Templates are written by hand, copied, retired; nobody's words are overwritten unread."""

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import Subject, Template, TemplateItem
from kt.operations.editing import Stale
from kt.operations.templates import (
    add_template,
    bring_template_back,
    copy_template,
    edit_template,
    items_of,
    require_in_use,
    retire_template,
    version_of_template,
)
from kt.reports.history import history_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    return make.a_template(made_by=cast.ada)


def changed(template: Template, **values: object) -> dict:
    said = {
        "title": template.title,
        "description": template.description,
        "applies_to": template.applies_to,
        "source": template.source,
        "version": version_of_template(template),
    }
    return said | values


def test_a_copy_has_the_same_items_in_the_same_places(cast: Cast, template: Template) -> None:
    first = make.a_template_item(template, "Accounts", group="Day 1", owners=("learner", "buddy"))
    make.a_template_item(template, "Mail", group="Day 1", parent=first, ticked=True)
    make.a_template_item(template, "Tour", after=first, optional=True)

    copy = copy_template(template, by=cast.ada)

    accounts, mail, tour = items_of(copy)
    assert [each.text for each in (accounts, mail, tour)] == ["Accounts", "Mail", "Tour"]
    assert accounts.owners == ("learner", "buddy")
    assert mail.parent == accounts
    assert tour.after == accounts
    assert mail.ticked
    assert copy.title == "Copy of First week"
    assert items_of(template)[0].id != accounts.id


def test_a_retired_template_is_kept_and_can_be_brought_back(cast: Cast, template: Template) -> None:
    retire_template(template, today=make.TODAY, by=cast.ada)
    with pytest.raises(Refused, match="is retired"):
        require_in_use(Template.get_by_id(template.id))

    bring_template_back(template, by=cast.ada)
    require_in_use(Template.get_by_id(template.id))
    assert [told.text for told in history_of(template)] == [
        "Ada Lovell brought the template First week back",
        "Ada Lovell retired the template First week",
    ]


def test_retiring_twice_is_one_deed(cast: Cast, template: Template) -> None:
    retire_template(template, today=make.TODAY, by=cast.ada)
    retire_template(template, today=make.TODAY, by=cast.ada)
    assert len(history_of(template)) == 1


def test_two_who_edit_one_template_do_not_overwrite_each_other(
    cast: Cast, template: Template
) -> None:
    opened = changed(template)
    edit_template(template, **changed(template, title="Week one"), by=cast.ada)
    with pytest.raises(Stale):
        edit_template(template, **(opened | {"title": "First days"}), by=cast.root)
    assert Template.get_by_id(template.id).title == "Week one"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_only_supervisors_and_administrators_change_templates(
    cast: Cast, template: Template
) -> None:
    for deed in (
        lambda: add_template(title="Mine", by=cast.ben),
        lambda: edit_template(template, **changed(template), by=cast.ben),
        lambda: copy_template(template, by=cast.ben),
        lambda: retire_template(template, today=make.TODAY, by=cast.ben),
        lambda: bring_template_back(template, by=cast.ben),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert add_template(title="Ours", applies_to=Subject.ROLLOUT, by=cast.root)
    assert TemplateItem.select().count() == 0
