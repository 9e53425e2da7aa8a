"""The start gate (rule 12): what a rollout lacks before it starts, point by point."""

from dataclasses import dataclass

from ..models import Override


@dataclass(frozen=True)
class Point:
    """One thing that is missing, the way out, and who or what resolves it.

    `key` names the point for an override ("process-12", "kick-off"). `place` is the endpoint
    where it is resolved, with the arguments of its address in `at`. A signature is never
    overridden; an `override` that stands keeps its reason in view.
    """

    key: str
    sentence: str
    way_out: str
    place: str
    at: tuple[tuple[str, int], ...] = ()
    is_overridable: bool = True
    override: Override | None = None
