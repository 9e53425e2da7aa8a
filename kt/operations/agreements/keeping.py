"""Keeping an agreement true: what changes in a rollout becomes its next version."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from ...access import may_run_rollout, require
from ...db import transaction
from ...errors import Refused
from ...models import Agreement, Answer, Person, Rollout, Sheet, Signature
from ...rules.sheets import (
    Content,
    Written,
    changed_parts,
    content_of,
    digest_of,
    newest_agreement,
    written_now,
)
from ..audit import record
from ..turns import replan_rollout

NOT_YOURS = "An agreement is offered by whoever runs the rollout. Ask its supervisor."


def offer_agreement(rollout: Rollout, *, by: Person) -> Agreement:
    """Freeze the first version, so that everybody can sign their sheet; later it is kept true."""
    require(may_run_rollout(by, rollout), NOT_YOURS)
    with transaction():
        rollout = Rollout.get_by_id(rollout.id)
        if rollout.agreement_version:
            return newest_agreement(rollout)
        if not rollout.is_open:
            raise Refused(f"“{rollout.name}” is {rollout.state}. Reopen it before it is agreed on.")
        if not rollout.rollout_topics.exists():
            raise Refused(
                "There is nothing to agree on yet. Choose the first topic, then offer it."
            )
        agreement = _next_version(rollout, written_now(rollout), {}, by)
        record("agreement.offered", by=by, about=[rollout], rollout=rollout)
    return agreement


def refresh_agreement(rollout: Rollout, *, by: Person | None) -> None:
    """Compare what is agreed with what is there, and make the next version if it differs.

    The last line of every deed that changes who sits where, partners, cadence, targets, outputs,
    dates, model or a written process, inside its transaction. Before an agreement is offered, and
    after the end, there is nothing to keep; but open questions go to whoever guides now.
    """
    replan_rollout(rollout)
    rollout = Rollout.get_by_id(rollout.id)
    if not (rollout.agreement_version and rollout.is_open):
        return
    present = _current_sheets(rollout)
    written = written_now(rollout)
    differs = {id: digest_of(content) for id, content in written.sheets.items()} != {
        id: sheet.digest for id, sheet in present.items()
    }
    if differs or written.terms != content_of(newest_agreement(rollout)):
        _next_version(rollout, written, present, by)


def _current_sheets(rollout: Rollout) -> dict[int, Sheet]:
    sheets = Sheet.select().where(Sheet.rollout == rollout, Sheet.current)
    return {sheet.person_id: sheet for sheet in sheets}


def _next_version(
    rollout: Rollout,
    written: Written,
    present: Mapping[int, Sheet],
    by: Person | None,
) -> Agreement:
    """Freeze the next version: new sheets for those whose digest changed, all others stay."""
    digests = {id: digest_of(content) for id, content in written.sheets.items()}
    stay = {id for id, sheet in present.items() if digests.get(id) == sheet.digest}
    number = rollout.agreement_version + 1
    agreement = Agreement.create(
        rollout=rollout,
        number=number,
        content=_content(rollout, written.terms),
        change=_change(rollout, written.sheets, present, stay),
        by=by,
    )
    Rollout.update(agreement_version=number).where(Rollout.id == rollout.id).execute()
    rollout.agreement_version = number
    replaced = [sheet.id for id, sheet in present.items() if id not in stay]
    Sheet.update(current=False).where(Sheet.id.in_(replaced)).execute()
    answers = _answers(rollout, digests.keys() - stay)
    for id in sorted(digests.keys() - stay):
        answer, on = answers.get((id, digests[id]), (Answer.WAITING, None))
        sheet = Sheet.create(
            rollout=rollout,
            person=id,
            agreement=agreement,
            digest=digests[id],
            content=written.sheets[id],
            answer=answer,
            answered_on=on,
        )
        if by and id == by.id and id in present:
            _keep_signed(present[id], sheet, by)
    return agreement


def _keep_signed(before: Sheet, sheet: Sheet, by: Person) -> None:
    """Keep the signature of somebody who gave themselves an output: doing it was agreeing to it."""
    if before.answer != Answer.SIGNED or sheet.answer != Answer.WAITING:
        return
    if changed_parts(before.content, sheet.content) == ["outputs"]:
        sheet.answer = Answer.SIGNED  # type: ignore[assignment]
        sheet.answered_on = before.answered_on
        sheet.save(only=[Sheet.answer, Sheet.answered_on])
        Signature.create(sheet=sheet, answer=Answer.SIGNED, on=before.answered_on, by=by)


def _content(rollout: Rollout, terms: Content) -> Content:
    """Give what a version keeps: its terms, or in which earlier version the same were said."""
    if rollout.agreement_version:
        newest = newest_agreement(rollout)
        if content_of(newest) == terms:
            return {"as_in": newest.content.get("as_in", newest.number)}
    return terms


def _change(
    rollout: Rollout,
    written: Mapping[int, Content],
    present: Mapping[int, Sheet],
    stay: set[int],
) -> dict[str, Any]:
    """Say what changed for whom, as ids: who joined and left, and each part with its people."""
    if not rollout.agreement_version:
        return {}
    changed: dict[str, list[int]] = defaultdict(list)
    for id in sorted((written.keys() & present.keys()) - stay):
        for part in changed_parts(present[id].content, written[id]):
            changed[part].append(id)
    return {
        "joined": sorted(written.keys() - present.keys()),
        "left": sorted(present.keys() - written.keys()),
        "changed": changed,
    }


def _answers(rollout: Rollout, people: set[int]) -> dict[tuple[int, str], tuple[Answer, date]]:
    """Give the newest answer of each of these people, by the digest of the sheet it was given to.

    A change that is taken back brings the signed sheet back, and so its signature.
    """
    rows = (
        Signature.select(Sheet.person, Sheet.digest, Signature.answer, Signature.on)
        .join(Sheet)
        .where(Sheet.rollout == rollout, Sheet.person.in_(people))
        .order_by(Signature.id)
        .tuples()
    )
    newest = {person: (digest, answer, on) for person, digest, answer, on in rows}
    return {
        (person, digest): (answer, on)
        for person, (digest, answer, on) in newest.items()
        if answer != Answer.WAITING
    }
