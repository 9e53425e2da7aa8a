"""Targets: agreeing on them, changing them, taking readings of those that are numbers."""

from datetime import date
from typing import Any

from ..access import may_read_target, may_run_rollout, require
from ..db import transaction
from ..errors import Refused
from ..models import (
    Level,
    Measure,
    OutputKind,
    Person,
    Reading,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Target,
)
from .agreements import refresh_agreement
from .audit import record

LONGEST_NUMBER = 1e12
MOST_DAYS = 3650
MOST_WORKDAYS = 250


def add_target(
    rollout: Rollout,
    *,
    by: Person,
    measure: Measure,
    number: float | None,
    rollout_topic: RolloutTopic | None = None,
    each_learner: bool = False,
    baseline: float = 0.0,
    limit: bool = False,
    name: str = "",
    unit: str = "",
    output_kind: OutputKind | None = None,
    level: int | None = None,
    due: date | None = None,
    within_days: int | None = None,
    trusted: bool = False,
    share: bool = False,
    within_workdays: int | None = None,
) -> Target:
    """Agree on something measurable; required items, and what is a share, are in percent.

    It is due on a day for everybody, or `within_days` of each learner's own start. Raises Refused
    for a target without a number, one equal to its baseline (unless it is a limit), a number
    without a name, a standing without a level, more than the whole of a share, questions without
    the time they may take, and days that no learner's start counts.
    """
    require(may_run_rollout(by, rollout))
    values = _checked(
        rollout,
        measure=measure,
        number=number,
        rollout_topic=rollout_topic,
        each_learner=each_learner,
        baseline=baseline,
        limit=limit,
        name=name,
        unit=unit,
        output_kind=output_kind,
        level=level,
        due=due,
        within_days=within_days,
        trusted=trusted,
        share=share,
        within_workdays=within_workdays,
    )
    with transaction():
        _refuse_closed(rollout)
        target = Target.create(rollout=rollout, **values)
        record(
            "target.added",
            by=by,
            about=[rollout, target],
            label=target.label,
            number=target.number,
            unit=target.unit_words,
            due=due,
            within_days=within_days,
        )
        refresh_agreement(rollout, by=by)
    return target


def edit_target(target: Target, *, by: Person, **values: Any) -> Target:
    """Change what was agreed; the history keeps the number and the date it had."""
    require(may_run_rollout(by, target.rollout))
    checked = _checked(target.rollout, **values)
    with transaction():
        _refuse_closed(target.rollout)
        before = Target.get_by_id(target.id)
        Target.update(**checked).where(Target.id == target.id).execute()
        after = Target.get_by_id(target.id)
        record(
            "target.edited",
            by=by,
            about=[target.rollout, target],
            label=before.label,
            was=before.number,
            was_unit=before.unit_words,
            was_due=before.due,
            was_within_days=before.within_days,
            number=after.number,
            unit=after.unit_words,
            due=after.due,
            within_days=after.within_days,
        )
        refresh_agreement(target.rollout, by=by)
    return after


def drop_target(target: Target, *, by: Person, on: date) -> Target:
    """Take a target out of the count; it and its readings stay, and it can come back."""
    return _set_dropped(target, on, "target.dropped", by)


def bring_target_back(target: Target, *, by: Person) -> Target:
    return _set_dropped(target, None, "target.brought-back", by)


def take_reading(
    target: Target,
    *,
    by: Person,
    value: float | None,
    on: date,
    today: date,
    person: Person | None = None,
    corrects: Reading | None = None,
) -> Reading:
    """Write down what a number stood at on a day; a correction is a new row beside the old one."""
    require(may_read_target(by, target))
    if target.measure != Measure.NUMBER:
        raise Refused("Only a target that is a number takes readings; this one is counted.")
    if value is None:
        raise Refused("Type the number that was read.", field="value")
    _refuse_absurd(value, "value")
    if on > today:
        raise Refused(
            "A reading cannot be from the future. Choose today or a day before.", field="on"
        )
    if target.each_learner:
        _refuse_whose(target.rollout, person)
    with transaction():
        _refuse_closed(target.rollout)
        if corrects and (corrects.target_id != target.id or _is_corrected(corrects)):
            raise Refused("This reading was corrected already. Correct the newer one.")
        reading = Reading.create(
            target=target,
            person=person if target.each_learner else None,
            on=on,
            value=value,
            corrects=corrects,
            by=by,
        )
        record(
            "reading.corrected" if corrects else "reading.taken",
            by=by,
            about=[target.rollout, target],
            label=target.label,
            value=value,
            unit=target.unit_words,
            was=corrects and corrects.value,
            on=on,
        )
    return reading


def _set_dropped(target: Target, on: date | None, deed: str, by: Person) -> Target:
    require(may_run_rollout(by, target.rollout))
    with transaction():
        _refuse_closed(target.rollout)
        target.dropped_on = on
        target.save(only=[Target.dropped_on])
        record(deed, by=by, about=[target.rollout, target], label=target.label)
        refresh_agreement(target.rollout, by=by)
    return target


