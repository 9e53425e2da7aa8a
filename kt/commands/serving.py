"""Making the database and serving it."""

import logging
from typing import Any

import click
import peewee
import waitress

from .. import create_app, db
from ..errors import Refused
from ..operations.setting_up import add_first_administrator, set_up
from ..operations.signing_in import make_link
from .door import open_database, settings_or_exit

THREADS = 8

port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help="The port."
)


@click.command()
@click.option("--name", default=None, help="The first administrator's name.")
@click.option("--email", default=None, help="The first administrator's e-mail.")
def init(name: str | None, email: str | None) -> None:
    """Make the database, or update it, and print a link for the first administrator."""
    settings = settings_or_exit()
    try:
        db.connect(settings.database_url)
        db.open_connection()
        applied = db.migrate()
    except (ValueError, peewee.PeeweeException) as fault:
        raise Refused(f"The database {settings.database_url} cannot be made: {fault}") from fault
    set_up()
    click.echo(f"The database {settings.database_url} is ready ({len(applied)} migrations run).")
    if not email:
        click.echo("Give --name and --email to make the first administrator.")
        return
    person = add_first_administrator(name=name or email.partition("@")[0], email=email)
    token = make_link(person, by=None, days=settings.link_days)
    click.echo(f"{person.name} can choose a password, once, within {settings.link_days} days:")
    click.echo(f"{settings.base_url}/links/{token}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@port_option
def serve(host: str, port: int) -> None:
    """Serve kt to browsers."""
    app = create_app(open_database())
    click.echo(f"kt is at http://{host}:{port}")
    serve_app(app, host, port)


def serve_app(app: Any, host: str, port: int) -> None:
    """Serve an application until it is stopped; raises Refused where the port is taken."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    try:
        waitress.serve(app, host=host, port=port, threads=THREADS, ident="kt")
    except OSError as fault:
        raise Refused(f"Nothing can be served at {host}:{port}: {fault.strerror}.") from fault
