"""Agreements: versions, everybody's own sheet, signatures (rule 12) and seeding (rule 4)."""

from datetime import timedelta

import make
import pytest
from cast import Cast, a_cast

from kt.errors import NotAllowed, Refused
from kt.models import (
    Agreement,
    Answer,
    Attendance,
    AuditEntry,
    Basis,
    Level,
    Measure,
    OutputKind,
    Pairing,
    Person,
    Role,
    Rollout,
    Seat,
    Sheet,
    Signature,
    Target,
    Topic,
    TransferModel,
    Way,
)
from kt.operations.agreements import (
    SheetReplaced,
    decline_sheet,
    offer_agreement,
    refresh_agreement,
    sign_on_paper,
    sign_sheet,
    take_answer_back,
)
from kt.operations.outputs import plan_output
from kt.operations.people import edit_person, version_of_person
from kt.operations.rollouts import complete_rollout, edit_rollout, version_of_rollout
from kt.operations.seating import agree, change_guide, end_seat, give_seat, pair, put_guide
from kt.operations.sessions import log_session
from kt.operations.standings import name_standing, sign_off_coach
from kt.operations.targets import add_target
from kt.operations.topics import edit_topic, newest_revision, version_of_topic
from kt.rules.activity import Activity, Wait, activities_of

TODAY = make.TODAY
DAY = timedelta(days=1)


@pytest.fixture
def cast(database: str) -> Cast:
    return a_cast()


@pytest.fixture
def offered(cast: Cast) -> Agreement:
    return offer_agreement(cast.rollout, by=cast.ada)


def sheet_of(person: Person) -> Sheet:
    return Sheet.get(Sheet.person == person, Sheet.current)


def sign(*people: Person) -> None:
    for person in people:
        sign_sheet(sheet_of(person), by=person, on=TODAY)


def signed() -> set[str]:
    rows = Sheet.select().where(Sheet.current, Sheet.answer == Answer.SIGNED)
    return {row.person.first_name for row in rows}


def activity(pairing: Pairing) -> Activity:
    rollout = pairing.learner.rollout_topic.rollout
    return next(each for each in activities_of(rollout) if each.id == pairing.id)


# ------------------------------------------------------------------ offering


def test_offering_gives_everybody_seated_their_own_sheet(cast: Cast, offered: Agreement) -> None:
    assert offered.number == 1
    sheets = {sheet.person.first_name: sheet.content for sheet in Sheet.select()}
    assert sheets.keys() == {"Ben", "Cleo", "Dan"}
    (partner,) = sheets["Cleo"]["partners"]
    assert (partner["with"], partner["as"]) == (cast.ben.id, "coach")
    assert sheets["Dan"]["partners"] == []


def test_offering_it_again_changes_nothing(cast: Cast, offered: Agreement) -> None:
    assert offer_agreement(cast.rollout, by=cast.ada) == offered
    assert AuditEntry.select().where(AuditEntry.deed == "agreement.offered").count() == 1


