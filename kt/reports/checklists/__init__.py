"""Checklists and their items, ready to show."""

from .circles import Circle, Contact
from .figures import Figures, checklists_of, figures_of
from .homes import OpenItems, items_of, open_items_of
from .items import ItemPage, item_page, item_row, with_people
from .pages import ChecklistPage, RowGroup, checklist_page
from .rows import ItemRow

__all__ = [
    "ChecklistPage",
    "Circle",
    "Contact",
    "Figures",
    "ItemPage",
    "ItemRow",
    "OpenItems",
    "RowGroup",
    "checklist_page",
    "checklists_of",
    "figures_of",
    "item_page",
    "item_row",
    "items_of",
    "open_items_of",
    "with_people",
]
