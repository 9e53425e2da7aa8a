"""Rows for tests, with every value a test does not care about filled in."""

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

from kt import clock
from kt.models import (
    Agreement,
    Answer,
    AskedAs,
    Attachment,
    Basis,
    Checklist,
    CoachingSession,
    Handover,
    Item,
    Kind,
    Matter,
    Measure,
    Nudge,
    Outcome,
    Output,
    OutputKind,
    OutputState,
    Pairing,
    PairKind,
    PairRequest,
    Person,
    Purpose,
    Question,
    Review,
    ReviewAnswer,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Sheet,
    Signature,
    Signoff,
    Snooze,
    Standing,
    Target,
    Template,
    TemplateItem,
    TitleRank,
    Topic,
    Turn,
    Use,
    Version,
    Wording,
)
from kt.operations.agreements import offer_agreement

# A Monday; tests that need "today" move the clock here.
TODAY = date(2026, 11, 23)
LONG_AGO = date(2026, 10, 1)


def a_person(name: str = "Greta Lind", **values: Any) -> Person:
    values.setdefault("email", f"{name.split()[0].lower()}@example.com")
    return Person.create(name=name, **values)


def a_rank(title: str, rank: int) -> TitleRank:
    return TitleRank.create(title=title, rank=rank)


def a_topic(name: str = "Batch restart", **values: Any) -> Topic:
    process = values.pop("process", "Stop the queue, check the log, restart.")
    values.setdefault("kind", Kind.PROCESS_CHANGE)
    topic = Topic.create(name=name, **values)
    Revision.create(topic=topic, number=1, process=process)
    return topic


def a_revision(topic: Topic) -> Revision:
    """Get the newest revision of a topic."""
    return topic.revisions.order_by(Revision.number.desc()).get()


def a_standing(person: Person, topic: Topic, level: int, **values: Any) -> Standing:
    values.setdefault("basis", Basis.NAMED)
    values.setdefault("on", LONG_AGO)
    return Standing.create(person=person, revision=a_revision(topic), level=level, **values)


def a_rollout(name: str = "Handover", *, supervisor: Person, **values: Any) -> Rollout:
    values.setdefault("start_date", LONG_AGO)
    values.setdefault("end_date", date(2026, 12, 12))
    values.setdefault("state", RolloutState.RUNNING)
    values.setdefault("started_on", LONG_AGO)
    return Rollout.create(name=name, supervisor=supervisor, **values)


def a_rollout_topic(rollout: Rollout, topic: Topic) -> RolloutTopic:
    return RolloutTopic.create(rollout=rollout, revision=a_revision(topic))


def a_seat(rollout_topic: RolloutTopic, person: Person, role: Role, **values: Any) -> Seat:
    values.setdefault("since", LONG_AGO)
    return Seat.create(rollout_topic=rollout_topic, person=person, role=role, **values)


def a_pairing(guide: Seat | None, learner: Seat, **values: Any) -> Pairing:
    values.setdefault("since", LONG_AGO)
    return Pairing.create(guide=guide, learner=learner, **values)


def a_pair(
    guide: Person,
    learner: Person,
    *,
    wording: Wording = Wording.COACHING,
    topic: Topic | None = None,
    **values: Any,
) -> Pairing:
    """Make a pair that two people agreed on; mutual unless its wording is mentoring."""
    topic = topic or Topic.get_or_none(Topic.name == "Peer coaching")
    topic = topic or a_topic("Peer coaching", kind=Kind.DEVELOPMENT)
    rollout = a_rollout(
        f"{guide.name} and {learner.name}",
        supervisor=learner,
        wording=wording,
        purpose=Purpose.PAIR,
        end_date=None,
    )
    rollout_topic = a_rollout_topic(rollout, topic)
    return a_pairing(
        a_seat(rollout_topic, guide, Role.COACH),
        a_seat(rollout_topic, learner, Role.LEARNER),
        mutual=wording == Wording.COACHING,
        **values,
    )


