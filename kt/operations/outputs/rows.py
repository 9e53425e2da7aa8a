"""What the deeds about outputs share: whose they are, what is told of them, their newest text."""

from collections.abc import Sequence
from typing import Any

from peewee import ModelSelect, fn

from ...markup import Rendered, render
from ...models import Output, OutputState, Person, Review, ReviewAnswer, Version
from ..agreements import refresh_agreement

NOT_YOURS = (
    "An output is written by its owner, by the guides and SMEs of its topic, and by whoever runs "
    "the rollout. Ask one of them."
)

OBSOLETE = "This output is obsolete. Bring it back first, then publish it."


def rendered(output: Any, text: str) -> Rendered:
    """Render a text of an output; a picture called by its name alone is one of its images."""
    return render(text, images=images_of(output))


def images_of(output: Any) -> str:
    """Give the path below which the images of an output are, each under its name.

    A version's HTML is kept, so an image has its address before it is there.
    """
    return f"/outputs/{output.id}/images/"


def newest_version(output: Output) -> Version | None:
    return output.versions.order_by(Version.number.desc()).first()


def newest_to_show(output: Any) -> Version | None:
    """Give the newest version that has something to show: a text, or the link that it has now."""
    newest = newest_version(output)
    return None if newest is not None and newest.url not in ("", output.url) else newest


def keep_link(output: Any, *, by: Person) -> Version | None:
    """Keep where an output without a text points to as a version, if that is another place."""
    newest = newest_version(output)
    if not output.url or (newest is not None and newest.url in ("", output.url)):
        return None
    number = newest.number + 1 if newest else 1
    return Version.create(output=output, number=number, text="", html="", url=output.url, by=by)


def reviews_of(output: Any, answer: ReviewAnswer, number: int | None = None) -> ModelSelect:
    """Select the reviews of an output's versions, or of one of them, that were so answered."""
    reviews = Review.select(Review, Version).join(Version)
    found = reviews.where(Version.output == output.id, Review.answer == answer)
    return found.where(Version.number == number) if number is not None else found


def newest_texts(ids: Sequence[int]) -> dict[int, str]:
    """Give the newest text of each of these outputs (one query)."""
    newer = Version.alias()
    is_newest = Version.number == newer.select(fn.MAX(newer.number)).where(
        newer.output == Version.output
    )
    rows = Version.select(Version.output, Version.text)
    return dict(rows.where(Version.output.in_(ids), is_newest).tuples())


def unpublished_state(row: Any) -> OutputState:
    if reviews_of(row, ReviewAnswer.WAITING).exists():
        return OutputState.IN_REVIEW
    has_something = row.url or newest_to_show(row) is not None
    return OutputState.DRAFT if has_something else OutputState.PLANNED


def about_of(output: Any) -> list[Any]:
    return [output, output.topic, output.rollout, output.owner]


def refresh(output: Any, by: Person) -> None:
    """An output of a rollout stands on its owner's sheet and in the agreement."""
    if output.rollout_id is not None:
        refresh_agreement(output.rollout, by=by)
