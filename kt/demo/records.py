"""The niche skill: one person can read the tapes, nothing is written down, and she leaves soon."""

from ..models import Kind, Level, OutputKind
from ..operations.outputs import plan_output
from ..operations.people import edit_person, version_of_person
from ..operations.standings import name_standing
from ..operations.topics import add_expert, add_topic
from .stage import Stage

LEAVES_IN = -38


def build(stage: Stage) -> None:
    """Leave a topic to one holder of the two it needs, who leaves before the quarter is over."""
    nora, olga = stage.people["nora"], stage.people["olga"]
    with stage.on(40) as day:
        topic = add_topic(
            by=nora,
            name="Tape archive",
            kind=Kind.NICHE_SKILL,
            holders_needed=2,
            description="Reading contracts from before 2004 off the tapes in the basement.",
        )
        stage.topics["Tape archive"] = topic
        add_expert(topic, olga, by=nora)
        name_standing(
            olga,
            topic,
            Level.DOES_IT_ALONE,
            reason="The only one who has done it since the move.",
            on=day,
            by=nora,
            today=day,
        )
        plan_output(
            by=nora,
            title="Reading a tape, step by step",
            kind=OutputKind.HOW_TO,
            topic=topic,
            owner=olga,
            due=stage.day(-21),
        )
    with stage.on(6, 16):
        edit_person(
            olga, by=nora, opened_with=version_of_person(olga), leaving_date=stage.day(LEAVES_IN)
        )
