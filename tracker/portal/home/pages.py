"""Each role's first page: what waits for this person."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from tracker.cases.extractions import actions as extractions
from tracker.cases.extractions import rules, steps
from tracker.cases.extractions.queries import LineCriteria, RequestCriteria
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.core.i18n import filled
from tracker.core.permissions import WARD_ROLES, Can, Role
from tracker.exchange.ward_changes import undecided as moves
from tracker.jobs.outbox import queries as outbox
from tracker.portal.home import queries
from tracker.register.cameras import counts
from tracker.register.cameras import queries as cameras
from tracker.web.request import actor, needs, session

pages = Blueprint("home", __name__)
MOST = 20
NOTICES_STAND = timedelta(days=7)


@pages.get("/")
@needs(Can.VIEW_HOME)
def index() -> str:
    """What waits for the viewer, by role: of somebody with several, a part for each."""
    parts = {role.value: find() for role, find in BY_ROLE.items() if {role} & actor().roles}
    return render_template("home/index.html", rules=rules, steps=steps, parts=parts, notices=_notices())


def _notices() -> list[tuple[datetime, str, str, str]]:
    """What somebody, or the unit for whose ward somebody answers, was told lately: when, of what, the whole, the code
    of the thing, if it has one.
    """
    units = actor().units_of(*WARD_ROLES)
    notices = outbox.notices_to(session(), actor().login, units, clock.now() - NOTICES_STAND)
    return [
        (
            written_at,
            filled(gettext(notice.subject), notice.facts),
            filled(gettext(notice.body), notice.facts),
            str(notice.facts.get("code", "")),
        )
        for written_at, notice in notices
    ]


def _for_ward_admin() -> dict[str, Any]:
    queue, following = extractions.browse_lines(
        session(), actor(), LineCriteria(open=True, of_own_wards=True, limit=MOST)
    )
    hash_owed, _ = extractions.browse_lines(
        session(), actor(), LineCriteria(hash_owed=True, of_own_wards=True, limit=MOST)
    )
    totals = counts.totals(session(), actor(), cameras.CameraCriteria())
    waiting = {
        "hash_owed": hash_owed,
        "unplaced": moves.waiting(session(), actor()),
    }
    waiting |= queries.upkeep_waiting(session(), actor())
    return {"queue": queue, "more": following is not None, "totals": totals, **waiting}


def _for_investigator() -> dict[str, Any]:
    queue, following = extractions.browse_lines(session(), actor(), LineCriteria(open=True, mine=True, limit=MOST))
    unjudged, more_unjudged = extractions.browse_lines(
        session(), actor(), LineCriteria(unjudged=True, mine=True, limit=MOST)
    )
    drafts, _ = extractions.browse(
        session(), actor(), RequestCriteria(status=RequestStatus.DRAFT, mine=True, limit=MOST)
    )
    closable, _ = extractions.browse(
        session(), actor(), RequestCriteria(status=RequestStatus.ANSWERED, mine=True, limit=MOST)
    )
    refused, _ = extractions.browse(session(), actor(), RequestCriteria(left_refused=True, mine=True, limit=MOST))
    ask_again, _ = extractions.browse(session(), actor(), RequestCriteria(ask_again=True, mine=True, limit=MOST))
    return {
        "queue": queue,
        "more": following is not None,
        "unjudged": unjudged,
        "more_unjudged": more_unjudged is not None,
        "refused": refused,
        "ask_again": ask_again,
        "drafts": drafts,
        "closable": closable,
    }


def _for_leadership() -> dict[str, Any]:
    waiting, following = extractions.browse(session(), actor(), RequestCriteria(status=RequestStatus.FILED, limit=MOST))
    return {"waiting": waiting, "more": following is not None}


BY_ROLE = {
    Role.WARD_ADMIN: _for_ward_admin,
    Role.INVESTIGATOR: _for_investigator,
    Role.LEADERSHIP: _for_leadership,
}
