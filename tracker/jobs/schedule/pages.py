"""The schedule as a page: what runs by itself, when it is due, how it went."""

from flask import Blueprint, render_template

from tracker.core.permissions import Can
from tracker.jobs.rules import JobKind
from tracker.jobs.schedule import queries
from tracker.web.request import needs, session

pages = Blueprint("schedule", __name__, url_prefix="/schedule")


@pages.get("")
@needs(Can.VIEW_SCHEDULE)
def index() -> str:
    """All scheduled work, what is due first at the top."""
    titles = {kind.value: kind.text for kind in JobKind}
    return render_template("schedule/index.html", tasks=queries.tasks(session()), titles=titles)
