"""Where the doors of the questions hang."""

from flask import Blueprint

views = Blueprint("questions", __name__)
