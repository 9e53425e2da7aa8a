"""Trust by use, not by calendar: what a document says of itself beside every link to it.

A published document is *approved* when a reviewer approved the version that readers see, and
*trusted* when besides that min(2, learners of its topic now), at least one, different people did
the task with it since its last real edit. An edit that its reviewer confirms as minor is no real
one. Of each person the newest use counts; that of its owner, and of whoever wrote any of it since
that edit, does not. An open failure *reopens* it: somebody's newest use failed, and it was neither
answered nor fixed in a version that readers see.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, Value, fn

from ..models import (
    Outcome,
    Output,
    OutputState,
    Review,
    ReviewAnswer,
    Revision,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Use,
    UseAnswer,
    Version,
    is_newest_use,
)

# So many people are enough, however many learn the topic.
ENOUGH = 2


class Badge(StrEnum):
    PLANNED = "planned"
    DRAFT = "draft"
    IN_REVIEW = "in review"
    PUBLISHED = "published, not reviewed"
    APPROVED = "approved"
    APPROVED_BY_LEARNER = "approved by a learner who did it"
    TRUSTED = "trusted"
    REOPENED = "reopened"
    OBSOLETE = "obsolete"


# How each is coloured; those that say little stand back.
TONES = {
    Badge.TRUSTED: "done",
    Badge.APPROVED: "info",
    Badge.APPROVED_BY_LEARNER: "info",
    Badge.IN_REVIEW: "waiting",
    Badge.REOPENED: "late",
}


def tone_of(word: str) -> str:
    """Give the tone of a badge."""
    return TONES.get(Badge(word), "plain")


def badge_of(output: Output) -> Badge:
    """Say what stands beside a link to this document."""
    return badges_of([output.id])[output.id]


def badges_of(ids: Iterable[int]) -> dict[int, Badge]:
    """Say what stands beside links to these documents (one query)."""
    rows = Output.select(Output.id, badge()).where(Output.id.in_(list(ids))).tuples()
    return {id: Badge(found) for id, found in rows}


def badge(output: Any = Output) -> Expression:
    """Give the SQL of a document's badge, for a query that selects from `output`."""
    approved = is_approved(output)
    return Case(
        None,
        [
            (output.state != OutputState.PUBLISHED, output.state),
            (fn.EXISTS(open_failures(output)), Value(str(Badge.REOPENED))),
            (approved & is_enough(output), Value(str(Badge.TRUSTED))),
            (approved & _was_by_a_learner(output), Value(str(Badge.APPROVED_BY_LEARNER))),
            (approved, Value(str(Badge.APPROVED))),
            (_waits_for_review(output), Value(str(Badge.IN_REVIEW))),
        ],
        Value(str(Badge.PUBLISHED)),
    )


def is_trusted(output: Any = Output) -> Expression:
    """Give the SQL of whether a document is trusted."""
    return badge(output) == str(Badge.TRUSTED)


def trusted_on(output: Any = Output, needed: Any = None) -> Expression:
    """Give the SQL of the day since which a trusted document is trusted, as ISO text.

    `needed` is how many people it takes, if not as many as now; null where they were fewer.
    That is the day (by UTC) on which it was approved since its last real edit, or the one on
    which enough people had done the task with it, whichever came later.
    """
    version = Version.alias()
    approved_on = (
        Review.select(fn.DATE(fn.MIN(Review.answered_at)).cast("text"))
        .join(version, on=(Review.version == version.id))
        .where(
            version.output == output.id,
            version.number.between(output.trusted_from, output.published_number),
            Review.answer == ReviewAnswer.APPROVED,
        )
    )
    first, second = (_nth_use(output, place) for place in (1, 2))
    needed = people_needed(output) if needed is None else needed
    done_on = Case(None, [(needed >= ENOUGH, second)], first)
    return Case(None, [(approved_on > done_on, approved_on)], done_on)


def _nth_use(output: Any, place: int) -> ModelSelect:
    use = Use.alias()
    uses = uses_that_count(output, use).order_by(use.on, use.id).limit(1).offset(place - 1)
    return uses.select(use.on.cast("text"))


def is_approved(output: Any = Output) -> Expression:
    """Give the SQL of whether readers see a version that a reviewer approved."""
    return output.approved_number == output.published_number


def is_enough(output: Any = Output) -> Expression:
    """Give the SQL of whether enough people did the task with a document.

    Who learns the topic is asked only where it decides, which is where one person did.
    """
    learns_at_most_one = learners_now(output) < ENOUGH
    return Case(people_who_did_it(output), [(0, False), (1, learns_at_most_one)], True)


def people_needed(output: Any = Output) -> Expression:
    """Give the SQL of how many people have to do the task with a document: min(2, learners)."""
    return Case(None, [(learners_now(output) >= ENOUGH, ENOUGH)], 1)


def learners_now(output: Any = Output) -> ModelSelect:
    """Count, in SQL, the people who learn the topic of a document in a running rollout."""
    seat = Seat.alias()
    return (
        seat.select(fn.COUNT(seat.person.distinct()))
        .join(RolloutTopic, on=(seat.rollout_topic == RolloutTopic.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join_from(RolloutTopic, Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(
            Revision.topic == output.topic,
            seat.role == Role.LEARNER,
            seat.until.is_null(),
            # Cast, by which no engine begins with all the rollouts that run.
            Rollout.state.cast("text") == str(RolloutState.RUNNING),
        )
    )


def people_who_did_it(output: Any = Output) -> ModelSelect:
    """Count, in SQL, the people whose use makes a document trusted."""
    use = Use.alias()
    return uses_that_count(output, use).select(fn.COUNT(use.id))


def uses_that_count(output: Any = Output, use: Any = Use) -> ModelSelect:
    """Select the uses that make a document trusted: one of each person, since its last real edit.

    The owner's own does not count, nor that of whoever wrote any version since.
    """
    version = Version.alias()
    wrote_it = version.select(version.id).where(
        version.output == output.id,
        version.by == use.person,
        version.number.between(output.trusted_from, output.published_number),
    )
    return use.select().where(
        use.output == output.id,
        use.outcome == Outcome.WORKED,
        use.number.between(output.trusted_from, output.published_number),
        use.person != output.owner,
        is_newest_use(use),
        ~fn.EXISTS(wrote_it),
    )


def open_failures(output: Any = Output, use: Any = None) -> ModelSelect:
    """Select the failed uses of a document that nobody has answered or fixed for its readers."""
    use = use or Use.alias()
    answer = UseAnswer.alias()
    is_open = answer.id.is_null() | (answer.fixed_in > fn.COALESCE(output.published_number, 0))
    return (
        use.select(use.id)
        .join(answer, JOIN.LEFT_OUTER, on=(answer.use == use.id))
        .where(use.output == output.id, use.outcome == Outcome.FAILED, is_newest_use(use), is_open)
    )


def _was_by_a_learner(output: Any) -> Expression:
    return fn.EXISTS(_reviews(output, ReviewAnswer.APPROVED).where(Review.as_learner))


def _waits_for_review(output: Any) -> Expression:
    return fn.EXISTS(_reviews(output, ReviewAnswer.WAITING))


def _reviews(output: Any, answer: ReviewAnswer) -> ModelSelect:
    """Select the reviews of the version that readers see."""
    version = Version.alias()
    return (
        Review.select(Review.id)
        .join(version, on=(Review.version == version.id))
        .where(
            version.output == output.id,
            version.number == output.published_number,
            Review.answer == answer,
        )
    )
