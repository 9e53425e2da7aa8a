"""A topic's FAQ on one page: its published entries in their order."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from ...markup import Heading, Rendered, among_others
from ...models import Expert, Output, OutputKind, OutputState, Person, Topic, Version
from ...rules.faq import in_groups
from ...rules.trust import badge


@dataclass(frozen=True)
class Entry:
    """A question with its answer; `badge` says how far it can be trusted.

    `group` is the heading that it stands under, `source` the answer as it was typed.
    """

    id: int
    title: str
    group: str
    text: Rendered
    source: str
    url: str
    badge: str
    owner_id: int
    owner: str
    published_on: date

    @property
    def anchor(self) -> str:
        return f"entry-{self.id}"


@dataclass(frozen=True)
class Section:
    """The entries below one heading of a FAQ; those that have none come first, without one."""

    heading: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return f"group-{self.entries[0].id}"


@dataclass(frozen=True)
class FaqPage:
    """The entries of a topic's FAQ by their groups, and whom to ask for what is not in it."""

    topic: Topic
    sections: tuple[Section, ...]
    people: tuple[tuple[Person, str], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def contents(self) -> tuple[Heading, ...]:
        lines = []
        for section in self.sections:
            if section.heading:
                lines.append(Heading(2, section.heading, section.anchor))
            level = 3 if section.heading else 2
            lines += [Heading(level, entry.title, entry.anchor) for entry in section.entries]
        return tuple(lines)


def faq_of(topic: Topic) -> FaqPage:
    """Read a topic's FAQ (two queries)."""
    rows = (
        Output.select(
            Output.id,
            Output.title,
            Output.group,
            Version.html,
            Version.text,
            Output.url,
            badge(),
            Person.id,
            Person.name,
            Output.published_on,
        )
        .join(Person, on=(Output.owner == Person.id))
        .join_from(
            Output,
            Version,
            JOIN.LEFT_OUTER,
            on=((Version.output == Output.id) & (Version.number == Output.published_number)),
        )
        .where(*_published(topic))
        .order_by(Output.position, Output.id)
        .tuples()
    )
    entries = [
        Entry(
            id,
            title,
            group,
            among_others(html or "", title, below=3 if group else 2),
            source or "",
            *more,
        )
        for id, title, group, html, source, *more in rows
    ]
    sections = tuple(Section(group, tuple(inside)) for group, inside in in_groups(entries))
    return FaqPage(topic, sections, _people(topic))


def faq_groups(topic: Topic) -> list[str]:
    """List the groups that the entries of a topic stand under, in their order (one query)."""
    entries = Output.select(Output.group).where(Output.topic == topic, Output.group != "")
    return list(dict.fromkeys(group for (group,) in entries.order_by(Output.position).tuples()))


def faq_entry_titles(topic: Topic) -> list[tuple[int, str]]:
    """List the entries of a topic's FAQ by id and title, in their order (one query)."""
    entries = Output.select(Output.id, Output.title).where(*_published(topic))
    return list(entries.order_by(Output.position, Output.id).tuples())


def _published(topic: Topic) -> tuple[object, ...]:
    return (
        Output.topic == topic,
        Output.kind == OutputKind.FAQ_ENTRY,
        Output.state == OutputState.PUBLISHED,
    )


def _people(topic: Topic) -> tuple[tuple[Person, str], ...]:
    """List who owns a topic and who its SMEs are, as long as they are there."""
    experts = Expert.select(Expert.person).where(Expert.topic == topic)
    owner = Topic.select(Topic.owner).where(Topic.id == topic)
    who = Person.select().where(Person.id.in_(experts | owner), Person.active)
    return tuple(
        (person, "owner of the topic" if person.id == topic.owner_id else "SME")
        for person in who.order_by(Person.name)
    )
