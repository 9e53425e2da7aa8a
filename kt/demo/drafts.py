"""A rollout that is still designed: topic and people are chosen, the rest asks to be answered."""

from ..models import Kind, Level, ReadinessQuestion, Rollout
from ..operations.readiness import answer_readiness
from ..operations.rollouts.planning import add_rollout, add_topic_to
from ..operations.seating.pairings import put_guide
from ..operations.standings import name_standing
from ..operations.topics import add_topic
from ..rules.readiness import Given
from .stage import Stage

BEGAN = 2


def build(stage: Stage, earlier: Rollout) -> Rollout:
    """Leave a draft of the production line half way; an earlier rollout answered its readiness."""
    paula, sam = stage.people["paula"], stage.people["sam"]
    with stage.on(29) as day:
        answers = {question: Given(False) for question in ReadinessQuestion}
        answers[ReadinessQuestion.STRUCTURED] = Given(True, "Production line")
        answer_readiness(earlier, answers, by=paula, on=day)
    with stage.on(BEGAN) as day:
        rollout = add_rollout(
            by=paula,
            name="Roller change without a stop",
            why="Two shifts can change the rolls of line 3 without stopping it.",
            kind=Kind.PROCESS_CHANGE,
            department="Production line",
            start_date=stage.day(-7),
            end_date=stage.day(-63),
        )
        topic = add_topic(
            by=paula,
            name="Roller change",
            kind=Kind.PROCESS_CHANGE,
            technical=True,
            process="1. Slow the line to a crawl.\n2. Swap the rolls one by one.\n3. Measure.",
            owner=sam,
        )
        place = add_topic_to(rollout, topic, by=paula)
        name_standing(
            sam,
            topic,
            Level.DOES_IT_ALONE,
            reason="Changed them twice without a stop.",
            on=day,
            by=paula,
            today=day,
        )
        put_guide(place, stage.people["george"], sam, on=stage.day(-7), by=paula)
    return rollout
