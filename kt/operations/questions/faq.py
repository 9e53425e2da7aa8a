"""A topic's FAQ: answers that the next one finds, and the order they stand in."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from ...access import may_answer_question, may_edit_faq, may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...models import Output, OutputKind, OutputState, Person, Question, Topic
from ...rules.faq import in_groups
from ..audit import record
from ..outputs import (
    in_one_line,
    newest_version,
    publish_output,
    unpublish_output,
    write_version,
)
from .rows import NOT_ASKED, fresh, note
from .words import answer_said, question_said

NOT_EDITOR = "A topic's FAQ is written by those who know the topic. Ask one of them."


class SameTitle(Refused):
    """The FAQ has an entry of this title already: `output`."""

    def __init__(self, output: Output):
        super().__init__(
            f"The FAQ has an entry “{output.title}” already. Add to that one, or word this one "
            "differently.",
            field="title",
        )
        self.output = output


def put_into_faq(question: Question, *, by: Person, today: date, title: str = "") -> Output:
    """Publish a question and its answer as an entry of the topic's FAQ, owned by whoever answered.

    `title` words it differently. Where the entry is there already, it gets the present answer.
    Raises SameTitle where another entry is called so.
    """
    require(by.id == question.answered_by_id or may_edit_faq(by, question.topic), NOT_EDITOR)
    with transaction():
        row = fresh(question)
        if row.private:
            raise Refused(
                "This was asked in private, so it is not put into the FAQ. Word it anew, as if "
                "nobody had asked it."
            )
        if row.answered_at is None:
            raise Refused("There is no answer yet. Write it first, then put it into the FAQ.")
        output = row.output
        if output is None:
            output = _entry(row.topic, title or row.text, row.answer, by=row.answered_by)
            row.output = output
            row.save(only=[Question.output])
        _publish(output, row.answer, by=by, today=today)
        note("question.in-faq", row, by=by, output=output)
    return output


def take_out_of_faq(question: Question, *, by: Person) -> Output | None:
    """Undo `put_into_faq`: the entry is a draft again, kept with its text."""
    require(by.id == question.answered_by_id or may_edit_faq(by, question.topic), NOT_EDITOR)
    with transaction():
        row = fresh(question)
        output = row.output
        if output is None or output.state != OutputState.PUBLISHED:
            return output
        unpublish_output(output, by=by)
        note("question.out-of-faq", row, by=by, output=output)
    return output


def write_faq_entry(
    topic: Topic,
    *,
    by: Person,
    title: str,
    text: str,
    today: date,
    question: Any = None,
    group: str = "",
) -> Output:
    """Publish an entry that nobody asked for, or that words a private question anew."""
    require(may_edit_faq(by, topic) or _is_asked(by, question), NOT_EDITOR)
    said = answer_said(text, field="text")
    with transaction():
        output = _entry(topic, title, said, by=by, group=group)
        _publish(output, said, by=by, today=today)
        record("question.in-faq", by=by, about=[topic, output], topic=topic, output=output)
    return output


def add_to_faq(question: Question, output: Output | int, *, by: Person, today: date) -> Output:
    """Add an answer to the entry that has its title already; `output` may be its id."""
    output = Output.get_by_id(output) if isinstance(output, int) else output
    require(may_answer_question(by, question), NOT_ASKED)
    require(may_edit_output(by, output), "Only those who write that entry can add to it.")
    with transaction():
        row = fresh(question)
        if row.private or row.answered_at is None or row.topic_id != output.topic_id:
            raise Refused("Only an answer on this topic that is not private can be added to it.")
        newest = newest_version(output)
        text = newest.text if newest else ""
        if row.answer not in text:
            text = f"{text}\n\n{row.answer}".strip()
        _publish(output, text, by=by, today=today)
        row.output = output
        row.save(only=[Question.output])
        note("question.in-faq", row, by=by, output=output)
    return output


def move_faq_entry(
    output: Output, to: Literal["up", "down"], *, by: Person, with_group: bool = False
) -> None:
    """Move an entry of a FAQ by one place in its group, or its whole group by one.

    At the end it stays; entries without a group stay first.
    """
    require(may_edit_faq(by, output.topic), NOT_EDITOR)
    with transaction():
        entries = faq_entries(output.topic)
        group = next((entry.group for entry in entries if entry.id == output.id), None)
        if group is None:
            raise Refused("Only a published entry of the FAQ has a place in it.")
        groups = [inside for _, inside in in_groups(entries)]
        inside = next(each for each in groups if each[0].group == group)
        moved: list[Any] = groups if with_group else inside
        at = groups.index(inside) if with_group else [each.id for each in inside].index(output.id)
        beside = at - 1 if to == "up" else at + 1
        if not 0 <= beside < len(moved):
            return
        moved[at], moved[beside] = moved[beside], moved[at]
        for position, entry in enumerate(entry for each in groups for entry in each):
            if entry.position != position:
                Output.update(position=position).where(Output.id == entry.id).execute()
        record("faq.ordered", by=by, about=[output.topic], topic=output.topic, output=output)


def faq_entries(topic: Topic) -> list[Output]:
    """List the published entries of a topic's FAQ, in their order, whatever their groups."""
    entries = Output.select().where(
        Output.topic == topic,
        Output.kind == OutputKind.FAQ_ENTRY,
        Output.state == OutputState.PUBLISHED,
    )
    return list(entries.order_by(Output.position, Output.id))


def _entry(topic: Topic, title: str, text: str, *, by: Person, group: str = "") -> Output:
    said = question_said(title, field="title")
    refuse_same_title(topic, said)
    last = Output.select(Output.position).where(Output.topic == topic)
    output = Output.create(
        title=said,
        kind=OutputKind.FAQ_ENTRY,
        topic=topic,
        owner=by,
        group=in_one_line(group),
        position=(last.order_by(Output.position.desc()).limit(1).scalar() or 0) + 1,
    )
    record("output.planned", by=by, about=[output, topic], output=output, owner=by, due=None)
    return output


def refuse_same_title(topic: Topic, title: str) -> None:
    """Raise SameTitle where an entry of the FAQ is called so, in other capitals even."""
    entries: Sequence[Output] = Output.select().where(
        Output.topic == topic,
        Output.kind == OutputKind.FAQ_ENTRY,
        Output.state != OutputState.OBSOLETE,
    )
    for entry in entries:
        if " ".join(entry.title.split()).casefold() == title.casefold():
            raise SameTitle(entry)


def _publish(output: Output, text: str, *, by: Person, today: date) -> None:
    newest = newest_version(output)
    write_version(output, by=by, text=text, opened_with=newest.number if newest else 0)
    publish_output(output, by=by, today=today)


def _is_asked(by: Person, question: Question | None) -> bool:
    return question is not None and may_answer_question(by, question)
