"""Agreements: offering them, keeping their sheets true, signing and declining."""

from .keeping import offer_agreement, refresh_agreement
from .signing import (
    SheetReplaced,
    decline_sheet,
    newest_answer,
    sign_on_paper,
    sign_sheet,
    take_answer_back,
)

__all__ = [
    "SheetReplaced",
    "decline_sheet",
    "newest_answer",
    "offer_agreement",
    "refresh_agreement",
    "sign_on_paper",
    "sign_sheet",
    "take_answer_back",
]
