"""From the lines that somebody filled in to what a deed takes."""

from typing import Any

from flask import g, request
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ...access import topics_visible_to
from ...errors import Refused
from ...forms.designs import ProcessForm, SeatLineForm, TopicStepForm
from ...models import Rollout, RolloutTopic
from ...operations import designing as deeds
from ...operations.topics import version_of_topic
from ...reports.design import TopicLine, topics_of_design
from ...reports.people import find_person
from ...reports.topics import topics_to_choose
from ...rules.rollout_days import today_in
from ...web import visible_or_404

# So many seats are given with one press; saving shows as many empty lines again.
LINES = 4


def topic_form(rollout: Rollout, topics: list[TopicLine], *, sent: bool = False) -> TopicStepForm:
    form = TopicStepForm.of(request.form) if sent else TopicStepForm(kind=rollout.kind)
    there = {topic.topic_id for topic in topics}
    form.offer([(id, name) for id, name in topics_to_choose(g.person) if id not in there])
    return form


def process_forms(topics: list[TopicLine]) -> dict[int, ProcessForm]:
    """Make a form for each topic whose process is not in writing, by the topic's id.

    One that was sent is kept, also where somebody else wrote the process meanwhile.
    """
    sent = request.form if request.method == "POST" else None
    forms = {}
    for topic in topics:
        prefix = f"topic-{topic.topic_id}-"
        if not topic.process or f"{prefix}version" in request.form:
            forms[topic.topic_id] = ProcessForm(sent, prefix=prefix, version=_version(topic))
    return forms


def show_versions(topics: list[TopicLine], forms: dict[int, ProcessForm]) -> None:
    """Have what was typed take the place of what is there now, if it is sent once more."""
    for topic in topics:
        if topic.topic_id in forms:
            forms[topic.topic_id].version.data = _version(topic)


def written(topics: list[TopicLine], forms: dict[int, ProcessForm]) -> list[deeds.Written]:
    return [
        deeds.Written(
            topic.row.revision.topic,
            forms[topic.topic_id].written_process.data,
            forms[topic.topic_id].version.data or "",
        )
        for topic in topics
        if topic.topic_id in forms and forms[topic.topic_id].written_process.data
    ]


def topic_of(form: TopicStepForm) -> dict[str, Any]:
    """Give the topic to put in; raises Refused where one was both chosen and named."""
    if form.topic.data and form.name.data:
        raise Refused(
            "Choose a topic there is already, or name a new one; not both.", field="topic"
        )
    if form.topic.data:
        return {"chosen": visible_or_404(topics_visible_to, form.topic.data)}
    if not form.name.data:
        return {}
    new = {name: form[name].data for name in ("name", "kind", "technical")}
    return {"new": new | {"process": form.written_process.data}}


def seat_forms(rollout: Rollout, *, sent: bool = False) -> list[SeatLineForm]:
    topics = [SelectChoice(topic.id, topic.name) for topic in topics_of_design(rollout)]
    several = [SelectChoice("", "All topics"), *topics] if len(topics) > 1 else topics
    forms = []
    for number in range(LINES):
        form = SeatLineForm(request.form if sent else None, prefix=f"seat-{number}-")
        form.topic.choices = several
        forms.append(form)
    return forms


def seat(rollout: Rollout, forms: list[SeatLineForm]) -> bool:
    """Give the seats; a refusal is shown in the line that it is about."""
    topics = [topic.row for topic in topics_of_design(rollout)]
    wanted = []
    for form in forms:
        try:
            wanted.append(_wanted(form, topics))
        except Refused as refusal:
            form.refuse(refusal)
    if len(wanted) < len(forms):
        return False
    try:
        since = max(rollout.start_date, today_in(rollout))
        deeds.seat_people(rollout, wanted, since=since, by=g.person)
    except Refused as refusal:
        number, _, field = str(refusal.field).partition("-")
        forms[int(number)].refuse(Refused(refusal.sentence, field=field))
        return False
    return True


def _version(topic: TopicLine) -> str:
    return version_of_topic(topic.row.revision.topic, topic.row.revision)


def _wanted(form: SeatLineForm, topics: list[RolloutTopic]) -> deeds.Wanted:
    chosen = form.topic.data
    return deeds.Wanted(
        find_person(form.person.data, field="person"),
        form.role.data,
        tuple(topic for topic in topics if chosen in (None, topic.id)),
        find_person(form.guide.data, field="guide") if form.guide.data else None,
    )
