"""Random rollouts: no deed breaks a refusing rule, and what a fact breaks is listed.

People, managers, topics, models, seats with dates, signatures, edits, starts and facts from
outside, in any order, for thousands of steps on both engines.
"""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import make
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kt import db, models
from kt.errors import NotAllowed, Refused
from kt.models import (
    Access,
    Answer,
    AuditEntry,
    Kind,
    Level,
    Measure,
    Pairing,
    Person,
    Role,
    Rollout,
    RolloutState,
    RolloutTopic,
    Seat,
    Sheet,
    Topic,
    TransferModel,
    Way,
)
from kt.operations.agreements import (
    decline_sheet,
    offer_agreement,
    sign_on_paper,
    sign_sheet,
    take_answer_back,
)
from kt.operations.people import disable_person, edit_person, enable_person, version_of_person
from kt.operations.rollouts import (
    complete_rollout,
    edit_rollout,
    override_point,
    reopen_rollout,
    start_rollout,
    version_of_rollout,
)
from kt.operations.seating import (
    agree,
    change_guide,
    end_pairing,
    end_seat,
    give_seat,
    put_guide,
    reopen_pairing,
    reopen_seat,
)
from kt.operations.sessions import log_kick_off, log_session
from kt.operations.standings import name_standing, sign_off_coach
from kt.operations.targets import add_target, drop_target
from kt.operations.topics import edit_topic, newest_revision, version_of_topic
from kt.rules.broken import Broken, broken_rules
from kt.rules.gate import points_of, unresolved
from kt.rules.pairings import PairingFacts, pairings_of_rollout
from kt.rules.sheets import digest_of, written_now

TODAY = make.TODAY
DAY = timedelta(days=1)
GUIDES = (Role.COACH, Role.BUDDY)

people = st.integers(0, 5)
places = st.integers(0, 3)
days = st.integers(-3, 6).map(lambda days: TODAY + days * DAY)
maybe_days = st.none() | days
any_one = st.integers(0, 10_000)


def one_of(query: Any, which: int) -> Any:
    """Choose one of the rows there are, None of none."""
    rows = list(query)
    return rows[which % len(rows)] if rows else None


