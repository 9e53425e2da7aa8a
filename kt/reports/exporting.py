"""Documents as they leave: each with the text that its readers see, and the images of that text."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from peewee import JOIN, fn

from ..access import outputs_visible_to
from ..exporters.documents import ExportedDocument
from ..markup import render
from ..models import Attachment, Output, Person, Topic, Version


def exported_documents(
    person: Person, *, topic: Topic | None = None, ids: Collection[int] | None = None
) -> list[ExportedDocument]:
    """Gather the documents that somebody may see: of a topic, of these ids, or all of them.

    Of a document nobody has written yet there is nothing to export. Three queries for all.
    """
    outputs = outputs_visible_to(person)
    if topic is not None:
        outputs = outputs.where(Output.topic == topic)
    if ids is not None:
        outputs = outputs.where(Output.id.in_(list(ids)))
    rows = list(_rows([id for (id,) in outputs.select(Output.id).tuples()]))
    named = {row["id"]: render(row["text"] or "", images="/").images for row in rows}
    images = _images([id for id, names in named.items() if names])
    return [
        ExportedDocument(
            title=row["title"],
            kind=row["kind"],
            text=row["text"] or "",
            topic=row["topic"],
            topic_kind=row["topic_kind"],
            topic_open=row["topic_open"],
            state=row["state"],
            owner=row["owner"] or "",
            due=row["due"],
            url=row["url"],
            position=row["position"],
            group=row["group"],
            published=row["published_on"],
            version=row["number"],
            attachments=tuple(
                (name, images[row["id"]][name])
                for name in named[row["id"]]
                if name in images[row["id"]]
            ),
        )
        for row in rows
    ]


def _rows(ids: Sequence[int]) -> Any:
    newest = Version.alias()
    read = fn.COALESCE(
        Output.published_number,
        newest.select(fn.MAX(newest.number)).where(newest.output == Output.id),
    )
    return (
        Output.select(
            Output.id,
            Output.title,
            Output.kind,
            Output.state,
            Output.due,
            Output.url,
            Output.position,
            Output.group,
            Output.published_on,
            Topic.name.alias("topic"),
            Topic.kind.alias("topic_kind"),
            Topic.open_to_all.alias("topic_open"),
            Person.email.alias("owner"),
            Version.text,
            Version.number,
        )
        .join(Topic, on=(Output.topic == Topic.id))
        .join_from(Output, Person, on=(Output.owner == Person.id))
        .join_from(
            Output,
            Version,
            JOIN.LEFT_OUTER,
            on=((Version.output == Output.id) & (Version.number == read)),
        )
        .where(Output.id.in_(ids), Version.id.is_null(False) | (Output.url != ""))
        .order_by(fn.LOWER(Topic.name), Output.position, fn.LOWER(Output.title), Output.id)
        .dicts()
    )


def _images(ids: Sequence[int]) -> dict[int, dict[str, bytes]]:
    found: dict[int, dict[str, bytes]] = defaultdict(dict)
    rows = Attachment.select(Attachment.output, Attachment.name, Attachment.data)
    for id, name, data in rows.where(Attachment.output.in_(ids)).tuples():
        found[id][name] = bytes(data)
    return found