def an_ask(by: Person, asked: Person | None, **values: Any) -> PairRequest:
    topic = Topic.get_or_none(Topic.name == "Peer coaching")
    values.setdefault("topic", topic or a_topic("Peer coaching", kind=Kind.DEVELOPMENT))
    values.setdefault("kind", PairKind.PEERS if asked else PairKind.MENTORING)
    return PairRequest.create(asked_by=by, asked=asked, on=LONG_AGO, **values)


def an_agreement(rollout: Rollout, number: int = 1, **values: Any) -> Agreement:
    values.setdefault("content", {})
    rollout.agreement_version = number
    rollout.save(only=[Rollout.agreement_version])
    return Agreement.create(rollout=rollout, number=number, **values)


def a_sheet(rollout: Rollout, person: Person, **values: Any) -> Sheet:
    agreement = rollout.agreements.order_by(Agreement.number.desc()).first()
    values.setdefault("agreement", agreement or an_agreement(rollout))
    values.setdefault("digest", "0" * 16)
    values.setdefault("content", {})
    return Sheet.create(rollout=rollout, person=person, **values)


def an_earlier_sheet(now: Sheet) -> Sheet:
    """Make the sheet that another one replaced: of another model, with nobody to meet."""
    values = {**now.__data__, "id": None, "current": False, "digest": "another"}
    return Sheet.create(**{**values, "content": {**now.content, "model": "other", "partners": []}})


def signed(rollout: Rollout, *people: Person) -> None:
    """Have an agreement offered and these people's sheets of it signed."""
    if not rollout.agreement_version:
        offer_agreement(rollout, by=rollout.supervisor)
    rollout.agreement_version = Rollout.get_by_id(rollout.id).agreement_version
    for person in people:
        sheet = Sheet.get(Sheet.rollout == rollout, Sheet.person == person, Sheet.current)
        sheet.answer, sheet.answered_on = Answer.SIGNED, LONG_AGO
        sheet.save()
        Signature.create(sheet=sheet, answer=Answer.SIGNED, on=LONG_AGO, by=person)


def a_handover(delegator: Person, delegate: Person, **values: Any) -> Handover:
    topic = values.pop("topic", None) or a_topic(
        f"Task of {delegator.name}", kind=Kind.DELEGATION, owner=delegator, open_to_all=False
    )
    values.setdefault("offered_on", LONG_AGO)
    return Handover.create(topic=topic, delegator=delegator, delegate=delegate, **values)


def a_session(
    rollout_topic: RolloutTopic, guide: Person, *pairings: Pairing, **values: Any
) -> CoachingSession:
    values.setdefault("held_on", date(2026, 11, 19))
    values.setdefault("minutes", 45)
    session = CoachingSession.create(
        rollout=rollout_topic.rollout,
        rollout_topic=rollout_topic,
        guide=guide,
        logged_by=guide,
        **values,
    )
    for pairing in pairings:
        session.attendances.model.create(session=session, pairing=pairing)
    return session


def a_kick_off(rollout: Rollout, **values: Any) -> CoachingSession:
    values.setdefault("held_on", LONG_AGO)
    supervisor = rollout.supervisor
    return CoachingSession.create(rollout=rollout, guide=supervisor, logged_by=supervisor, **values)


def a_template(title: str = "First week", *, made_by: Person, **values: Any) -> Template:
    return Template.create(title=title, made_by=made_by, **values)


def a_template_item(template: Template, text: str, **values: Any) -> TemplateItem:
    values.setdefault("position", template.items.count())
    return TemplateItem.create(template=template, text=text, **values)


def a_checklist(
    title: str = "First week", *, person: Person | None, supervisor: Person, **values: Any
) -> Checklist:
    values.setdefault("start_day", LONG_AGO)
    return Checklist.create(title=title, person=person, supervisor=supervisor, **values)


