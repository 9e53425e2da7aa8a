"""What importing documents from files would do, looked at before anything is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from peewee import fn

from ...access import (
    may_add_topic,
    may_edit_output,
    may_plan_output,
    outputs_visible_to,
    topics_visible_to,
)
from ...errors import Refused
from ...folding import folded
from ...importers.documents import DocumentRow, Problem, Reading, renamed
from ...importers.images import ImageFile, numbered, read_image
from ...models import Attachment, Kind, Output, Person, Rollout, Topic
from ..outputs import NOT_YOURS, checked_link, in_one_line, newest_texts

MOST_DOCUMENTS = 2_000


class Change(StrEnum):
    """What importing a document would do."""

    NEW = "new"
    CHANGED = "a new version"
    REGROUPED = "into its group"
    UNCHANGED = "as it is"
    WRONG = "not possible"


@dataclass(frozen=True)
class Place:
    """Where documents go: a topic, or a rollout's work on it; without a topic, as the files say."""

    topic: Topic | None = None
    rollout: Rollout | None = None


@dataclass(frozen=True)
class Line:
    """One document as it would be written. `present` is the one that has its title there now.

    `topic_name` may be of a topic that is yet to be made; `wrong` says what has to be done first.
    `position` is its place in the FAQ of its topic, behind what stands there.
    """

    row: DocumentRow
    text: str
    group: str
    position: int
    images: tuple[ImageFile, ...]
    topic_name: str
    topic: Topic | None
    present: Output | None
    change: Change
    wrong: str = ""


@dataclass(frozen=True)
class NewTopic:
    """A topic that is yet to be made; `kind` and `open_to_all` are None where no file says."""

    name: str
    kind: Kind | None = None
    open_to_all: bool | None = None

    def __str__(self) -> str:
        said = [self.kind.value] if self.kind else []
        said += ["seen by everybody"] if self.open_to_all else []
        return f"{self.name} ({', '.join(said)})" if said else self.name


@dataclass(frozen=True)
class DocumentPlan:
    """What importing files would do, and what to look at in them."""

    lines: list[Line]
    problems: list[Problem]
    new_topics: list[NewTopic]

    def count(self, change: Change) -> int:
        return sum(line.change == change for line in self.lines)


def plan_documents(
    reading: Reading, *, by: Person, place: Place = Place(), make_topics: bool = False
) -> DocumentPlan:
    """Work out what importing what was read would do, without doing it.

    A document that has a title on its topic already becomes a new version of it; where a title is
    used several times, the first stays the first.
    """
    if len(reading.documents) > MOST_DOCUMENTS:
        raise Refused(
            f"These are {len(reading.documents):,} documents; {MOST_DOCUMENTS:,} can be imported "
            "at once. Import them folder by folder.",
            field="files",
        )
    return _Planning(reading, by, place, make_topics).plan()


