"""Answers about sign-offs: what waits for whom, with the evidence, and one sign-off's page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Case, Expression, ModelSelect, fn

from ..access import may_judge, may_withdraw_signoff, signoffs_visible_to, smes_seated
from ..db import compiled
from ..models import (
    JudgedAs,
    Level,
    Opinion,
    Pairing,
    Person,
    Revision,
    Role,
    Rollout,
    RolloutTopic,
    Seat,
    Signoff,
    SignoffAnswer,
    Topic,
    Wording,
)
from ..rules.seeding import is_sme
from ..rules.signing_off import Seen, judges_of, judges_words, seen_columns, seen_of

SHOWN = 50


@dataclass(frozen=True)
class SignoffRow:
    """A sign-off that waits, with what was seen; the words are what they said yes with."""

    id: int
    person_id: int
    person_name: str
    topic_id: int
    topic_name: str
    rollout_id: int
    wording: Wording
    level: Level
    note: str
    asked_on: date
    seen: Seen
    coaches: int
    has_sme: bool
    coach_word: str | None
    sme_word: str | None
    i_coach: bool
    i_am_sme: bool

    @property
    def level_words(self) -> str:
        return self.wording.say(self.level.words)

    @property
    def coach_said(self) -> bool:
        return self.coach_word is not None

    @property
    def waits_for(self) -> JudgedAs:
        """Tell whose yes comes next; where nobody is left, whoever runs it acts for the coach."""
        if (self.coaches or not self.has_sme) and not self.coach_said:
            return JudgedAs.COACH
        return JudgedAs.SME

    @property
    def is_mine(self) -> bool:
        """Say whether whoever looks is asked now."""
        return self.i_coach if self.waits_for == JudgedAs.COACH else self.i_am_sme

    @property
    def one_press(self) -> bool:
        """Rule 17: one press only where the evidence stands in the row."""
        return self.seen.shows(self.level) or self.coach_said

    @property
    def evidence(self) -> str:
        """What was seen and said, in our words; what the coach wrote stays as it was written."""
        said = [self.wording.say(self.seen.words)]
        for judged_as, word in ((JudgedAs.COACH, self.coach_word), (JudgedAs.SME, self.sme_word)):
            if word is not None:
                says = self.wording.say(f"the {judged_as} says yes")
                said.append(says if word == self.seen.words else f"{says}: “{word}”")
        return "; ".join(said)


@dataclass(frozen=True)
class OpinionLine:
    """What somebody said to a sign-off."""

    by_name: str
    judged_as: JudgedAs
    acts_for: str
    yes: bool
    evidence: str
    on: date


@dataclass(frozen=True)
class SignoffPage:
    """A sign-off with all opinions, before the decision and after it."""

    signoff: Signoff
    level_words: str
    seen: Seen
    opinions: tuple[OpinionLine, ...]
    asked_now: str
    asked_as: JudgedAs
    may_judge: bool
    may_withdraw: bool

    @property
    def waits(self) -> bool:
        return self.signoff.answer == SignoffAnswer.WAITING


def signoffs_around(person: Person, rollout: Rollout | None = None) -> list[SignoffRow]:
    """List what waits for a person as coach or SME and all that waits in a rollout (one query)."""
    return [_row(*row) for row in _around(person=person, rollout=rollout)]


def signoff_page(signoff: Signoff, person: Person) -> SignoffPage:
    """Gather a sign-off with what was seen and said (about ten queries)."""
    judges = judges_of(signoff.rollout_topic, signoff.person)
    opinions = _opinions(signoff)
    said = {each.judged_as for each in opinions if each.yes}
    wanted = next((each for each in judges.needed() if each not in said), judges.needed()[-1])
    return SignoffPage(
        signoff=signoff,
        level_words=signoff.rollout_topic.rollout.wording.say(Level(signoff.level).words),
        seen=seen_of(signoff.rollout_topic, signoff.person),
        opinions=tuple(opinions),
        asked_now=judges_words(judges, wanted),
        asked_as=wanted,
        may_judge=may_judge(person, signoff),
        may_withdraw=may_withdraw_signoff(person, signoff),
    )


def signoffs_with_people(person: Person) -> ModelSelect:
    """Select the sign-offs a person may see, each with its person, topic and rollout."""
    return (
        signoffs_visible_to(person)
        .select(Signoff, Person, RolloutTopic, Rollout, Revision, Topic)
        .join(Person, on=(Signoff.person == Person.id))
        .join_from(Signoff, RolloutTopic)
        .join(Rollout)
        .join_from(RolloutTopic, Revision)
        .join(Topic)
    )


def signoff_lines(person: Person, page: int = 0, size: int = 0) -> list[Signoff]:
    """List what a person may see, what waits first, then the newest; without a page, all of it."""
    waits = Case(None, [(Signoff.answer == SignoffAnswer.WAITING, 0)], 1)
    rows = signoffs_with_people(person).order_by(waits, Signoff.id.desc())
    return list(rows.paginate(page, size) if page else rows)


def acted_for_in(signoff: Signoff) -> str:
    """Name whom the newest opinion was said for, where a supervisor said it; else "" (a query)."""
    absent = (
        Person.select(Person.name)
        .join(Opinion, JOIN.RIGHT_OUTER, on=(Opinion.acts_for == Person.id))
        .where(Opinion.signoff == signoff)
        .order_by(Opinion.id.desc())
        .limit(1)
        .tuples()
    )
    return next((name or "" for (name,) in absent), "")


def _opinions(signoff: Signoff) -> list[OpinionLine]:
    absent = Person.alias()
    rows = (
        Opinion.select(
            Person.name,
            Opinion.judged_as,
            fn.COALESCE(absent.name, ""),
            Opinion.yes,
            Opinion.evidence,
            Opinion.on,
        )
        .join(Person, on=(Opinion.by == Person.id))
        .join_from(Opinion, absent, JOIN.LEFT_OUTER, on=(Opinion.acts_for == absent.id))
        .where(Opinion.signoff == signoff)
        .order_by(Opinion.id)
        .tuples()
    )
    return [OpinionLine(name, JudgedAs(said), *rest) for name, said, *rest in rows]


@compiled
def _around(person: Any, rollout: Any) -> ModelSelect:
    theirs = _coaches(person) | _is_sme(person) | (RolloutTopic.rollout == rollout)
    return _rows(person).where(theirs).tuples()


def _rows(person: Any) -> ModelSelect:
    """Select what waits in running rollouts with all that a row says."""
    return (
        Signoff.select(
            Signoff.id,
            Person.id,
            Person.name,
            Topic.id,
            Topic.name,
            Rollout.id,
            Rollout.wording,
            Signoff.level,
            Signoff.note,
            Signoff.asked_on,
            *seen_columns(Signoff.person, Signoff.rollout_topic, Topic.id),
            _coaches().alias("coaches"),
            fn.EXISTS(smes_seated(Signoff.rollout_topic)),
            _word_of(JudgedAs.COACH),
            _word_of(JudgedAs.SME),
            _coaches(person),
            _is_sme(person),
        )
        .join(Person, on=(Signoff.person == Person.id))
        .join_from(Signoff, RolloutTopic)
        .join(Rollout)
        .join_from(RolloutTopic, Revision)
        .join(Topic)
        .where(Signoff.answer == SignoffAnswer.WAITING, Rollout.closed_on.is_null())
        .order_by(Signoff.asked_on, Signoff.id)
        .limit(SHOWN)
    )


def _row(*values: Any) -> SignoffRow:
    (
        *head,
        sessions,
        together,
        alone,
        steps,
        used,
        coaches,
        sme,
        coach,
        expert_word,
        mine,
        expert,
    ) = values
    id, person_id, name, topic_id, topic, rollout_id, wording, level, note, asked_on = head
    return SignoffRow(
        id=id,
        person_id=person_id,
        person_name=name,
        topic_id=topic_id,
        topic_name=topic,
        rollout_id=rollout_id,
        wording=Wording(wording),
        level=Level(level),
        note=note,
        asked_on=asked_on,
        seen=Seen(sessions, together, alone, steps, used),
        coaches=coaches,
        has_sme=bool(sme),
        coach_word=coach,
        sme_word=expert_word,
        i_coach=bool(mine),
        i_am_sme=bool(expert),
    )


def _coaches(person: Any = None) -> Any:
    """Count who coaches the one to be signed off there, or tell whether a person does."""
    guide, learner, coach = Seat.alias(), Seat.alias(), Person.alias()
    found = (
        Pairing.select(fn.COUNT(Pairing.id))
        .join(learner, on=(Pairing.learner == learner.id))
        .join(guide, on=(Pairing.guide == guide.id))
        .join(coach, on=(guide.person == coach.id))
        .where(
            learner.rollout_topic == Signoff.rollout_topic,
            learner.person == Signoff.person,
            guide.role == Role.COACH,
            Pairing.ended_on.is_null(),
            coach.active,
        )
    )
    return found if person is None else fn.EXISTS(found.where(guide.person == person).select(1))


def _is_sme(person: Any) -> Expression:
    return is_sme(person, Signoff.rollout_topic) & (Signoff.person != person)


def _word_of(judged_as: JudgedAs) -> ModelSelect:
    return (
        Opinion.select(Opinion.evidence)
        .where(Opinion.signoff == Signoff.id, Opinion.judged_as == judged_as, Opinion.yes)
        .order_by(Opinion.id.desc())
        .limit(1)
    )
