"""Answers about agreements: the page, its versions, everybody's sheet in plain lines."""

from .names import Names
from .pages import SIGNERS, AgreementPage, Signer, agreement_page, overrides_of, version_page
from .sheets import OpenSheet, SheetPage, current_sheet, difference, open_sheets_of, sheet_page

__all__ = [
    "SIGNERS",
    "AgreementPage",
    "Names",
    "OpenSheet",
    "SheetPage",
    "Signer",
    "agreement_page",
    "current_sheet",
    "difference",
    "open_sheets_of",
    "overrides_of",
    "sheet_page",
    "version_page",
]
