"""Why a rollout is late: what holds it back most, by topic and output and never by person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import ceil

from ...dates import count_words
from ...models import Level, Measure, Rollout
from .figures import Figure, started_on

# Nobody reads more reasons than these.
MOST = 2

# After so many days without a session a topic is silent.
SILENT_DAYS = 14

SESSIONS = (Measure.SESSIONS_HELD, Measure.COACHING_HOURS)


def reasons_of(
    rollout: Rollout, figures: Sequence[Figure], today: date, last: Figure | None = None
) -> list[str]:
    """Name what is missing most, two things at most: "2 outputs are not published yet".

    A topic that is silent comes first, then what is likely reached `last`, if that is told. Each
    thing weighs what its targets lack of being reached, from 0 to 1 each (rule 16), counted over
    all its learners, whom no reason names.
    """
    things: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    slowest = last and _thing(last)
    for figure in figures:
        if not figure.is_met and not figure.target.is_kept:
            things[_thing(figure)].append(figure)

    def rank(named: tuple[tuple[str, ...], list[Figure]]) -> tuple[int, bool, float]:
        thing, lacking = named
        silent = _silent_days(rollout, lacking[0], figures, today)
        return -silent, thing != slowest, -_lack(lacking)

    ranked = sorted(things.items(), key=rank)
    return [_words(rollout, lacking, figures, today) for _, lacking in ranked[:MOST]]


def _thing(figure: Figure) -> tuple[str, ...]:
    """Name what a figure is about: the sessions of a topic, all outputs, or a target by itself."""
    target = figure.target
    if target.measure in SESSIONS:
        return ("sessions", figure.topic_name)
    if target.measure == Measure.OUTPUTS_PUBLISHED:
        return ("trusted" if target.trusted else "outputs",)
    return ("target", str(target.id))


def _lack(figures: Sequence[Figure]) -> float:
    return sum(1 - figure.progress for figure in figures)


def _words(
    rollout: Rollout, lacking: Sequence[Figure], figures: Sequence[Figure], today: date
) -> str:
    first = lacking[0]
    target, topic = first.target, first.topic_name
    say = rollout.wording.say
    if target.measure in SESSIONS:
        return _sessions(rollout, topic, lacking, figures, today)
    missing = ceil(sum(each.target.number - (each.now or 0) for each in lacking))
    if target.measure == Measure.OUTPUTS_PUBLISHED:
        done = "trusted" if target.trusted else "published"
        verb = "is" if missing == 1 else "are"
        return f"{count_words(missing, 'output')} {verb} not {done} yet"
    if target.measure.has_level and not target.share:
        level = Level(target.level).words
        done = "signed off" if target.measure == Measure.LEARNERS_SIGNED_OFF else "yet"
        people = f"{count_words(missing, 'learner')} not {done} at “{level}”"
        return say(f"{topic}: {people}" if topic else people, topic)
    label = target.name or say(target.label[:1].lower() + target.label[1:])
    return f"{f'{topic}: ' if topic else ''}{label} {_stand(lacking)}"


def _sessions(
    rollout: Rollout,
    topic: str,
    lacking: Sequence[Figure],
    figures: Sequence[Figure],
    today: date,
) -> str:
    """Say how long a topic is silent, else what it lacks."""
    days = _silent_days(rollout, lacking[0], figures, today)
    if days:
        subject = f"{topic} has had" if topic else "there was"
        return f"{subject} no session for {count_words(days, 'day')}"
    counts = [each for each in lacking if each.target.measure == Measure.SESSIONS_HELD]
    missing = sum(each.target.number - (each.now or 0) for each in counts or lacking)
    if counts:
        return _lacks(topic, count_words(ceil(missing), "session"))
    return rollout.wording.say(_lacks(topic, f"{missing:,.3g} h of coaching"), topic)


def _silent_days(rollout: Rollout, lacking: Figure, figures: Sequence[Figure], today: date) -> int:
    """Count the days since the last session on the topic of a figure; 0 where that is not long."""
    if lacking.target.measure not in SESSIONS:
        return 0
    held = [
        row.on
        for figure in figures
        if figure.target.measure in SESSIONS and figure.topic_name == lacking.topic_name
        for row in figure.counted
        if row.on
    ]
    days = (today - max(held, default=started_on(rollout))).days
    return days if days >= SILENT_DAYS else 0


def _lacks(topic: str, what: str) -> str:
    return f"{topic} lacks {what}" if topic else f"{what} are missing"


def _stand(figures: Sequence[Figure]) -> str:
    """Say where a target stands; of one that counts for each learner, how many lack it."""
    first, *others = figures
    if others or first.learner:
        return f"is not reached by {len(figures):,}"
    if first.now is None:
        return f"has {first.missing}"
    unit = f" {first.target.unit_words}" if first.target.unit_words else ""
    return f"at {first.now:,.3g}{unit}, agreed {first.target.number:,.6g}{unit}"
