"""Answers about pairings: who guides whom on what, and what their sessions show."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, Expression, ModelSelect, fn

from ..db import among, compiled, listed
from ..models import (
    Answer,
    Attendance,
    CoachingSession,
    Kind,
    Pairing,
    Person,
    Purpose,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Topic,
    Way,
    Wording,
)
from ..packing import packed, unpacked
from .activity import (
    Wait,
    wait_columns,
    waits_of,
    with_sheets,
)
from .hours import hours_columns
from .time_boxes import box_columns, box_end

# Ways of rule 13 in which the learner did nothing.
ONLY_TOLD = (Way.EXPLAINED, Way.COACH_DID_IT)

# Silence is a pairing without a session for its cadence plus this.
GRACE = timedelta(days=7)

Guide, Learner = Seat.alias("guide_seat"), Seat.alias("learner_seat")
GuidePerson, LearnerPerson = Person.alias("guide_person"), Person.alias("learner_person")


@dataclass(frozen=True)
class PairingFacts:
    """A pairing that has not ended, with its people, topic and sessions held; no guide is a gap."""

    id: int
    rollout_id: int
    rollout_name: str
    wording: Wording
    topic_id: int
    topic_name: str
    topic_kind: Kind
    role: Role | None
    guide_id: int | None
    guide_name: str | None
    guide_email: str | None
    guide_away_until: date | None
    learner_id: int
    learner_name: str
    learner_email: str | None
    learner_away_until: date | None
    learner_manager_id: int | None
    guide_hours_week: int | None
    guide_agreed_hours: int | None
    cadence_days: int
    agreed_hours: int | None
    hours_reason: str | None
    wave: int
    since: date
    mutual: bool
    paused_until: date | None
    asked_on: date | None
    heard_on: date | None
    rollout_topic_id: int
    purpose: str
    before_agreements: bool
    version: int
    guide_answer: str | None
    learner_answer: str | None
    unseeded: int
    held: int
    told: int
    last_held: date | None
    box_opened: date | None
    box_days: int | None
    box_due: date | None
    met: bool
    met_live: bool

    @property
    def role_words(self) -> str:
        """Say what the guide is to the learner, in the words of the rollout (rule 5)."""
        return self.wording.say(self.role or "")

    @property
    def is_pair(self) -> bool:
        """Tell whether it belongs to its two people, who agreed on it or coach each other."""
        return bool(self.mutual) or self.purpose == Purpose.PAIR

    @property
    def waits(self) -> tuple[Wait, ...]:
        """What keeps it from being active: signatures, the SME's sign-off (rules 4 and 12)."""
        return waits_of(
            has_guide=not self.is_gap,
            purpose=self.purpose,
            before_agreements=self.before_agreements,
            version=self.version,
            guide_answer=self.guide_answer,
            learner_answer=self.learner_answer,
            unseeded=self.unseeded,
        )

    @property
    def unsigned(self) -> list[str]:
        """Who has not signed their sheet, the guide first."""
        people = ((self.guide_name, self.guide_answer), (self.learner_name, self.learner_answer))
        return [name for name, answer in people if name and answer != Answer.SIGNED]

    @property
    def asked(self) -> list[str]:
        """Who has their sheet before them and has not answered it."""
        people = ((self.guide_name, self.guide_answer), (self.learner_name, self.learner_answer))
        return [name for name, answer in people if name and answer == Answer.WAITING]

    @property
    def is_declined(self) -> bool:
        return Answer.DECLINED in (self.guide_answer, self.learner_answer)

    @property
    def is_gap(self) -> bool:
        return self.guide_id is None

    @property
    def guide_is_the_boss(self) -> bool:
        """Rule 6; in delegation the guide is the delegator, so there it is as it should be."""
        is_boss = self.guide_id is not None and self.guide_id == self.learner_manager_id
        return is_boss and (self.role == Role.BUDDY or self.topic_kind != Kind.DELEGATION)

    @property
    def is_coached(self) -> bool:
        """Tell whether a coach guides it, whose hours are counted; those of a pair are theirs."""
        return self.role == Role.COACH and not self.is_pair

    @property
    def agrees_to_too_much(self) -> bool:
        """Rule 15: its coach agreed to more hours, over all open rollouts, than they have."""
        if not self.is_coached or self.agreed_hours is None:
            return False
        if self.guide_hours_week is None:
            return False
        return (self.guide_agreed_hours or 0) > self.guide_hours_week

    @property
    def is_only_told(self) -> bool:
        """Rule 13: every session was only explained, or the coach did it.

        Between peers who coach each other the talk is the work, so it is no fault there.
        """
        return self.held > 0 and self.told == self.held and not self.mutual

    @property
    def meeting(self) -> str:
        """Say how the two have met, for where people never meet otherwise (rule 11)."""
        if self.met:
            return "met in person"
        return "met live" if self.met_live else "not met yet"

    @property
    def box_until(self) -> date | None:
        """The day on which a buddy's time box ends (rule 7), if one was agreed."""
        return box_end(self.box_opened, self.box_days, self.box_due)

    def silent_days(self, today: date) -> int:
        """Count the days without a session once they pass the cadence plus a week, else 0.

        Somebody who is away, or a pairing that is paused, is not asked why it is quiet, and a
        buddy not after the time box; whoever said that it is still on is believed until as many
        days have passed again.
        """
        if self.is_gap or self.rests(today) or (self.box_until and today > self.box_until):
            return 0
        quiet = today - self._last_sign()
        return quiet.days if quiet > timedelta(days=self.cadence_days) + GRACE else 0

    def rests(self, today: date) -> bool:
        """Tell whether nothing is asked of it now: it is paused, or one of the two is away."""
        return self.is_paused(today) or self.somebody_is_away(today)

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and today < self.paused_until

    def was_asked(self) -> bool:
        """Tell whether somebody asked "still on?" since the last sign of life."""
        return self.asked_on is not None and self.asked_on >= self._last_sign()

    def is_asked(self, person_id: int, today: date) -> bool:
        """Tell whether "still on?" stands on somebody's home: the guide's, once asked both.

        Two who coach each other are both guides, and a pair is run by nobody who would ask.
        """
        if not self.silent_days(today) or person_id not in (self.guide_id, self.learner_id):
            return False
        return person_id == self.guide_id or self.is_pair or self.was_asked()

    def _last_sign(self) -> date:
        """The newest of its beginning, its last session, "still on" and the end of a pause."""
        signs = (self.since, self.last_held, self.heard_on, self.paused_until)
        return max(sign for sign in signs if sign is not None)

    def somebody_is_away(self, today: date) -> bool:
        returns = (self.guide_away_until, self.learner_away_until)
        return any(until is not None and today < until for until in returns)


