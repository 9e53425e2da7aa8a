"""Targets as tables show them, on pages, in print and on the command line alike."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ...models import Measure, Rollout, Target
from .figures import Figure, as_of
from .learners import Learner
from .outlook import Prospect, prospects_of
from .sparks import Spark, spark_of

# These are counted by dividing, and two decimals of them are enough.
DIVIDED = (Measure.COACHING_HOURS, Measure.ITEMS_DONE)


@dataclass(frozen=True)
class FigureLine:
    """One figure. `topic` is "" for the whole rollout, `whom` unless it counts for each learner.

    `now` is None while a number has no reading, and for a share of nothing: `missing` says which.
    `progress` is a share from 0 to 1. `likely` and `latest` are the days by which it is likely met
    and at the latest, None where it is or where that cannot be told: `untold` says why. `outlook`
    says all that in a sentence.
    """

    target_id: int
    learner_id: int | None
    topic: str
    what: str
    whom: str
    baseline: float
    now: float | None
    number: float
    limit: bool
    unit: str
    due: date | None
    met_on: date | None
    likely: date | None
    latest: date | None
    untold: str
    outlook: str
    progress: float
    late: bool
    spark: Spark | None
    missing: str = ""


def lines_of(
    figures: Iterable[Figure], rollout: Rollout, today: date, shown: slice = slice(None)
) -> list[FigureLine]:
    """Write figures as lines, those of a topic together, the whole rollout's first.

    `shown` is the part of them that is asked for.
    """
    figures = list(figures)
    names = _short_names(figure.learner for figure in figures if figure.learner)
    topics = list(dict.fromkeys(["", *(figure.topic_name for figure in figures)]))
    figures.sort(key=lambda figure: topics.index(figure.topic_name))
    prospects = prospects_of(rollout, figures[shown], today)
    return [
        _line(figure, names, today, rollout, prospect)
        for figure, prospect in zip(figures[shown], prospects, strict=True)
    ]


def _line(
    figure: Figure, names: dict[int, str], today: date, rollout: Rollout, prospect: Prospect
) -> FigureLine:
    target = figure.target
    return FigureLine(
        target_id=target.id,
        learner_id=figure.learner.id if figure.learner else None,
        topic=figure.topic_name,
        what=target.name or rollout.wording.say(target.label),
        whom=names[figure.learner.id] if figure.learner else "",
        baseline=target.baseline,
        now=rounded(target, figure.now),
        number=target.number,
        limit=target.limit,
        unit=target.unit_words,
        due=figure.due,
        met_on=figure.met_on,
        likely=prospect.likely,
        latest=prospect.latest,
        untold=prospect.untold,
        outlook=prospect.words(figure.due, today),
        progress=figure.progress,
        late=figure.is_past_its_date(as_of(rollout, today)),
        spark=spark_of(figure, rollout, today),
        missing=rollout.wording.say(figure.missing),
    )


def rounded(target: Target, value: float | None) -> float | None:
    """Round what a target stands at, where it was divided."""
    divided = target.share or target.measure in DIVIDED
    return round(value, 2) if value is not None and divided else value


def _short_names(learners: Iterable[Learner]) -> dict[int, str]:
    """Name learners by their first names, by the whole name where two share the first."""
    names = {learner.id: learner.name for learner in learners}
    first_names = Counter(name.split()[0] for name in names.values())
    return {
        id: name if first_names[name.split()[0]] > 1 else name.split()[0]
        for id, name in names.items()
    }
