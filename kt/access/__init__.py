"""Who sees what, and who may do what: the permission matrix on one screen.

Everybody: names and titles of colleagues, published documents of topics open to all.
Member: the rollouts they sit in, their own items, sentences and notes.
Coach or buddy: also their learners' items and sessions.
Line manager: the checklists and standings of their reports.
Supervisor (and a named deputy): their rollouts whole.
Administrator: all.

A view loads only through the `…_visible_to` queries, so what one may not see answers exactly
like what does not exist. A `may_…` question decides a button and is required by its operation.
"""

from .doing import (
    may_add_person,
    may_add_rollout,
    may_add_topic,
    may_apply_template,
    may_change_session,
    may_edit_checklist,
    may_edit_output,
    may_edit_person,
    may_edit_profile,
    may_edit_templates,
    may_edit_topic,
    may_import_people,
    may_log_session,
    may_make_link,
    may_name_standing,
    may_plan_output,
    may_read_target,
    may_run_rollout,
    may_see_person_history,
    may_sign_coach_off,
    may_tick,
    may_tick_as,
    require,
    roles_on,
)
from .seeing import (
    checklists_visible_to,
    items_visible_to,
    learners_of,
    outputs_visible_to,
    pairings_visible_to,
    people_visible_to,
    reports_of,
    rollouts_visible_to,
    run_by,
    sat_in_by,
    seats_visible_to,
    sessions_visible_to,
    sheets_visible_to,
    standings_visible_to,
    targets_visible_to,
    templates_visible_to,
    topics_visible_to,
)

__all__ = [
    "checklists_visible_to",
    "items_visible_to",
    "learners_of",
    "may_add_person",
    "may_add_rollout",
    "may_add_topic",
    "may_apply_template",
    "may_change_session",
    "may_edit_checklist",
    "may_edit_output",
    "may_edit_person",
    "may_edit_profile",
    "may_edit_templates",
    "may_edit_topic",
    "may_import_people",
    "may_log_session",
    "may_make_link",
    "may_name_standing",
    "may_plan_output",
    "may_read_target",
    "may_run_rollout",
    "may_see_person_history",
    "may_sign_coach_off",
    "may_tick",
    "may_tick_as",
    "outputs_visible_to",
    "pairings_visible_to",
    "people_visible_to",
    "reports_of",
    "require",
    "roles_on",
    "rollouts_visible_to",
    "run_by",
    "sat_in_by",
    "seats_visible_to",
    "sessions_visible_to",
    "sheets_visible_to",
    "standings_visible_to",
    "targets_visible_to",
    "templates_visible_to",
    "topics_visible_to",
]