def test_an_agreement_is_offered_by_whoever_runs_the_rollout(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        offer_agreement(cast.rollout, by=cast.ben)


def test_nothing_is_agreed_on_without_a_topic_or_after_the_end(cast: Cast) -> None:
    bare = make.a_rollout("Bare", supervisor=cast.ada)
    with pytest.raises(Refused, match="nothing to agree on"):
        offer_agreement(bare, by=cast.ada)
    complete_rollout(cast.rollout, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="Reopen it"):
        offer_agreement(cast.rollout, by=cast.ada)


# ------------------------------------------------------------------ active pairings


def test_a_pairing_is_active_when_both_its_people_have_signed(cast: Cast) -> None:
    assert activity(cast.pairing).waits == (Wait.OFFER,)
    offer_agreement(cast.rollout, by=cast.ada)
    assert activity(cast.pairing).unsigned == ("Ben Arroyo", "Cleo Marsh")
    sign(cast.ben)
    assert activity(cast.pairing).unsigned == ("Cleo Marsh",)
    sign(cast.cleo)
    assert activity(cast.pairing).is_active


def test_a_pairing_of_a_rollout_begun_before_agreements_waits_only_once_one_is_offered(
    cast: Cast,
) -> None:
    Topic.update(technical=True).execute()
    Rollout.update(before_agreements=True, model=TransferModel.SEEDED_ONE_WAY).execute()
    assert activity(cast.pairing).is_active
    offer_agreement(Rollout.get_by_id(cast.rollout.id), by=cast.ada)
    assert activity(cast.pairing).waits == (Wait.SIGNATURES, Wait.SEEDING)


def test_sessions_of_a_waiting_pairing_are_kept_and_marked(cast: Cast, offered: Agreement) -> None:
    def log() -> Attendance:
        session = log_session([cast.pairing], by=cast.ben, minutes=30, way=Way.SHOWN, today=TODAY)
        return session.attendances.get()

    assert log().waiting
    sign(cast.ben, cast.cleo)
    assert not log().waiting


# ------------------------------------------------------------------ one's own sheet


def test_everybody_signs_their_own_sheet_and_nobody_elses(cast: Cast, offered: Agreement) -> None:
    for somebody in (cast.ada, cast.cleo, cast.root):
        with pytest.raises(NotAllowed):
            sign_sheet(sheet_of(cast.ben), by=somebody, on=TODAY)
    sign(cast.ben)
    sign(cast.ben)
    assert Signature.select().count() == 1


def test_declining_asks_for_a_sentence(cast: Cast, offered: Agreement) -> None:
    with pytest.raises(Refused, match="what would have to change"):
        decline_sheet(sheet_of(cast.cleo), sentence=" ", by=cast.cleo, on=TODAY)
    decline_sheet(sheet_of(cast.cleo), sentence="Not on Fridays.", by=cast.cleo, on=TODAY)
    assert sheet_of(cast.cleo).answer == Answer.DECLINED
    assert Signature.get().sentence == "Not on Fridays."
    assert "Fridays" not in str([entry.values for entry in AuditEntry.select()])


def test_an_answer_can_be_taken_back(cast: Cast, offered: Agreement) -> None:
    sign(cast.cleo)
    take_answer_back(sheet_of(cast.cleo), by=cast.cleo, on=TODAY)
    assert signed() == set()
    sign(cast.cleo)
    with pytest.raises(Refused, match="answered this sheet themselves"):
        take_answer_back(sheet_of(cast.cleo), by=cast.ada, on=TODAY)
    assert [row.answer for row in Signature.select().order_by(Signature.id)] == [
        Answer.SIGNED,
        Answer.WAITING,
        Answer.SIGNED,
    ]


def test_a_signature_on_paper_says_who_when_and_witnessed_by(
    cast: Cast, offered: Agreement
) -> None:
    sheet = sheet_of(cast.cleo)

    def record(**values: object) -> Sheet:
        given = {"witness": cast.dan, "signed_on": TODAY - DAY, "by": cast.ada, "today": TODAY}
        return sign_on_paper(sheet, **given | values)

    with pytest.raises(NotAllowed):
        record(by=cast.ben)
    with pytest.raises(Refused, match="somebody else is the witness"):
        record(witness=cast.cleo)
    with pytest.raises(Refused, match="still to come"):
        record(signed_on=TODAY + DAY)
    assert record().answered_on == TODAY - DAY
    row = Signature.get()
    assert (row.on_paper, row.witness, row.by) == (True, cast.dan, cast.ada)
    take_answer_back(sheet, by=cast.ada, on=TODAY)
    assert signed() == set()


def test_whoever_can_sign_in_signs_their_own_sheet(cast: Cast, offered: Agreement) -> None:
    Person.update(password_hash="x").where(Person.id == cast.cleo.id).execute()
    with pytest.raises(Refused, match="can sign in"):
        sign_on_paper(
            sheet_of(cast.cleo), witness=cast.dan, signed_on=TODAY, by=cast.ada, today=TODAY
        )


# ------------------------------------------------------------------ changes


def edit(cast: Cast, **values: object) -> None:
    rollout = Rollout.get_by_id(cast.rollout.id)
    edit_rollout(
        rollout, by=cast.ada, opened_with=version_of_rollout(rollout), today=TODAY, **values
    )


def versions() -> list[Agreement]:
    return list(Agreement.select().order_by(Agreement.number))


def test_a_change_clears_exactly_the_signatures_whose_digest_changed(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    assert signed() == {"Dan"}
    assert activity(cast.pairing).waits == (Wait.SIGNATURES,)
    assert versions()[-1].change["changed"] == {"partners": [cast.ben.id, cast.cleo.id]}


def test_a_new_learner_changes_the_sheet_of_their_coach_and_of_nobody_else(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    put_guide(cast.rollout_topic, cast.eve, cast.ben, on=TODAY, by=cast.ada)
    assert signed() == {"Cleo", "Dan"}
    assert versions()[-1].change == {
        "joined": [cast.eve.id],
        "left": [],
        "changed": {"partners": [cast.ben.id]},
    }


def test_the_name_and_the_purpose_make_a_version_and_clear_nobody(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    edit(cast, why="Late trades cost us money.")
    assert signed() == {"Ben", "Cleo", "Dan"}
    assert [each.number for each in versions()] == [1, 2]


def test_what_concerns_everybody_clears_everybody(cast: Cast, offered: Agreement) -> None:
    for values in (
        {"end_date": TODAY + 40 * DAY},
        {"start_date": make.LONG_AGO + DAY},
        {"model": TransferModel.TWO_WAY},
    ):
        sign(cast.ben, cast.cleo, cast.dan)
        before = len(versions())
        edit(cast, **values)
        assert (signed(), len(versions())) == (set(), before + 1)


def test_a_target_concerns_those_who_sit_on_its_topic(cast: Cast, offered: Agreement) -> None:
    other = make.a_rollout_topic(cast.rollout, make.a_topic("Nostro breaks"))
    give_seat(other, cast.eve, Role.LEARNER, since=TODAY, by=cast.ada)
    sign(cast.ben, cast.cleo, cast.dan, cast.eve)
    add_target(
        cast.rollout, by=cast.ada, measure=Measure.SESSIONS_HELD, number=3, rollout_topic=other
    )
    assert signed() == {"Ben", "Cleo", "Dan"}


def test_a_new_text_of_the_process_clears_those_who_sit_on_the_topic(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    topic = Topic.get_by_id(cast.topic.id)
    opened_with = version_of_topic(topic, newest_revision(topic))
    edit_topic(topic, by=cast.ada, opened_with=opened_with, process="Ring the desk first.")
    assert signed() == set()
    assert versions()[-1].content["topics"][0]["process"] == "Ring the desk first."
    assert versions()[0].content["topics"][0]["process"].startswith("Stop the queue")


def test_an_output_stands_on_its_owners_sheet(cast: Cast, offered: Agreement) -> None:
    sign(cast.ben, cast.cleo)
    values = {"kind": OutputKind.MANUAL, "topic": cast.topic, "rollout": cast.rollout}
    plan_output(by=cast.ada, title="The manual", owner=cast.cleo, **values)
    assert signed() == {"Ben"}
    plan_output(by=cast.ben, title="The FAQ", owner=cast.ben, **values)
    assert signed() == {"Ben"}, "whoever gives themselves an output agrees to it by doing so"


def test_a_change_that_is_taken_back_brings_its_signatures_back(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    agree(cast.pairing, cadence_days=7, agreed_hours=None, wave=1, by=cast.ada)
    assert signed() == {"Ben", "Cleo", "Dan"}
    assert len(versions()) == 3


def test_a_new_name_or_line_manager_changes_no_sheet(cast: Cast, offered: Agreement) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    cleo = Person.get_by_id(cast.cleo.id)
    opened_with = version_of_person(cleo)
    edit_person(cleo, by=cast.root, opened_with=opened_with, name="Cleo Miller", manager=cast.eve)
    refresh_agreement(cast.rollout, by=cast.ada)
    assert signed() == {"Ben", "Cleo", "Dan"}
    assert len(versions()) == 1


def test_whoever_loses_their_seat_has_no_sheet_and_their_partner_a_new_one(
    cast: Cast, offered: Agreement
) -> None:
    sign(cast.ben, cast.cleo, cast.dan)
    change_guide(cast.pairing, None, on=TODAY, by=cast.ada)
    end_seat(cast.bens_seat, on=TODAY, by=cast.ada)
    assert {sheet.person.first_name for sheet in Sheet.select().where(Sheet.current)} == {
        "Cleo",
        "Dan",
    }
    assert signed() == {"Dan"}
    assert versions()[-1].change["left"] == [cast.ben.id]


def test_a_version_that_changes_nothing_for_everybody_does_not_repeat_it(
    cast: Cast, offered: Agreement
) -> None:
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    assert versions()[-1].content == {"as_in": 1}


def test_a_signature_on_a_sheet_that_was_replaced_meanwhile_is_refused(
    cast: Cast, offered: Agreement
) -> None:
    opened = sheet_of(cast.cleo)
    agree(cast.pairing, cadence_days=14, agreed_hours=None, wave=1, by=cast.ada)
    with pytest.raises(SheetReplaced, match="replaced meanwhile") as refusal:
        sign_sheet(opened, by=cast.cleo, on=TODAY)
    assert refusal.value.now == sheet_of(cast.cleo)
    assert signed() == set()


def test_after_the_end_sheets_stay_as_they_are(cast: Cast, offered: Agreement) -> None:
    complete_rollout(cast.rollout, on=TODAY, by=cast.ada)
    with pytest.raises(Refused, match="stay as they are"):
        sign(cast.cleo)


# ------------------------------------------------------------------ seeding


@pytest.fixture
def seeded(cast: Cast) -> Cast:
    Topic.update(technical=True).execute()
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    cast.rollout.model = TransferModel.SEEDED_ONE_WAY
    make.signed(cast.rollout, cast.ben, cast.cleo, cast.dan)
    return cast


def seed(cast: Cast, by: Person, evidence: str = "He restarted it twice before me.") -> None:
    sign_off_coach(cast.rollout_topic, cast.ben, evidence=evidence, on=TODAY, by=by)


def test_until_the_sme_has_signed_the_coach_off_that_coachs_pairings_wait(seeded: Cast) -> None:
    assert activity(seeded.pairing).waits == (Wait.SEEDING,)
    seed(seeded, seeded.dan)
    assert activity(seeded.pairing).is_active
    standing = seeded.ben.standings.get()
    assert (standing.level, standing.basis, standing.judged_by) == (
        Level.DOES_IT_ALONE,
        Basis.SIGNED_OFF,
        seeded.dan,
    )


def test_named_by_a_supervisor_is_not_signed_off_by_the_sme(seeded: Cast) -> None:
    make.a_standing(seeded.ben, seeded.topic, Level.COACHES_OTHERS)
    assert activity(seeded.pairing).waits == (Wait.SEEDING,)
    seed(seeded, seeded.dan)
    assert activity(seeded.pairing).is_active


def test_no_pairing_waits_where_rule_4_does_not_ask(seeded: Cast) -> None:
    Topic.update(technical=False).execute()
    assert activity(seeded.pairing).is_active
    Topic.update(technical=True).execute()
    make.a_standing(seeded.ben, seeded.topic, Level.DOES_IT_ALONE)
    make.a_standing(seeded.cleo, seeded.topic, Level.DOES_IT_WITH_HELP)
    assert activity(seeded.pairing).is_active


def test_a_lower_standing_later_takes_the_sign_off_back(seeded: Cast) -> None:
    seed(seeded, seeded.dan)
    name_standing(
        seeded.ben,
        seeded.topic,
        Level.KNOWS_ABOUT_IT,
        reason="It was the old engine.",
        on=TODAY,
        by=seeded.ada,
        today=TODAY,
    )
    assert activity(seeded.pairing).waits == (Wait.SEEDING,)


def test_the_sign_off_is_the_smes_with_a_sentence_of_evidence(seeded: Cast) -> None:
    with pytest.raises(NotAllowed, match="The SME signs coaches off"):
        seed(seeded, seeded.cleo)
    with pytest.raises(Refused, match="in a sentence"):
        seed(seeded, seeded.dan, evidence=" ")
    with pytest.raises(Refused, match="does not coach"):
        sign_off_coach(seeded.rollout_topic, seeded.cleo, evidence="Yes.", on=TODAY, by=seeded.dan)
    Seat.update(until=TODAY).where(Seat.role == Role.SME).execute()
    with pytest.raises(Refused, match="has no SME"):
        seed(seeded, seeded.ada)


def test_a_sign_off_can_say_from_when_it_is_to_be_refreshed(seeded: Cast) -> None:
    options = {"evidence": "He did.", "on": TODAY, "by": seeded.dan}
    with pytest.raises(Refused, match="on a day after it was seen"):
        sign_off_coach(seeded.rollout_topic, seeded.ben, refresh_on=TODAY, **options)
    later = TODAY + DAY
    standing = sign_off_coach(seeded.rollout_topic, seeded.ben, refresh_on=later, **options)
    assert standing.refresh_on == later


def test_a_supervisor_may_act_for_somebody_absent_and_is_named_as_such(seeded: Cast) -> None:
    seed(seeded, seeded.ada)
    standing = seeded.ben.standings.get()
    assert standing.reason == "For Dan Weiss, the SME: He restarted it twice before me."
    assert standing.judged_by == seeded.ada


def test_nobody_signs_themselves_off_and_an_sme_who_coaches_needs_nobody(seeded: Cast) -> None:
    give_seat(seeded.rollout_topic, seeded.ben, Role.SME, since=TODAY, by=seeded.ada)
    with pytest.raises(Refused, match="Nobody signs themselves off"):
        seed(seeded, seeded.ben)
    assert Wait.SEEDING not in activity(seeded.pairing).waits


def test_being_sme_does_not_make_somebody_a_coach(seeded: Cast) -> None:
    with pytest.raises(Refused, match="does not make a guide"):
        pair(seeded.cleos_seat, Seat.get(Seat.role == Role.SME), since=TODAY, by=seeded.ada)


def test_the_target_is_part_of_the_agreement(cast: Cast, offered: Agreement) -> None:
    add_target(cast.rollout, by=cast.ada, measure=Measure.SESSIONS_HELD, number=3)
    target = Target.get()
    (line,) = versions()[-1].content["targets"]
    assert (line["target"], line["number"]) == (target.id, 3)
