"""The tables and lists of a rollout's pages as files."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ...exporters.tables import Cell, Table
from ...markup import plain
from ...models import Answer, Measure, Person, Role, Target, Wording
from ...rules.balance import Balance
from ..agreements import Signer
from ..checklists import Figures
from ..design import SeatLine
from ..history import Told
from ..needs import Need
from ..outputs import OutputLine
from ..seating import LearnerRow, Seating, TopicColumn
from ..sessions import HeatLine, SessionLine
from ..targets import BurnUp, FigureLine, Part, Row


def targets_table(lines: Iterable[FigureLine]) -> Table:
    """Write what was agreed and how far it is; a share is in percent, as the screen says it."""
    return Table(
        "Targets",
        (
            "Topic",
            "What",
            "For",
            "Unit",
            "Baseline",
            "Now",
            "Limit",
            "Target",
            "By",
            "Likely",
            "At the latest",
            "Met since",
            "Progress in %",
        ),
        [
            [
                line.topic or "The whole rollout",
                line.what,
                line.whom,
                line.unit,
                line.baseline,
                (line.missing or "no reading") if line.now is None else line.now,
                "at most" if line.limit else "",
                line.number,
                line.due or "no date",
                line.likely or line.untold,
                line.latest,
                line.met_on or ("overdue" if line.late else "not yet"),
                round(line.progress * 100, 2),
            ]
            for line in lines
        ],
    )


HEADINGS = {
    Part.OPEN: "Still to do",
    Part.LATER: "Later, not counted",
    Part.EARLIER: "Earlier, not counted",
}


def evidence_table(target: Target, rows: Iterable[tuple[Part, Row]]) -> Table:
    """Write the rows behind a target: counted, still to do, later and earlier ones."""
    say = target.rollout.wording.say
    counted = "Readings" if target.measure == Measure.NUMBER else "Counted"
    return Table(
        "Evidence",
        ("Part", "What", "Value", "Corrected to", "Day", say("Other learners")),
        [
            [
                HEADINGS.get(part, counted),
                plain(say(row.words) if row.noun == "session" else row.words),
                row.value,
                row.corrected,
                row.on or "not done yet",
                row.others or None,
            ]
            for part, row in rows
        ],
    )


def burn_up_table(chart: BurnUp | None) -> Table:
    """Write the figures behind the chart, line by line."""
    lines = (
        [("reached", chart.reached), ("agreed", chart.agreed), ("likely", chart.likely)]
        if chart
        else []
    )
    rows: list[list[Cell]] = [
        [day, name, number] for name, points in lines for day, number in points
    ]
    return Table("Targets over time", ("Day", "Line", "Targets"), rows)


def seating_table(
    topics: Iterable[TopicColumn], learners: Iterable[LearnerRow], wording: Wording
) -> Table:
    """Write who guides whom, a row for each pairing and each gap."""
    names = {topic.id: topic.name for topic in topics}
    heads = ("Learner", "Title", "Topic", "Guide", "As", "Every so many days", "Hours a week")
    rows: list[list[Cell]] = []
    for line in learners:
        for cell in line.cells:
            said = [line.learner.name, line.learner.title, names[cell.topic_id]]
            for each in cell.pairings:
                rows.append(
                    [
                        *said,
                        each.guide.name if each.guide else "nobody yet",
                        wording.say(each.role) if each.role else "",
                        each.cadence_days if each.guide else None,
                        each.agreed_hours if each.guide else None,
                        each.wave if each.guide else None,
                        ", ".join(each.waits) if each.guide else "",
                        each.paused_until if each.guide else None,
                    ]
                )
            if cell.seat and not cell.pairings:
                rows.append([*said, "nobody yet", "", None, None, None, "", None])
    return Table(
        "Who guides whom",
        [*map(wording.say, heads), "Wave", "Waits for", "Paused until"],
        rows,
    )


def seats_table(seats: Iterable[SeatLine], wording: Wording) -> Table:
    """Write who is seated in a design: learners with their guides, and the others."""
    return Table(
        "Seated",
        ("Person", "As", "Topic", "Guided by"),
        [
            [
                seat.name,
                wording.say(seat.role),
                seat.topic,
                " and ".join(seat.guides)
                or ("nobody guides yet" if seat.role == Role.LEARNER else ""),
            ]
            for seat in seats
        ],
    )


def signers_table(signers: Iterable[Signer], reader: Person, *, runs: bool, offered: bool) -> Table:
    """Write who is what for whom and what they answered; why somebody declined is not for all."""
    return Table(
        "Who is what for whom",
        ("Person", "What they are", "With whom", "Answer", "Why"),
        [
            [
                signer.person_name,
                signer.roles,
                "; ".join(signer.partners),
                _answer(signer) if offered else "",
                signer.sentence
                if signer.answer == Answer.DECLINED and (runs or signer.person_id == reader.id)
                else "",
            ]
            for signer in signers
        ],
    )


def difference_table(lines: Iterable[tuple[str, str, str]]) -> Table:
    """Write the lines in which two sheets of one person differ."""
    return Table("What changed", ("What", "Before", "Now"), [list(line) for line in lines])


def held_table(line: HeatLine, wording: Wording) -> Table:
    """Write when a pairing met and how, the last session first."""
    rows: list[list[Cell]] = [[each.on, wording.say(each.way)] for each in reversed(line.held)]
    return Table("When they met, and how", ("Day", "How"), rows)


def others_table(seating: Seating, wording: Wording) -> Table:
    """Write the guides and SMEs with the number of learners of each, and since when."""
    return Table(
        "Guides and SMEs",
        [wording.say(head) for head in ("Person", "As", "Topic", "Learners", "From", "Until")],
        [
            [
                seat.person.name,
                wording.say(seat.role),
                topic.name,
                seat.guides if seat.role.guides else None,
                seat.since,
                seat.until,
            ]
            for topic in seating.topics
            for seat in (*topic.guides, *topic.smes)
        ],
    )


def balances_table(balances: Iterable[Balance], wording: Wording) -> Table:
    heads = ("Who", "Coaches", "Sessions as coach", "Learns", "Sessions as learner")
    return Table(
        "Balance",
        [*map(wording.say, heads), "Still missing"],
        [
            [
                each.name,
                ", ".join(each.coaches),
                each.coached,
                ", ".join(each.learns),
                each.learned,
                wording.say(_missing(each)),
            ]
            for each in balances
        ],
    )


def sessions_table(lines: Iterable[SessionLine], zone: ZoneInfo) -> Table:
    """Write sessions to come, then those behind; `zone` is where their times are said."""
    return Table(
        "Sessions",
        ("Day", "Time", "With", "Topic", "Guide", "Minutes", "Where", "State", "How"),
        [
            [
                line.held_on or (planned.date() if planned else None),
                _time(planned) if planned and not line.held_on else "",
                line.whom,
                line.topic,
                "" if line.is_kick_off else line.guide.name,
                line.minutes or None,
                line.where,
                "cancelled" if line.cancelled else "held" if line.is_held else "to come",
                line.wording.say(line.way) if line.is_held and line.has_way else "",
            ]
            for line in lines
            for planned in [line.planned_at.astimezone(zone) if line.planned_at else None]
        ],
    )


def checklists_table(checklists: Iterable[Figures]) -> Table:
    return Table(
        "Checklists",
        ("For", "Checklist", "Items done", "Items", "Overdue", "Stuck"),
        [
            [
                each.person_name or "Everybody",
                each.title,
                each.done,
                each.total,
                each.late,
                each.stuck,
            ]
            for each in checklists
        ],
    )


def outputs_table(lines: Iterable[OutputLine]) -> Table:
    return Table(
        "Outputs",
        ("Output", "State", "Kind", "Topic", "Owner", "By", "Published", "Versions"),
        [
            [
                line.title,
                line.badge,
                _sentence(line.kind),
                line.topic_name,
                line.owner_name,
                line.due or "no date",
                line.published_on or "not yet",
                line.versions,
            ]
            for line in lines
        ],
    )


def history_table(entries: Iterable[Told], zone: ZoneInfo) -> Table:
    """Write what was done, newest first; `zone` is where its moments are said."""
    rows: list[list[Cell]] = []
    for entry in entries:
        at = entry.at.astimezone(zone)
        rows.append([entry.text, at.date(), _time(at)])
    return Table("History", ("What was done", "Day", "Time"), rows)


def needs_table(needs: Iterable[Need]) -> Table:
    """Write what needs whoever runs a rollout, the longest waiting first."""
    return Table(
        "Needs you",
        ("What", "More", "State", "Reason", "Person", "Nudged on"),
        [
            [need.title, need.rest, need.badge, need.reason, need.person_name, need.nudged]
            for need in needs
        ],
    )


def _answer(signer: Signer) -> str:
    if signer.answer == Answer.WAITING:
        return "not signed yet"
    return (
        "signed on paper" if signer.on_paper and signer.answer == Answer.SIGNED else signer.answer
    )


def _missing(balance: Balance) -> str:
    if balance.is_complete:
        return "nothing"
    missing = [
        words
        for held, words in ((balance.coached, "one as coach"), (balance.learned, "one as learner"))
        if not held
    ]
    return " ".join(missing)


def _time(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
