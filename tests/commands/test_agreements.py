"""Agreements on the command line: the same rules, the same sentences as on the web."""

import json
from collections.abc import Iterator

import make
import pytest
import time_machine
from cast import Cast, a_cast, ready_to_start
from click.testing import CliRunner, Result

from kt.commands import main
from kt.models import Answer, Override, Rollout, RolloutState, Sheet, Topic, TransferModel

ADA, BEN, CLEO, DAN = (("--as", f"{name}@example.com") for name in ("ada", "ben", "cleo", "dan"))


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(make.TODAY, tick=False):
        yield a_cast()


def kt(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments: str) -> str:
    result = kt(*arguments)
    assert result.exit_code == 1
    return result.stderr


def answers() -> dict[str, Answer]:
    return {sheet.person.first_name: sheet.answer for sheet in Sheet.select()}


def test_an_agreement_is_offered_read_and_signed(cast: Cast) -> None:
    assert "not offered yet: 0 of 3 have signed." in kt("agreement", "show", "1", *ADA).stdout
    assert "offered for signing, version 1." in kt("agreement", "offer", "1", *ADA).stdout
    assert "You are: Learner of Cut-off rules" in kt("agreement", "sheet", "1", *CLEO).stdout
    assert "You signed your sheet" in kt("agreement", "sign", "1", *CLEO).stdout
    said = kt("agreement", "show", "1", *ADA).stdout
    assert "version 1: 1 of 3 have signed." in said
    assert "Cleo Marsh (signed): Learner of Cut-off rules" in said
    assert "  Cut-off rules with Ben Arroyo (coach), every week" in said
    assert "[kick-off] No kick-off is planned. Plan it." in said


def test_declining_asks_for_a_sentence_in_the_same_words(cast: Cast) -> None:
    kt("agreement", "offer", "1", *ADA)
    assert "what would have to change" in refused("agreement", "decline", "1", *CLEO)
    said = kt("agreement", "decline", "1", "--because", "Not on Fridays.", *CLEO).stdout
    assert said == "You declined. Ada Lovell reads why.\n"
    assert answers()["Cleo"] == Answer.DECLINED


def test_a_signature_on_paper_is_recorded(cast: Cast) -> None:
    kt("agreement", "offer", "1", *ADA)
    paper = ("agreement", "paper", "1", "--person", "cleo@example.com", "--on", "2026-11-20")
    witness = ("--witness", "dan@example.com")
    assert "by whoever runs the rollout" in refused(*paper, *witness, *CLEO)
    assert "Cleo Marsh on paper is recorded" in kt(*paper, *witness, *ADA).stdout
    assert answers() == {
        "Ben": Answer.WAITING,
        "Cleo": Answer.SIGNED,
        "Dan": Answer.WAITING,
    }


def test_nobody_signs_for_somebody_else_or_without_a_seat(cast: Cast) -> None:
    kt("agreement", "offer", "1", *ADA)
    assert "There is no sheet of Ada Lovell" in refused("agreement", "sign", "1", *ADA)


def test_a_rollout_starts_through_the_gate(cast: Cast) -> None:
    draft = ready_to_start(cast)
    draft.sessions.model.delete().execute()
    assert "No kick-off is planned." in refused("rollout", "start", "1", *ADA)
    point = ("rollout", "override", "1", "--point", "kick-off")
    assert "why it can start without this" in refused(*point, *ADA)
    kt(*point, "--reason", "One room.", *ADA)
    assert Override.get().reason == "One room."
    assert kt("rollout", "start", "1", *ADA).stdout == "Settlement engine has started.\n"
    assert Rollout.get().state == RolloutState.RUNNING


def test_a_pairing_without_both_signatures_is_never_active_on_the_command_line(
    cast: Cast,
) -> None:
    draft = ready_to_start(cast)
    Sheet.update(answer=Answer.WAITING).where(Sheet.person == cast.cleo).execute()
    assert "Cleo Marsh has to sign first." in refused("rollout", "start", "1", *ADA)
    key = f"pairing-{cast.rollout_topic.id}"
    said = refused("rollout", "override", "1", "--point", key, "--reason", "She will.", *ADA)
    assert "cannot be overridden" in said
    assert Rollout.get_by_id(draft.id).state == RolloutState.DRAFT


def test_the_sme_signs_a_coach_off(cast: Cast) -> None:
    Topic.update(technical=True).execute()
    Rollout.update(model=TransferModel.SEEDED_ONE_WAY).execute()
    deed = ("rollout", "sign-off", "1", "--topic", "Cut-off rules", "--coach", "ben@example.com")
    assert "The SME signs coaches off" in refused(*deed, "--evidence", "Yes.", *CLEO)
    assert "in a sentence" in refused(*deed, *DAN)
    said = kt(*deed, "--evidence", "Did it twice before me.", *DAN).stdout
    assert said == "Ben Arroyo is signed off on Cut-off rules and may coach it.\n"


def test_the_json_says_the_same(cast: Cast) -> None:
    kt("agreement", "offer", "1", *ADA)
    told = json.loads(kt("agreement", "show", "1", "--json", *BEN).stdout)
    assert (told["version"], told["signed"], told["seated"]) == (1, 0, 3)
    assert [person["name"] for person in told["people"]] == [
        "Ben Arroyo",
        "Cleo Marsh",
        "Dan Weiss",
    ]
    assert "kick-off" in [point["point"] for point in told["missing"]]
