"""Planning an output, and changing what is planned."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ...access import may_edit_output, may_plan_output, require
from ...db import transaction
from ...errors import Refused
from ...models import (
    Output,
    OutputKind,
    OutputState,
    Person,
    Revision,
    Rollout,
    RolloutTopic,
    Topic,
)
from ..audit import record
from ..indexing import index_output
from .publishing import show_version
from .rows import (
    NOT_YOURS,
    about_of,
    keep_link,
    newest_version,
    refresh,
    unpublished_state,
)
from .using import fix_failures

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
    review_on: date | None = None,
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
            review_on=review_on,
            state=OutputState.DRAFT if link else OutputState.PLANNED,
        )
        keep_link(output, by=by)
        record("output.planned", by=by, about=about_of(output), output=output, owner=owner, due=due)
        refresh(output, by)
        index_output(output)
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
    today: date,
    review_on: date | None = None,
    group: str | None = None,
) -> Output:
    """Change what an output is called, who owns it, its dates, where it points to.

    `group` is the heading that it stands under on its topic's FAQ; None leaves it.

    Where it is only a link, another one is another version, which readers of the earlier one see
    at once and which answers what did not work with that. `today` is the rollout's.
    """
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if owner.id != row.owner_id:
            _refuse_gone(owner)
        link = checked_link(url)
        if row.state == OutputState.PUBLISHED and not link and not _has_text(row):
            raise Refused(
                "A published output needs a text or a link. Write the text first, or take it back.",
                field="url",
            )
        before = (row.title, row.kind, row.owner, row.due, row.url, row.review_on, row.group)
        row.title, row.kind, row.owner, row.due, row.url = title, kind, owner, due, link
        row.review_on = review_on
        row.group = row.group if group is None else in_one_line(group)
        if row.state in (OutputState.PLANNED, OutputState.DRAFT):
            row.state = unpublished_state(row)
        row.save()
        _point_elsewhere(row, by, today)
        after = (title, kind, owner, due, link, review_on, row.group)
        names = (
            "the title",
            "the kind",
            "the owner",
            "the date",
            "the link",
            "the review date",
            "the group",
        )
        changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
        if changed:
            about = [*about_of(row), owner]
            record("output.edited", by=by, about=about, output=row, changed=", ".join(changed))
            refresh(row, by)
            index_output(row)
    return row


def put_into_group(output: Output, group: str, *, by: Person) -> None:
    """Let an entry stand under another heading of its topic's FAQ."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.group != in_one_line(group):
            row.group = in_one_line(group)
            row.save(only=[Output.group])
            record("output.edited", by=by, about=about_of(row), output=row, changed="the group")


def _has_text(row: Any) -> bool:
    newest = newest_version(row)
    return newest is not None and not newest.url


def _point_elsewhere(row: Any, by: Person, today: date) -> None:
    version = keep_link(row, by=by)
    if version is None:
        return
    fix_failures(row, None, version.number, by=by)
    if row.published_on is not None:
        state = row.state
        show_version(row, version.number, today)
        row.state = state
        row.save()


def confirm_output(output: Output, *, by: Person, review_on: date | None, today: date) -> Output:
    """Say that a published document is still right, and when to look at it again, if ever."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state != OutputState.PUBLISHED:
            raise Refused("Only what is published can still be right. Publish it first.")
        if review_on is not None and review_on <= today:
            raise Refused(
                "Choose a day to come, or none: uses tell sooner than a date whether it is right.",
                field="review_on",
            )
        row.review_on = review_on
        row.save()
        record("output.confirmed", by=by, about=about_of(row), output=row, until=review_on)
    return row


def in_one_line(words: str) -> str:
    return " ".join(words.split())


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
