"""A closed rollout keeps the rows that its targets were counted from, as they were at its close."""

from collections.abc import Mapping
from datetime import date

from .. import clock
from ..db import ids_to_list
from ..models import Fact, Holiday, KeptEvidence, Rollout, Target
from ..rules.earlier_closes import loaders_at_close
from ..rules.evidence import COLUMNS, HOLIDAY, LOADERS, Loader, holidays_since, nouns_of, rows_of

# The fact that this was done for all rollouts that an earlier release had closed.
EARLIER = "evidence of earlier closes"


def keep_evidence(rollout: Rollout, *, on: date) -> None:
    """Keep what the targets of a rollout are counted from, just before it closes on a day.

    What a document or an item is then follows the rollout while it runs. The rows are kept with the
    days on which they happened, and a close dated in the past counts those up to its day.
    """
    _keep(rollout, on, LOADERS)


def give_up_evidence(rollout: Rollout) -> None:
    """Forget what was kept of a rollout that is open again: it is counted from what is so now."""
    KeptEvidence.delete().where(KeptEvidence.rollout == rollout).execute()


def keep_evidence_of_earlier_closes() -> None:
    """Keep, once, the evidence of the rollouts that were closed before any was kept.

    It is what is known now of the day of the close: of items their states then, of documents that
    they were called obsolete since, of learners who sat there then. What cannot be known any more
    is as it is now: the days by which items were due and whether they were optional, which
    documents were taken back since, reopened, or trusted before they were called obsolete,
    questions withdrawn, merged or made private, holidays, locations.
    """
    if Fact.get_or_none(Fact.name == EARLIER):
        return
    closed = Rollout.select().where(
        Rollout.closed_on.is_null(False),
        Rollout.id.in_(Target.select(Target.rollout)),
        Rollout.id.not_in(KeptEvidence.select(KeptEvidence.rollout)),
    )
    for rollout in closed:
        _keep(rollout, rollout.closed_on, loaders_at_close(rollout))
    Fact.create(name=EARLIER, value=clock.now().isoformat())


def _keep(rollout: Rollout, on: date, loaders: Mapping[str, Loader]) -> None:
    nouns = nouns_of(rollout.targets)
    if not nouns:
        return
    since = holidays_since(rollout.started_on or rollout.start_date, rollout=rollout.id)
    loaders = {**loaders, HOLIDAY: lambda _: since.where(Holiday.day <= on)}
    rows = rows_of(nouns, ids_to_list([rollout.id]), loaders)
    KeptEvidence.insert_from(rows, COLUMNS).as_rowcount().execute()
