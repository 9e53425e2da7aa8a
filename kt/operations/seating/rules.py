"""The rules that refuse a seat or a pairing, whichever door it comes through.

They read other rows, so they are asked inside the transaction of the deed.
"""

from collections.abc import Iterable
from datetime import date

from peewee import ModelSelect

from ...dates import count_words
from ...errors import Refused
from ...models import (
    Kind,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    TransferModel,
    Wording,
)
from ...rules.places import mentors_in, proteges_of

# What a person is to the others of a topic: an SME is neither guide nor learner.
GUIDES = (Role.COACH, Role.BUDDY)


def refuse_closed(rollout: Rollout) -> None:
    if not rollout.is_open:
        raise Refused(
            f"“{rollout.name}” is {rollout.state}, so nobody's seat in it changes. Reopen it first."
        )


def refuse_inactive(person: Person, *, field: str) -> None:
    if not person.active:
        raise Refused(
            f"{person.name} is disabled and cannot take a seat. Choose somebody active.",
            field=field,
        )


def refuse_contradiction(
    rollout_topic: RolloutTopic,
    person: Person,
    role: Role,
    since: date,
    until: date | None,
    *,
    field: str,
    besides: Seat | None = None,
) -> None:
    """Refuse a seat that rules 1 and 2 forbid beside the seats of the same days.

    `besides` is the seat itself where it exists already. Rule 1: in a one-way rollout a person is
    either a guide or a learner at any one time, on all its topics. Rule 2: nobody is guide and
    learner of one topic at the same time.
    """
    rollout = rollout_topic.rollout
    say = rollout.wording.say
    for seat in _seats_of(person, rollout):
        if seat == besides or not _overlap(seat.since, seat.until, since, until):
            continue
        topic = seat.rollout_topic.revision.topic.name
        is_same_topic = seat.rollout_topic_id == rollout_topic.id
        if is_same_topic and seat.role == role:
            raise Refused(
                f"{person.name} already has a seat as {say(role)} of {topic} on these days. Keep "
                f"it, or end it before giving another.",
                field=field,
            )
        if not _are_opposite(seat.role, role):
            continue
        if is_same_topic:
            raise Refused(
                f"{person.name} cannot be {say(seat.role)} and {say(role)} of {topic} at the "
                f"same time. Choose somebody else, or end the seat as {say(seat.role)} first.",
                field=field,
            )
        if rollout.model.is_one_way:
            raise Refused(
                f"This rollout is {rollout.model}, so at any one time a person is either a guide "
                f"or a {say('learner')} in it, and {person.name} is {say(seat.role)} of "
                f"{topic}. Choose somebody else, end that seat first, or make the rollout two-way.",
                field=field,
            )


def refuse_model(rollout: Rollout, model: TransferModel, *, on: date) -> None:
    """Refuse to make a rollout one-way while somebody, from a day on, both guides and learns."""
    if not model.is_one_way:
        return
    say = rollout.wording.say
    seats = [seat for seat in _seats_in(rollout) if seat.until is None or seat.until > on]
    for guides, learns in _contradictions(seats):
        raise Refused(
            f"{guides.person.name} is {say(guides.role)} of {_topic_of(guides)} and "
            f"{say('learner')} of {_topic_of(learns)}, so this rollout cannot be {model}. End one "
            f"of the two seats first, or keep it two-way.",
            field="model",
        )


def refuse_pair(learner: Seat, guide: Seat, *, field: str, besides: Pairing | None = None) -> None:
    """Refuse a pairing of seats that do not belong together, or that rule 6 forbids."""
    topic = learner.rollout_topic.revision.topic.name
    say = learner.rollout_topic.rollout.wording.say
    if learner.role != Role.LEARNER:
        raise Refused(
            f"{learner.person.name} is {say(learner.role)} of {topic}. "
            + say("Choose the seat of a learner."),
            field="learner",
        )
    if not guide.role.guides:
        raise Refused(
            f"{guide.person.name} is {say(guide.role)} of {topic}, which does not make a guide. "
            + say("Give them a seat as coach or buddy first."),
            field=field,
        )
    refuse_guiding_oneself(learner.person, guide.person, field=field)
    if guide.rollout_topic_id != learner.rollout_topic_id:
        raise Refused(
            f"{guide.person.name} has no seat on {topic}. Choose a guide of the same topic.",
            field=field,
        )
    refuse_manager_as_buddy(learner.person, guide.person, guide.role, field=field)
    for pairing in learner.learner_pairings.where(Pairing.ended_on.is_null()):
        if pairing.guide_id == guide.id and pairing != besides:
            raise Refused(
                f"{guide.person.name} is {say(guide.role)} of {learner.person.name} on {topic} "
                f"already. Change that pairing instead.",
                field=field,
            )