class AnyRollout(RuleBasedStateMachine):
    """Two rollouts of two topics each, six people, one supervisor, one administrator."""

    recorded = -1

    @initialize(technical=st.booleans(), kind=st.sampled_from(list(Kind)))
    def begin(self, technical: bool, kind: Kind) -> None:
        self.root = make.a_person("Root Adams", access=Access.ADMINISTRATOR)
        self.ada = make.a_person("Ada Lovell", access=Access.SUPERVISOR)
        names = ("Ben Arroyo", "Cleo Marsh", "Dan Weiss", "Eve Stone", "Finn Okoro", "Greta Lind")
        self.people = [make.a_person(name) for name in names]
        self.topics = [
            make.a_topic("Cut-off rules", technical=technical),
            make.a_topic("Settling in", kind=kind),
        ]
        for name, model in (("First", TransferModel.ONE_WAY), ("Second", TransferModel.TWO_WAY)):
            values = {"state": RolloutState.DRAFT, "started_on": None, "model": model}
            rollout = make.a_rollout(name, supervisor=self.ada, **values)
            for topic in self.topics:
                make.a_rollout_topic(rollout, topic)

    # ------------------------------------------------------------------ deeds

    def tried(self, deed: Any, *arguments: Any, **options: Any) -> Any:
        """Do a deed; one that is refused leaves no trace."""
        before = AuditEntry.select().count()
        try:
            return deed(*arguments, **options)
        except (Refused, NotAllowed):
            assert AuditEntry.select().count() == before
            return None

    def person(self, which: int) -> Person:
        return Person.get_by_id(self.people[which].id)

    def place(self, which: int) -> RolloutTopic:
        return RolloutTopic.select().order_by(RolloutTopic.id)[which]

    @rule(
        at=places, who=people, role=st.sampled_from(list(Role)), since=days, last=st.none() | days
    )
    def give(self, at: int, who: int, role: Role, since: date, last: date | None) -> None:
        place = self.place(at)
        self.tried(give_seat, place, self.person(who), role, since=since, until=last, by=self.ada)

    @rule(at=places, who=people, guide=st.none() | people, role=st.sampled_from(GUIDES))
    def pair(self, at: int, who: int, guide: int | None, role: Role) -> None:
        chosen = None if guide is None else self.person(guide)
        place = self.place(at)
        self.tried(put_guide, place, self.person(who), chosen, role, on=TODAY, by=self.ada)

    @rule(which=any_one, guide=st.none() | people, role=st.sampled_from(GUIDES))
    def change(self, which: int, guide: int | None, role: Role) -> None:
        if pairing := one_of(Pairing.select().where(Pairing.ended_on.is_null()), which):
            chosen = None if guide is None else self.person(guide)
            self.tried(change_guide, pairing, chosen, role, on=TODAY, by=self.ada)

    @rule(which=any_one, back=st.booleans())
    def end_a_pairing(self, which: int, back: bool) -> None:
        if pairing := one_of(Pairing.select(), which):
            if back:
                self.tried(reopen_pairing, pairing, by=self.ada)
            else:
                self.tried(end_pairing, pairing, on=TODAY, by=self.ada)

    @rule(which=any_one, back=st.booleans())
    def end_a_seat(self, which: int, back: bool) -> None:
        if seat := one_of(Seat.select(), which):
            if back:
                self.tried(reopen_seat, seat, by=self.ada)
            else:
                self.tried(end_seat, seat, on=TODAY, by=self.ada)

    @rule(which=any_one, cadence=st.sampled_from([7, 14]))
    def meet_otherwise(self, which: int, cadence: int) -> None:
        if pairing := one_of(Pairing.select().where(Pairing.ended_on.is_null()), which):
            values = {"cadence_days": cadence, "agreed_hours": None, "wave": 1}
            self.tried(agree, pairing, by=self.ada, **values)

    @rule(which=st.integers(0, 1), model=st.sampled_from(list(TransferModel)), later=st.booleans())
    def edit(self, which: int, model: TransferModel, later: bool) -> None:
        rollout = Rollout.select().order_by(Rollout.id)[which]
        values = {"model": model, "end_date": date(2027, 1, 31) if later else rollout.end_date}
        self.tried(
            edit_rollout,
            rollout,
            by=self.ada,
            opened_with=version_of_rollout(rollout),
            today=TODAY,
            **values,
        )

    @rule(at=places)
    def aim(self, at: int) -> None:
        place = self.place(at)
        values = {"measure": Measure.SESSIONS_HELD, "number": 3, "rollout_topic": place}
        self.tried(add_target, place.rollout, by=self.ada, **values)

    @rule(which=any_one)
    def aim_no_more(self, which: int) -> None:
        if target := one_of(models.Target.select(), which):
            self.tried(drop_target, target, by=self.ada, on=TODAY)

    @rule(which=st.integers(0, 1), words=st.sampled_from(["", "Ring the desk.", "Ask twice."]))
    def write(self, which: int, words: str) -> None:
        topic = Topic.get_by_id(self.topics[which].id)
        opened_with = version_of_topic(topic, newest_revision(topic))
        self.tried(edit_topic, topic, by=self.ada, opened_with=opened_with, process=words)

    @rule(which=st.integers(0, 1))
    def offer(self, which: int) -> None:
        self.tried(offer_agreement, Rollout.select().order_by(Rollout.id)[which], by=self.ada)

    @rule(which=any_one, said=st.sampled_from(["sign", "sign", "sign", "decline", "back", "paper"]))
    def answer(self, which: int, said: str) -> None:
        sheet = one_of(Sheet.select(), which)
        if sheet is None:
            return
        whose = {"by": sheet.person, "on": TODAY}
        if said == "sign":
            self.tried(sign_sheet, sheet, **whose)
        elif said == "decline":
            self.tried(decline_sheet, sheet, sentence="Not on Fridays.", **whose)
        elif said == "back":
            self.tried(take_answer_back, sheet, **whose)
        else:
            seen = {"witness": self.ada, "signed_on": TODAY, "today": TODAY}
            self.tried(sign_on_paper, sheet, by=self.ada, **seen)

    @rule(which=st.integers(0, 1))
    def kick_off(self, which: int) -> None:
        rollout = Rollout.select().order_by(Rollout.id)[which]
        self.tried(log_kick_off, rollout, by=self.ada, minutes=30, today=TODAY)

    @rule(which=st.integers(0, 1), point=any_one)
    def override(self, which: int, point: int) -> None:
        rollout = Rollout.select().order_by(Rollout.id)[which]
        if chosen := one_of(points_of(rollout, TODAY), point):
            made = self.tried(
                override_point, rollout, chosen.key, reason="We know.", by=self.ada, on=TODAY
            )
            assert not made or chosen.is_overridable, "signatures are never overridden"

    @rule(which=st.integers(0, 1))
    def start(self, which: int) -> None:
        rollout = Rollout.select().order_by(Rollout.id)[which]
        missing = unresolved(points_of(rollout, TODAY))
        started = self.tried(start_rollout, rollout, on=TODAY, by=self.ada)
        assert not (started and missing), "a rollout starts when nothing is missing"

    @rule(which=st.integers(0, 1), again=st.booleans())
    def close(self, which: int, again: bool) -> None:
        rollout = Rollout.select().order_by(Rollout.id)[which]
        if again:
            self.tried(reopen_rollout, rollout, by=self.ada)
        else:
            self.tried(complete_rollout, rollout, on=TODAY, by=self.ada)

    @rule(which=any_one)
    def coach(self, which: int) -> None:
        if pairing := one_of(Pairing.select().where(Pairing.guide.is_null(False)), which):
            values = {"minutes": 30, "way": Way.SHOWN, "today": TODAY}
            self.tried(log_session, [pairing], by=pairing.guide.person, **values)

    @rule(at=places, coach=people, sme=people)
    def seed(self, at: int, coach: int, sme: int) -> None:
        values = {"evidence": "Did it before me.", "on": TODAY, "by": self.person(sme)}
        self.tried(sign_off_coach, self.place(at), self.person(coach), **values)

    # ------------------------------------------------------------------ facts from outside

    @rule(who=people, manager=people)
    def a_new_manager(self, who: int, manager: int) -> None:
        person = self.person(who)
        values = {"opened_with": version_of_person(person), "manager": self.person(manager)}
        self.tried(edit_person, person, by=self.root, **values)

    @rule(who=people, leaving=st.none() | days)
    def a_leaving_date(self, who: int, leaving: date | None) -> None:
        person = self.person(who)
        values = {"opened_with": version_of_person(person), "leaving_date": leaving}
        edit_person(person, by=self.root, **values)

    @rule(who=people, active=st.sampled_from([True, True, False]))
    def disabled_or_enabled(self, who: int, active: bool) -> None:
        deed = enable_person if active else disable_person
        deed(self.person(who), by=self.root)

    @rule(who=people, which=st.integers(0, 1), level=st.sampled_from(list(Level)))
    def judged(self, who: int, which: int, level: Level) -> None:
        values = {"reason": "Seen.", "on": TODAY, "by": self.ada, "today": TODAY}
        name_standing(self.person(who), self.topics[which], level, **values)

    # ------------------------------------------------------------------ what always holds

    @invariant()
    def no_rule_is_broken_unseen(self) -> None:
        """Ask everything of the same rows: reading them is what takes the time.

        Where nothing was recorded since, nothing is otherwise.
        """
        recorded = AuditEntry.select().count()
        if recorded == self.recorded:
            return
        self.recorded = recorded
        seats = list(all_seats())
        for rollout in Rollout.select():
            own = [seat for seat in seats if seat.rollout_topic.rollout_id == rollout.id]
            nobody_guides_and_learns_where_it_is_forbidden(rollout, own)
            if not rollout.is_open:
                continue
            pairings = pairings_of_rollout(rollout)
            broken = broken_rules(rollout, TODAY, pairings=pairings)
            nobody_guides_themselves_and_every_boss_is_listed(pairings, broken)
            whoever_left_and_has_a_seat_is_listed(own, broken)
            a_pairing_is_active_with_both_signatures_of_what_is(rollout, pairings)


