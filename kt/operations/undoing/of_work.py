"""The inverses of what is done to items, checklists, templates and sessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...models import Checklist, CoachingSession, Item, Person, Rollout, Template
from ...rules.rollout_days import zone_of
from ..items import drop_item, take_item_up, tick_item
from ..moving_dates import undo_move
from ..sessions import (
    cancel_session,
    hold_session,
    move_session,
    restore_session,
    unhold_session,
)
from ..template_items import put_template_items_back
from ..templates import bring_template_back, retire_template
from .ways import AGAIN, BEGUN, CHANGE, TAKES_BACK, Doing, Way, Who, deed, same


def _move_back(it: Doing) -> Any:
    session, was = it.the(CoachingSession), it.values["was"]
    return move_session(
        session,
        by=it.by,
        planned_at=datetime.fromisoformat(was["planned_at"]),
        remote=was["remote"],
        place=was["place"],
        zone=zone_of(session.rollout),
    )


def _hold(it: Doing) -> Any:
    session = it.the(CoachingSession)
    return hold_session(session, by=it.by, zone=zone_of(session.rollout), today=it.day)


TICKED = deed(tick_item, Item, "on", done=True)
UNTICKED = deed(tick_item, Item, "on", done=False)
CANCELLED = deed(cancel_session, CoachingSession)
RESTORED = deed(restore_session, CoachingSession)

ITEM = {"item.done": AGAIN, "item.open": AGAIN, "item.stuck": AGAIN, "item.not-needed": AGAIN}

ITEMS: Mapping[str, Way | str] = {
    "item.done": Way(Item, UNTICKED, back=("item.open",), again=TICKED, after=ITEM),
    "item.stuck": Way(Item, UNTICKED, back=("item.open",), after=ITEM),
    "item.not-needed": Way(
        Item,
        deed(take_item_up, Item, "on"),
        back=("item.open",),
        again=deed(drop_item, Item, "on"),
        after=ITEM,
    ),
    "item.open": TAKES_BACK,
    "item.added": "say in its row that it is not needed",
    "item.edited": CHANGE,
    "item.redated": CHANGE,
    "checklist.made": BEGUN,
    "checklist.edited": CHANGE,
    "date.moved": Way(
        (Person, Rollout, Checklist),
        lambda it: undo_move(it.entry.id, by=it.by),
        back=("date.move-undone",),
        after={"date.moved": "moved again since"},
        who=Who.EITHER,
        same=same("date"),
    ),
    "date.move-undone": TAKES_BACK,
}

TEMPLATES: Mapping[str, Way | str] = {
    "template.added": "retire it on its page",
    "template.imported": "retire it on its page",
    "template.edited": CHANGE,
    "template.copied": "retire the copy on its page",
    "template.retired": Way(
        Template,
        deed(bring_template_back, Template),
        back=("template.brought-back",),
        again=deed(retire_template, Template, "today"),
    ),
    "template.brought-back": TAKES_BACK,
    "template-item.added": "remove it in its row",
    "template-item.edited": CHANGE,
    "template-item.moved": CHANGE,
    "template-item.dropped": Way(
        Template,
        lambda it: put_template_items_back(it.entry, by=it.by),
        back=("template-item.put-back",),
        same=lambda entry, later: later.values.get("dropped") == entry.id,
    ),
    "template-item.put-back": TAKES_BACK,
}

SESSIONS: Mapping[str, Way | str] = {
    "session.planned": Way(
        CoachingSession,
        CANCELLED,
        back=("session.cancelled",),
        again=RESTORED,
        after={
            "session.restored": None,
            "session.held": "it has happened",
            "session.not-held": None,
        },
    ),
    "session.moved": Way(
        CoachingSession,
        _move_back,
        back=("session.moved",),
        puts_back=lambda entry, later: (
            datetime.fromisoformat(later.values["at"])
            == datetime.fromisoformat(entry.values["was"]["planned_at"])
        ),
        needs="was",
        after={
            "session.moved": "moved again since",
            "session.held": "it has happened",
            "session.not-held": None,
            "session.cancelled": "cancelled since",
            "session.restored": None,
        },
    ),
    "session.cancelled": Way(
        CoachingSession, RESTORED, back=("session.restored",), again=CANCELLED
    ),
    "session.restored": TAKES_BACK,
    "session.held": Way(
        CoachingSession,
        deed(unhold_session, CoachingSession),
        back=("session.not-held",),
        again=_hold,
        after={"session.cancelled": "cancelled since", "session.restored": None},
    ),
    "session.not-held": TAKES_BACK,
    "session.way": "say another way in its row",
    "session.logged": Way(
        CoachingSession,
        CANCELLED,
        back=("session.cancelled",),
        again=RESTORED,
        after={"session.restored": None},
    ),
    "session.edited": CHANGE,
}

OF_WORK = {**ITEMS, **TEMPLATES, **SESSIONS}
