"""Writing the documents that a plan names, all or none of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ...errors import Refused
from ...folding import folded
from ...importers.documents import DocumentRow
from ...models import Kind, Output, OutputState, Person, Rollout, Topic, Upload
from ..bulk import many_at_once
from ..indexing import WordsOf, words_of_outputs
from ..outputs import (
    NewDocument,
    Written,
    attach,
    checked_link,
    new_text,
    prepared,
    publish_output,
    publish_texts,
    put_into_group,
    set_obsolete,
    shown_as_they_are,
    write_documents,
    write_texts,
)
from ..topics import add_topic
from .planning import Change, DocumentPlan, Line, NewTopic

WHY = "Imported from {}"


@dataclass(frozen=True)
class NewTopics:
    """What somebody says of topics that are not there yet.

    What they do not say the files do, or else the topics are process changes and closed.
    """

    kind: Kind | None = None
    open_to_all: bool = False


@dataclass(frozen=True)
class ImportedDocuments:
    new: int
    changed: int
    unchanged: int
    published: int
    topics: tuple[Topic, ...] = ()

    def __bool__(self) -> bool:
        return True

    @property
    def topics_made(self) -> str:
        """Say which topics were made, of which kind, and who sees them: a sentence, or ""."""
        alike: dict[str, list[str]] = defaultdict(list)
        for each in self.topics:
            who = (
                "everybody" if each.open_to_all else "supervisors and those who have to do with it"
            )
            alike[f"{each.kind}, seen by {who}"].append(each.name)
        made = "; ".join(f"{', '.join(names)} ({words})" for words, names in alike.items())
        return f"Topics made: {made}." if made else ""


def import_documents(
    plan: DocumentPlan,
    *,
    by: Person,
    today: date,
    rollout: Rollout | None = None,
    publish: bool = False,
    new_topics: NewTopics = NewTopics(),
    leave_out: Collection[int] = (),
    upload: Upload | None = None,
) -> ImportedDocuments:
    """Write what a plan says, whole or not at all; what is there already is left as it is.

    `leave_out` names lines by their index. With `publish` readers see the documents at once,
    except those that their files call something else than published.
    """
    lines = [line for at, line in enumerate(plan.lines) if at not in leave_out]
    if not lines:
        raise Refused("There is no document to import. Keep at least one of them.")
    if wrong := next((line for line in lines if line.wrong), None):
        raise Refused(f"{wrong.row.title}: {wrong.wrong}")
    owners = _owners(line.row.owner for line in lines)
    topics: dict[str, Topic] = {}
    said = {folded(each.name): each for each in plan.new_topics}
    published = 0
    ready = [
        (line, prepared(_new(line, owners.get(line.row.owner.lower(), by), by, publish, today)))
        for line in lines
        if line.present is None
    ]
    again = [
        (line, new_text(line.present, text=line.text, why=_why(line)))
        for line in lines
        if line.present is not None and line.change == Change.CHANGED and line.text.strip()
    ]
    known = words_of_outputs(each.output.id for _, each in again) if publish else {}
    with many_at_once():
        write_documents(
            [
                (line.topic or _made(said[folded(line.topic_name)], topics, by, new_topics), each)
                for line, each in ready
            ],
            by=by,
            rollout=rollout,
        )
        published += sum(each.document.state == OutputState.PUBLISHED for _, each in ready)
        for line in lines:
            if line.present is not None:
                _add_parts(line, line.present, by)
        written = write_texts([each for _, each in again], by=by)
        if publish:
            published += _publish_again(lines, written, known, by, today)
        if upload is not None:
            upload.delete_instance()
    count = Counter(line.change for line in lines)
    return ImportedDocuments(
        count[Change.NEW],
        count[Change.CHANGED] + count[Change.REGROUPED],
        count[Change.UNCHANGED],
        published,
        tuple(topics.values()),
    )


def _owners(emails: Iterable[str]) -> dict[str, Person]:
    wanted = {email.lower() for email in emails if email}
    return (
        {each.email: each for each in Person.select().where(Person.email.in_(wanted))}
        if (wanted)
        else {}
    )


def _made(said: NewTopic, topics: dict[str, Topic], by: Person, new: NewTopics) -> Topic:
    """Add a topic that no file's name was found for, once for all its documents."""
    key = folded(said.name)
    if key not in topics:
        topics[key] = add_topic(
            by=by,
            name=said.name,
            kind=new.kind or said.kind or Kind.PROCESS_CHANGE,
            open_to_all=new.open_to_all or bool(said.open_to_all),
        )
    return topics[key]


def _new(line: Line, owner: Person, by: Person, publish: bool, today: date) -> NewDocument:
    """Say what becomes of a document that is not there yet."""
    row = line.row
    state = OutputState.DRAFT
    if publish:
        state = {
            None: OutputState.PUBLISHED,
            OutputState.PUBLISHED: OutputState.PUBLISHED,
            OutputState.OBSOLETE: OutputState.OBSOLETE,
        }.get(row.state, OutputState.DRAFT)
    return NewDocument(
        title=row.title,
        kind=row.kind,
        owner=owner if owner.active else by,
        text=line.text if line.text.strip() else "",
        why=_why(line),
        url=checked_link(row.url),
        due=row.due,
        position=line.position,
        group=line.group,
        images=line.images,
        state=state,
        # What was published elsewhere was published on that day; no day is yet to come.
        published_on=min(row.published or today, today),
    )


def _why(line: Line) -> str:
    return WHY.format(line.row.source.rpartition("/")[2])


def _add_parts(line: Line, output: Output, by: Person) -> None:
    """Give a document that is there the images and the group that its file names."""
    for image in line.images:
        attach(output, image, by=by)
    if line.group:
        put_into_group(output, line.group, by=by)


def _publish_again(
    lines: Iterable[Line],
    written: Iterable[Written],
    known: Mapping[int, WordsOf],
    by: Person,
    today: date,
) -> int:
    """Bring documents that were there into the states that their files say; count those shown."""
    texts = {each.text.output.id: each for each in written}
    shown, others = [], []
    for line in lines:
        output = line.present
        if output is not None and line.row.state in (None, OutputState.PUBLISHED):
            day = min(line.row.published or today, today)
            if output.id in texts:
                shown.append((texts[output.id], day))
                continue
        if output is not None:
            others.append((output, line.row))
    publish_texts(shown, by=by, known=known)
    left = shown_as_they_are([output.id for output, _ in others])
    return len(shown) + sum(
        _published(output, row, by, today)
        for output, row in others
        if output.id not in left or row.state == OutputState.OBSOLETE
    )


def _published(output: Output, row: DocumentRow, by: Person, today: date) -> bool:
    """Bring a document into the state that its file says; tell whether it was published."""
    if row.state == OutputState.OBSOLETE:
        set_obsolete(output, by=by, obsolete=True)
        return False
    if row.state not in (None, OutputState.PUBLISHED):
        return False
    row_now = publish_output(output, by=by, today=min(row.published or today, today))
    shown = (row_now.state, row_now.published_number)
    return shown != (output.state, output.published_number)
