"""Doors: load, parse, do, show."""

from . import checklists, home, items, people, people_imports, signing_in

BLUEPRINTS = (
    checklists.views,
    home.views,
    items.views,
    people.views,
    people_imports.views,
    signing_in.views,
)
