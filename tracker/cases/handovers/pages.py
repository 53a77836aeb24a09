"""Hashes that were owed and checks of received files as pages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.cases.extractions import actions as extractions
from tracker.cases.handovers import actions, schemas
from tracker.core.permissions import Can
from tracker.web.forms import Form
from tracker.web.request import actor, needs, session

pages = Blueprint("handovers", __name__, url_prefix="/handovers")


@pages.route("/<int:line_id>/hash", methods=["GET", "POST"])
@needs(Can.ANSWER_LINE)
def give_hash(line_id: int) -> Any:
    """The hash that was owed, worked out of the file or typed."""
    form = Form(schemas.HashIn())
    line = form.submit(lambda facts: actions.give_hash(session(), actor(), line_id, facts)) if form.sent else None
    if line:
        flash(_("Đã ghi mã băm của camera %(code)s.", code=line.camera.code))
        return redirect(url_for("extractions.show", request_id=line.request_id))
    line = extractions.read_line(session(), actor(), line_id)
    return render_template("handovers/hash.html", line=line, form=form), form.status


@pages.route("/<int:line_id>/check", methods=["GET", "POST"])
@needs(Can.JUDGE_LINE)
def check_file(line_id: int) -> Any:
    """Whether the file that came is the one that was handed over."""
    form = Form(schemas.ReceivedFile())
    check = form.submit(lambda facts: actions.check_file(session(), actor(), line_id, facts)) if form.sent else None
    line = extractions.read_line(session(), actor(), line_id)
    if check:
        flash(_("Camera %(code)s: %(result)s.", code=line.camera.code, result=_(check.result.text)))
        return redirect(url_for("extractions.show", request_id=line.request_id))
    return render_template("handovers/check.html", line=line, form=form), form.status
