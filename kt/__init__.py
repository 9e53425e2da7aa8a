"""kt: a knowledge-transfer tracker for team onboarding and process change."""

from flask import Flask
from whitenoise import WhiteNoise

from . import db, filters, hx, web
from .compression import Compressed
from .config import Settings, package_folder, read_settings
from .views import BLUEPRINTS


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application on a database that `kt init` or `kt migrate` has made."""
    settings = settings or read_settings()
    static = str(package_folder("static"))
    app = Flask("kt", template_folder=str(package_folder("templates")), static_folder=static)
    db.connect(settings.database_url)
    db.open_connection()
    hx.install(app)
    web.install(app, settings)
    filters.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # Every address of a static file carries its content's hash, or its name the version of what
    # was copied, so browsers may keep it for good and need not ask again.
    files = WhiteNoise(
        app.wsgi_app,
        root=static,
        prefix="static/",
        immutable_file_test=lambda path, url: True,
    )
    app.wsgi_app = Compressed(files)  # type: ignore[method-assign]
    return app
