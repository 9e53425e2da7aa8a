"""Trust by use: somebody did the task with a document, or it did not work; and what was done."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ...access import may_edit_output, may_use_output, require
from ...db import transaction
from ...errors import Refused
from ...models import Outcome, Output, OutputState, Person, Use, UseAnswer, is_newest_use
from ..audit import record
from .rows import NOT_YOURS, about_of


def did_it(output: Output, *, by: Person, today: date) -> Use:
    """Say that one did the task with a document as readers see it; said twice, it counts once."""
    return _use(output, Outcome.WORKED, "", by, today)


def did_not_work(output: Output, *, by: Person, sentence: str, today: date) -> Use:
    """Say why a document did not work; that reopens it for its owner."""
    if not sentence.strip():
        raise Refused(
            "Say in a sentence what did not work, so that its owner can mend it.", field="sentence"
        )
    return _use(output, Outcome.FAILED, sentence.strip(), by, today)


def take_back_use(use: Use, *, by: Person, today: date) -> Use:
    """Take back what one said last of a document; what one had said before stands again.

    Only the newest can be taken back; pressed twice, it is taken back once.
    """
    require(use.person_id == by.id, "What somebody says of a document is theirs to take back.")
    with transaction():
        said = _standing_uses(use.output_id, by)
        if not said or said[-1].id != use.id:
            return use
        row: Any = use.output
        taken = _add(row, Outcome.TAKEN_BACK, "", by, today, use.number)
        if len(said) > 1:
            _say_again(said[-2])
        record("use.taken-back", by=by, about=[*about_of(row), use], output=row)
    return taken


def answer_failure(use: Use, *, by: Person, sentence: str) -> UseAnswer:
    """Answer that it was not the document, with the reason."""
    require(may_edit_output(by, use.output), NOT_YOURS)
    if not sentence.strip():
        raise Refused(
            "Say in a sentence why it was not the document. If it was, write a new version.",
            field="sentence",
        )
    with transaction():
        row: Any = use.output
        if not any(each.id == use.id for each in _unanswered(row)):
            raise Refused(
                "This was answered or taken back meanwhile. The document's page says by whom."
            )
        answer = UseAnswer.create(use=use, sentence=sentence.strip(), by=by)
        about = [*about_of(row), use.person]
        record("use.answered", by=by, about=about, output=row, person=use.person)
    return answer


def fix_failures(output: Any, uses: Iterable[int] | None, number: int, *, by: Person) -> None:
    """Say that a version fixes what did not work, all of it for None; inside the deed that writes.

    What somebody answered or took back meanwhile is passed over.
    """
    fixed = None if uses is None else set(uses)
    for use in _unanswered(output):
        if fixed is None or use.id in fixed:
            UseAnswer.create(use=use, fixed_in=number, by=by)


def _use(output: Output, outcome: Outcome, sentence: str, by: Person, today: date) -> Use:
    require(may_use_output(by, output))
    with transaction():
        row: Any = Output.get_by_id(output.id)
        if row.state == OutputState.OBSOLETE:
            raise Refused("This is obsolete: do not follow it any more.")
        if row.state != OutputState.PUBLISHED:
            raise Refused("This is not published yet. Once it is, say whether it worked.")
        number = row.published_number or 0
        said = _standing_uses(row.id, by)
        if said and (said[-1].outcome, said[-1].number, said[-1].sentence) == (
            outcome,
            number,
            sentence,
        ):
            return said[-1]
        use = _add(row, outcome, sentence, by, today, number)
        deed = "use.worked" if outcome == Outcome.WORKED else "use.failed"
        about = [*about_of(row), use]
        record(deed, by=by, about=about, output=row, on=today, number=number)
    return use


def _add(row: Any, outcome: Outcome, sentence: str, by: Person, today: date, number: int) -> Use:
    return Use.create(
        output=row, number=number, person=by, outcome=outcome, sentence=sentence, on=today
    )


def _standing_uses(output_id: int, person: Person) -> list[Any]:
    """List what somebody said of a document and did not take back, oldest first.

    After something is taken back, what was said before is said again in a row of its own, so that
    the newest row is always the one that counts.
    """
    standing: list[Any] = []
    is_again = False
    rows = Use.select().where(Use.output == output_id, Use.person == person)
    for use in rows.order_by(Use.id):
        if use.outcome == Outcome.TAKEN_BACK:
            standing.pop()
            is_again = bool(standing)
        elif is_again:
            standing[-1], is_again = use, False
        else:
            standing.append(use)
    return standing


def _say_again(use: Any) -> None:
    again = Use.create(
        output=use.output_id,
        number=use.number,
        person=use.person_id,
        outcome=use.outcome,
        sentence=use.sentence,
        on=use.on,
    )
    for answer in UseAnswer.select().where(UseAnswer.use == use):
        UseAnswer.create(
            use=again,
            fixed_in=answer.fixed_in,
            sentence=answer.sentence,
            by=answer.by_id,
            at=answer.at,
        )


def _unanswered(output: Any) -> list[Any]:
    answered = UseAnswer.select(UseAnswer.use)
    failed = Use.select().where(Use.output == output.id, Use.outcome == Outcome.FAILED)
    return list(failed.where(is_newest_use(Use), Use.id.not_in(answered)))
