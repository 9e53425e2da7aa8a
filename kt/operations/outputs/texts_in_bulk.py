"""Another text for each of many documents: what can be worked out is, before the lock is taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from ... import db
from ...access import may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...markup import named_in
from ...models import (
    Mention,
    Output,
    OutputState,
    Person,
    Publication,
    Review,
    ReviewAnswer,
    Rollout,
    Topic,
    Version,
)
from ..audit import Deed, record_all
from ..bulk import batches, insert_all, run_for_all
from ..indexing import Prepared, WordsOf, index_changed_outputs, prepared_document
from .rows import NOT_YOURS, OBSOLETE, rendered


@dataclass(frozen=True)
class NewText:
    """A text that a document is to get, with everything that follows from it."""

    output: Output
    text: str
    why: str
    html: str
    names: tuple[str, ...]
    passages: tuple[Prepared, ...]


@dataclass(frozen=True)
class Written:
    """A text that a document got, as its version `number`."""

    text: NewText
    number: int
    version: Version


def new_text(output: Output, *, text: str, why: str) -> NewText:
    """Render a text and read out of it what it names and what it will be found by."""
    html = str(rendered(output, text).html)
    passages = prepared_document(output.title, html, is_published=True)
    return NewText(output, text, why, html, tuple(named_in(html)), tuple(passages))


def write_texts(texts: Sequence[NewText], *, by: Person) -> list[Written]:
    """Keep texts as the newest versions of their documents, where they are not that already."""
    _require(texts, by)
    with transaction():
        newest = _newest([each.output.id for each in texts])
        changed = [each for each in texts if newest.get(each.output.id, (0, ""))[1] != each.text]
        numbers = [newest.get(each.output.id, (0, ""))[0] + 1 for each in changed]
        versions = insert_all(
            Version,
            [
                Version(
                    output=each.output,
                    number=number,
                    text=each.text,
                    html=each.html,
                    why=each.why,
                    by=by,
                )
                for each, number in zip(changed, numbers, strict=True)
            ],
        )
        insert_all(
            Mention,
            [
                Mention(key=key, version=version)
                for version, each in zip(versions, changed, strict=True)
                for key in each.names
            ],
        )
        for ids in batches(each.output.id for each in changed):
            planned = (Output.id.in_(ids), Output.state == OutputState.PLANNED)
            Output.update(state=OutputState.DRAFT).where(*planned).execute()
        written = [Written(*each) for each in zip(changed, numbers, versions, strict=True)]
        record_all([_deed("output.written", each, {}) for each in written], by=by)
    return written


def publish_texts(
    written: Sequence[tuple[Written, date]], *, by: Person, known: Mapping[int, WordsOf]
) -> None:
    """Let readers see new texts from a day on, and earn their trust anew.

    `known` is what `words_of_outputs` said of the documents before the lock was taken.
    """
    with transaction():
        _refuse_obsolete([each.text.output.id for each, _ in written])
        changes = [(day, each.number, each.number, each.text.output.id) for each, day in written]
        param = db.database.param
        run_for_all(
            f'UPDATE "output" SET "state" = \'published\', '
            f'"published_on" = COALESCE("published_on", {param}), "published_number" = {param}, '
            f'"trusted_from" = {param} WHERE "id" = {param}',
            changes,
        )
        insert_all(
            Publication, [Publication(version=each.version, on=day) for each, day in written]
        )
        for ids in batches(each.text.output.id for each, _ in written):
            theirs = Version.select(Version.id).where(Version.output.in_(ids))
            waiting = (Review.answer == ReviewAnswer.WAITING, Review.version.in_(theirs))
            Review.update(answer=ReviewAnswer.WITHDRAWN).where(*waiting).execute()
        record_all([_deed("output.published", each, {"on": day}) for each, day in written], by=by)
        index_changed_outputs(
            [
                (each.text.output.id, each.text.output.topic_id, each.text.passages)
                for each, _ in written
            ],
            known,
        )


def shown_as_they_are(outputs: Collection[int]) -> set[int]:
    """Tell which of some documents show their readers the newest text already."""
    newest = Version.select(fn.MAX(Version.number)).where(Version.output == Output.id)
    return {
        id
        for ids in batches(outputs)
        for (id,) in Output.select(Output.id)
        .where(
            Output.id.in_(ids),
            Output.state == OutputState.PUBLISHED,
            Output.url == "",
            Output.published_number == newest,
        )
        .tuples()
    }


def _require(texts: Sequence[NewText], by: Person) -> None:
    """Ask once for all documents of a topic, a rollout, an owner and a kind."""
    asked: set[Any] = set()
    for each in texts:
        output: Any = each.output
        key = (output.topic_id, output.rollout_id, output.owner_id, output.kind)
        if key not in asked:
            asked.add(key)
            require(may_edit_output(by, output), NOT_YOURS)


def _newest(outputs: Sequence[int]) -> dict[int, tuple[int, str]]:
    newer = Version.alias()
    last = newer.select(fn.MAX(newer.number)).where(newer.output == Version.output)
    return {
        id: (number, text)
        for ids in batches(outputs)
        for id, number, text in Version.select(Version.output, Version.number, Version.text)
        .where(Version.output.in_(ids), Version.number == last)
        .tuples()
    }


def _refuse_obsolete(outputs: Sequence[int]) -> None:
    for ids in batches(outputs):
        obsolete = (Output.id.in_(ids), Output.state == OutputState.OBSOLETE)
        if Output.select().where(*obsolete).exists():
            raise Refused(OBSOLETE)


def _deed(name: str, written: Written, told: Mapping[str, Any]) -> Deed:
    output: Any = written.text.output
    # What it is about is known by its ids; the rows themselves would be a query each.
    about = [output, Topic(id=output.topic_id), Person(id=output.owner_id)]
    if output.rollout_id is not None:
        about.append(Rollout(id=output.rollout_id))
    return Deed(name, about, {"output": output, "number": written.number, **told})
