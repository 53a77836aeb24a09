"""Each role's first page: what waits for this person."""

from typing import Any

from flask import Blueprint, render_template

from tracker.access import Can
from tracker.web import actor, needs

pages = Blueprint("home", __name__)


@pages.get("/")
@needs(Can.BE_HOME)
def index() -> Any:
    """What waits for the viewer."""
    return render_template("home/index.html", person=actor())
