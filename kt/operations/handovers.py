"""Delegation (rule 9): tasks move for good, from any holder to any delegate, step by step.

A handover is personal: what was written in it and why it was declined or taken back stays with
its two people and does not go into the audit.
"""

from collections.abc import Sequence
from datetime import date

from peewee import ModelSelect

from ..access import may_answer_handover, may_offer_again, may_sign_handover, require
from ..db import transaction
from ..errors import Refused
from ..models import Basis, Handover, Kind, Level, Person, Revision, Standing, Topic
from ..rules.handovers import OWNS_IT, STEPS, newest_standing, step_reached, tasks_held_by
from .audit import record
from .topics import add_task, newest_revision
from .turns import replan_topic

NOT_DELEGATE = "Whoever it was handed to answers. Ask them."
NOT_DELEGATOR = "The delegator signs each step and takes a task back. Ask them."


def hand_over(
    topics: Sequence[Topic],
    delegate: Person,
    *,
    by: Person,
    on: date,
    note: str = "",
    new_tasks: Sequence[str] = (),
) -> list[Handover]:
    """Offer tasks to somebody, several at once; `new_tasks` become tasks of the delegator first.

    Each waits until the delegate accepts it.
    """
    if delegate == by:
        raise Refused(
            "One cannot hand a task over to oneself. Choose a colleague.", field="delegate"
        )
    if not topics and not new_tasks:
        raise Refused("Choose a task, or type a new one, a line for each.", field="tasks")
    with transaction():
        if not delegate.active:
            raise Refused(
                f"{delegate.name} is disabled and cannot take a task on. Choose somebody active.",
                field="delegate",
            )
        tasks = [*topics, *(add_task(name, by=by) for name in new_tasks)]
        ids = dict.fromkeys(topic.id for topic in tasks)
        return [
            _offer(Topic.get_by_id(id), delegate, by=by, on=on, note=note.strip()) for id in ids
        ]


def accept_handover(handover: Handover, *, by: Person, on: date) -> Handover:
    """Take a task on: from now on the delegator signs the steps."""
    require(may_answer_handover(by, handover), NOT_DELEGATE)
    with transaction():
        handover = Handover.get_by_id(handover.id)
        _refuse_over(handover)
        if handover.accepted_on is not None:
            return handover
        handover.accepted_on = on
        handover.save(only=[Handover.accepted_on])
        _record("handover.accepted", handover, by=by)
    return handover


def decline_handover(handover: Handover, *, sentence: str, by: Person, on: date) -> Handover:
    """Say no with a sentence, also to a task that was accepted and is not owned yet."""
    require(may_answer_handover(by, handover), NOT_DELEGATE)
    sentence = _sentence(sentence, "Say in a sentence why not, so that it can be settled.")
    with transaction():
        handover = Handover.get_by_id(handover.id)
        _refuse_over(handover)
        if handover.owned_on is not None:
            raise Refused(
                f"You own {handover.topic.name} now. Hand it over to somebody else instead."
            )
        handover.declined_on = on
        handover.sentence = sentence
        handover.save(only=[Handover.declined_on, Handover.sentence])
        _record("handover.declined", handover, by=by)
    return handover


def sign_step(
    handover: Handover, step: int, *, by: Person, on: date, evidence: str = ""
) -> Standing:
    """Sign the next step of the delegate, in order and one at a time; sent twice, it is one.

    With the last one the delegate owns the task. A supervisor may act for a delegator who is
    absent, and is named as such (rule 17).
    """
    require(may_sign_handover(by, handover), NOT_DELEGATOR)
    with transaction():
        handover = Handover.get_by_id(handover.id)
        _refuse_over(handover)
        who, task = handover.delegate, handover.topic.name
        if handover.accepted_on is None:
            raise Refused(f"{who.name} has not accepted {task} yet. Wait for the answer, or ask.")
        if not who.active:
            raise Refused(f"{who.name} is disabled and takes nothing on any more. Take it back.")
        if step not in STEPS:
            raise Refused("The steps go from 1 (watches) to 4 (owns it).")
        present, last = step_reached(handover), newest_standing(who, handover.topic)
        if last is not None and step == present and _was_signed_in(handover, last):
            return last
        if step <= present:
            raise Refused(f"{who.name} is past “{STEPS[Level(step)]}” already. Reload the page.")
        if step > present + 1:
            raise Refused(
                f"The steps are signed in order, one at a time. Sign “{STEPS[Level(present + 1)]}” "
                f"first."
            )
        if step == OWNS_IT:
            _refuse_owned_by_another(handover)
        standing = _stand(handover, Level(step), evidence, by=by, on=on, after=last)
        if step == OWNS_IT:
            _pass_on(handover, standing.on)
        deed = "handover.owned" if step == OWNS_IT else "handover.signed"
        _record(deed, handover, by=by, moves=step == OWNS_IT, step=int(step))
    return standing


