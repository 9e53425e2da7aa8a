"""What the deeds about questions share: sentences for those who may not, what is told of them."""

from typing import Any

from ...errors import Refused
from ...models import Question

NOT_ASKED = (
    "A question is answered by whoever is asked, and by those who know its topic. Ask one of them."
)
NOT_YOURS = "Only whoever asked this may do that. Ask them."


def about_of(question: Question) -> list[Any]:
    """Give the rows in whose histories a deed on a question stands; a private one has its own."""
    return [question] if question.private else [question, question.topic]


def fresh(question: Question) -> Any:
    """Read a question again, inside the transaction; one that was taken back is over."""
    row: Any = Question.get_by_id(question.id)
    if row.withdrawn_at is not None:
        raise Refused("This question was taken back by whoever asked it. Reload the page.")
    return row
