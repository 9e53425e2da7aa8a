"""The home of whoever is signed in."""

from typing import Any

from flask import Blueprint, render_template

views = Blueprint("home", __name__)


@views.get("/")
def show() -> Any:
    return render_template("home/show.html")
