"""Handing work over as pages: one incident, or all that somebody has open."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.accounts import queries as people
from tracker.accounts.models import User
from tracker.cases.incidents import queries as incidents
from tracker.cases.reassignment import actions, queries, schemas
from tracker.cases.reassignment.rules import Work
from tracker.core import permissions
from tracker.core.permissions import Can
from tracker.web.forms import Form
from tracker.web.request import actor, needs, render_fragment, session

pages = Blueprint("reassignment", __name__, url_prefix="/reassignment")


@pages.route("/incidents/<int:incident_id>", methods=["GET", "POST"])
@needs(Can.HAND_OVER_WORK)
def incident(incident_id: int) -> Any:
    """Give one incident to a colleague."""
    handed_incident = actions.read(session(), actor(), incident_id)
    work, person = actions.work_in(session(), handed_incident), handed_incident.investigator
    form = Form(schemas.HandedOver(), {"version": handed_incident.version})
    about = {"incident_id": handed_incident.id, "code": handed_incident.code, "person": person, "work": work}
    choices = _choices(person.id, work)
    if form.sent:
        handed_over = form.submit(lambda facts: actions.hand_over(session(), actor(), incident_id, **facts))
        if handed_over:
            flash(_("Đã chuyển người thụ lý vụ việc %(code)s.", code=handed_over.code))
            still_visible = incidents.may_see(session(), actor(), incident_id)
            return redirect(
                url_for("incidents.show", incident_id=incident_id) if still_visible else url_for("incidents.index")
            )
    return render_template("reassignment/incident.html", form=form, choices=choices, **about), form.status


@pages.route("/people/<int:user_id>", methods=["GET", "POST"])
@needs(Can.HAND_OVER_WORK)
def person(user_id: int) -> Any:
    """Give all that somebody has open to a colleague."""
    giver = people.get(session(), user_id)
    work = actions.read_open_work(session(), actor(), giver)
    form = Form(schemas.AllHandedOver())
    choices = _choices(giver.id, work)
    about = {"person": giver, "work": work, "choices": choices}
    if form.sent:
        handed_over = form.submit(lambda facts: actions.hand_over_all(session(), actor(), giver, **facts))
        if handed_over:
            flash(_("Đã chuyển mọi việc đang mở của %(name)s.", name=giver.name))
            return redirect(url_for("home.index"))
    return render_template("reassignment/person.html", form=form, **about), form.status


def _choices(person_id: int, work: Work) -> list[tuple[str, str]]:
    return [(colleague.login, colleague.label) for colleague in actions.colleagues(session(), person_id, work)]


def work_left(giver: User) -> Markup:
    """What an account that is locked leaves behind, as codes and counts, with the way to hand it over."""
    work = queries.open_work(session(), giver.id)
    may_give = permissions.permits(actor(), Can.HAND_OVER_WORK, giver)
    return render_fragment("reassignment/_left.html", work=work, person=giver, may_give=may_give)
