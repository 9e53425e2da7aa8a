"""Markdown of every kind that organisations publish, read into documents.

A page of questions becomes one FAQ entry for each question; everything else stays whole and is a
manual, unless the fields above the text name another kind. How-to is never guessed: most manuals
hold steps too.
"""

from collections.abc import Sequence
from pathlib import Path

from .files import MAX_FILES, joined, read_bytes, read_paths
from .links import led
from .pictures import renamed
from .shapes import KIND_WORDS, DocumentRow, Problem, Reading, as_json

__all__ = [
    "KIND_WORDS",
    "MAX_FILES",
    "DocumentRow",
    "Problem",
    "Reading",
    "as_json",
    "read_document",
    "read_documents",
    "renamed",
]


def read_documents(paths: Sequence[Path]) -> Reading:
    """Read files, folders and zips of documents; what cannot be read is named in the problems."""
    return _with_doubles_named(led(joined(read_paths(paths))))


def read_document(name: str, data: bytes) -> Reading:
    """Read an uploaded text, or an uploaded zip of texts and their pictures."""
    return _with_doubles_named(led(joined(read_bytes(name, data))))


def _with_doubles_named(reading: Reading) -> Reading:
    """Say which titles occur twice; both documents are kept."""
    first: dict[str, DocumentRow] = {}
    doubles = []
    for row in reading.documents:
        earlier = first.setdefault(" ".join(row.title.split()).casefold(), row)
        if earlier is not row:
            source, _, line = row.source.rpartition(":")
            at_line = line.isdigit() and bool(source)
            doubles.append(
                Problem(
                    source if at_line else row.source,
                    int(line) if at_line else None,
                    f"“{row.title}” is also the title of what stands in {earlier.source}. Both are "
                    "kept; give one another title, or leave it out.",
                )
            )
    return Reading(reading.documents, (*reading.problems, *doubles))
