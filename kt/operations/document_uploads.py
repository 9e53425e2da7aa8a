"""Files of documents between their upload and the confirmation of their preview."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from .. import clock
from ..db import transaction
from ..errors import Refused
from ..importers.documents import Reading, read_document
from ..models import Person, Upload

PURPOSE = "documents"

# Files that nobody confirmed are forgotten with their owner's next upload.
KEPT_FOR = timedelta(days=1)


def keep_documents(files: Sequence[tuple[str, bytes]], *, place: str, by: Person) -> Upload:
    """Keep files while their preview is looked at; raises Refused where none can be read.

    `place` is where they go, as it was chosen.
    """
    if not files:
        raise Refused("Choose the files first.", field="files")
    filename, data = files[0] if len(files) == 1 else (f"{len(files)} files.zip", _packed(files))
    reading = read_document(filename, data)
    if not reading.documents:
        sentences = " ".join(problem.sentence for problem in reading.problems)
        raise Refused(sentences or "There is no document in these files.", field="files")
    with transaction():
        mine = (Upload.person == by) & (Upload.purpose == PURPOSE)
        Upload.delete().where(mine, Upload.at < clock.now() - KEPT_FOR).execute()
        return Upload.create(
            person=by, purpose=PURPOSE, filename=filename, data=data, choices={"place": place}
        )


def document_uploads_of(person: Person) -> Any:
    """Select the files of documents that somebody is looking at."""
    return Upload.select().where(Upload.person == person, Upload.purpose == PURPOSE)


def read_documents_of(upload: Upload) -> Reading:
    """Read what was kept."""
    return read_document(upload.filename, bytes(upload.data))


def choose_place(upload: Upload, place: str, *, make_topics: bool) -> None:
    """Remember where kept documents go."""
    _remember(upload, place=place, make_topics=make_topics)


def leave_out_of(upload: Upload) -> set[int]:
    """Tell which documents are left out, by their place among all."""
    return set(upload.choices.get("left_out", []))


def choose_lines(upload: Upload, *, seen: Iterable[int], kept: Iterable[int]) -> None:
    """Remember which of the documents that stood on a page are left out."""
    shown, ticked = set(seen), set(kept)
    _remember(upload, left_out=sorted((leave_out_of(upload) - shown) | (shown - ticked)))


def _remember(upload: Upload, **choices: Any) -> None:
    with transaction():
        upload.choices = {**upload.choices, **choices}  # type: ignore[assignment]
        upload.save(only=[Upload.choices])


def forget_documents(upload: Upload) -> None:
    with transaction():
        upload.delete_instance()


def _packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Put several files into one zip, beside one another, so that texts find their pictures."""
    packed = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for given, data in files:
            path = PurePosixPath(given.replace("\\", "/").rpartition("/")[2] or "document.md")
            name, number = path.name, 1
            while name.casefold() in names:
                number += 1
                name = f"{path.stem} {number}{path.suffix}"
            names.add(name.casefold())
            archive.writestr(name, data)
    return packed.getvalue()
