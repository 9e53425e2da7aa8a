"""Which documents a version or an item names, kept in the transaction that writes it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import chunked

from ..markup import inline, named_in, to_html
from ..models import Item, Mention, Version

BATCH = 200

# What a text must hold to name a document at all; most items do not.
SIGNS = ("[[", "/outputs/")


def note_version(version: Version) -> None:
    """Keep which documents a new version names."""
    _keep([{"key": key, "version": version} for key in named_in(version.html)])


def note_items(items: Sequence[Item]) -> None:
    """Keep which documents new items name; what they named before is in `note_edit`'s hands."""
    _keep([{"key": key, "item": item} for item in items for key in _named_by(item)])


def note_edit(item: Item) -> None:
    """Keep which documents an item names since it was changed."""
    Mention.delete().where(Mention.item == item).execute()
    note_items([item])


def _named_by(item: Item) -> Iterator[str]:
    texts: Iterable[str] = (item.text, item.detail)
    if any(sign in text for text in texts for sign in SIGNS):
        yield from named_in(inline(item.text) + to_html(item.detail))


def _keep(rows: list[dict[str, Any]]) -> None:
    for batch in chunked(rows, BATCH):
        Mention.insert_many(batch).execute()
