"""The demo's people, all made up: key, name, title, department, manager, hours a week."""

from ..models import Access, Person
from ..operations.indexing import index_person
from ..operations.people import add_person, edit_profile, set_access
from .stage import Stage

PEOPLE = (
    ("nora", "Nora Ellis", "Head of operations", "Operations", None, None),
    ("ana", "Ana Duarte", "Team lead", "Settlements", "nora", None),
    ("ben", "Ben Arroyo", "Settlement specialist", "Settlements", "ana", 4),
    ("ines", "Ines Vogt", "Settlement specialist", "Settlements", "ana", 4),
    ("raj", "Raj Patel", "Senior analyst", "Settlements", "ana", 3),
    ("cleo", "Cleo Marsh", "Analyst", "Settlements", "ana", None),
    ("finn", "Finn Okoro", "Analyst", "Settlements", "ana", None),
    ("hugo", "Hugo Brandt", "Analyst", "Settlements", "ana", None),
    ("mina", "Mina Sato", "Analyst", "Settlements", "ana", None),
    ("leo", "Leo Novak", "Analyst", "Settlements", "ana", None),
    ("dan", "Dan Weiss", "Software architect", "Engineering", "nora", 2),
    ("greta", "Greta Lind", "Junior analyst", "Settlements", "ana", None),
    ("tomas", "Tomas Riva", "Junior analyst", "Settlements", "ana", None),
    ("paula", "Paula Kern", "Shift lead", "Production line", "nora", None),
    ("jane", "Jane Whitlock", "Safety officer", "Production line", "nora", 5),
    ("george", "George Petrov", "Operator", "Production line", "paula", None),
    ("sam", "Sam Adeyemi", "Senior operator", "Production line", "paula", 3),
    ("olga", "Olga Brenner", "Archivist", "Records", "nora", 2),
)

SUPERVISORS = ("ana", "paula")


def add_people(stage: Stage) -> None:
    """Hire everybody; the head of operations is the administrator."""
    nora = Person.create(
        name="Nora Ellis",
        email="nora@demo.example",
        title="Head of operations",
        department="Operations",
        access=Access.ADMINISTRATOR,
    )
    index_person(nora)
    stage.people["nora"] = nora
    for number, (key, name, title, department, manager, hours) in enumerate(PEOPLE[1:], start=2):
        person = add_person(
            by=nora,
            employee_id=f"{number:04}",
            name=name,
            email=f"{key}@demo.example",
            title=title,
            department=department,
            manager=stage.people[manager] if manager else None,
        )
        stage.people[key] = person
        if hours:
            edit_profile(
                person,
                by=nora,
                time_zone=None,
                coaching_hours_week=hours,
                mentor_places=0,
                away_until=None,
            )
        if key in SUPERVISORS:
            set_access(person, Access.SUPERVISOR, by=nora)
    stage.refresh()
