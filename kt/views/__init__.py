"""Doors: load, parse, do, show."""

from . import home, signing_in

BLUEPRINTS = (
    home.views,
    signing_in.views,
)