def refuse_guiding_oneself(learner: Person, guide: Person, *, field: str) -> None:
    if learner == guide:
        raise Refused(
            f"Nobody guides themselves. Choose somebody else to guide {learner.name}.",
            field=field,
        )


def refuse_manager_as_buddy(learner: Person, guide: Person, role: Role, *, field: str) -> None:
    """Refuse by rule 6: a buddy is never the line manager."""
    if role == Role.BUDDY and learner.manager_id == guide.id:
        raise Refused(
            f"{guide.name} is the line manager of {learner.name}, and a buddy is never the line "
            f"manager. Choose a colleague as buddy.",
            field=field,
        )


def refuse_mutual(rollout_topic: RolloutTopic, guide: object, *, field: str) -> None:
    """Refuse two who coach each other where rule 2 makes no exception, or with only one of them."""
    topic = rollout_topic.revision.topic
    if topic.kind != Kind.DEVELOPMENT:
        raise Refused(
            f"Two people coach each other on development topics only, and {topic.name} is of the "
            f"kind {topic.kind}. Seat one of them as coach and the other as learner.",
            field=field,
        )
    if guide is None:
        raise Refused("Two people coach each other. Choose the second one.", field=field)


def refuse_full_mentor(rollout: Rollout, mentor: Person, protege: Person, *, field: str) -> None:
    """Refuse by rule 15 to go beyond the places of a mentor, counted where the deed is done."""
    if rollout.wording != Wording.MENTORING:
        return
    places = Person.get_by_id(mentor.id).mentor_places
    proteges = proteges_of(mentor)
    if protege.id not in proteges and len(proteges) >= places:
        raise _full(mentor, places, len(proteges), field)


def refuse_full_mentors(rollout: Rollout, *, field: str | None = None) -> None:
    """Refuse by rule 15 to have a whole rollout count as mentoring again."""
    if rollout.wording != Wording.MENTORING:
        return
    for id, here in mentors_in(rollout).items():
        mentor, proteges = Person.get_by_id(id), proteges_of(Person(id=id))
        if here - proteges and len(here | proteges) > mentor.mentor_places:
            raise _full(mentor, mentor.mentor_places, len(proteges), field)


def _full(mentor: Person, places: int, proteges: int, field: str | None) -> Refused:
    if not places:
        return Refused(
            f"{mentor.name} offers no mentor place. Choose another mentor, or have "
            f"{mentor.first_name} offer one.",
            field=field,
        )
    return Refused(
        f"{mentor.name} offers {count_words(places, 'mentor place')} and has "
        f"{count_words(proteges, 'protégé')}. Choose another mentor, wait for a place, or have "
        f"{mentor.first_name} offer more.",
        field=field,
    )


def _seats_of(person: Person, rollout: Rollout) -> Iterable[Seat]:
    return _seats_in(rollout).where(Seat.person == person)


def _seats_in(rollout: Rollout) -> ModelSelect:
    return (
        Seat.select(Seat, Person, RolloutTopic, Revision, Topic)
        .join(Person)
        .switch(Seat)
        .join(RolloutTopic)
        .join(Revision)
        .join(Topic)
        .where(RolloutTopic.rollout == rollout)
        .order_by(Seat.id)
    )


def _contradictions(seats: Iterable[Seat]) -> Iterable[tuple[Seat, Seat]]:
    by_person: dict[int, list[Seat]] = {}
    for seat in seats:
        by_person.setdefault(seat.person_id, []).append(seat)
    for held in by_person.values():
        for guides in (seat for seat in held if seat.role in GUIDES):
            for learns in (seat for seat in held if seat.role == Role.LEARNER):
                if _overlap(guides.since, guides.until, learns.since, learns.until):
                    yield guides, learns


def _are_opposite(one: Role, other: Role) -> bool:
    return Role.LEARNER in (one, other) and (one in GUIDES or other in GUIDES)


def _overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Tell whether two stretches of days share one; the day until which a seat is held is free."""
    if since == until or other_since == other_until:
        return False
    return (until is None or other_since < until) and (other_until is None or since < other_until)


def _topic_of(seat: Seat) -> str:
    return seat.rollout_topic.revision.topic.name
