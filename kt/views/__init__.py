"""Doors: load, parse, do, show."""

from . import checklists, home, items, outputs, people, people_imports, sessions, signing_in

BLUEPRINTS = (
    checklists.views,
    home.views,
    items.views,
    outputs.views,
    people.views,
    people_imports.views,
    sessions.views,
    signing_in.views,
)
