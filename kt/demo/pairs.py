"""Ranks, a peer circle, a mentor with a waiting list, and a colleague who asks for a pair."""

from ..models import Pairing, PairKind, Person, Way
from ..operations.agreements import offer_agreement
from ..operations.pairs import accept_pair, ask_for_pair, set_up_circle
from ..operations.people import edit_profile
from ..operations.rollouts import start_rollout
from ..operations.sessions import log_kick_off, log_session, plan_session
from ..operations.titles import rank_titles
from .stage import Stage

# The archivist's title has none yet.
RANKS = {
    "Junior analyst": 2,
    "Operator": 3,
    "Analyst": 3,
    "Senior operator": 4,
    "Senior analyst": 4,
    "Settlement specialist": 4,
    "Safety officer": 4,
    "Software architect": 5,
    "Shift lead": 6,
    "Team lead": 6,
    "Head of operations": 8,
}

CIRCLE = (("leo", "george"), ("cleo", "jane"))

# Who coached whom in the circle, so many days ago, for how many minutes.
MET = (
    ("leo", "george", 21, 45),
    ("cleo", "jane", 20, 60),
    ("george", "leo", 6, 40),
    ("jane", "cleo", 5, 45),
    ("cleo", "jane", 3, 30),
)

NOTE = """\
**What is going on?** Two new people, and the month end.

**What works?** A fixed half hour in the morning.

**What will you change?** Say no once a week, and say why."""

MENTOR, PROTEGE = "dan", "mina"
WAITING = ("hugo", "cleo")


def build(stage: Stage) -> None:
    """Rank titles, let two pairs of a circle meet, and give a mentor more asks than places."""
    people = stage.people
    with stage.on(80):
        rank_titles(RANKS, by=people["nora"])
    _circle(stage)
    _mentoring(stage)
    with stage.on(2) as day:
        ask_for_pair(
            people["cleo"],
            PairKind.PEERS,
            by=people["raj"],
            on=day,
            sentence="You ask good questions. I would like to be asked some.",
        )


def _circle(stage: Stage) -> None:
    paula = stage.people["paula"]
    with stage.on(35) as day:
        pairs = [(stage.people[one], stage.people[other]) for one, other in CIRCLE]
        circle = set_up_circle("Across the street", pairs, by=paula, on=day)
        offer_agreement(circle, by=paula)
        stage.sign(circle)
        log_kick_off(circle, by=paula, minutes=30, today=day)
        circle = start_rollout(circle, on=day, by=paula)
    for coach, coached, days_ago, minutes in MET:
        with stage.on(days_ago, hour=15) as day:
            log_session(
                [_pairing_of(stage.people[coach], stage.people[coached])],
                by=stage.people[coach],
                guide=stage.people[coach],
                minutes=minutes,
                way=Way.NOT_SAID,
                note=NOTE,
                today=day,
            )


def _mentoring(stage: Stage) -> None:
    mentor, protege = stage.people[MENTOR], stage.people[PROTEGE]
    with stage.on(30) as day:
        edit_profile(
            mentor,
            by=mentor,
            time_zone=mentor.time_zone,
            coaching_hours_week=mentor.coaching_hours_week,
            mentor_places=1,
            away_until=mentor.away_until,
        )
        request = ask_for_pair(mentor, PairKind.MENTORING, by=protege, on=day)
        pairing = accept_pair(request, by=mentor, on=day)
    for number, key in enumerate(WAITING):
        with stage.on(12 - number) as day:
            ask_for_pair(mentor, PairKind.MENTORING, by=stage.people[key], on=day)
    with stage.on(3) as day:
        plan_session(
            [pairing],
            by=mentor,
            planned_at=stage.moment(stage.day(-4), 11),
            minutes=45,
            zone=stage.zone,
            today=day,
        )


def _pairing_of(one: Person, other: Person) -> Pairing:
    """Find the pairing in which two coach each other."""
    mutual = Pairing.select().where(Pairing.mutual)
    return next(each for each in mutual if each.two == {one.id, other.id})
