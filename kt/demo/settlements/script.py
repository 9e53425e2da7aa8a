"""Who does what when in the handover of the settlement engine; days are counted back from today."""

from ...models import Level, OutputKind, Way

BEGAN = 52

# Name, technical, holders needed, description, written process.
TOPICS = (
    (
        "Batch restart",
        True,
        3,
        "Bringing the nightly batch back after it stopped.",
        "Read the log, list the open claims, two people look at a claim with a movement, restart "
        "from the step that stopped. The manual “Batch restart” has the nine steps.",
    ),
    (
        "Cut-off rules",
        False,
        4,
        "Which trade counts for which day, and who may change that.",
        "A trade counts for the day it arrives. Late ones are matched and settled with the next "
        "run. Only the head of the desk moves a cut-off, in writing.",
    ),
    (
        "Reconciliation",
        False,
        3,
        "Comparing what we settled with what the banks say.",
        "Every morning until 10:00: fetch the statements, run the comparison, explain each "
        "difference or open a break.",
    ),
    (
        "Nostro breaks",
        True,
        2,
        "Finding out why an account abroad does not agree.",
        "Take the oldest break first. Compare value dates, then amounts, then references.",
    ),
)

VETERANS = {
    "Batch restart": ("ben",),
    "Cut-off rules": ("ben", "ines"),
    "Reconciliation": ("raj", "ines"),
    "Nostro breaks": ("raj",),
}

SMES = {
    "Batch restart": "dan",
    "Cut-off rules": "ines",
    "Reconciliation": "raj",
    "Nostro breaks": "dan",
}

# Dan saw these coaches work before they coached; then he left one of the topics.
SEEDED = (("Batch restart", "ben"), ("Batch restart", "ines"), ("Nostro breaks", "raj"))
DAN_LEFT = ("Nostro breaks", 16)

# Topic, guide (none is a visible gap), learner.
PAIRINGS = (
    ("Batch restart", "ben", "finn"),
    ("Batch restart", "ben", "ana"),
    ("Batch restart", "ines", "hugo"),
    ("Cut-off rules", "ben", "cleo"),
    ("Cut-off rules", "ines", "mina"),
    ("Cut-off rules", "ines", "ana"),
    ("Reconciliation", "raj", "finn"),
    ("Reconciliation", "ines", "leo"),
    ("Nostro breaks", "raj", "leo"),
    ("Nostro breaks", None, "mina"),
)

# Topic, learner, then each session held: days ago, minutes, how.
SESSIONS = (
    ("Batch restart", "finn", (45, 45, Way.EXPLAINED), (31, 60, Way.SHOWN)),
    ("Batch restart", "finn", (17, 45, Way.TOGETHER), (4, 45, Way.ALONE)),
    ("Batch restart", "ana", (38, 30, Way.EXPLAINED), (24, 45, Way.SHOWN)),
    ("Batch restart", "ana", (10, 45, Way.ALONE)),
    ("Batch restart", "hugo", (40, 60, Way.SHOWN), (26, 45, Way.TOGETHER)),
    ("Batch restart", "hugo", (12, 30, Way.ALONE), (3, 30, Way.ALONE)),
    ("Cut-off rules", "cleo", (37, 30, Way.EXPLAINED), (21, 30, Way.EXPLAINED)),
    ("Cut-off rules", "mina", (36, 45, Way.SHOWN), (22, 30, Way.TOGETHER)),
    ("Cut-off rules", "mina", (9, 30, Way.ALONE)),
    ("Cut-off rules", "ana", (33, 30, Way.SHOWN), (6, 30, Way.TOGETHER)),
    ("Reconciliation", "finn", (29, 60, Way.SHOWN), (15, 60, Way.TOGETHER)),
    ("Reconciliation", "finn", (1, 120, Way.ALONE)),
    ("Reconciliation", "leo", (27, 45, Way.SHOWN), (11, 60, Way.TOGETHER)),
    ("Nostro breaks", "leo", (20, 60, Way.EXPLAINED), (5, 45, Way.SHOWN)),
)

# What was noted and asked on some of those days.
NOTES = {
    ("Batch restart", "finn", 4): "Restarted from step 6 without looking at the manual once.",
    ("Batch restart", "hugo", 3): "Did it alone, found the open claim himself.",
    ("Cut-off rules", "mina", 9): "Sorted twelve late trades, all right.",
    ("Reconciliation", "finn", 1): "Long one: two breaks at once.",
}
QUESTIONS = {
    ("Batch restart", "ana", 10): ("When do I skip step 7?",),
    ("Cut-off rules", "cleo", 21): ("Which cut-off counts for a back-dated trade?",),
    ("Cut-off rules", "mina", 22): ("Does the cut-off move when the clocks change?",),
    ("Cut-off rules", "mina", 9): ("Can a trade still be cancelled after the cut-off?",),
    ("Cut-off rules", "ana", 6): ("What if one market is closed and the other is not?",),
    ("Nostro breaks", "leo", 5): ("Whom do I call at the bank in Lisbon?",),
}


# Title, kind, topic, owner, text, begun and published so many days ago, due in so many days.
OUTPUTS = (
    (
        "Settlement engine: design manual",
        OutputKind.MANUAL,
        "Batch restart",
        "raj",
        "design_manual.md",
        (30, 8),
        -5,
    ),
    ("Batch restart", OutputKind.MANUAL, "Batch restart", "ben", "batch_restart.md", (34, 25), 20),
    (
        "Cut-off rules: questions and answers",
        OutputKind.FAQ_ENTRY,
        "Cut-off rules",
        "ines",
        "cut_off_faq.md",
        (19, 13),
        10,
    ),
    ("Whom to call at which bank", OutputKind.FAQ_ENTRY, "Nostro breaks", "raj", "", None, 3),
    ("The morning comparison", OutputKind.HOW_TO, "Reconciliation", "ines", "", None, -12),
)

# Late trades a week: days ago and what was read.
READINGS = ((50, 19), (36, 15), (22, 12), (8, 9))

# Learner, topic, standing, why, days ago.
JUDGED = (
    ("hugo", "Batch restart", Level.DOES_IT_ALONE, "Restarted twice alone, log attached.", 2),
    ("finn", "Batch restart", Level.DOES_IT_ALONE, "Did it without the manual.", 3),
    ("mina", "Cut-off rules", Level.DOES_IT_ALONE, "Twelve late trades, all right.", 8),
    ("ana", "Batch restart", Level.DOES_IT_WITH_HELP, "Needs one more on her own.", 9),
)