def _refuse_closed(rollout: Rollout) -> None:
    # Read anew: somebody may have closed it since the form was opened.
    rollout = Rollout.get_by_id(rollout.id)
    if not rollout.is_open:
        raise Refused(
            f"“{rollout.name}” is {rollout.state}, so what was agreed and read stays as it is. "
            "Reopen it first."
        )


def _refuse_whose(rollout: Rollout, person: Person | None) -> None:
    if person is None:
        raise Refused(
            rollout.wording.say("Say whose number this is; the target counts for each learner."),
            field="person",
        )
    seats = Seat.select().join(RolloutTopic).where(RolloutTopic.rollout == rollout)
    if not seats.where(Seat.person == person, Seat.role == Role.LEARNER).exists():
        raise Refused(
            f"{person.name} does not learn in this rollout. "
            + rollout.wording.say("Choose one of its learners."),
            field="person",
        )


def _is_corrected(reading: Reading) -> bool:
    return Reading.select().where(Reading.corrects == reading).exists()


def _checked(
    rollout: Rollout,
    *,
    measure: Measure,
    number: float | None,
    rollout_topic: RolloutTopic | None,
    each_learner: bool,
    baseline: float,
    limit: bool,
    name: str,
    unit: str,
    output_kind: OutputKind | None,
    level: int | None,
    due: date | None,
    within_days: int | None,
    trusted: bool = False,
    share: bool = False,
    within_workdays: int | None = None,
) -> dict[str, Any]:
    if number is None:
        raise Refused(
            "A target needs a number, so that one can tell when it is met.", field="number"
        )
    _refuse_absurd(number, "number")
    _refuse_absurd(baseline, "baseline")
    if measure != Measure.NUMBER:
        baseline, limit, unit = 0.0, False, ""
        if number <= 0:
            raise Refused("Choose a number above 0; this is counted from nothing.", field="number")
    if number == baseline and not limit:
        raise Refused(
            "The target is where it stands already. Choose another number, or make it a limit "
            "(“at most”).",
            field="number",
        )
    if measure == Measure.NUMBER and not name:
        raise Refused("Say what is measured, such as “late trades a week”.", field="name")
    share = share and measure.can_be_share and not (measure.has_level and each_learner)
    if (share or measure == Measure.ITEMS_DONE) and number > 100:
        raise Refused("A share is at most 100 %. Choose 100 or less.", field="number")
    if measure.has_level:
        if level is None or level not in list(Level):
            raise Refused(
                rollout.wording.say("Choose the standing that the learners should reach."),
                field="level",
            )
        number = 1.0 if each_learner else number
    if rollout_topic is not None and rollout_topic.rollout_id != rollout.id:
        raise Refused("Choose a topic of this rollout.", field="rollout_topic")
    if measure == Measure.QUESTIONS_ANSWERED:
        _refuse_time(within_workdays, each_learner)
    if measure.is_of_items and rollout_topic is not None:
        raise Refused(
            "Items are counted for the whole rollout. Leave the topic empty.", field="rollout_topic"
        )
    if within_days is not None:
        _refuse_days(rollout, within_days, each_learner, due)
    return {
        "measure": measure,
        "number": number,
        "rollout_topic": rollout_topic,
        "each_learner": each_learner,
        "baseline": baseline,
        "limit": limit,
        "name": name,
        "unit": unit,
        "output_kind": output_kind if measure == Measure.OUTPUTS_PUBLISHED else None,
        "level": level if measure.has_level else None,
        "due": due,
        "within_days": within_days,
        "trusted": trusted and measure == Measure.OUTPUTS_PUBLISHED,
        "share": share,
        "within_workdays": within_workdays if measure == Measure.QUESTIONS_ANSWERED else None,
    }


def _refuse_time(within_workdays: int | None, each_learner: bool) -> None:
    if each_learner:
        raise Refused(
            "Questions are counted for everybody together. Take back “For each learner”.",
            field="each_learner",
        )
    if within_workdays is None or not 1 <= within_workdays <= MOST_WORKDAYS:
        raise Refused(
            f"Say within how many working days an answer should come, from 1 to {MOST_WORKDAYS}.",
            field="within_workdays",
        )


def _refuse_days(rollout: Rollout, within_days: int, each_learner: bool, due: date | None) -> None:
    if not each_learner:
        raise Refused(
            rollout.wording.say(
                "Days count from each learner's own start. Choose “For each learner”, or give it "
                "a date instead."
            ),
            field="within_days",
        )
    if due is not None:
        raise Refused(
            "One date for everybody, or days from each one's start: keep one of the two and "
            "leave the other empty.",
            field="within_days",
        )
    if not 1 <= within_days <= MOST_DAYS:
        raise Refused(
            f"Choose between 1 and {MOST_DAYS:,} days, which are ten years.", field="within_days"
        )


def _refuse_absurd(number: float, field: str) -> None:
    # NaN is neither smaller nor greater, so this also keeps it and infinity out.
    if not abs(number) <= LONGEST_NUMBER:
        raise Refused("Type a number below a million million.", field=field)
