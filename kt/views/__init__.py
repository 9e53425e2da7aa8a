"""Doors: load, parse, do, show."""

from . import checklists, home, signing_in

BLUEPRINTS = (
    checklists.views,
    home.views,
    signing_in.views,
)
