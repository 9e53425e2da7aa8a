"""A skills table in; what it says of people, and what its import would change, out."""

from kt.importers.standings.columns import Column, Known
from kt.importers.standings.comparing import (
    KnownStanding,
    KnownTopic,
    Plan,
    PlannedStanding,
    Terms,
    as_json,
    compare,
    people_of,
    unmatched_as_json,
)
from kt.importers.standings.headers import HOLDS_WORDS, Holds
from kt.importers.standings.layout import Grid, Layout
from kt.importers.standings.levels import LevelWord
from kt.importers.standings.problems import Problem
from kt.importers.standings.reading import Said, StandingsFile, Who, read_standings

__all__ = [
    "HOLDS_WORDS",
    "Column",
    "Grid",
    "Holds",
    "Known",
    "KnownStanding",
    "KnownTopic",
    "Layout",
    "LevelWord",
    "Plan",
    "PlannedStanding",
    "Problem",
    "Said",
    "StandingsFile",
    "Terms",
    "Who",
    "as_json",
    "compare",
    "people_of",
    "read_standings",
    "unmatched_as_json",
]
