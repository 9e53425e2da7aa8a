"""The lists that everybody has, each as far as they see it, as files."""

from collections.abc import Iterable
from datetime import date

from ...exporters.tables import Cell, Table
from ...markup import plain
from ...models import Level, Signoff
from ..coverage import Column
from ..leaving import Leaver, Loss
from ..outputs import HeirlessLine, OutputLine
from ..pairs import TitleRow
from ..people import PersonRow
from ..questions import QuestionRow
from ..rollouts import RolloutRow
from ..targets import Going
from ..templates import TemplateLine
from ..topics import TopicRow

LOSS_HEADS = (
    "Topic",
    "Holders now",
    "Holders left",
    "Needed",
    "Documents",
    "Risk",
    "Could learn it",
)


def people_table(rows: Iterable[PersonRow], today: date) -> Table:
    return Table(
        "People",
        ("Name", "Title", "Department", "E-mail", "Away until"),
        [
            [
                row.name,
                row.title,
                row.department,
                row.email,
                row.away_until if row.away_until and today < row.away_until else None,
            ]
            for row in rows
        ],
    )


def topics_table(rows: Iterable[TopicRow]) -> Table:
    return Table(
        "Topics",
        ("Topic", "Technical", "Kind", "SMEs", "Holders", "Holders needed", "Documents"),
        [
            [
                row.name,
                "technical" if row.technical else "",
                _sentence(row.kind),
                ", ".join(row.smes) or "nobody yet",
                row.holders,
                row.holders_needed if row.needs_holders else None,
                row.published,
            ]
            for row in rows
        ],
    )


def documents_table(lines: Iterable[OutputLine]) -> Table:
    return Table(
        "Documents",
        ("Document", "State", "Kind", "Topic", "Owner", "Published"),
        [
            [
                line.title,
                line.badge,
                _sentence(line.kind),
                line.topic_name,
                line.owner_name,
                line.published_on,
            ]
            for line in lines
        ],
    )


def templates_table(lines: Iterable[TemplateLine]) -> Table:
    return Table(
        "Templates",
        ("Template", "Items", "For a", "Checklists made"),
        [[line.title, line.items, line.applies_to, line.used] for line in lines],
    )


def heirless_table(lines: Iterable[HeirlessLine]) -> Table:
    """Write the documents whose owner left, each with who could have it."""
    return Table(
        "Without an owner",
        ("Document", "State", "Kind", "Topic", "Belongs to", "Could go to"),
        [
            [
                each.line.title,
                each.line.badge,
                _sentence(each.line.kind),
                each.line.topic_name,
                each.line.owner_name,
                ", ".join(heir.name for heir in each.heirs),
            ]
            for each in lines
        ],
    )


def questions_table(rows: Iterable[QuestionRow]) -> Table:
    """Write questions without their answers, which are on their pages."""
    return Table(
        "Questions",
        ("Question", "Topic", "Asked by", "State", "Private"),
        [
            [
                plain(row.text),
                row.topic,
                row.asked_by,
                _state_of(row),
                "private" if row.private else "",
            ]
            for row in rows
        ],
    )


def rollouts_table(rows: Iterable[tuple[RolloutRow, Going | None]]) -> Table:
    """Write rollouts, each with how it goes where the screen tells that."""
    return Table(
        "Rollouts",
        (
            "Rollout",
            "State",
            "Rolling",
            "Supervisor",
            "Start",
            "End",
            "Topics",
            "Learners",
            "Gaps",
            "Targets reached",
            "Targets",
            "How it goes",
        ),
        [
            [
                row.name,
                row.state,
                "rolling" if row.rolling else "",
                row.supervisor,
                row.start_date,
                row.end_date or "open end",
                row.topics,
                row.learners,
                row.gaps,
                going.met if going else None,
                going.targets if going else None,
                going.words if going else "",
            ]
            for row, going in rows
        ],
    )


def risks_table(columns: Iterable[Column]) -> Table:
    """Write the topics of the coverage by their risk."""
    return Table(
        "Topics by risk",
        ("Topic", "Kind", "Risk", "Holders", "Needed", "Coaches", "Documents", "Reason"),
        [
            [
                column.name,
                _sentence(column.kind),
                column.risk_words,
                column.holders,
                column.needed,
                column.coaches,
                column.documents,
                column.reason,
            ]
            for column in columns
        ],
    )


def leavers_table(leavers: Iterable[Leaver]) -> Table:
    """Write who leaves, a row for each topic that then lacks holders; one row without any."""
    rows: list[list[Cell]] = []
    for each in leavers:
        said: list[Cell] = [each.name, each.leaves_on, each.days]
        rows += [[*said, *_loss(loss)] for loss in each.losses]
        if not each.losses:
            rows.append([*said, *[None] * len(LOSS_HEADS)])
    return Table("Before they leave", ("Person", "Leaves on", "In days", *LOSS_HEADS), rows)


def losses_table(losses: Iterable[Loss]) -> Table:
    """Write what is lost when somebody leaves."""
    return Table("What is lost", LOSS_HEADS, [_loss(loss) for loss in losses])


def signoffs_table(signoffs: Iterable[Signoff]) -> Table:
    return Table(
        "Sign-offs",
        ("Person", "Standing", "Topic", "Answer", "Asked on", "Answered on"),
        [
            [
                each.person.name,
                each.rollout_topic.rollout.wording.say(Level(each.level).words),
                each.rollout_topic.revision.topic.name,
                each.answer,
                each.asked_on,
                each.answered_on,
            ]
            for each in signoffs
        ],
    )


def titles_table(rows: Iterable[TitleRow]) -> Table:
    return Table(
        "Ranks of titles",
        ("Title", "People", "Rank"),
        [[row.title, row.people, row.rank] for row in rows],
    )


def _loss(loss: Loss) -> list[Cell]:
    return [
        loss.name,
        loss.before,
        loss.after,
        loss.needed,
        loss.documents,
        loss.risk_words,
        ", ".join(candidate.name for candidate in loss.candidates),
    ]


def _state_of(row: QuestionRow) -> str:
    if row.withdrawn:
        return "taken back"
    if row.joined:
        return "joined"
    if row.in_faq:
        return "in the FAQ"
    return "answered" if row.answered else "open"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
