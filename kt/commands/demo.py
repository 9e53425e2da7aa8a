"""The demo: a made-up organisation, served from a database that goes when it stops."""

import tempfile
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from .. import clock, create_app, db
from .. import demo as organisation
from ..operations.setting_up import set_up
from .door import settings_or_exit
from .serving import port_option, serve_app


@click.command()
@port_option
def demo(port: int) -> None:
    """Build a demo organisation, serve it, and say whom one can be."""
    with tempfile.TemporaryDirectory(prefix="kt-demo-") as folder:
        address = f"http://127.0.0.1:{port}"
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        settings = replace(settings_or_exit(), database_url=url, base_url=address)
        db.connect(url)
        db.open_connection()
        db.migrate()
        set_up()
        zone = ZoneInfo(settings.time_zone)
        people = organisation.build(today=clock.today(zone), zone=zone)
        app = create_app(settings)
        click.echo(f"The demo is at {address}/demo; it is gone when you stop it (Ctrl+C).")
        for key, why in organisation.CAST.items():
            click.echo(f"  {people[key].name:16} {why}")
        link = f"{address}/shared/{organisation.share(people['ana'])}"
        click.echo(f"Somebody outside reads the report of the handover at {link}")
        serve_app(app, "127.0.0.1", port)
        db.drop_connection()