def pairings_of_rollout(rollout: Rollout | int) -> list[PairingFacts]:
    """List the pairings of a rollout, by topic and learner (one query)."""
    return [_read(**row) for row in _of_rollout(rollout=rollout)]


def facts_of_pairing(pairing: Pairing) -> PairingFacts:
    """Read the facts of one pairing that has not ended."""
    (row,) = _of_itself(pairing=pairing)
    return _read(**row)


def pairings_of_seats(learners: list[int]) -> list[PairingFacts]:
    """List the pairings of some learners' seats, by topic and learner (one query)."""
    return [_read(**row) for row in _of_seats(learners=learners)]


def pairings_around(person: Person, rollout: Rollout | None) -> list[PairingFacts]:
    """List whom a person guides, who guides them, and the pairings of a rollout (one query)."""
    rows = _around(person=person, rollout=rollout.id if rollout else 0)
    return [_read(**row) for row in rows]


def pairings_guided_by(person: Person) -> list[PairingFacts]:
    """List whom a person guides in open rollouts (one query)."""
    return [_read(**row) for row in _guided_by(person=person)]


def pairings_learnt_by(person: Person) -> list[PairingFacts]:
    """List who guides a person in open rollouts (one query)."""
    return [_read(**row) for row in _learnt_by(person=person)]


def _read(sessions: str, **row: Any) -> PairingFacts:
    """Read the facts of a pairing from a row of `_facts`."""
    held, told, met, met_live, last_held = unpacked(sessions)
    return PairingFacts(
        **row,
        held=int(held),
        told=int(told),
        last_held=date.fromisoformat(last_held) if last_held else None,
        met=met != "0",
        met_live=met_live != "0",
    )


@compiled
def _of_itself(pairing: Any) -> ModelSelect:
    return _facts(Pairing.id == pairing)


@compiled
def _of_seats(learners: Any) -> ModelSelect:
    return _facts(listed(Pairing.learner, learners))


@compiled
def _of_rollout(rollout: Any) -> ModelSelect:
    return _facts(among(Pairing.learner, _seats_in(rollout)))


@compiled
def _around(person: Any, rollout: Any) -> ModelSelect:
    # A union, because neither engine finds an OR of several tables by its indexes.
    there = _pairings_of(Pairing.learner, _seats_in(rollout))
    guided = _open_pairings_of(Pairing.guide, person)
    learnt = _open_pairings_of(Pairing.learner, person)
    return _facts(among(Pairing.id, there | guided | learnt))


