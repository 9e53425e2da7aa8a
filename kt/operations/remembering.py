"""What was chosen by hand for a file is remembered for the next one like it."""

from collections.abc import Mapping
from typing import Any

from ..models import HeaderMapping


def remembered(purpose: str, key: str) -> dict[str, Any]:
    """Give what was chosen for files of this key last time; nothing for a new one."""
    row = HeaderMapping.get_or_none(
        HeaderMapping.purpose == purpose, HeaderMapping.header_key == key
    )
    return row.mapping if row else {}


def remember(purpose: str, key: str, chosen: Mapping[str, Any]) -> None:
    """Keep what was chosen, in the place of what was chosen before; nothing keeps what is there."""
    if not chosen:
        return
    HeaderMapping.insert(purpose=purpose, header_key=key, mapping=dict(chosen)).on_conflict(
        conflict_target=[HeaderMapping.purpose, HeaderMapping.header_key],
        preserve=[HeaderMapping.mapping],
    ).execute()
