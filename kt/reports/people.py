"""Answers about people."""

from ..errors import Refused
from ..models import Person


def find_person(text: str, *, field: str | None = None) -> Person:
    """Find an active person by e-mail, employee id or full name, as somebody typed it.

    Also reads "Greta Lind <greta@example.com>", as the suggestions of a form spell it. Raises
    Refused, naming `field`, where nobody fits or several do.
    """
    typed = text.strip()
    inside = typed.rpartition("<")[2].removesuffix(">").strip()
    active = Person.select().where(Person.active)
    exact = active.where(
        (Person.email == inside.lower()) | (Person.employee_id == inside) | (Person.name == typed)
    )
    found = list(exact.limit(3)) or list(
        active.where(Person.name ** f"{_escaped(typed)}%").limit(3)
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            f"Nobody here is called “{typed}”. Type a name or an e-mail from the list of people.",
            field=field,
        )
    raise Refused(
        f"Several people are called “{typed}”. Type the e-mail of the one you mean.", field=field
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
