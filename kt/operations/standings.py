"""Standings: what a person can do on a topic, named by a supervisor with a reason."""

from datetime import date

from ..access import may_name_standing, require
from ..db import transaction
from ..errors import Refused
from ..models import Basis, Level, Person, Standing, Topic
from .audit import record
from .topics import newest_revision


def name_standing(
    person: Person,
    topic: Topic,
    level: int,
    *,
    reason: str,
    on: date,
    by: Person,
    today: date,
) -> Standing:
    """Add a standing on the topic's newest revision; earlier ones stay as they are."""
    require(
        may_name_standing(by), "Standings are named by supervisors. Ask one of them to name it."
    )
    reason = reason.strip()
    if level not in list(Level):
        raise Refused(
            "A standing is a level from 0 (not yet) to 4 (coaches others).", field="level"
        )
    if not reason:
        raise Refused("Say in a sentence what you have seen that shows it.", field="reason")
    if on > today:
        raise Refused(
            "A standing says what was seen, so its day cannot be in the future. Use today.",
            field="on",
        )
    with transaction():
        standing = Standing.create(
            person=person,
            revision=newest_revision(topic),
            level=level,
            basis=Basis.NAMED,
            reason=reason,
            judged_by=by,
            on=on,
        )
        # In the person's history only: everybody may read a topic's, but not who can do what.
        record("standing.named", by=by, about=[person], person=person, topic=topic, level=level)
    return standing