def undo_step(handover: Handover, step: int, *, by: Person, on: date, reason: str = "") -> Standing:
    """Take the last step back: a new standing, one lower, beside the one that was signed.

    Sent twice, it is taken back once.
    """
    require(may_sign_handover(by, handover), NOT_DELEGATOR)
    with transaction():
        handover = Handover.get_by_id(handover.id)
        _refuse_over(handover)
        present, last = step_reached(handover), newest_standing(handover.delegate, handover.topic)
        if last is not None and step > present and _was_ever_signed(handover, step):
            return last
        if last is None or not _was_signed_in(handover, last):
            raise Refused("No step was signed here that could be taken back.")
        if step != present:
            raise Refused(f"Take “{STEPS[present]}” back first: it is the last step.")
        if present == OWNS_IT:
            _give_back(handover)
            handover.owned_on = None
            handover.save(only=[Handover.owned_on])
        words = f"“{STEPS[present]}” is taken back"
        standing = _stand(
            handover,
            Level(present - 1),
            f"{words}: {reason.strip()}" if reason.strip() else words,
            by=by,
            on=on,
            after=last,
        )
        _record(
            "handover.step-undone", handover, by=by, moves=present == OWNS_IT, step=int(present)
        )
    return standing


def take_back(handover: Handover, *, reason: str, by: Person, on: date) -> Handover:
    """Take a task back with a reason; who owned it before owns it again, standings stay."""
    require(may_sign_handover(by, handover), NOT_DELEGATOR)
    reason = _sentence(reason, "Say in a sentence why you take it back.", field="reason")
    with transaction():
        handover = Handover.get_by_id(handover.id)
        _refuse_over(handover)
        if handover.owned_on is not None:
            _give_back(handover)
        handover.taken_back_on = on
        handover.sentence = reason
        handover.save(only=[Handover.taken_back_on, Handover.sentence])
        _record("handover.taken-back", handover, by=by, moves=handover.owned_on is not None)
    return handover


def offer_again(handover: Handover, *, by: Person, on: date) -> Handover:
    """Offer a task again that was declined or taken back; the delegate is asked anew."""
    require(may_offer_again(by, handover), "Whoever handed it over offers it again. Ask them.")
    (offered,) = hand_over([handover.topic], handover.delegate, by=by, on=on, note=handover.note)
    return offered


# ------------------------------------------------------------------ the rules


def _refuse_topic(topic: Topic, by: Person, delegate: Person) -> None:
    if topic.kind != Kind.DELEGATION:
        raise Refused(
            f"{topic.name} is a topic of the kind {topic.kind}, and only tasks are handed over "
            f"for good. Plan a rollout for it, or make it a topic of the kind delegation.",
            field="tasks",
        )
    if not tasks_held_by(by).where(Topic.id == topic.id).exists():
        raise Refused(
            f"You do not hold {topic.name}: its owner hands it over, or whoever does it alone. "
            f"Ask one of them.",
            field="tasks",
        )
    if topic.owner_id == delegate.id:
        raise Refused(
            f"{delegate.name} owns {topic.name} already. Choose somebody else.", field="delegate"
        )
    if _open_handovers(topic).where(Handover.delegate == delegate).exists():
        raise Refused(
            f"{topic.name} is handed over to {delegate.name} already. Go on with that one, or "
            f"take that one back first.",
            field="delegate",
        )


