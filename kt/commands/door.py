"""What every command needs: the database of the settings, and who does the deed."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import click
import peewee

from .. import clock, db
from ..config import Settings, read_settings
from ..errors import Refused
from ..forms.base import LONGEST_TEXT
from ..models import Person
from ..operations.indexing import is_indexed

as_option = click.option(
    "--as", "email", required=True, metavar="EMAIL", help="Whose deed this is."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def settings_or_exit() -> Settings:
    """Read the settings; a wrong one ends the command with its sentence."""
    try:
        return read_settings()
    except ValueError as fault:
        raise Refused(str(fault)) from fault


def open_database() -> Settings:
    """Open the database of the settings; raises Refused in words where it is not ready."""
    settings = settings_or_exit()
    try:
        db.connect(settings.database_url)
        db.open_connection()
        ready = not db.pending_migrations() and is_indexed()
    except (ValueError, peewee.PeeweeException) as fault:
        raise Refused(f"The database {settings.database_url} cannot be opened: {fault}") from fault
    if not ready:
        raise Refused(
            f"The database {settings.database_url} is not ready. Make or update it with “kt init”."
        )
    return settings


def database_is_there() -> bool:
    """Look for the database of the settings; a missing file is not made by looking."""
    url = settings_or_exit().database_url
    if url.startswith("sqlite:") and not Path(unquote(url.removeprefix("sqlite:///"))).is_file():
        return False
    try:
        open_database()
    except Refused:
        return False
    return True


def person_named(email: str) -> Person:
    """Find the person of an e-mail; raises Refused where nobody active has it."""
    person = Person.get_or_none((Person.email == email.strip().lower()) & Person.active)
    if person is None:
        raise Refused(f"Nobody active has the e-mail {email}. Check it with “kt people list”.")
    return person


def text_of(file: Path) -> str:
    """Read a text in Markdown from a file; raises Refused where it is none."""
    with file.open("rb") as opened:
        # Four bytes a character at most; one more is enough to be told that it is too much.
        data = opened.read(4 * LONGEST_TEXT + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(f"{file.name} is not text in UTF-8. Save it as UTF-8, then again.") from fault
    if len(text) > LONGEST_TEXT:
        raise Refused(f"{file.name} is longer than {LONGEST_TEXT:,} characters. Split it.")
    return text.replace("\r\n", "\n").strip()


def today_of(person: Person | None, settings: Settings) -> date:
    """Say which day it is for somebody; for nobody in particular, for the organisation."""
    zone = ZoneInfo(settings.time_zone)
    return clock.today(person.zone(zone) if person else zone)


def with_person(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `by` (whose deed it is) and `today` (that person's day), from --as EMAIL."""

    @as_option
    @wraps(command)
    def opened(email: str, **options: Any) -> Any:
        settings = open_database()
        by = person_named(email)
        return command(by=by, today=today_of(by, settings), **options)

    return opened