@compiled
def _guided_by(person: Any) -> ModelSelect:
    return _facts(among(Pairing.id, _open_pairings_of(Pairing.guide, person)))


@compiled
def _learnt_by(person: Any) -> ModelSelect:
    return _facts(among(Pairing.id, _open_pairings_of(Pairing.learner, person)))


def _pairings_of(side: Any, seats: ModelSelect) -> ModelSelect:
    pairing = Pairing.alias()
    return pairing.select(pairing.id).where(getattr(pairing, side.name).in_(seats))


def _open_pairings_of(side: Any, person: Any) -> ModelSelect:
    """Select the pairings that a person takes part in on one side, in rollouts not closed yet."""
    seat = Seat.alias()
    seats = (
        seat.select(seat.id)
        .join(RolloutTopic, on=(seat.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .where(seat.person == person, Rollout.closed_on.is_null())
    )
    return _pairings_of(side, seats)


def _seats_in(rollout: Any) -> ModelSelect:
    seat = Seat.alias()
    return (
        seat.select(seat.id)
        .join(RolloutTopic, on=(seat.rollout_topic == RolloutTopic.id))
        .where(RolloutTopic.rollout == rollout)
    )


def _facts(where: Expression) -> ModelSelect:
    facts = (
        Pairing.select(
            Pairing.id,
            Rollout.id.alias("rollout_id"),
            Rollout.name.alias("rollout_name"),
            Rollout.wording,
            Topic.id.alias("topic_id"),
            Topic.name.alias("topic_name"),
            Topic.kind.alias("topic_kind"),
            Guide.role,
            GuidePerson.id.alias("guide_id"),
            GuidePerson.name.alias("guide_name"),
            GuidePerson.email.alias("guide_email"),
            GuidePerson.away_until.alias("guide_away_until"),
            LearnerPerson.id.alias("learner_id"),
            LearnerPerson.name.alias("learner_name"),
            LearnerPerson.email.alias("learner_email"),
            LearnerPerson.away_until.alias("learner_away_until"),
            LearnerPerson.manager.alias("learner_manager_id"),
            GuidePerson.coaching_hours_week.alias("guide_hours_week"),
            *hours_columns(GuidePerson.id),
            Pairing.cadence_days,
            Pairing.agreed_hours,
            Pairing.wave,
            Pairing.since,
            Pairing.mutual,
            Pairing.paused_until,
            Pairing.asked_on,
            Pairing.heard_on,
            RolloutTopic.id.alias("rollout_topic_id"),
            *wait_columns(Guide),
            *box_columns(Guide, Learner),
            _sessions().alias("sessions"),
        )
        .join(Learner, on=(Pairing.learner == Learner.id))
        .join(LearnerPerson, on=(Learner.person == LearnerPerson.id))
        .join(RolloutTopic, on=(Learner.rollout_topic == RolloutTopic.id))
        .join(Rollout, on=(RolloutTopic.rollout == Rollout.id))
        .join(Revision, on=(RolloutTopic.revision == Revision.id))
        .join(Topic, on=(Revision.topic == Topic.id))
        .join(Guide, JOIN.LEFT_OUTER, on=(Pairing.guide == Guide.id))
        .join(GuidePerson, JOIN.LEFT_OUTER, on=(Guide.person == GuidePerson.id))
    )
    return (
        with_sheets(facts, Guide, Learner)
        .where(where, Pairing.ended_on.is_null())
        .order_by(RolloutTopic.position, LearnerPerson.name, Pairing.id)
        .dicts()
    )


def _sessions() -> ModelSelect:
    """Tell of a pairing's sessions how many were held, were only told, in one room, live, and when.

    All in one column, so that they are looked at once, and only they.
    """
    # The kick-off brings people together, but nobody is coached there.
    coached = CoachingSession.rollout_topic.is_null(False)
    only_told = coached & CoachingSession.way.in_(ONLY_TOLD)
    counted = (coached, only_told, ~CoachingSession.remote, CoachingSession.remote)
    counts = (fn.COUNT(CoachingSession.id).filter(which) for which in counted)
    last = fn.MAX(CoachingSession.held_on).filter(coached)
    return (
        Attendance.select(packed(*counts, last))
        .join(CoachingSession, on=(Attendance.session == CoachingSession.id))
        .where(
            Attendance.pairing == Pairing.id,
            CoachingSession.held_on.is_null(False),
            CoachingSession.cancelled_at.is_null(),
        )
    )
