"""What the deeds about questions share: sentences for those who may not, what is told of them."""

from typing import Any

from ...errors import Refused
from ...models import Output, Person, Question
from ..audit import record
from ..indexing import index_question

NOT_ASKED = (
    "A question is answered by whoever is asked, and by those who know its topic. Ask one of them."
)
NOT_YOURS = "Only whoever asked this may do that. Ask them."


def note(deed: str, question: Question, *, by: Person, output: Output | None = None) -> None:
    """Write a deed down and let the question be found as it is now; the last line of every deed.

    The deeds on a private question stand in its own history alone.
    """
    about = [question] if question.private else [question, question.topic, output]
    values = {"output": output} if output else {}
    record(deed, by=by, about=about, topic=question.topic, **values)
    index_question(question)


def fresh(question: Question) -> Any:
    """Read a question again, inside the transaction; one that was taken back is over."""
    row: Any = Question.get_by_id(question.id)
    if row.withdrawn_at is not None:
        raise Refused("This question was taken back by whoever asked it. Reload the page.")
    return row
