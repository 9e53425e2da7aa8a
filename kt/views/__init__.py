"""Doors: load, parse, do, show."""

from . import (
    checklists,
    home,
    items,
    onboarding,
    outputs,
    people,
    people_imports,
    rollout_states,
    rollouts,
    seats,
    sessions,
    signing_in,
    standings,
    template_imports,
    templates,
    topics,
)

BLUEPRINTS = (
    checklists.views,
    home.views,
    items.views,
    onboarding.views,
    outputs.views,
    people.views,
    people_imports.views,
    rollout_states.views,
    rollouts.views,
    seats.views,
    sessions.views,
    signing_in.views,
    standings.views,
    template_imports.views,
    templates.views,
    topics.views,
)
