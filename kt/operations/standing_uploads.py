"""Skills tables between their upload and the confirmation of their preview."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from .. import clock
from ..access import may_import_standings, require
from ..db import transaction
from ..models import Kind, Person, Upload
from .editing import require_version, version_of
from .importing_standings import (
    ONLY_SUPERVISORS,
    PURPOSE,
    Chosen,
    ImportedStandings,
    PlannedStandings,
    import_standings,
    plan_standings,
)

# A file that nobody confirmed is forgotten with the next upload.
KEPT_FOR = timedelta(days=1)


def keep_upload(*, data: bytes, filename: str, by: Person, today: date) -> Upload:
    """Keep a file while its preview is looked at; raises Refused where it cannot be read."""
    plan_standings(data, filename, chosen=Chosen(), by=by, today=today)
    with transaction():
        old = (Upload.purpose == PURPOSE) & (Upload.at < clock.now() - KEPT_FOR)
        Upload.delete().where(old).execute()
        return Upload.create(person=by, purpose=PURPOSE, filename=filename, data=data)


def uploads_of(person: Person) -> Any:
    """Select the skills tables that somebody is looking at."""
    mine = Upload.person == person if may_import_standings(person) else Upload.id.is_null()
    return Upload.select().where(mine, Upload.purpose == PURPOSE)


def chosen_for(upload: Upload) -> Chosen:
    """Give what was chosen in the preview of a file so far."""
    kept: dict[str, Any] = dict(upload.choices)
    for name in ("on", "refresh_on"):
        kept[name] = date.fromisoformat(kept[name]) if kept.get(name) else None
    kept["kind"] = Kind(kept.get("kind") or Kind.NICHE_SKILL)
    return Chosen(**kept)


def choose(upload: Upload, chosen: Chosen, *, by: Person, today: date) -> Upload:
    """Remember what was chosen by hand; raises Refused where the file cannot be read so."""
    plan_standings(bytes(upload.data), upload.filename, chosen=chosen, by=by, today=today)
    kept = asdict(chosen) | {
        name: day.isoformat() if (day := getattr(chosen, name)) else None
        for name in ("on", "refresh_on")
    }
    with transaction():
        upload.choices = kept | {"kind": str(chosen.kind)}  # type: ignore[assignment]
        upload.save(only=[Upload.choices])
    return upload


def plan_upload(upload: Upload, *, by: Person, today: date) -> PlannedStandings:
    """Work out what importing a kept file would do, with what was chosen for it."""
    data, chosen = bytes(upload.data), chosen_for(upload)
    return plan_standings(data, upload.filename, chosen=chosen, by=by, today=today)


def version_of_plan(planned: PlannedStandings) -> str:
    """Name what an import would do, for the preview in which it is confirmed."""
    return version_of(planned.plan.coming, planned.plan.new_topics, planned.chosen.kind)


def import_upload(
    upload: Upload, *, opened_with: str, by: Person, today: date
) -> ImportedStandings:
    """Import a kept file just as its preview said, and forget the file.

    `opened_with` is the `version_of_plan` of that preview; raises Stale where the import would do
    something else by now.
    """
    require(may_import_standings(by), ONLY_SUPERVISORS)
    planned = plan_upload(upload, by=by, today=today)
    require_version(opened_with, version_of_plan(planned))
    with transaction():
        done = import_standings(planned, by=by)
        upload.delete_instance()
    return done
