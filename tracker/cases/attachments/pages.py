"""Attachments as pages: sending a file, taking one off. They are listed on the page of their incident."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.cases.attachments import actions, queries, schemas
from tracker.cases.incidents import actions as incidents
from tracker.core import errors
from tracker.core.permissions import Can
from tracker.jobs.files.app_store import file_store
from tracker.jobs.files.models import StoredFile
from tracker.jobs.files.rules import TAKEN
from tracker.jobs.files.store import NO_FILE
from tracker.web.forms import Form
from tracker.web.request import actor, end_transaction, needs, read_only, separate_transaction, session

pages = Blueprint("attachments", __name__, url_prefix="/attachments")


@pages.route("/incidents/<int:incident_id>", methods=["GET", "POST"])
@read_only
@needs(Can.CHANGE_INCIDENT)
def new(incident_id: int) -> Any:
    """Send a file to be attached to an incident."""
    incident = incidents.read_own(session(), actor(), incident_id)
    form, context = Form(schemas.AttachmentUpload()), {"incident_id": incident.id, "code": incident.code}
    if form.sent:
        stored_file = form.submit(lambda facts: _attach(incident_id))
        if stored_file:
            flash(_("Đã thêm tài liệu «%(name)s».", name=stored_file.original_name))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    limits = {"most": file_store().most_mb, "taken": _(TAKEN)}
    return render_template("attachments/new.html", form=form, **limits, **context), form.status


@pages.route("/<int:attachment_id>/remove", methods=["GET", "POST"])
@needs(Can.CHANGE_INCIDENT)
def remove(attachment_id: int) -> Any:
    """Take an attachment off its incident, with a reason."""
    link = queries.get(session(), actor(), attachment_id)
    incident = incidents.read_own(session(), actor(), link.owner_id)
    form, context = Form(schemas.AttachmentRemoval()), {"incident_id": incident.id, "code": incident.code}
    file = next(row for row in queries.of_incident(session(), actor(), incident.id) if row.id == attachment_id)
    removed = (
        form.submit(lambda facts: actions.remove(session(), actor(), attachment_id, facts["reason"]))
        if form.sent
        else None
    )
    if removed:
        flash(_("Đã gỡ tài liệu «%(name)s».", name=file.original_name))
        return redirect(url_for("incidents.show", incident_id=incident.id))
    return render_template("attachments/remove.html", form=form, file=file, **context), form.status


def _attach(incident_id: int) -> StoredFile:
    """Keep what was sent. A writer's turn held while a large file is put away would keep everybody else waiting."""
    sent, person = request.files.get("file"), actor()
    if sent is None or not sent.filename:
        raise errors.Invalid({"file": NO_FILE})
    end_transaction(keep=False)
    return actions.attach(separate_transaction, person, file_store(), incident_id, sent.filename, sent.stream)
