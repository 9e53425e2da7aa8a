"""Outputs: planned, written in versions, published, taken back, obsolete."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ..access import may_edit_output, may_plan_output, require
from ..db import transaction
from ..errors import Refused
from ..markup import render
from ..models import (
    Output,
    OutputKind,
    OutputState,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Topic,
    Version,
)
from .agreements import refresh_agreement
from .audit import record
from .editing import Stale

NOT_YOURS = (
    "An output is written by its owner, by the guides and SMEs of its topic, and by whoever runs "
    "the rollout. Ask one of them."
)

LONGEST_LINK = 2_000


def plan_output(
    *,
    by: Person,
    title: str,
    kind: OutputKind,
    topic: Topic,
    owner: Person,
    rollout: Rollout | None = None,
    due: date | None = None,
    url: str = "",
) -> Output:
    """Plan what a topic, or a rollout's work on it, is to leave behind."""
    require(may_plan_output(by, topic, rollout), NOT_YOURS)
    with transaction():
        if rollout is not None:
            _refuse_foreign_topic(rollout, topic)
        _refuse_gone(owner)
        link = checked_link(url)
        output = Output.create(
            title=title,
            kind=kind,
            topic=topic,
            rollout=rollout,
            owner=owner,
            due=due,
            url=link,
            state=OutputState.DRAFT if link else OutputState.PLANNED,
        )
        record("output.planned", by=by, about=_about(output), output=output, owner=owner, due=due)
        _refresh(output, by)
    return output


def edit_output(
    output: Output,
    *,
    by: Person,
    title: str,
    kind: OutputKind,
    owner: Person,
    due: date | None,
    url: str,
) -> Output:
    """Change what an output is called, who owns it, when it is due, where it points to."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if owner.id != row.owner_id:
            _refuse_gone(owner)
        link = checked_link(url)
        if row.state == OutputState.PUBLISHED and not link and newest_version(row) is None:
            raise Refused(
                "A published output needs a text or a link. Write the text first, or take it back.",
                field="url",
            )
        before = (row.title, row.kind, row.owner, row.due, row.url)
        row.title, row.kind, row.owner, row.due, row.url = title, kind, owner, due, link
        if row.state in (OutputState.PLANNED, OutputState.DRAFT):
            row.state = _unpublished_state(row)
        row.save()
        after = (title, kind, owner, due, link)
        names = ("the title", "the kind", "the owner", "the date", "the link")
        changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
        if changed:
            about = [*_about(row), owner]
            record("output.edited", by=by, about=about, output=row, changed=", ".join(changed))
            _refresh(row, by)
    return row


def write_version(
    output: Output, *, by: Person, text: str, opened_with: int, why: str = ""
) -> Version:
    """Keep a new text of an output beside all earlier ones.

    `opened_with` is the number of the version that was on the screen, 0 for none. Raises Stale
    where somebody wrote another one meanwhile; saving the same text again changes nothing.
    """
    require(may_edit_output(by, output), NOT_YOURS)
    if not text.strip():
        raise Refused("There is nothing to save yet. Write the text first.", field="text")
    html = str(render(text).html)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        newest = newest_version(row)
        if newest is not None and newest.text == text:
            return newest
        if (newest.number if newest else 0) != opened_with:
            raise Stale
        version = Version.create(
            output=row, number=opened_with + 1, text=text, html=html, why=why, by=by
        )
        if row.state == OutputState.PLANNED:
            row.state = OutputState.DRAFT
            row.save()
        record("output.written", by=by, about=_about(row), output=row, number=version.number)
    return version


def publish_output(output: Output, *, by: Person, today: date) -> Output:
    """Publish an output that has a text or a link; `today` is the rollout's."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state == OutputState.PUBLISHED:
            return row
        if row.state == OutputState.OBSOLETE:
            raise Refused("This output is obsolete. Bring it back first, then publish it.")
        if not row.url and newest_version(row) is None:
            raise Refused(
                f"“{row.title}” has neither a text nor a link yet. Write it or add the link, then "
                "publish it."
            )
        row.state, row.published_on = OutputState.PUBLISHED, today
        row.save()
        record("output.published", by=by, about=_about(row), output=row, on=today)
    return row


def unpublish_output(output: Output, *, by: Person) -> Output:
    """Undo publishing: the output is a draft again."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state != OutputState.PUBLISHED:
            return row
        row.state, row.published_on = OutputState.DRAFT, None
        row.save()
        record("output.unpublished", by=by, about=_about(row), output=row)
    return row


def set_obsolete(output: Output, *, by: Person, obsolete: bool) -> Output:
    """Say that an output is not to be followed any more, or bring it back as it was."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if (row.state == OutputState.OBSOLETE) == obsolete:
            return row
        if obsolete:
            row.state = OutputState.OBSOLETE
        elif row.published_on:
            row.state = OutputState.PUBLISHED
        else:
            row.state = _unpublished_state(row)
        row.save()
        deed = "output.obsolete" if obsolete else "output.brought-back"
        record(deed, by=by, about=_about(row), output=row)
        _refresh(row, by)
    return row


def newest_version(output: Output) -> Version | None:
    return output.versions.order_by(Version.number.desc()).first()


def checked_link(url: str) -> str:
    """Take a link to a web page; raises Refused for anything else. Nothing is fetched."""
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or len(url) > LONGEST_LINK or any(sign.isspace() for sign in url):
        raise Refused(
            "This is not the address of a web page. Copy it whole; it starts with https:// or "
            "http://.",
            field="url",
        )
    return url


def _refresh(output: Any, by: Person) -> None:
    """An output of a rollout stands on its owner's sheet and in the agreement."""
    if output.rollout_id is not None:
        refresh_agreement(output.rollout, by=by)


def _unpublished_state(row: Any) -> OutputState:
    has_something = row.url or newest_version(row) is not None
    return OutputState.DRAFT if has_something else OutputState.PLANNED


def _about(output: Any) -> list[Any]:
    return [output, output.topic, output.rollout, output.owner]


def _refuse_foreign_topic(rollout: Rollout, topic: Topic) -> None:
    is_here = (
        RolloutTopic.select()
        .join(Revision)
        .where(RolloutTopic.rollout == rollout, Revision.topic == topic)
        .exists()
    )
    if not is_here:
        raise Refused(
            f"{topic.name} is not a topic of “{rollout.name}”. Choose one of its topics.",
            field="topic",
        )


def _refuse_gone(owner: Person) -> None:
    if not owner.active:
        raise Refused(f"{owner.name} is disabled. Choose an owner who can be asked.", field="owner")
