"""Many new documents at once: what can be worked out is, before the write lock is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...access import may_edit_output, may_plan_output, require
from ...db import transaction
from ...errors import Refused
from ...importers.images import ImageFile
from ...markup import named_in, render
from ...models import (
    Attachment,
    Mention,
    Output,
    OutputKind,
    OutputState,
    Person,
    Publication,
    Rollout,
    Topic,
    Version,
)
from ..audit import Deed, record_all
from ..bulk import insert_all
from ..indexing import Prepared, index_new_outputs, prepared_document
from .images import MOST_IMAGES
from .rows import NOT_YOURS, images_of, refresh

# No output has the number 0: its address stands for that of one which is yet to get its own.
YET_TO_COME = images_of(Output(id=0))


@dataclass(frozen=True)
class NewDocument:
    """A document that is to be written: all of it but its topic, whose row may not be there yet.

    `state` is where it is brought: published since `published_on`, obsolete, or else a draft.
    """

    title: str
    kind: OutputKind
    owner: Person
    text: str
    why: str
    url: str = ""
    due: date | None = None
    position: int = 0
    group: str = ""
    images: tuple[ImageFile, ...] = ()
    state: OutputState = OutputState.DRAFT
    published_on: date | None = None


@dataclass(frozen=True)
class Ready:
    """A document with everything that follows from its text alone."""

    document: NewDocument
    html: str
    names: tuple[str, ...]
    passages: tuple[Prepared, ...]


def prepared(document: NewDocument) -> Ready:
    """Render a document and read out of it what it names and what it can be found by."""
    if len(document.images) > MOST_IMAGES:
        raise Refused(
            f"{document.title}: a document may have {MOST_IMAGES} images. Split the document."
        )
    html = str(render(document.text, images=YET_TO_COME).html) if document.text else ""
    is_published = document.state == OutputState.PUBLISHED
    return Ready(
        document,
        html,
        tuple(named_in(html)),
        tuple(prepared_document(document.title, html, is_published=is_published)),
    )


def write_documents(
    documents: Sequence[tuple[Topic, Ready]], *, by: Person, rollout: Rollout | None
) -> None:
    """Write new documents with their texts, images, audit and index, in a few statements."""
    _require(documents, by, rollout)
    if not documents:
        return
    with transaction():
        outputs = insert_all(
            Output, [_output(topic, each.document, rollout) for topic, each in documents]
        )
        written = [
            (output, each)
            for output, (_, each) in zip(outputs, documents, strict=True)
            if each.document.text or each.document.url
        ]
        versions = insert_all(Version, [_version(output, each, by) for output, each in written])
        insert_all(
            Mention,
            [
                Mention(key=key, version=version)
                for version, (_, each) in zip(versions, written, strict=True)
                for key in each.names
            ],
        )
        insert_all(
            Publication,
            [
                Publication(version=version, on=each.document.published_on)
                for version, (_, each) in zip(versions, written, strict=True)
                if each.document.state == OutputState.PUBLISHED
            ],
        )
        insert_all(
            Attachment,
            [
                _attachment(output, image, by)
                for output, (_, each) in zip(outputs, documents, strict=True)
                for image in each.document.images
            ],
        )
        record_all(
            [
                deed
                for output, (_, each) in zip(outputs, documents, strict=True)
                for deed in _deeds(output, each.document)
            ],
            by=by,
        )
        index_new_outputs(
            [
                (output.id, topic.id, each.passages)
                for output, (topic, each) in zip(outputs, documents, strict=True)
            ]
        )
        refresh(outputs[0], by)


def _require(documents: Sequence[tuple[Topic, Ready]], by: Person, rollout: Rollout | None) -> None:
    """Ask once for all documents of a topic, an owner and a kind whether one may write them."""
    asked: set[Any] = set()
    for topic, each in documents:
        key = (topic.id, each.document.owner.id, each.document.kind)
        if key in asked:
            continue
        asked.add(key)
        require(may_plan_output(by, topic, rollout), NOT_YOURS)
        output = Output(
            topic=topic, rollout=rollout, owner=each.document.owner, kind=each.document.kind
        )
        require(may_edit_output(by, output), NOT_YOURS)


def _output(topic: Topic, document: NewDocument, rollout: Rollout | None) -> Output:
    is_published = document.state == OutputState.PUBLISHED
    shown = 1 if is_published and (document.text or document.url) else None
    return Output(
        title=document.title,
        kind=document.kind,
        topic=topic,
        rollout=rollout,
        owner=document.owner,
        due=document.due,
        url=document.url,
        position=document.position,
        group=document.group,
        state=document.state,
        published_on=document.published_on if is_published else None,
        published_number=shown,
        trusted_from=shown,
    )


def _version(output: Output, ready: Ready, by: Person) -> Version:
    # Only in its pictures: the words of a text may look like such an address, too.
    html = ready.html.replace(f'src="{YET_TO_COME}', f'src="{images_of(output)}')
    document = ready.document
    url = "" if document.text else document.url
    why = document.why
    return Version(output=output, number=1, text=document.text, html=html, why=why, by=by, url=url)


def _attachment(output: Output, image: ImageFile, by: Person) -> Attachment:
    return Attachment(
        output=output,
        name=image.name,
        media_type=image.media_type,
        size=len(image.data),
        data=image.data,
        by=by,
    )


def _deeds(output: Any, document: NewDocument) -> list[Deed]:
    """List what would have been recorded one by one."""
    about = [output, output.topic, output.rollout, output.owner]
    deeds = [Deed("output.planned", about, {"owner": document.owner, "due": document.due})]
    deeds += [Deed("output.image-added", about, {}) for _ in document.images]
    if document.text:
        deeds.append(Deed("output.written", about, {"number": 1}))
    if document.state == OutputState.PUBLISHED:
        on, number = document.published_on, output.published_number or 0
        deeds.append(Deed("output.published", about, {"on": on, "number": number}))
    if document.state == OutputState.OBSOLETE:
        deeds.append(Deed("output.obsolete", about, {}))
    return [Deed(each.name, about, {"output": output, **each.values}) for each in deeds]
