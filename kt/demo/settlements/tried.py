"""What the documents went through: reviewed, tried, one of them reopened."""

from ...models import Output
from ...operations.outputs import (
    approve_version,
    ask_review,
    did_it,
    did_not_work,
    write_version,
)
from ..stage import Stage

WHO_LOOKS = """
## When a claim is open

1. Call the desk before anything else: they know whether the money moved.
2. Two people read the claim and the bank's confirmation, each alone.
3. Only when both say the same is the claim closed by hand, with both names.
"""


def build(stage: Stage, manual: Output, restart: Output, questions: Output) -> None:
    """Have the design manual trusted, the restart manual reopened, the questions in review.

    The design manual has three versions by two people; the last was approved and then tried.
    """
    people = stage.people
    _approved(stage, restart, by="ben", reviewer="dan", days_ago=24)
    with stage.on(12, 16) as day:
        did_it(restart, by=people["hugo"], today=day)
    with stage.on(6, 15):
        before, heading, after = stage.text("design_manual.md").partition("## What we decided")
        text = f"{before}{WHO_LOOKS.strip()}\n\n{heading}{after}"
        why = "Who looks at an open claim"
        write_version(manual, by=people["ben"], text=text, opened_with=2, why=why)
    _approved(stage, manual, by="raj", reviewer="dan", days_ago=5)
    with stage.on(3, 11) as day:
        did_it(manual, by=people["hugo"], today=day)
    with stage.on(2, 15) as day:
        did_it(manual, by=people["finn"], today=day)
    with stage.on(1, 10) as day:
        sentence = "Step 6 names a log that is no longer written since the new release."
        did_not_work(restart, by=people["ana"], sentence=sentence, today=day)
    with stage.on(1, 14):
        ask_review(questions, by=people["ines"])


def _approved(stage: Stage, output: Output, *, by: str, reviewer: str, days_ago: int) -> None:
    with stage.on(days_ago, 10):
        review = ask_review(output, by=stage.people[by])
    with stage.on(days_ago, 15) as day:
        approve_version(review, by=stage.people[reviewer], today=day)
