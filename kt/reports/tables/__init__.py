"""The tables and lists of the screens as tables of files: the same rows, the same words.

Days are days and numbers numbers; where a screen says a word in place of one ("no date", "not
yet"), the file says it too. Each function takes the rows that its screen shows.
"""

from .of_imports import people_import_table, standings_import_table
from .of_lists import (
    documents_table,
    heirless_table,
    leavers_table,
    losses_table,
    people_table,
    questions_table,
    risks_table,
    rollouts_table,
    signoffs_table,
    titles_table,
    topics_table,
)
from .of_persons import (
    handovers_table,
    items_table,
    pairs_table,
    standings_of_person_table,
    standings_of_topic_table,
)
from .of_report import (
    overdue_table,
    report_checklists_table,
    report_outputs_table,
    report_pairings_table,
)
from .of_rollouts import (
    balances_table,
    burn_up_table,
    checklists_table,
    evidence_table,
    history_table,
    needs_table,
    others_table,
    outputs_table,
    seating_table,
    sessions_table,
    targets_table,
)

__all__ = [
    "balances_table",
    "burn_up_table",
    "checklists_table",
    "documents_table",
    "evidence_table",
    "handovers_table",
    "heirless_table",
    "history_table",
    "items_table",
    "leavers_table",
    "losses_table",
    "needs_table",
    "others_table",
    "outputs_table",
    "overdue_table",
    "pairs_table",
    "people_import_table",
    "people_table",
    "questions_table",
    "report_checklists_table",
    "report_outputs_table",
    "report_pairings_table",
    "risks_table",
    "rollouts_table",
    "seating_table",
    "signoffs_table",
    "sessions_table",
    "standings_import_table",
    "standings_of_person_table",
    "standings_of_topic_table",
    "targets_table",
    "titles_table",
    "topics_table",
]
