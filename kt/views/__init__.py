"""Doors: load, parse, do, show."""

from . import checklists, home, people, people_imports, signing_in

BLUEPRINTS = (
    checklists.views,
    home.views,
    people.views,
    people_imports.views,
    signing_in.views,
)
