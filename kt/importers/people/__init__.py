"""A people file in; what it says, and what its import would change, out."""

from kt.importers.people.comparing import Plan, Update, as_json, compare
from kt.importers.people.directory import KnownPerson, Someone
from kt.importers.people.fields import FIELD_WORDS, Field
from kt.importers.people.reading import PeopleFile, read_people
from kt.importers.people.rows import PersonRow, Problem, Severity

__all__ = [
    "FIELD_WORDS",
    "Field",
    "KnownPerson",
    "PeopleFile",
    "PersonRow",
    "Plan",
    "Problem",
    "Severity",
    "Someone",
    "Update",
    "as_json",
    "compare",
    "read_people",
]
