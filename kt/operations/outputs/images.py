"""Images of an output: added, shown by name in its texts, removed while no text shows them."""

from typing import Any
from urllib.parse import quote

from ...access import may_edit_output, require
from ...db import transaction
from ...errors import Refused
from ...importers.images import ImageFile, numbered, read_image
from ...models import Attachment, Output, Person, Version
from ..audit import record
from .rows import NOT_YOURS, about_of, images_of

MOST_IMAGES = 100


def add_image(output: Output, *, by: Person, data: bytes, filename: str) -> Attachment:
    """Keep an image beside the texts of an output; the same one again is the one that is there."""
    require(may_edit_output(by, output), NOT_YOURS)
    return attach(output, read_image(data, filename), by=by)


def attach(output: Output, image: ImageFile, *, by: Person) -> Attachment:
    """Keep an image that was looked at, under a name that no other of the output has."""
    with transaction():
        names = _names(output)
        number = 1
        while (name := numbered(image.name, number)).casefold() in names:
            if same := _same(names[name.casefold()], image):
                return same
            number += 1
        if len(names) >= MOST_IMAGES:
            raise Refused(
                f"A document may have {MOST_IMAGES} images. Remove some that no text shows, or "
                "split the document.",
                field="image",
            )
        added = Attachment.create(
            output=output,
            name=name,
            media_type=image.media_type,
            size=len(image.data),
            data=image.data,
            by=by,
        )
        record("output.image-added", by=by, about=about_of(output), output=output)
    return added


def remove_image(output: Output, name: str, *, by: Person) -> None:
    """Forget an image that no text of the output shows; texts are kept as they were."""
    require(may_edit_output(by, output), NOT_YOURS)
    with transaction():
        shown = showing(output, name)
        if shown:
            raise Refused(
                f"“{name}” is shown in version {shown[0]}, and versions are kept as they were. "
                "Leave it: it is seen only where a text names it."
            )
        mine = (Attachment.output == output) & (Attachment.name == name)
        if Attachment.delete().where(mine).execute():
            record("output.image-removed", by=by, about=about_of(output), output=output)


def showing(output: Output, name: str) -> list[int]:
    """List the numbers of the versions of an output that show an image, the newest first."""
    shown = Version.html.contains(f'src="{images_of(output)}{quote(name, safe="")}"')
    query = Version.select(Version.number).where(Version.output == output, shown)
    return [number for (number,) in query.order_by(Version.number.desc()).tuples()]


def _names(output: Output) -> dict[str, int]:
    rows = Attachment.select(Attachment.name, Attachment.id).where(Attachment.output == output)
    return {name.casefold(): id for name, id in rows.tuples()}


def _same(id: int, image: ImageFile) -> Any:
    found = Attachment.get_by_id(id)
    return found if bytes(found.data) == image.data else None
