"""Three small rollouts, worked out by hand: page, report, text, JSON and file say the same."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import make
import pytest
import time_machine
from cast import Cast, a_cast
from conftest import Browser
from printed import Tables, kt, tables_of_text, with_topics

from kt.models import Basis, ItemEvent, ItemState, Measure, Reading, Role

REPORT = ("rollout", "report", "1", "--as", "ada@example.com")
WHOLE = "The whole rollout"
# Fewer than three steps tell no pace.
EARLY = "too early to tell"


@pytest.fixture
def cast(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setenv("KT_DATABASE_URL", database)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield a_cast()


def of_people(cast: Cast) -> list[list[str]]:
    """Cleo and Eve learn; Cleo is signed off on 5 October and leaves on the 9th to coach.

    She stays counted: signed off are 1 of 2 agreed (50 %), as a share 1 of 2 people = 50 % of the
    agreed 75 % (66.67 %, 67 %). The session of 12 October took 100 min = 1.67 h of 2 h (83.33 %).
    """
    topic = cast.rollout_topic
    seat = make.a_seat(topic, cast.eve, Role.LEARNER)
    cast.cleos_seat.until = date(2026, 10, 9)
    cast.cleos_seat.save()
    values = {"basis": Basis.SIGNED_OFF, "on": date(2026, 10, 5)}
    make.a_standing(cast.cleo, cast.topic, 3, **values)
    pairing = make.a_pairing(cast.bens_seat, seat)
    make.a_session(topic, cast.ben, pairing, held_on=date(2026, 10, 12), minutes=100)
    signed = {"level": 3, "rollout_topic": topic}
    make.a_target(cast.rollout, Measure.COACHING_HOURS, number=2, due=date(2026, 11, 20))
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, number=2, **signed)
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, number=75, share=True, **signed)
    what = "Learners signed off at “does it alone”"
    return [
        [WHOLE, "Coaching hours", "0 h", "1.67 h", "2 h", "20 Nov", EARLY, "overdue", "83 %"],
        ["Cut-off rules", what, "0", "1", "2", "no date", EARLY, "not yet", "50 %"],
        ["Cut-off rules", what, "0 %", "50 %", "75 %", "no date", EARLY, "not yet", "67 %"],
    ]


def of_work(cast: Cast) -> list[list[str]]:
    """Of three items with a day Cleo did one in time and one late, on 5 and 7 November.

    On time is 1 of the agreed 1, met on the 5th; as a share 1 of 3 = 33.33 % of the agreed 100 %.
    Of two questions one was answered the next day, 3 November, one a week late: 50 % in time, of
    the agreed 50 %: met on the 3rd at 100 %, and still at 50 %. So 2 of 3 targets are met.
    """
    checklist = make.a_checklist(person=cast.cleo, supervisor=cast.ada, rollout=cast.rollout)
    for text, done in (("Read", 5), ("Watch", 7), ("Do", None)):
        state = ItemState.DONE if done else ItemState.OPEN
        item = make.an_item(checklist, text, due=date(2026, 11, 6), state=state)
        if done:
            ItemEvent.create(item=item, state=state, by=cast.cleo, on=date(2026, 11, done))
    for asked, answered in ((2, 3), (9, 18)):
        make.a_question(
            cast.cleo,
            cast.topic,
            cast.ben,
            at=datetime(2026, 11, asked, 9, tzinfo=UTC),
            answered_by=cast.ben,
            answered_at=datetime(2026, 11, answered, 9, tzinfo=UTC),
        )
    make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=1)
    make.a_target(cast.rollout, Measure.ITEMS_ON_TIME, number=100, share=True)
    answers = {"number": 50, "share": True, "within_workdays": 2}
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, **answers)
    items, asked_for = "Items done on time", "Questions answered within 2 working days"
    return [
        [WHOLE, items, "0", "1", "1", "no date", "", "5 Nov", "100 %"],
        [WHOLE, items, "0 %", "33.33 %", "100 %", "no date", EARLY, "not yet", "33 %"],
        [WHOLE, asked_for, "0 %", "50 %", "50 %", "no date", "", "3 Nov", "100 %"],
    ]


def of_nothing_yet(cast: Cast) -> list[list[str]]:
    """Nobody learns any more, nobody asked; late trades were read as 14, corrected later to 11.

    From 20 to 5 they came (11 - 20) / (5 - 20) = 0.6 of the way.
    """
    cast.cleos_seat.until = date(2026, 10, 9)
    cast.cleos_seat.save()
    share = {"number": 80, "share": True}
    make.a_target(cast.rollout, Measure.LEARNERS_SIGNED_OFF, level=3, **share)
    make.a_target(cast.rollout, Measure.QUESTIONS_ANSWERED, within_workdays=1, **share)
    trades = make.a_target(cast.rollout, Measure.NUMBER, name="Late", baseline=20, number=5)
    read = {"target": trades, "on": date(2026, 11, 2), "by": cast.ben}
    mistyped = Reading.create(value=14, **read)
    Reading.create(value=11, corrects=mistyped, **read)
    signed, asked = (
        "Learners signed off at “does it alone”",
        "Questions answered within 1 working day",
    )
    learners, questions = "nobody learns here yet", "no question yet"
    return [
        [WHOLE, signed, "0 %", learners, "80 %", "no date", EARLY, "not yet", "0 %"],
        [WHOLE, asked, "0 %", questions, "80 %", "no date", "", "not yet", "0 %"],
        [WHOLE, "Late", "20", "11", "5", "no date", EARLY, "not yet", "60 %"],
    ]


@pytest.mark.parametrize("by_hand", [of_people, of_work, of_nothing_yet])
def test_page_report_text_json_and_file_say_what_was_worked_out_by_hand(
    cast: Cast, browser: Browser, by_hand: Callable[[Cast], list[list[str]]]
) -> None:
    expected = by_hand(cast)
    ada = browser.sign_in(cast.ada)
    for place in ("/rollouts/1/targets", "/rollouts/1/report"):
        assert with_topics(Tables(ada.get(place).text).found["figures"])[1:] == expected
    assert tables_of_text(kt(*REPORT).stdout)["Targets"][1:] == expected

    made = json.loads(kt(*REPORT, "--json").stdout)["figures"]
    rows = list(
        csv.DictReader(io.StringIO(ada.get("/rollouts/1/tables/targets.csv").text.lstrip("\ufeff")))
    )
    for line, row, (topic, what, *_, met_on, progress) in zip(made, rows, expected, strict=True):
        assert (
            (line["topic"] or WHOLE, line["what"]) == (topic, what) == (row["Topic"], row["What"])
        )
        assert f"{line['progress'] * 100:.0f} %" == progress
        assert f"{float(row['Progress in %']):.0f} %" == progress
        assert (line["met_on"] is None) == (met_on in ("not yet", "overdue"))
    for line, row, (_, _, baseline, now, number, *_) in zip(made, rows, expected, strict=True):
        unit = f" {line['unit']}".rstrip()
        assert now == (line["missing"] or f"{line['now']:.15g}{unit}")
        assert now == (row["Now"] if line["missing"] else f"{float(row['Now']):.15g}{unit}")
        assert (baseline, number) == (f"{line['baseline']:g}{unit}", f"{line['number']:g}{unit}")
        assert (float(row["Baseline"]), float(row["Target"])) == (line["baseline"], line["number"])