def nobody_guides_and_learns_where_it_is_forbidden(rollout: Rollout, seats: list[Seat]) -> None:
    """Rules 1 and 2; a model that changes forbids what is and will be, not what was."""
    for one in (seat for seat in seats if seat.role in GUIDES):
        for other in (seat for seat in seats if seat.role == Role.LEARNER):
            if one.person_id != other.person_id or not overlap(one, other):
                continue
            assert one.rollout_topic_id != other.rollout_topic_id, "rule 2"
            is_over = any(seat.until and seat.until <= TODAY for seat in (one, other))
            assert is_over or not rollout.model.is_one_way, "rule 1"


def nobody_guides_themselves_and_every_boss_is_listed(
    pairings: list[PairingFacts], broken: list[Broken]
) -> None:
    listed = {each.cell for each in broken if each.rule == 6}
    for each in pairings:
        assert each.guide_id != each.learner_id
        if each.guide_id is None or each.guide_id != each.learner_manager_id:
            continue
        if each.role == Role.BUDDY or each.topic_kind != Kind.DELEGATION:
            assert f"{each.rollout_topic_id}-{each.learner_id}" in listed


def whoever_left_and_has_a_seat_is_listed(seats: list[Seat], broken: list[Broken]) -> None:
    listed = {each.person_id for each in broken if each.rule == 12}
    for seat in seats:
        left = seat.person.leaving_date and seat.person.leaving_date <= TODAY
        if (left or not seat.person.active) and (seat.until is None or seat.until > TODAY):
            assert seat.person_id in listed