def an_item(checklist: Checklist, text: str = "Set up your accounts", **values: Any) -> Item:
    values.setdefault("position", checklist.items.count())
    return Item.create(checklist=checklist, text=text, **values)


def an_output(title: str = "Cut-off FAQ", *, topic: Topic, owner: Person, **values: Any) -> Output:
    values.setdefault("kind", OutputKind.MANUAL)
    return Output.create(title=title, topic=topic, owner=owner, **values)


def a_version(output: Output, by: Person, **values: Any) -> Version:
    values.setdefault("number", output.versions.count() + 1)
    values.setdefault("text", f"Text {values['number']}")
    values.setdefault("html", f"<p>{values['text']}</p>")
    return Version.create(output=output, by=by, **values)


def a_document(
    title: str = "Cut-off manual", *, topic: Topic, owner: Person, **values: Any
) -> Output:
    """Make an output whose first version, by its owner, is published."""
    values = {
        "state": OutputState.PUBLISHED,
        "published_on": LONG_AGO,
        "published_number": 1,
        "trusted_from": 1,
    } | values
    output = an_output(title, topic=topic, owner=owner, **values)
    a_version(output, owner)
    return output


def a_review(version: Version, by: Person | None = None, **values: Any) -> Review:
    """Make a review: approved by somebody, or waiting where nobody is named."""
    if by is not None:
        values = {
            "answer": ReviewAnswer.APPROVED,
            "answered_by": by,
            "answered_at": clock.now(),
        } | values
    return Review.create(version=version, asked_by=version.by, **values)


def a_picture(kind: str = "PNG", size: tuple[int, int] = (4, 3), **options: Any) -> bytes:
    """Draw a small picture, of one colour."""
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return drawn.getvalue()


def an_image(output: Output, name: str = "plan.png") -> Attachment:
    data = a_picture()
    return Attachment.create(
        output=output,
        name=name,
        media_type="image/png",
        size=len(data),
        data=data,
        by=output.owner,
    )


def a_use(output: Output, person: Person, **values: Any) -> Use:
    values.setdefault("number", output.published_number or 0)
    values.setdefault("outcome", Outcome.WORKED)
    values.setdefault("on", TODAY)
    return Use.create(output=output, person=person, **values)


def a_signoff(
    rollout_topic: RolloutTopic, person: Person, level: int = 3, **values: Any
) -> Signoff:
    values.setdefault("asked_by", person)
    values.setdefault("asked_on", TODAY)
    return Signoff.create(rollout_topic=rollout_topic, person=person, level=level, **values)


def a_target(rollout: Rollout, measure: Measure = Measure.SESSIONS_HELD, **values: Any) -> Target:
    values.setdefault("number", 5)
    return Target.create(rollout=rollout, measure=measure, **values)


def a_nudge(person: Person, by: Person, rollout: Rollout, **values: Any) -> Nudge:
    """Make a nudge that waits to be heard."""
    values = {"matter": Matter.SHEETS, "ref": rollout.id, "text": "Sign", "on": TODAY} | values
    return Nudge.create(person=person, by=by, rollout=rollout, **values)


def a_snooze(person: Person, rollout: Rollout, about: str = "item-1", **values: Any) -> Snooze:
    """Make something put off for a week."""
    values = {"title": "Cleo · Read the handbook", "until": TODAY + timedelta(days=7)} | values
    return Snooze.create(person=person, rollout=rollout, about=about, **values)


def a_question(asked_by: Person, topic: Topic, *asked: Person, **values: Any) -> Question:
    """Make a question that these people are asked, one after the other, all turns begun."""
    values.setdefault("text", "When is the cut-off for TARGET2?")
    question = Question.create(asked_by=asked_by, topic=topic, **values)
    for position, person in enumerate(asked):
        Turn.create(
            question=question,
            position=position,
            person=person,
            asked_as=AskedAs.COACH,
            starts_at=question.at + timedelta(minutes=position),
        )
    return question