class _Planning:
    """What is known before the documents are looked at one by one: a few queries for all."""

    def __init__(self, reading: Reading, by: Person, place: Place, make_topics: bool):
        self.reading, self.by, self.place, self.make_topics = reading, by, place, make_topics
        self.topics = {folded(topic.name): topic for topic in topics_visible_to(by)}
        if place.topic:
            meant = [place.topic.id]
        else:
            names = {folded(row.topic) for row in reading.documents}
            meant = [topic.id for name, topic in self.topics.items() if name in names]
        titles = {folded(row.title) for row in reading.documents}
        visible = outputs_visible_to(by).where(Output.topic.in_(meant)).order_by(Output.id)
        outputs = [output for output in visible if folded(output.title) in titles]
        self.present: dict[tuple[int, str], list[Output]] = defaultdict(list)
        for output in outputs:
            self.present[output.topic_id, folded(output.title)].append(output)
        self.texts = newest_texts([output.id for output in outputs])
        self.images = _images_of([output.id for output in outputs])
        self.last = _last_positions(meant)
        self.may: dict[Any, bool] = {}

    def plan(self) -> DocumentPlan:
        problems = list(self.reading.problems)
        lines = []
        for row in self.reading.documents:
            line, about = self._line(row)
            lines.append(line)
            problems += about
        missing = [line for line in lines if line.topic is None and not line.wrong]
        return DocumentPlan(lines, problems, _new_topics(missing))

    def _line(self, row: DocumentRow) -> tuple[Line, list[Problem]]:
        name = self.place.topic.name if self.place.topic else row.topic
        topic = self.place.topic or self.topics.get(folded(name))
        found = self.present[topic.id, folded(row.title)] if topic else []
        group = in_one_line(row.group)
        output = _taken(found, group)
        kept = self.images.get(output.id, {}) if output else {}
        text, images, problems = _with_images(row, kept)
        wrong = self._wrong(row, name, topic, output)
        change = Change.WRONG if wrong else self._change(output, text, group)
        position = row.position if output else self._position(row, topic.id if topic else name)
        return Line(
            row, text, group, position, images, name, topic, output, change, wrong
        ), problems

    def _change(self, output: Output | None, text: str, group: str) -> Change:
        if output is None:
            return Change.NEW
        if self.texts.get(output.id, "") != text:
            return Change.CHANGED
        is_elsewhere = group and group != output.group
        return Change.REGROUPED if is_elsewhere else Change.UNCHANGED

    def _position(self, row: DocumentRow, topic: int | str) -> int:
        """Place the entries of a page behind those that its topic has already."""
        key = topic if isinstance(topic, int) else folded(topic)
        place = self.last.get(key, 0) + 1 if row.is_on_page else row.position
        self.last[key] = max(self.last.get(key, 0), place)
        return place

    def _wrong(
        self, row: DocumentRow, name: str, topic: Topic | None, output: Output | None
    ) -> str:
        """Say why a document cannot be imported as it is, "" where it can."""
        if not row.text.strip() and not row.url:
            return "It has neither a text nor a link."
        try:
            checked_link(row.url)
        except Refused as refusal:
            return refusal.sentence
        if topic is not None:
            return "" if self._may(topic, output) else NOT_YOURS
        if not name:
            return "It names no topic. Choose the one that it is about."
        if not may_add_topic(self.by):
            return f"There is no topic “{name}” that you can see. Choose one, or ask a supervisor."
        if not self.make_topics:
            return f"There is no topic “{name}” yet. Choose one, or have it made."
        return ""

    def _may(self, topic: Topic, output: Output | None) -> bool:
        if output is None:
            key: Any = (topic.id, None)
        else:
            key = (topic.id, output.rollout_id, output.owner_id == self.by.id)
        if key not in self.may:
            self.may[key] = (
                may_plan_output(self.by, topic, self.place.rollout)
                if output is None
                else may_edit_output(self.by, output)
            )
        return self.may[key]


def _new_topics(lines: Sequence[Line]) -> list[NewTopic]:
    """Gather the topics of these lines; of each counts what is said of it first."""
    said: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        said[folded(line.topic_name)].append(line)
    return [
        NewTopic(
            of_one[0].topic_name,
            next((each.row.topic_kind for each in of_one if each.row.topic_kind), None),
            next((each.row.topic_open for each in of_one if each.row.topic_open is not None), None),
        )
        for of_one in said.values()
    ]


def _taken(found: list[Output], group: str) -> Output | None:
    """Take out of the outputs of one title the one of this group, or else the first."""
    meant = next((at for at, output in enumerate(found) if output.group == group), 0)
    return found.pop(meant) if found else None


def _last_positions(topics: Sequence[int]) -> dict[int | str, int]:
    """Give the last position on each topic, by its id."""
    positions = Output.select(Output.topic, fn.MAX(Output.position)).group_by(Output.topic)
    return dict(positions.where(Output.topic.in_(topics)).tuples())


def _images_of(ids: Sequence[int]) -> dict[int, dict[bytes, str]]:
    """Map the images of each output by what is in them to their names."""
    found: dict[int, dict[bytes, str]] = defaultdict(dict)
    rows = Attachment.select(Attachment.output, Attachment.data, Attachment.name)
    for id, data, name in rows.where(Attachment.output.in_(ids)).tuples().iterator():
        found[id][sha256(bytes(data)).digest()] = name
    return found


def _with_images(
    row: DocumentRow, kept: Mapping[bytes, str]
) -> tuple[str, tuple[ImageFile, ...], list[Problem]]:
    """Name the images of a document as they are or will be kept; what is none is left out."""
    images: list[ImageFile] = []
    names: dict[str, str] = {}
    taken = {name.casefold() for name in kept.values()}
    problems = []
    for address, data in row.attachments:
        digest = sha256(data).digest()
        if digest in kept:
            names[address] = kept[digest]
            continue
        try:
            image = read_image(data, unquote(address))
        except Refused as refusal:
            problems.append(Problem(row.source, None, f"{address}: {refusal.sentence}"))
            continue
        number = 1
        while numbered(image.name, number).casefold() in taken:
            number += 1
        image = replace(image, name=numbered(image.name, number))
        kept = {**kept, digest: image.name}
        taken.add(image.name.casefold())
        names[address] = image.name
        images.append(image)
    return renamed(row.text, names), tuple(images), problems
