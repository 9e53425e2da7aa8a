"""A file becomes a template whole or not at all; what was left out leaves no orphan."""

from dataclasses import replace
from pathlib import Path

import make
import pytest
from cast import Cast, a_cast

from kt.due import Anchor, DueRule, Unit
from kt.errors import NotAllowed, Refused
from kt.importers.checklists import read_checklist
from kt.models import ItemState, Template, TemplateItem, Upload
from kt.operations.checklists import apply_template
from kt.operations.importing_checklists import (
    Line,
    Reading,
    choose_reading,
    due_chosen,
    keep_upload,
    lines_of,
    plain_items,
    read_upload,
    save_as_template,
)
from kt.operations.templates import items_of
from kt.reports.checklists import checklist_page

INPUTS = Path(__file__).parents[1] / "inputs"
FILES = sorted(
    path
    for folder in ("onboarding", "offboarding", "process_change")
    for path in (INPUTS / folder).iterdir()
)

LIST = b"""# First week

## For your buddy
- [ ] Show the office
  - [x] Kitchen
    - [ ] Coffee
- [ ] (optional) Have lunch

## Day 3
- [ ] Get a badge
"""


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def lines() -> list[Line]:
    return lines_of(read_checklist(LIST, "list.md"))


def test_a_file_becomes_a_template(cast: Cast, lines: list[Line]) -> None:
    template = save_as_template(lines, title="First week", source="list.md", by=cast.ada)

    office, kitchen, coffee, lunch, badge = items_of(template)
    assert (kitchen.parent, coffee.parent, lunch.parent) == (office, kitchen, None)
    assert office.owners == ("buddy",)
    assert office.group == "For your buddy"
    assert (lunch.optional, kitchen.ticked) == (True, True)
    assert badge.due_rule == DueRule(Anchor.START, 2, 2, Unit.DAYS)
    assert badge.due_text == "Day 3"
    assert template.source == "list.md"


def test_what_stands_inside_a_line_that_is_left_out_moves_up(cast: Cast, lines: list[Line]) -> None:
    chosen = [replace(line, keep=line.text != "Kitchen") for line in lines]
    template = save_as_template(chosen, title="First week", by=cast.ada)
    office, coffee, *_ = items_of(template)
    assert coffee.parent == office

    chosen = [replace(line, keep=line.text not in ("Show the office",)) for line in lines]
    template = save_as_template(chosen, title="First week", by=cast.ada)
    kitchen, coffee, lunch, _ = items_of(template)
    assert (kitchen.parent, coffee.parent, lunch.parent) == (None, kitchen, None)


def test_lines_can_be_nested_and_grouped_anew(cast: Cast, lines: list[Line]) -> None:
    lines[3] = replace(lines[3], depth=2, group="Elsewhere")
    lines[4] = replace(lines[4], depth=1, group="Later")
    template = save_as_template(lines, title="First week", by=cast.ada)
    office, _, _, lunch, badge = items_of(template)
    assert lunch.parent == office
    assert lunch.group == office.group
    assert badge.group == "Later"


def test_an_item_keeps_the_item_it_comes_after_unless_that_is_left_out(
    cast: Cast, lines: list[Line]
) -> None:
    rule = DueRule(Anchor.ITEM, 0, 0, Unit.DAYS, item=3)
    lines[4] = replace(lines[4], due=rule, after=3, due_text="after lunch")
    kept = items_of(save_as_template(lines, title="a", by=cast.ada))
    assert kept[4].after == kept[3]

    lines[3] = replace(lines[3], keep=False)
    badge = items_of(save_as_template(lines, title="b", by=cast.ada))[-1]
    assert (badge.after, badge.due_rule, badge.due_text) == (None, None, "after lunch")


def test_due_words_that_were_changed_are_read_anew(lines: list[Line]) -> None:
    badge = lines[4]
    assert due_chosen(badge, "Day 3") == {}
    changed = replace(badge, **due_chosen(badge, "two weeks before leaving"))
    assert changed.due == DueRule(Anchor.DEPARTURE, -2, -2, Unit.WEEKS)
    assert replace(badge, **due_chosen(badge, "some day")).due is None


def test_nothing_is_saved_of_a_list_that_is_refused(cast: Cast, lines: list[Line]) -> None:
    nothing = [replace(line, keep=False) for line in lines]
    empty = [*lines[:2], replace(lines[2], text=""), *lines[3:]]
    for wrong, words in ((nothing, "Keep at least one"), (empty, "has no text")):
        with pytest.raises(Refused, match=words):
            save_as_template(wrong, title="First week", by=cast.ada)
    too_many = [lines[0]] * 2_001
    with pytest.raises(Refused, match="Leave some out"):
        save_as_template(too_many, title="First week", by=cast.ada)
    assert Template.select().count() == TemplateItem.select().count() == 0


def test_a_kept_file_is_read_as_was_chosen_and_forgotten_when_saved(cast: Cast) -> None:
    upload = keep_upload(b"- [x] One\n<!--\n- [ ] Two\n-->\n", "list.md", by=cast.ada)
    assert [item.done for item in read_upload(upload).items] == [True]

    choose_reading(upload, Reading(with_comments=True, keep_ticks=False))
    file = read_upload(Upload.get_by_id(upload.id))
    assert [(item.text, item.done) for item in file.items] == [("One", False), ("Two", False)]

    save_as_template(lines_of(file), title="First week", by=cast.ada, upload=upload)
    assert Upload.select().count() == 0


def test_a_file_without_boxes_says_how_many_list_items_it_has(cast: Cast) -> None:
    upload = keep_upload(b"* One\n* Two\n", "list.md", by=cast.ada)
    assert read_upload(upload).items == ()
    assert plain_items(upload) == 2


def test_a_file_that_cannot_be_read_is_not_kept(cast: Cast) -> None:
    with pytest.raises(Refused):
        keep_upload(b"\x00\x01\x02" * 100, "list.md", by=cast.ada)
    assert Upload.select().count() == 0


@pytest.mark.parametrize("engine", ["sqlite"])
def test_only_supervisors_and_administrators_import(cast: Cast, lines: list[Line]) -> None:
    with pytest.raises(NotAllowed):
        keep_upload(LIST, "list.md", by=cast.ben)
    with pytest.raises(NotAllowed):
        save_as_template(lines, title="First week", by=cast.ben)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:40])
@pytest.mark.parametrize("engine", ["sqlite"])
def test_every_real_file_becomes_a_template_and_a_checklist(cast: Cast, path: Path) -> None:
    file = read_checklist(path.read_bytes(), path.name)
    if not file.items:
        file = read_checklist(path.read_bytes(), path.name, plain_lists=True)
    template = save_as_template(lines_of(file), title=file.title, by=cast.ada)
    checklist = apply_template(
        template,
        person=cast.cleo,
        start_day=make.TODAY,
        departure_day=make.TODAY,
        by=cast.ada,
        today=make.TODAY,
    )
    page = checklist_page(checklist.id, cast.ada, make.TODAY)

    groups = [*page.to_do, *page.of_others]
    rows = [row for group in groups for row in group.rows] + list(page.finished)
    assert sorted(row.text for row in rows) == sorted(item.text for item in file.items)
    states = [item.state for item in checklist.items]
    assert states.count(ItemState.DONE) == sum(item.done for item in file.items)
