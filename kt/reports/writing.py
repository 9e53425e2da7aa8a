"""Answers for the page on which an output is written: its images, and what a text lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from peewee import Case, fn

from ..markup import Rendered
from ..models import Attachment, Output, Version


@dataclass(frozen=True)
class ImageLine:
    """An image of an output; `is_shown` where a version that is kept shows it."""

    name: str
    size: int
    is_shown: bool

    @property
    def markdown(self) -> str:
        return markdown_of(self.name)


def markdown_of(name: str) -> str:
    """Spell what a text says to show an image, with words after its name until better ones."""
    words = name.rpartition(".")[0].replace("-", " ").replace("_", " ")
    return f"![{words}]({name})"


def images_of(output: Output) -> list[ImageLine]:
    """List the images of an output in the order in which they were added (two queries)."""
    images = Attachment.select(Attachment.name, Attachment.size)
    rows = list(images.where(Attachment.output == output).order_by(Attachment.id).tuples())
    shown = _shown(output, [name for name, _ in rows]) if rows else ()
    return [
        ImageLine(name, size, bool(is_shown))
        for (name, size), is_shown in zip(rows, shown, strict=True)
    ]


def lacks(output: Output, rendered: Rendered) -> Iterator[str]:
    """Say what a text lacks: images that are not there, and words for those that are."""
    if rendered.images:
        query = Attachment.select(Attachment.name).where(Attachment.output == output)
        there = {name for (name,) in query.tuples()}
        for name in rendered.images:
            if name not in there:
                yield f"There is no image {name} here yet. Add it, or correct its name."
    for name in rendered.unnamed:
        yield (
            f"Say in words what {name} shows, for those who do not see it: ![these words]({name})."
        )


def _shown(output: Output, names: list[str]) -> Any:
    """Tell of each image whether any version shows it."""
    addresses = [f'src="/outputs/{output.id}/images/{quote(name, safe="")}"' for name in names]
    found = [fn.MAX(Case(None, [(Version.html.contains(address), 1)], 0)) for address in addresses]
    return Version.select(*found).where(Version.output == output).tuples().get()
