"""People files between their upload and the confirmation of their preview."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from .. import clock
from ..access import may_import_people, require
from ..db import transaction
from ..models import Person, Upload
from .editing import require_version, version_of
from .importing_people import (
    ONLY_ADMINISTRATORS,
    PURPOSE,
    Imported,
    PlannedImport,
    import_people,
    plan_import,
)

# A file that nobody confirmed is forgotten with the next upload.
KEPT_FOR = timedelta(days=1)


def keep_upload(*, data: bytes, filename: str, by: Person) -> Upload:
    """Keep a file while its preview is looked at; raises Refused where it cannot be read."""
    plan_import(data, filename, by=by)
    with transaction():
        old = (Upload.purpose == PURPOSE) & (Upload.at < clock.now() - KEPT_FOR)
        Upload.delete().where(old).execute()
        return Upload.create(person=by, purpose=PURPOSE, filename=filename, data=data)


def uploads_of(person: Person) -> Any:
    """Select the people files that somebody is looking at."""
    mine = Upload.person == person if may_import_people(person) else Upload.id.is_null()
    return Upload.select().where(mine, Upload.purpose == PURPOSE)


def choose_columns(
    upload: Upload, *, mapping: Mapping[str, str | None], day_first: bool | None
) -> Upload:
    """Remember what was chosen by hand in the preview of a file."""
    with transaction():
        upload.choices = {"mapping": mapping, "day_first": day_first}  # type: ignore[assignment]
        upload.save(only=[Upload.choices])
    return upload


def plan_upload(upload: Upload, *, by: Person) -> PlannedImport:
    """Work out what importing a kept file would do, with what was chosen for it."""
    return plan_import(bytes(upload.data), upload.filename, **upload.choices, by=by)


def version_of_plan(planned: PlannedImport) -> str:
    """Name what an import would do, for the preview in which it is confirmed."""
    plan = planned.plan
    return version_of(plan.creates, plan.updates, sorted(plan.managers.items()))


def import_upload(upload: Upload, *, opened_with: str, by: Person) -> Imported:
    """Import a kept file just as its preview said, and forget the file.

    `opened_with` is the `version_of_plan` of that preview; raises Stale where the import would do
    something else by now.
    """
    require(may_import_people(by), ONLY_ADMINISTRATORS)
    planned = plan_upload(upload, by=by)
    require_version(opened_with, version_of_plan(planned))
    with transaction():
        done = import_people(planned, by=by)
        upload.delete_instance()
    return done
