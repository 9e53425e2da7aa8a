"""Undoing: each deed in the audit names its inverse, or says why it has none."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import make
import pytest
import time_machine
from cast import Cast, a_cast, ready_to_start

import kt
from kt import db
from kt.errors import NotAllowed, Refused
from kt.models import (
    AuditEntry,
    AuditSubject,
    Basis,
    Item,
    ItemState,
    Kind,
    Matter,
    Output,
    OutputState,
    PairKind,
    Person,
    Question,
    Review,
    Role,
    Rollout,
    RolloutState,
    Sheet,
    Way,
)
from kt.operations import (
    agreements,
    handovers,
    items,
    moving_dates,
    nudging,
    outputs,
    pairs,
    people,
    questions,
    revisions,
    rollouts,
    seating,
    sessions,
    sharing,
    signing_off,
    targets,
    template_items,
    templates,
    topics,
)
from kt.operations.undoing import INVERSES, State, do_again, states_of, undo
from kt.operations.undoing import Way as Inverse
from kt.reports.sentences import SENTENCES

TODAY = make.TODAY
SOON = TODAY + timedelta(days=3)
UTC_ZONE = ZoneInfo("UTC")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

REVERSIBLE = {name for name, inverse in INVERSES.items() if isinstance(inverse, Inverse)}


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    with time_machine.travel(NOON, tick=False):
        yield a_cast()


def newest(deed: str) -> AuditEntry:
    return AuditEntry.select().where(AuditEntry.deed == deed).order_by(AuditEntry.id.desc()).get()


def undone(entry: AuditEntry, by: Person) -> State:
    return undo(entry, by=by, today=TODAY)


def again(entry: AuditEntry, by: Person) -> State:
    return do_again(entry, by=by, today=TODAY)


def state_of(entry: AuditEntry, by: Person) -> State:
    subjects = AuditSubject.select(AuditSubject.noun, AuditSubject.ref)
    things = entry.things(subjects.where(AuditSubject.entry == entry).tuples())
    return states_of([entry], {entry.id: things}, by=by, today=TODAY)[entry.id]


# ------------------------------------------------------------------ the table


def test_every_deed_has_its_inverse_or_the_reason_why_it_has_none() -> None:
    assert set(INVERSES) == set(SENTENCES)


def test_every_deed_that_the_code_writes_down_by_its_name_is_in_the_table() -> None:
    nouns = "|".join(sorted({re.escape(name.partition(".")[0]) for name in SENTENCES}))
    looks_like_one = re.compile(rf"(?:{nouns})\.[a-z]+(?:-[a-z]+)*")
    written = {
        node.value
        for path in (Path(kt.__file__).parent / "operations").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if looks_like_one.fullmatch(node.value)
    }
    assert len(written) > 100
    assert written - set(INVERSES) == set()


def test_what_a_way_back_names_are_deeds() -> None:
    named = {
        deed
        for inverse in INVERSES.values()
        if isinstance(inverse, Inverse)
        for deed in (*inverse.back, *inverse.after)
    }
    assert named - set(SENTENCES) == set()


# ------------------------------------------------------------------ each of them, done and undone


def an_item(cast: Cast) -> Item:
    return make.an_item(make.a_checklist(person=cast.cleo, supervisor=cast.ada))


def a_plan(cast: Cast) -> None:
    sessions.plan_session(
        [cast.pairing],
        by=cast.ben,
        planned_at=NOON + timedelta(days=1),
        minutes=30,
        zone=UTC_ZONE,
        today=TODAY,
    )


def a_log(cast: Cast) -> object:
    return sessions.log_session([cast.pairing], by=cast.ben, minutes=30, way=Way.SHOWN, today=TODAY)


def a_move(cast: Cast) -> None:
    a_plan(cast)
    session = cast.rollout.sessions.get()
    at = NOON + timedelta(days=2)
    sessions.move_session(
        session, by=cast.ben, planned_at=at, remote=True, place="Hall", zone=UTC_ZONE
    )


def a_held_one(cast: Cast) -> None:
    a_plan(cast)
    sessions.hold_session(cast.rollout.sessions.get(), by=cast.ben, zone=UTC_ZONE, today=TODAY)


def a_cancelled_one(cast: Cast) -> None:
    sessions.cancel_session(a_log(cast), by=cast.ben)


def a_document(cast: Cast, **values: object) -> Output:
    return make.a_document(topic=cast.topic, owner=cast.ben, rollout=cast.rollout, **values)


def a_published_one(cast: Cast) -> None:
    draft = make.an_output(topic=cast.topic, owner=cast.ben, state=OutputState.DRAFT)
    make.a_version(draft, cast.ben)
    outputs.publish_output(draft, by=cast.ben, today=TODAY)


def a_review(cast: Cast) -> Review:
    draft = make.an_output(topic=cast.topic, owner=cast.ben, state=OutputState.DRAFT)
    make.a_version(draft, cast.ben)
    return outputs.ask_review(draft, by=cast.ben)


def a_question(cast: Cast) -> Question:
    return questions.ask_question(cast.topic, "Why so?", by=cast.cleo)


def an_answer(cast: Cast) -> Question:
    question = a_question(cast)
    version = questions.version_of_answer(question)
    return questions.answer_question(question, "So.", by=cast.ben, opened_with=version)


def a_merged_one(cast: Cast) -> None:
    questions.merge_question(a_question(cast), a_question(cast), by=cast.ben)


def a_withdrawn_one(cast: Cast) -> None:
    questions.withdraw_question(a_question(cast), by=cast.cleo)


def a_sheet(cast: Cast) -> Sheet:
    make.a_target(cast.rollout)
    agreements.offer_agreement(cast.rollout, by=cast.ada)
    return Sheet.get(Sheet.rollout == cast.rollout, Sheet.person == cast.cleo)


def a_sheet_on_paper(cast: Cast) -> None:
    Person.update(email=None).where(Person.id == cast.cleo.id).execute()
    sheet = a_sheet(cast)
    agreements.sign_on_paper(sheet, witness=cast.ben, signed_on=TODAY, by=cast.ada, today=TODAY)


def an_override(cast: Cast) -> None:
    rollout = ready_to_start(cast)
    rollout.sessions.model.delete().execute()
    rollouts.override_point(rollout, "kick-off", reason="One room.", by=cast.ada, on=TODAY)


def a_promotion(cast: Cast) -> None:
    seat = make.a_seat(cast.rollout_topic, make.a_person("Finn Ode"), Role.LEARNER)
    make.a_pairing(None, seat, wave=2)
    make.a_standing(cast.cleo, cast.topic, 3, basis=Basis.SIGNED_OFF)
    seating.promote_to_coach(cast.cleos_seat, on=TODAY, by=cast.ada)


def a_revision(cast: Cast, **values: object) -> None:
    version = revisions.version_of_revision(make.a_revision(cast.topic))
    revisions.add_revision(
        cast.topic, by=cast.ada, process="Anew.", effective=SOON, opened_with=version
    )


def a_revision_taken(cast: Cast) -> None:
    a_revision(cast)
    revisions.take_revision(cast.rollout_topic, 2, by=cast.ada)


def a_topic_more(cast: Cast) -> None:
    rollouts.add_topic_to(cast.rollout, make.a_topic("Nostro"), by=cast.ada)


def a_topic_less(cast: Cast) -> None:
    place = make.a_rollout_topic(cast.rollout, make.a_topic("Nostro"))
    rollouts.remove_topic_from(place, by=cast.ada)


def a_seat(cast: Cast) -> None:
    seating.give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY, by=cast.ada)


def a_target(cast: Cast) -> object:
    measure = make.a_target(cast.rollout).measure
    return targets.add_target(cast.rollout, by=cast.ada, measure=measure, number=9)


def a_nudge(cast: Cast) -> None:
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    item = make.an_item(checklist, due=TODAY - timedelta(days=4))
    nudging.nudge(cast.rollout, Matter.ITEM, item.id, by=cast.ada, on=TODAY)


def a_step(cast: Cast, *steps: int) -> None:
    handover = make.a_handover(cast.ben, cast.cleo, accepted_on=make.LONG_AGO)
    for step in steps:
        handovers.sign_step(handover, step, by=cast.ben, on=TODAY)


def an_ask(cast: Cast) -> None:
    topic = make.a_topic("Peer coaching", kind=Kind.DEVELOPMENT)
    pairs.ask_for_pair(cast.eve, PairKind.PEERS, by=cast.ben, on=TODAY, topic=topic)


def a_sign_off(cast: Cast) -> None:
    signing_off.sign_off(
        cast.rollout_topic, cast.cleo, 3, evidence="Seen it.", by=cast.ben, on=TODAY
    )


def a_removed_line(cast: Cast) -> None:
    template = make.a_template(made_by=cast.ada)
    template_items.drop_template_item(make.a_template_item(template, "Old"), by=cast.ada)


# Who does the deed, and how.
DONE: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "item.done": (
        "cleo",
        lambda cast: items.tick_item(an_item(cast), done=True, by=cast.cleo, on=TODAY),
    ),
    "item.stuck": ("cleo", lambda cast: items.report_stuck(an_item(cast), by=cast.cleo, on=TODAY)),
    "item.not-needed": ("ada", lambda cast: items.drop_item(an_item(cast), by=cast.ada, on=TODAY)),
    "date.moved": (
        "ada",
        lambda cast: moving_dates.move_date(cast.rollout, "start_date", TODAY, by=cast.ada),
    ),
    "template.retired": (
        "ada",
        lambda cast: templates.retire_template(
            make.a_template(made_by=cast.ada), today=TODAY, by=cast.ada
        ),
    ),
    "template-item.dropped": ("ada", a_removed_line),
    "session.planned": ("ben", a_plan),
    "session.moved": ("ben", a_move),
    "session.cancelled": ("ben", a_cancelled_one),
    "session.held": ("ben", a_held_one),
    "session.logged": ("ben", a_log),
    "rollout.topic-added": ("ada", a_topic_more),
    "rollout.topic-removed": ("ada", a_topic_less),
    "rollout.revision-taken": ("ada", a_revision_taken),
    "rollout.completed": (
        "ada",
        lambda cast: rollouts.complete_rollout(cast.rollout, on=TODAY, by=cast.ada),
    ),
    "rollout.cancelled": (
        "ada",
        lambda cast: rollouts.cancel_rollout(cast.rollout, on=TODAY, by=cast.ada),
    ),
    "override.made": ("ada", an_override),
    "share-link.made": (
        "ada",
        lambda cast: sharing.make_share_link(cast.rollout, days=7, by=cast.ada, today=TODAY),
    ),
    "seat.given": ("ada", a_seat),
    "seat.ended": ("ada", lambda cast: seating.end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)),
    "seat.promoted": ("ada", a_promotion),
    "pairing.paused": (
        "ben",
        lambda cast: seating.pause_pairing(cast.pairing, until=SOON, by=cast.ben, on=TODAY),
    ),
    "pairing.ended": (
        "ben",
        lambda cast: seating.end_pairing(cast.pairing, on=TODAY, by=cast.ben),
    ),
    "sheet.signed": (
        "cleo",
        lambda cast: agreements.sign_sheet(a_sheet(cast), by=cast.cleo, on=TODAY),
    ),
    "sheet.declined": (
        "cleo",
        lambda cast: agreements.decline_sheet(
            a_sheet(cast), sentence="Too much.", by=cast.cleo, on=TODAY
        ),
    ),
    "sheet.signed-on-paper": ("ada", a_sheet_on_paper),
    "target.added": ("ada", a_target),
    "target.dropped": (
        "ada",
        lambda cast: targets.drop_target(make.a_target(cast.rollout), by=cast.ada, on=TODAY),
    ),
    "nudge.sent": ("ada", a_nudge),
    "need.put-off": (
        "ada",
        lambda cast: nudging.put_off(
            cast.rollout, "item-1", title="Cleo", until=SOON, by=cast.ada, on=TODAY
        ),
    ),
    "question.asked": ("cleo", a_question),
    "question.withdrawn": ("cleo", a_withdrawn_one),
    "question.answered": ("ben", an_answer),
    "question.heard": (
        "cleo",
        lambda cast: questions.hear_answer(an_answer(cast), by=cast.cleo),
    ),
    "question.merged": ("ben", a_merged_one),
    "question.in-faq": (
        "ben",
        lambda cast: questions.put_into_faq(an_answer(cast), by=cast.ben, today=TODAY),
    ),
    "output.published": ("ben", a_published_one),
    "output.obsolete": (
        "ben",
        lambda cast: outputs.set_obsolete(a_document(cast), by=cast.ben, obsolete=True),
    ),
    "output.review-asked": ("ben", a_review),
    "output.approved": (
        "dan",
        lambda cast: outputs.approve_version(a_review(cast), by=cast.dan, today=TODAY),
    ),
    "output.returned": (
        "dan",
        lambda cast: outputs.return_version(a_review(cast), by=cast.dan, sentence="Step 4"),
    ),
    "output.given": (
        "ben",
        lambda cast: outputs.give_output(a_document(cast), to=cast.dan, by=cast.ben),
    ),
    "use.worked": (
        "cleo",
        lambda cast: outputs.did_it(a_document(cast), by=cast.cleo, today=TODAY),
    ),
    "use.failed": (
        "cleo",
        lambda cast: outputs.did_not_work(
            a_document(cast), by=cast.cleo, sentence="No step 4", today=TODAY
        ),
    ),
    "topic.revised": ("ada", a_revision),
    "sme.named": ("ada", lambda cast: topics.add_expert(cast.topic, cast.ben, by=cast.ada)),
    "sme.removed": ("ada", lambda cast: topics.remove_expert(cast.topic, cast.dan, by=cast.ada)),
    "signoff.asked": (
        "cleo",
        lambda cast: signing_off.ask_signoff(cast.rollout_topic, 3, by=cast.cleo, on=TODAY),
    ),
    "signoff.signed": ("ben", a_sign_off),
    "handover.signed": ("ben", lambda cast: a_step(cast, 1)),
    "handover.owned": ("ben", lambda cast: a_step(cast, 1, 2, 3, 4)),
    "pair.asked": ("ben", an_ask),
    "pair.ended": (
        "ben",
        lambda cast: pairs.end_pair(make.a_pair(cast.ben, cast.eve), by=cast.ben, on=TODAY),
    ),
    "person.disabled": ("root", lambda cast: people.disable_person(cast.eve, by=cast.root)),
    "person.enabled": (
        "root",
        lambda cast: people.enable_person(
            people.disable_person(cast.eve, by=cast.root), by=cast.root
        ),
    ),
    "person.keys": ("cleo", lambda cast: people.set_quick_keys(cast.cleo, False, by=cast.cleo)),
}


def test_each_inverse_is_tried() -> None:
    assert set(DONE) == REVERSIBLE


@pytest.mark.parametrize("engine", ["sqlite"])
def test_each_is_undone_by_a_new_deed_and_maybe_done_again(database: str) -> None:
    for deed in sorted(DONE):
        with time_machine.travel(NOON, tick=False), db.database.atomic() as everything_undone:
            try:
                undone_and_done_again(deed, a_cast())
            except Exception as fault:
                fault.add_note(deed)
                raise
            everything_undone.rollback()


def undone_and_done_again(deed: str, cast: Cast) -> None:
    name, do = DONE[deed]
    by = getattr(cast, name)
    do(cast)
    entry, before = newest(deed), AuditEntry.select().count()
    assert state_of(entry, by) == State("undo")
    assert undone(entry, by).undone
    assert AuditEntry.select().count() > before
    after = state_of(entry, by)
    assert (after.said, after.undone) == ("Undone", True)
    count = AuditEntry.select().count()
    assert undone(entry, by).undone, "twice is once"
    assert AuditEntry.select().count() == count
    if after.press == "again":
        assert again(entry, by) == state_of(entry, by) == State("undo", "Done again")
        assert undone(entry, by).undone
    # History is never rewritten.
    assert AuditEntry.get_by_id(entry.id).values == entry.values


# ------------------------------------------------------------------ what came after, and who may


def ticked(cast: Cast) -> AuditEntry:
    items.tick_item(an_item(cast), done=True, by=cast.cleo, on=TODAY)
    return newest("item.done")


def test_what_came_after_stands_in_the_way_and_says_so(cast: Cast) -> None:
    entry = ticked(cast)
    items.report_stuck(Item.get(), by=cast.ada, on=TODAY)
    assert state_of(entry, cast.cleo) == State(said="changed again since")
    with pytest.raises(Refused, match="cannot be undone any more: changed again since"):
        undone(entry, cast.cleo)
    assert Item.get().state == ItemState.STUCK


def test_what_came_after_and_was_undone_itself_stands_in_no_way(cast: Cast) -> None:
    a_held_one(cast)
    assert state_of(newest("session.planned"), cast.ben).said == "it has happened"
    undone(newest("session.held"), cast.ben)
    assert state_of(newest("session.planned"), cast.ben) == State("undo")


def test_a_deed_that_was_done_again_by_somebody_else_is_theirs(cast: Cast) -> None:
    entry = ticked(cast)
    undone(entry, cast.cleo)
    items.tick_item(Item.get(), done=True, by=cast.ada, on=TODAY)
    assert state_of(entry, cast.cleo) == State(said="changed again since")


def test_others_are_not_offered_it_and_are_refused(cast: Cast) -> None:
    entry = ticked(cast)
    assert state_of(entry, cast.ben) == State()
    with pytest.raises(NotAllowed, match="Only whoever did this"):
        undone(entry, cast.ben)
    assert Item.get().state == ItemState.DONE


def test_whoever_runs_the_rollout_undoes_what_is_theirs_to_say_whoever_did_it(cast: Cast) -> None:
    seating.give_seat(cast.rollout_topic, cast.eve, Role.LEARNER, since=TODAY, by=cast.root)
    assert state_of(newest("seat.given"), cast.ada) == State("undo")
    assert undone(newest("seat.given"), cast.ada).undone
    Rollout.update(supervisor=cast.root).execute()
    targets.add_target(
        Rollout.get(), by=cast.root, measure=make.a_target(cast.rollout).measure, number=9
    )
    assert state_of(newest("target.added"), cast.ada) == State()


def test_a_rule_that_says_no_to_the_inverse_says_why_and_nothing_changes(cast: Cast) -> None:
    seating.end_seat(cast.cleos_seat, on=TODAY, by=cast.ada)
    people.disable_person(cast.cleo, by=cast.root)
    count = AuditEntry.select().count()
    with pytest.raises(Refused, match="Cleo Marsh is disabled"):
        undone(newest("seat.ended"), cast.ada)
    assert AuditEntry.select().count() == count


def test_after_30_days_a_deed_is_undone_on_its_page(cast: Cast) -> None:
    entry = ticked(cast)
    later = TODAY + timedelta(days=30)
    assert undo(entry, by=cast.cleo, today=later).undone
    assert do_again(entry, by=cast.cleo, today=later).press == "undo"
    with pytest.raises(Refused, match="more than 30 days ago"):
        undo(entry, by=cast.cleo, today=later + timedelta(days=1))


def test_a_nudge_is_taken_back_on_its_day(cast: Cast) -> None:
    a_nudge(cast)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        entry, tomorrow = newest("nudge.sent"), TODAY + timedelta(days=1)
        with pytest.raises(Refused, match="on its day"):
            undo(entry, by=cast.ada, today=tomorrow)


def test_what_has_no_inverse_says_what_to_do_instead(cast: Cast) -> None:
    templates.add_template(title="First week", by=cast.ada)
    entry = newest("template.added")
    assert state_of(entry, cast.ada) == State(said="retire it on its page")
    assert state_of(entry, cast.root) == State()
    with pytest.raises(Refused, match="not undone from here: retire it on its page"):
        undone(entry, cast.ada)


def test_a_deed_written_down_without_the_thing_it_was_done_to_is_undone_on_its_page(
    cast: Cast,
) -> None:
    AuditEntry.create(deed="seat.given", by=cast.ada)
    entry = newest("seat.given")
    AuditSubject.create(entry=entry, noun="rollout", ref=cast.rollout.id)
    assert state_of(entry, cast.ada) == State(said="undo it on its page")


def test_a_session_that_was_moved_on_is_not_back_where_it_was(cast: Cast) -> None:
    a_move(cast)
    entry, session = newest("session.moved"), cast.rollout.sessions.get()
    at = session.planned_at + timedelta(hours=1)
    sessions.move_session(
        session, by=cast.ben, planned_at=at, remote=True, place="Hall", zone=UTC_ZONE
    )
    assert state_of(entry, cast.ben) == State(said="moved again since")


def test_what_was_done_to_another_of_the_same_thing_stands_in_no_way(cast: Cast) -> None:
    topics.add_expert(cast.topic, cast.ben, by=cast.ada)
    bens = newest("sme.named")
    topics.add_expert(cast.topic, cast.eve, by=cast.ada)
    undone(newest("sme.named"), cast.ada)
    assert state_of(bens, cast.ada) == State("undo")


def test_a_cancelled_rollout_runs_again(cast: Cast) -> None:
    rollouts.cancel_rollout(cast.rollout, on=TODAY, by=cast.ada)
    undone(newest("rollout.cancelled"), cast.ada)
    assert Rollout.get_by_id(cast.rollout.id).state == RolloutState.RUNNING