def a_pairing_is_active_with_both_signatures_of_what_is(
    rollout: Rollout, pairings: list[PairingFacts]
) -> None:
    """Rule 12: every current sheet says what is there, and only both signatures make it active."""
    sheets = Sheet.select().where(Sheet.rollout == rollout, Sheet.current)
    current = {sheet.person_id: sheet for sheet in sheets}
    if rollout.agreement_version:
        assert {id: sheet.digest for id, sheet in current.items()} == {
            id: digest_of(content) for id, content in written_now(rollout).sheets.items()
        }
    for each in pairings:
        if not each.waits:
            two = (each.guide_id, each.learner_id)
            assert all(current[id].answer == Answer.SIGNED for id in two)


def all_seats() -> Any:
    return Seat.select(Seat, Person, RolloutTopic).join(Person).switch(Seat).join(RolloutTopic)


def overlap(one: Seat, other: Seat) -> bool:
    if one.since == one.until or other.since == other.until:
        return False
    ends_before = one.until is not None and one.until <= other.since
    begins_after = other.until is not None and other.until <= one.since
    return not (ends_before or begins_after)


def test_no_deed_breaks_a_rule_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSQLite(AnyRollout):
        def __init__(self) -> None:
            super().__init__()
            db.drop_connection()
            shutil.copy(sqlite_template, tmp_path / "kt.db")
            db.connect(f"sqlite:///{tmp_path / 'kt.db'}")
            db.open_connection()
            db.database.execute_sql("PRAGMA synchronous = off")

    walk(OnSQLite, walks=15, steps=50)
    db.drop_connection()


def test_no_deed_breaks_a_rule_on_postgres(
    postgres_prepared: str, sweep: Callable[[], object]
) -> None:
    class OnPostgres(AnyRollout):
        def __init__(self) -> None:
            super().__init__()
            db.drop_connection()
            sweep()
            db.connect(postgres_prepared)
            db.open_connection()

    walk(OnPostgres, walks=16, steps=40)
    db.drop_connection()
    sweep()


def walk(machine: type[AnyRollout], *, walks: int, steps: int) -> None:
    """Walk at random through deeds and facts; the same walks in every run."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
