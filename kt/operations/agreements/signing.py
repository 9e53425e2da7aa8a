"""Signing one's own sheet, declining it, and signatures on paper."""

from datetime import date

from ...access import may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import Answer, Person, Sheet, Signature
from ..audit import record
from .keeping import NOT_YOURS

NOT_YOUR_SHEET = "Everybody signs their own sheet, and nobody else's."


class SheetReplaced(Refused):
    """The sheet changed since it was opened; `now` is the current one, None if there is none."""

    def __init__(self, sheet: Sheet, now: Sheet | None):
        super().__init__(
            "This sheet has been replaced meanwhile. Read what changed, then sign the new one."
            if now
            else "This sheet is no longer needed: the seat it was for has ended."
        )
        self.sheet = sheet
        self.now = now


def sign_sheet(sheet: Sheet, *, by: Person, on: date) -> Sheet:
    """Sign one's own sheet with one press; signing it twice changes nothing."""
    require(sheet.person_id == by.id, NOT_YOUR_SHEET)
    with transaction():
        row = _current(sheet)
        if row.answer == Answer.SIGNED:
            return row
        _answer(row, Answer.SIGNED, by=by, on=on)
        record("sheet.signed", by=by, about=_about(row), rollout=row.rollout)
    return row


def decline_sheet(sheet: Sheet, *, sentence: str, by: Person, on: date) -> Sheet:
    """Decline one's own sheet with a sentence, which the supervisor reads."""
    require(sheet.person_id == by.id, NOT_YOUR_SHEET)
    sentence = sentence.strip()
    if not sentence:
        raise Refused("Say in a sentence what would have to change.", field="sentence")
    with transaction():
        row = _current(sheet)
        _answer(row, Answer.DECLINED, by=by, on=on, sentence=sentence)
        record("sheet.declined", by=by, about=_about(row), rollout=row.rollout)
    return row


def take_answer_back(sheet: Sheet, *, by: Person, on: date) -> Sheet:
    """Undo a signature or a refusal: the sheet waits again. Paper is undone by who recorded it."""
    own = sheet.person_id == by.id
    require(own or may_run_rollout(by, sheet.rollout), NOT_YOUR_SHEET)
    with transaction():
        row = _current(sheet)
        if row.answer == Answer.WAITING:
            return row
        if not own and not newest_answer(row).on_paper:
            raise Refused(f"{row.person.name} answered this sheet themselves. Ask them.")
        _answer(row, Answer.WAITING, by=by, on=on)
        about = _about(row)
        record(
            "sheet.answer-taken-back", by=by, about=about, person=row.person, rollout=row.rollout
        )
    return row


def sign_on_paper(
    sheet: Sheet, *, witness: Person, signed_on: date, by: Person, today: date
) -> Sheet:
    """Record a signature on paper of somebody who cannot sign in: when, and witnessed by whom."""
    require(may_run_rollout(by, sheet.rollout), NOT_YOURS)
    person = sheet.person
    with transaction():
        row = _current(sheet)
        if person.can_sign_in:
            raise Refused(f"{person.name} can sign in, so they sign their own sheet. Ask them.")
        if witness == person:
            raise Refused(
                f"{person.name} signs, so somebody else is the witness. Name who saw it.",
                field="witness",
            )
        if not witness.active:
            raise Refused(
                f"{witness.name} is disabled. Name a witness who can be asked.", field="witness"
            )
        if signed_on > today:
            raise Refused("That day is still to come. Say when it was signed.", field="signed_on")
        if row.answer == Answer.SIGNED:
            return row
        _answer(row, Answer.SIGNED, by=by, on=signed_on, witness=witness)
        record(
            "sheet.signed-on-paper",
            by=by,
            about=[*_about(row), witness],
            person=person,
            witness=witness,
            rollout=row.rollout,
            on=signed_on,
        )
    return row


def newest_answer(sheet: Sheet) -> Signature:
    """Give the newest answer to a sheet, of this or of an equal earlier one."""
    return (
        Signature.select()
        .join(Sheet)
        .where(
            Sheet.rollout == sheet.rollout_id,
            Sheet.person == sheet.person_id,
            Sheet.digest == sheet.digest,
        )
        .order_by(Signature.id.desc())
        .get()
    )


def _current(sheet: Sheet) -> Sheet:
    """Read the sheet again, inside the transaction; refuse one that was replaced meanwhile."""
    row = Sheet.get_by_id(sheet.id)
    if not row.rollout.is_open:
        raise Refused(
            f"“{row.rollout.name}” is {row.rollout.state}, so its sheets stay as they are."
        )
    if row.current:
        return row
    now = Sheet.get_or_none(
        Sheet.rollout == row.rollout_id, Sheet.person == row.person_id, Sheet.current
    )
    raise SheetReplaced(row, now)


def _answer(
    sheet: Sheet,
    answer: Answer,
    *,
    by: Person,
    on: date,
    sentence: str = "",
    witness: Person | None = None,
) -> None:
    Signature.create(
        sheet=sheet,
        answer=answer,
        sentence=sentence,
        on=on,
        on_paper=witness is not None,
        witness=witness,
        by=by,
    )
    sheet.answer = answer  # type: ignore[assignment]
    sheet.answered_on = None if answer == Answer.WAITING else on
    sheet.save(only=[Sheet.answer, Sheet.answered_on])


def _about(sheet: Sheet) -> list:
    return [sheet, sheet.rollout, sheet.person]
