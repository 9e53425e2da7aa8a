"""The preview of an import as files: read from the kept upload, which it leaves as it is."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, g

from ..exporters.tables import Cell, Table
from ..filters import sentence
from ..models import Upload
from ..operations import document_uploads, importing_checklists, people_uploads, standing_uploads
from ..reports import people_imports as people
from ..reports import standing_imports as standings
from ..reports import tables
from ..web import find_or_404
from . import people_imports, standing_imports
from .files import all_pages, as_file
from .outputs import importing

views = Blueprint("import_tables", __name__)

GONE = (
    "A file to import is kept for whoever chose it, until it is imported or put aside. Choose it "
    "again to look at what it would do."
)


def _people(upload: Upload) -> Table:
    planned = people_uploads.plan_upload(upload, by=g.person)
    part = people_imports.part_asked(people.counts(planned.plan))
    return tables.people_import_table(
        _all(list(people.lines_of(planned.plan, planned.known, part))), part
    )


def _standings(upload: Upload) -> Table:
    plan = standing_imports.plan_of(upload).plan
    part = standing_imports.part_asked(standings.counts(plan))
    return tables.standings_import_table(_all(list(standings.lines_of(plan, part))), part)


def _documents(upload: Upload) -> Table:
    plan = importing.plan_of(upload)
    left_out = importing.left_out(upload, plan)
    rows: list[list[Cell]] = [
        [
            line.row.title,
            "no" if at in left_out else "yes",
            sentence(line.row.kind),
            line.topic_name or "none named",
            line.row.words,
            line.change.value,
            line.wrong,
        ]
        for at, line in enumerate(plan.lines)
    ]
    heads = ("Title", "Import", "Kind", "Topic", "Words", "What happens", "What to do first")
    return Table("Documents to import", heads, rows)


def _document_problems(upload: Upload) -> Table:
    return Table(
        "To look at in the files",
        ("What", "File", "Line"),
        [
            [problem.sentence, problem.source, problem.line]
            for problem in importing.plan_of(upload).problems
        ],
    )


def _checklist(upload: Upload) -> Table:
    """Write the items as they are read from the file; what is typed over them is not kept."""
    lines = importing_checklists.lines_of(importing_checklists.read_upload(upload))
    return Table(
        "Items to import",
        ("Item", "Level", "Heading", "Who", "When"),
        [
            [
                line.text,
                line.depth,
                line.group,
                " + ".join(line.owners) or "Nobody said",
                line.due_words,
            ]
            for line in lines
        ],
    )


# Whose uploads they are, and what their previews show.
OF_UPLOAD: dict[str, tuple[Callable[[Any], Any], Callable[[Upload], Table]]] = {
    "people-import": (people_uploads.uploads_of, _people),
    "standings-import": (standing_uploads.uploads_of, _standings),
    "documents-import": (document_uploads.document_uploads_of, _documents),
    "documents-to-look-at": (document_uploads.document_uploads_of, _document_problems),
    "checklist-import": (importing_checklists.uploads_of, _checklist),
}


@views.get("/uploads/<int:id>/tables/<name>.<ending>")
def show(id: int, name: str, ending: str) -> Any:
    uploads_of, write = OF_UPLOAD.get(name) or abort(404, GONE)
    return as_file(write(find_or_404(uploads_of(g.person), id, GONE)), name, ending)


def _all(rows: Sequence[Any]) -> list[Any]:
    return all_pages(lambda number: (rows, len(rows)))
