"""Where the doors of the outputs hang."""

from flask import Blueprint

views = Blueprint("outputs", __name__)
