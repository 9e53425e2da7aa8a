"""The ranks of titles, given by administrators; a title without one has no known rank."""

from collections.abc import Mapping

from ..access import may_rank_titles, require
from ..db import transaction
from ..errors import Refused
from ..models import Person, TitleRank
from .audit import record
from .editing import require_version, version_of

ONLY_ADMINISTRATORS = "Only administrators rank titles. Ask one of them."
HIGHEST = 20


def rank_titles(
    ranks: Mapping[str, int | None], *, by: Person, opened_with: str | None = None
) -> int:
    """Give ranks to titles, None takes one away; tell how many titles changed.

    Raises Stale where the ranks are no longer what `opened_with` (from `version_of_ranks`) names.
    """
    require(may_rank_titles(by), ONLY_ADMINISTRATORS)
    for title, rank in ranks.items():
        _refuse_unfit(title, rank)
    with transaction():
        if opened_with is not None:
            require_version(opened_with, version_of_ranks())
        present = present_ranks()
        changed = {title: rank for title, rank in ranks.items() if present.get(title) != rank}
        if not changed:
            return 0
        TitleRank.delete().where(TitleRank.title.in_(list(changed))).execute()
        rows = [{"title": title, "rank": rank} for title, rank in changed.items() if rank]
        if rows:
            TitleRank.insert_many(rows).execute()
        record("titles.ranked", by=by, about=[by], ranks=changed)
    return len(changed)


def present_ranks() -> dict[str, int]:
    """Give the rank of each title that has one."""
    return dict(TitleRank.select(TitleRank.title, TitleRank.rank).tuples())


def version_of_ranks() -> str:
    """Name the present state of all ranks, for the form in which they are edited."""
    return version_of(*sorted(present_ranks().items()))


def _refuse_unfit(title: str, rank: int | None) -> None:
    if not title.strip():
        raise Refused("A rank is given to a title. Name one.")
    if rank is not None and not 1 <= rank <= HIGHEST:
        raise Refused(f"Ranks go from 1 to {HIGHEST}, and “{title}” would have {rank}. Correct it.")
