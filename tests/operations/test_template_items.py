"""The items of a template are ordered and nested by buttons; what is removed can come back."""

import make
import pytest
from cast import Cast, a_cast

from kt.due import Anchor, DueRule, Unit
from kt.errors import NotAllowed, Refused
from kt.models import OwnerRole, Template, TemplateItem
from kt.operations.editing import Stale
from kt.operations.item_trees import Step, depths_by_parent
from kt.operations.template_items import (
    add_template_item,
    drop_template_item,
    edit_template_item,
    move_template_item,
    put_template_items_back,
    version_of_item,
)
from kt.operations.templates import items_of


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    """Day 1: badge (photo, print), tour. Day 2: lunch."""
    template = make.a_template(made_by=cast.ada)
    badge = make.a_template_item(template, "badge", group="Day 1")
    make.a_template_item(template, "photo", group="Day 1", parent=badge)
    make.a_template_item(template, "print", group="Day 1", parent=badge)
    make.a_template_item(template, "tour", group="Day 1")
    make.a_template_item(template, "lunch", group="Day 2")
    return template


def item(template: Template, text: str) -> TemplateItem:
    return TemplateItem.get(template=template, text=text)


def outline(template: Template) -> str:
    """Write a template in one line: dots say how deep, bars divide headings."""
    items = items_of(template)
    depths = depths_by_parent(items)
    groups: dict[str, list[str]] = {}
    for each in items:
        groups.setdefault(each.group, []).append("." * (depths[each.id] - 1) + each.text)
    return " | ".join(f"{group}: {' '.join(lines)}" for group, lines in groups.items())


@pytest.mark.parametrize(
    ("text", "step", "expected"),
    [
        ("tour", Step.UP, "Day 1: tour badge .photo .print | Day 2: lunch"),
        ("badge", Step.DOWN, "Day 1: tour badge .photo .print | Day 2: lunch"),
        ("print", Step.UP, "Day 1: badge .print .photo tour | Day 2: lunch"),
        ("tour", Step.DOWN, "Day 1: badge .photo .print | Day 2: tour lunch"),
        ("lunch", Step.UP, "Day 1: badge .photo .print tour lunch"),
        ("tour", Step.INTO, "Day 1: badge .photo .print .tour | Day 2: lunch"),
        ("print", Step.INTO, "Day 1: badge .photo ..print tour | Day 2: lunch"),
        ("photo", Step.OUT, "Day 1: badge .print photo tour | Day 2: lunch"),
        ("print", Step.OUT, "Day 1: badge .photo print tour | Day 2: lunch"),
    ],
)
def test_an_item_moves_with_its_family(
    cast: Cast, template: Template, text: str, step: Step, expected: str
) -> None:
    move_template_item(item(template, text), step, by=cast.ada)
    assert outline(template) == expected
    assert [each.position for each in items_of(template)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("badge", Step.UP),
        ("lunch", Step.DOWN),
        ("badge", Step.INTO),
        ("lunch", Step.INTO),
        ("tour", Step.OUT),
    ],
)
def test_a_move_that_leads_nowhere_is_refused_in_words(
    cast: Cast, template: Template, text: str, step: Step
) -> None:
    before = outline(template)
    with pytest.raises(Refused):
        move_template_item(item(template, text), step, by=cast.ada)
    assert outline(template) == before


def test_a_new_item_goes_to_the_end_of_its_heading(cast: Cast, template: Template) -> None:
    add_template_item(template, text="keys", group="Day 1", by=cast.ada)
    add_template_item(template, text="review", group="Month 1", by=cast.ada)
    assert outline(template) == (
        "Day 1: badge .photo .print tour keys | Day 2: lunch | Month 1: review"
    )


def test_a_due_rule_can_be_said_in_words(cast: Cast, template: Template) -> None:
    said = add_template_item(template, text="a", due_text="week 2 to 4", by=cast.ada)
    assert said.due_rule == DueRule(Anchor.START, 1, 3, Unit.WEEKS)

    unclear = add_template_item(template, text="b", due_text="when the moon is full", by=cast.ada)
    assert unclear.due_rule is None
    assert unclear.due_text == "when the moon is full"


def edited(item: TemplateItem, **values: object) -> dict:
    said = {
        "text": item.text,
        "detail": item.detail,
        "group": item.group,
        "owners": item.owners,
        "due": item.due_rule,
        "due_text": item.due_text,
        "after": item.after,
        "optional": item.optional,
        "condition": item.condition,
        "version": version_of_item(item),
    }
    return said | values


def test_an_item_that_is_regrouped_takes_its_family_along(cast: Cast, template: Template) -> None:
    badge = item(template, "badge")
    edit_template_item(
        badge,
        **edited(badge, group="Day 2", owners=(OwnerRole.LEARNER, OwnerRole.BUDDY)),
        by=cast.ada,
    )
    assert outline(template) == "Day 1: tour | Day 2: lunch badge .photo .print"
    assert item(template, "badge").owners == ("learner", "buddy")


def test_an_item_cannot_wait_for_a_part_of_itself(cast: Cast, template: Template) -> None:
    badge = item(template, "badge")
    with pytest.raises(Refused, match="cannot wait for itself"):
        edit_template_item(badge, **edited(badge, after=item(template, "photo")), by=cast.ada)


def test_two_who_edit_one_item_do_not_overwrite_each_other(cast: Cast, template: Template) -> None:
    tour = item(template, "tour")
    opened = edited(tour)
    edit_template_item(tour, **edited(tour, text="long tour"), by=cast.ada)
    with pytest.raises(Stale):
        edit_template_item(tour, **(opened | {"text": "short tour"}), by=cast.root)


def test_a_removed_item_comes_back_with_its_family_where_it_stood(
    cast: Cast, template: Template
) -> None:
    before = outline(template)
    lunch = item(template, "lunch")
    TemplateItem.update(after=item(template, "photo")).where(TemplateItem.id == lunch.id).execute()

    entry = drop_template_item(item(template, "badge"), by=cast.ada)
    assert outline(template) == "Day 1: tour | Day 2: lunch"

    put_template_items_back(entry, by=cast.ada)
    assert outline(template) == before
    with pytest.raises(Refused, match="back already"):
        put_template_items_back(entry, by=cast.ada)


def test_a_part_whose_whole_is_gone_comes_back_alone(cast: Cast, template: Template) -> None:
    part = drop_template_item(item(template, "photo"), by=cast.ada)
    drop_template_item(item(template, "badge"), by=cast.ada)
    put_template_items_back(part, by=cast.ada)
    assert outline(template) == "Day 1: tour photo | Day 2: lunch"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_only_supervisors_and_administrators_change_items(cast: Cast, template: Template) -> None:
    tour = item(template, "tour")
    entry = drop_template_item(item(template, "lunch"), by=cast.root)
    for deed in (
        lambda: add_template_item(template, text="x", by=cast.ben),
        lambda: edit_template_item(tour, **edited(tour), by=cast.ben),
        lambda: move_template_item(tour, Step.UP, by=cast.ben),
        lambda: drop_template_item(tour, by=cast.ben),
        lambda: put_template_items_back(entry, by=cast.ben),
    ):
        with pytest.raises(NotAllowed):
            deed()
