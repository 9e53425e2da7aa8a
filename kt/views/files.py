"""Tables as files to take away: CSV and XLSX, with the filters of the screen they belong to."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, g, request, url_for

from ..errors import Refused
from ..exporters.tables import Table, as_csv, as_xlsx

# A blueprint without addresses: what templates say of files.
views = Blueprint("files", __name__)

WRITERS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}

# A file of more rows takes too long to make, and nobody compares so many.
MOST_ROWS = 20_000

Row = TypeVar("Row")


def as_file(table: Table, name: str, ending: str) -> Response:
    """Answer with a table as a file of a name and today's day; 404 for an unknown ending."""
    if ending not in WRITERS:
        abort(404)
    write, media_type = WRITERS[ending]
    return Response(
        write(table),
        mimetype=media_type,
        headers={"Content-Disposition": f"attachment; filename={name}-{g.today}.{ending}"},
    )


def all_pages(read: Callable[[int], tuple[Sequence[Row], int]]) -> list[Row]:
    """Read a list page by page, as the screen does; raises Refused for one that is too long."""
    first, total = read(1)
    if total > MOST_ROWS:
        raise Refused(
            f"This list has {total:,} rows, and a file takes {MOST_ROWS:,}. "
            "Go back and narrow it down first."
        )
    rows, number = list(first), 1
    while len(rows) < total:
        number += 1
        more, _ = read(number)
        if not more:
            break
        rows += more
    return rows


@views.app_template_global("file_urls")
def file_urls(endpoint: str, **values: Any) -> list[tuple[str, str]]:
    """List the endings and addresses of a table's files, which keep the filters of the screen."""
    kept: dict[str, Any] = {
        key: value for key, value in request.args.items() if not key.startswith("_")
    }
    kept.pop("page", None)
    return [
        (ending.upper(), url_for(endpoint, **{**kept, **values, "ending": ending}))
        for ending in WRITERS
    ]
