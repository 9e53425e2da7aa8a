"""Writing an output: every saved text is kept as a version."""

from collections.abc import Iterable
from typing import Any

from ...access import may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...models import Output, OutputState, Person, Version
from ..audit import record
from ..editing import Stale
from ..mentions import note_version
from .rows import NOT_YOURS, about_of, newest_version, rendered
from .using import fix_failures


def write_version(
    output: Output,
    *,
    by: Person,
    text: str,
    opened_with: int,
    why: str = "",
    fixes: Iterable[int] = (),
    restored: int | None = None,
) -> Version:
    """Keep a new text of an output beside all earlier ones.

    `opened_with` is the number of the version that was on the screen, 0 for none. Raises Stale
    where somebody wrote another one meanwhile; saving the same text again changes nothing.
    `fixes` are the failed uses that this text mends; `restored` is the version whose text it is.
    """
    require(may_edit_output(by, output), NOT_YOURS)
    if not text.strip():
        raise Refused("There is nothing to save yet. Write the text first.", field="text")
    html = str(rendered(output, text).html)
    with transaction():
        row: Any = Output.get_by_id(output.id)
        newest = newest_version(row)
        if newest is not None and newest.text == text:
            return newest
        if (newest.number if newest else 0) != opened_with:
            raise Stale
        version = Version.create(
            output=row, number=opened_with + 1, text=text, html=html, why=why, by=by
        )
        note_version(version)
        fix_failures(row, fixes, version.number, by=by)
        if row.state == OutputState.PLANNED:
            row.state = OutputState.DRAFT
            row.save()
        deed = "output.restored" if restored else "output.written"
        told = {"number": version.number} | ({"restored": restored} if restored else {})
        record(deed, by=by, about=about_of(row), output=row, **told)
    return version


def restore_version(output: Output, number: int, *, by: Person) -> Version:
    """Write the text of an earlier version once more, as the newest one."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        earlier = output.versions.where(Version.number == number).first()
        newest = newest_version(output)
        if earlier is None or newest is None:
            raise Refused(f"“{output.title}” has no version {number}. Choose one from its list.")
        if earlier.url:
            raise Refused(
                f"Version {number} is only a link: {earlier.url}. Put it in under “Edit what is "
                "planned”."
            )
        if newest.text == earlier.text:
            raise Refused(f"Version {newest.number}, the newest, has this text already.")
        return write_version(
            output,
            by=by,
            text=earlier.text,
            opened_with=newest.number,
            why=f"Version {number} again",
            restored=number,
        )
