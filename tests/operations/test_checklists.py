"""A template applies to a person or to a rollout; what is running is touched by no template."""

from datetime import date

import make
import pytest
from cast import Cast, a_cast

from kt.due import Anchor, DueRule, Unit
from kt.errors import NotAllowed, Refused
from kt.models import (
    Checklist,
    Holiday,
    Item,
    ItemEvent,
    ItemState,
    Template,
    TemplateItem,
    due_columns,
)
from kt.operations.checklists import apply_template, edit_checklist
from kt.operations.templates import retire_template
from kt.reports.history import history_of

MONDAY = date(2026, 11, 30)


def rule(anchor: Anchor, number: int, unit: Unit = Unit.DAYS) -> dict:
    return due_columns(DueRule(anchor, number, number, unit))


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def template(cast: Cast) -> Template:
    return make.a_template(made_by=cast.ada)


def due_by_text(checklist: Checklist) -> dict[str, date | None]:
    return {item.text: item.due for item in checklist.items}


def apply_to_cleo(cast: Cast, template: Template, **values: object) -> Checklist:
    values = {"start_day": MONDAY, "by": cast.ada, "today": make.TODAY} | values
    return apply_template(template, person=cast.cleo, **values)


def test_dates_come_from_the_anchor(cast: Cast, template: Template) -> None:
    make.a_template_item(template, "badge", **rule(Anchor.START, 0))
    account = make.a_template_item(template, "account", **rule(Anchor.START, 2))
    make.a_template_item(template, "log in", after=account, **rule(Anchor.ITEM, 1))
    make.a_template_item(template, "desk", **rule(Anchor.START, -2, Unit.WEEKS))
    make.a_template_item(template, "keys", **rule(Anchor.DEPARTURE, 0))
    make.a_template_item(template, "goals", **rule(Anchor.ROLLOUT, 0))
    make.a_template_item(template, "some day")

    assert due_by_text(apply_to_cleo(cast, template)) == {
        "badge": MONDAY,
        "account": date(2026, 12, 2),
        "log in": date(2026, 12, 3),
        "desk": date(2026, 11, 16),
        "keys": None,
        "goals": None,
        "some day": None,
    }
    within = apply_to_cleo(cast, template, rollout=cast.rollout, departure_day=date(2027, 1, 29))
    assert due_by_text(within)["keys"] == date(2027, 1, 29)
    assert due_by_text(within)["goals"] == cast.rollout.start_date


def test_workdays_skip_weekends_and_holidays(cast: Cast, template: Template) -> None:
    cast.cleo.location = "Ulm"
    cast.cleo.save()
    Holiday.create(location="Ulm", day=date(2026, 12, 1))
    make.a_template_item(template, "badge", **rule(Anchor.START, 1, Unit.WORKDAYS))
    assert due_by_text(apply_to_cleo(cast, template)) == {"badge": date(2026, 12, 2)}


def test_without_a_start_there_is_no_date_and_the_words_stay(
    cast: Cast, template: Template
) -> None:
    make.a_template_item(template, "badge", due_text="Day 1", **rule(Anchor.START, 0))
    item = apply_to_cleo(cast, template, start_day=None).items.get()
    assert item.due is None
    assert item.due_text == "Day 1"
    assert item.due_rule == DueRule(Anchor.START, 0, 0, Unit.DAYS)


def test_a_later_change_of_the_template_touches_nothing_that_is_running(
    cast: Cast, template: Template
) -> None:
    line = make.a_template_item(
        template, "badge", detail="At the desk.", owners=("buddy",), group="Day 1", optional=True
    )
    make.a_template_item(template, "photo", parent=line, group="Day 1")
    checklist = apply_to_cleo(cast, template)
    TemplateItem.update(text="other", detail="").execute()

    badge, photo = checklist.items.order_by(Item.position)
    assert (badge.text, badge.detail, badge.owners) == ("badge", "At the desk.", ("buddy",))
    assert (badge.group, badge.optional) == ("Day 1", True)
    assert photo.parent == badge


def test_boxes_that_the_file_had_ticked_start_as_done(cast: Cast, template: Template) -> None:
    make.a_template_item(template, "badge", ticked=True)
    make.a_template_item(template, "tour")
    badge, tour = apply_to_cleo(cast, template).items.order_by(Item.position)
    assert (badge.state, tour.state) == (ItemState.DONE, ItemState.OPEN)
    event = ItemEvent.get()
    assert (event.item, event.by, event.on) == (badge, cast.ada, make.TODAY)


def test_a_rollout_has_a_checklist_of_its_own(cast: Cast, template: Template) -> None:
    make.a_template_item(template, "Book the room", **rule(Anchor.ROLLOUT, -7))
    checklist = apply_template(
        template, rollout=cast.rollout, start_day=None, by=cast.root, today=make.TODAY
    )
    assert due_by_text(checklist) == {"Book the room": date(2026, 9, 24)}
    assert checklist.supervisor == cast.ada
    assert history_of(cast.rollout)[0].text == (
        "Root Adams made the checklist First week for Settlement engine"
    )


def test_a_retired_template_is_not_given_out(cast: Cast, template: Template) -> None:
    retire_template(template, today=make.TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Bring it back, or choose another"):
        apply_to_cleo(cast, template)
    assert Checklist.select().count() == 0


def test_a_checklist_can_be_called_something_else(cast: Cast, template: Template) -> None:
    checklist = apply_to_cleo(cast, template)
    edit_checklist(checklist, title="Cleo's first week", by=cast.ada)
    edit_checklist(checklist, title="Cleo's first week", by=cast.ada)
    assert [told.text for told in history_of(checklist)] == [
        "Ada Lovell changed the checklist Cleo's first week",
        "Ada Lovell made the checklist Cleo's first week for Cleo Marsh",
    ]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_supervisors_and_the_line_manager_give_checklists_to_people(
    cast: Cast, template: Template
) -> None:
    with pytest.raises(NotAllowed):
        apply_to_cleo(cast, template, by=cast.ben)
    cast.cleo.manager = cast.ben
    cast.cleo.save()
    assert apply_to_cleo(cast, template, by=cast.ben).supervisor == cast.ben


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_checklist_is_for_somebody(cast: Cast, template: Template) -> None:
    with pytest.raises(Refused, match="for a person or for a rollout"):
        apply_template(template, start_day=None, by=cast.ada, today=make.TODAY)