def _open_handovers(topic: Topic) -> ModelSelect:
    return Handover.select().where(
        Handover.topic == topic, Handover.declined_on.is_null(), Handover.taken_back_on.is_null()
    )


def _refuse_owned_by_another(handover: Handover) -> None:
    """Refuse to give away a second time what the delegator gave to somebody who still owns it."""
    topic = handover.topic
    given = _open_handovers(topic).where(
        Handover.delegator == handover.delegator,
        Handover.delegate == topic.owner_id,
        Handover.owned_on.is_null(False),
    )
    if given.exists():
        raise Refused(
            f"{topic.owner.name} owns {topic.name} since it was handed over to them. Take it back "
            f"there first, or let them hand it on."
        )


def _refuse_over(handover: Handover) -> None:
    if handover.declined_on is not None:
        raise Refused("This was declined. Offer it again first.")
    if handover.taken_back_on is not None:
        raise Refused("This was taken back. Offer it again first.")


def _sentence(text: str, otherwise: str, *, field: str = "sentence") -> str:
    text = text.strip()
    if not text:
        raise Refused(otherwise, field=field)
    return text


# ------------------------------------------------------------------ what is written


def _offer(topic: Topic, delegate: Person, *, by: Person, on: date, note: str) -> Handover:
    _refuse_topic(topic, by, delegate)
    handover = Handover.create(
        topic=topic, delegator=by, delegate=delegate, note=note, offered_on=on
    )
    _record("handover.offered", handover, by=by)
    return handover


def _stand(
    handover: Handover,
    level: Level,
    reason: str,
    *,
    by: Person,
    on: date,
    after: Standing | None,
) -> Standing:
    """Write where the delegate stands now, and for whom a supervisor acted."""
    # Whoever lives ahead in time may have dated what this follows a day later, and the newest
    # standing counts.
    earlier = (handover.accepted_on, after.on if after else None)
    said = reason.strip()
    if by != handover.delegator:
        acted = f"For {handover.delegator.name}, the delegator"
        said = f"{acted}: {said}" if said else f"{acted}."
    return Standing.create(
        person=handover.delegate,
        revision=newest_revision(handover.topic),
        level=level,
        basis=Basis.SIGNED_OFF,
        reason=said,
        judged_by=by,
        on=max(on, *(day for day in earlier if day)),
    )


def _was_ever_signed(handover: Handover, step: int) -> bool:
    """Tell whether a step was signed since the task was accepted, taken back or not."""
    signed = (
        Standing.select()
        .join(Revision)
        .where(
            Standing.person == handover.delegate,
            Revision.topic == handover.topic,
            Standing.level == step,
        )
    )
    return any(_was_signed_in(handover, standing) for standing in signed)


def _was_signed_in(handover: Handover, standing: Standing) -> bool:
    return (
        standing.basis == Basis.SIGNED_OFF
        and handover.accepted_on is not None
        and standing.on >= handover.accepted_on
        and standing.level > Level.NOT_YET
    )


def _pass_on(handover: Handover, on: date) -> None:
    topic = handover.topic
    handover.former_owner = topic.owner
    handover.owned_on = on
    handover.save(only=[Handover.former_owner, Handover.owned_on])
    topic.owner = handover.delegate
    topic.save(only=[Topic.owner])
    replan_topic(topic)


def _give_back(handover: Handover) -> None:
    """Make the former owner the owner again, unless somebody else has become it since."""
    topic = handover.topic
    if topic.owner_id == handover.delegate_id:
        topic.owner = handover.former_owner
        topic.save(only=[Topic.owner])
        replan_topic(topic)


def _record(
    deed: str, handover: Handover, *, by: Person, moves: bool = False, **values: int
) -> None:
    """Write a deed down for the two people; one that `moves` the task, for the topic too."""
    record(
        deed,
        by=by,
        about=[
            handover,
            handover.delegator,
            handover.delegate,
            handover.topic if moves else None,
        ],
        topic=handover.topic_id,
        person=handover.delegate,
        owner=handover.delegator,
        **values,
    )
