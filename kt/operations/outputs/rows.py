"""What the deeds about outputs share: whose they are, what is told of them, their newest text."""

from typing import Any

from ...markup import Rendered, render
from ...models import Output, OutputState, Person, Version
from ..agreements import refresh_agreement

NOT_YOURS = (
    "An output is written by its owner, by the guides and SMEs of its topic, and by whoever runs "
    "the rollout. Ask one of them."
)


def rendered(output: Any, text: str) -> Rendered:
    """Render a text of an output; a picture called by its name alone is one of its images."""
    return render(text, images=f"/outputs/{output.id}/images/")


def newest_version(output: Output) -> Version | None:
    return output.versions.order_by(Version.number.desc()).first()


def unpublished_state(row: Any) -> OutputState:
    has_something = row.url or newest_version(row) is not None
    return OutputState.DRAFT if has_something else OutputState.PLANNED


def about_of(output: Any) -> list[Any]:
    return [output, output.topic, output.rollout, output.owner]


def refresh(output: Any, by: Person) -> None:
    """An output of a rollout stands on its owner's sheet and in the agreement."""
    if output.rollout_id is not None:
        refresh_agreement(output.rollout, by=by)
