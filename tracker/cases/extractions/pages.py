"""Requests and lines as pages."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from tracker.cases.extractions import (
    actions,
    correcting,
    corrections,
    drafts,
    finder_page,
    following,
    legal_bases,
    line_page,
    outcomes,
    queries,
    request_page,
    rules,
    schemas,
    sharing,
    steps,
)
from tracker.cases.extractions.corrections import LineCorrection, RequestCorrection
from tracker.cases.incidents import actions as incidents
from tracker.cases.step_shapes import step_shape
from tracker.core import clock, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.web.forms import Form, NextPage, query_args, query_schema
from tracker.web.limits import row_number
from tracker.web.request import actor, needs, safe_next, session
from tracker.web.undo import flash_with_undo

TOO_LATE = N_("Đã quá lúc hoàn tác nhanh: hãy ghi lý do.")
pages = Blueprint("extractions", __name__, url_prefix="/extractions")


@pages.get("")
@needs(Can.VIEW_REQUESTS)
@query_schema(schemas.RequestFilter)
def index() -> str:
    """Requests, newest first."""
    rows, following = actions.browse(session(), actor(), queries.RequestCriteria(**query_args()))
    return render_template("extractions/index.html", rows=rows, following=following, statuses=rules.RequestStatus)


@pages.get("/lines")
@needs(Can.VIEW_REQUESTS)
@query_schema(schemas.LineQuery)
def lines() -> str:
    """Lines by their clock."""
    criteria = queries.LineCriteria(**query_args())
    if not request.args:
        criteria = replace(criteria, open=True)
    rows, following = actions.browse_lines(session(), actor(), criteria)
    return render_template(
        "extractions/lines.html",
        rows=rows,
        following=following,
        rules=rules,
        criteria=criteria,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.DRAFT_REQUESTS)
@query_schema(schemas.FinderAddress)
def new() -> Any:
    """The finder: which cameras could have seen an incident, and the request for their footage."""
    incident_id = row_number(request.form.get("incident_id") or query_args()["incident"])
    if incident_id is None:
        flash(_("Hãy mở một vụ việc, rồi yêu cầu trích xuất từ đó."))
        return redirect(url_for("incidents.index", mine=1))
    incident = incidents.read(session(), actor(), incident_id)
    follows = row_number(request.form.get("follows_id") or query_args()["follows"])
    followed = actions.read(session(), actor(), follows) if follows is not None else None
    words = {**request_page.words(followed), "follows_id": follows} if followed else {}
    form = Form(schemas.RequestFromFinder(), {**finder_page.first_guess(incident), **words})
    if form.sent and form.typed.get("then") != "search":
        answer = form.submit(_ask)
        if answer:
            return answer
        incident = incidents.read(session(), actor(), incident_id)
    return finder_page.render(form, incident, followed), form.status


def _ask(facts: dict[str, Any]) -> Response:
    """Use the lines that were chosen for that, and ask for the cameras that are left, if any."""
    submitted_as, incident_id = facts.pop("then"), facts["incident_id"]
    shared = [sharing.join(session(), actor(), line_id, incident_id) for line_id in facts.pop("join_line_ids")]
    joined_ids = {each.line.camera_id for each in shared}
    facts["camera_ids"] = [camera_id for camera_id in facts["camera_ids"] if camera_id not in joined_ids]
    if shared:
        flash(_("Đã dùng chung %(count)s lượt trích xuất.", count=len(shared)))
    if shared and not facts["camera_ids"]:
        return redirect(url_for("incidents.show", incident_id=incident_id))
    extraction = actions.draft(session(), actor(), facts)
    if submitted_as != "draft":
        session().flush()
        actions.advance(session(), actor(), extraction.id, extraction.version, steps.FILE)
    message = _("Đã gửi phiếu %(code)s.") if extraction.filed_at else _("Đã lưu bản nháp %(code)s.")
    flash(message % {"code": extraction.code})
    return redirect(url_for("extractions.show", request_id=extraction.id))


@pages.get("/<int:request_id>")
@needs(Can.VIEW_REQUESTS)
def show(request_id: int) -> str:
    """One request with its lines: what is known, what can be done."""
    return request_page.render(actions.read(session(), actor(), request_id), Form(schemas.RequestTransition()))


@pages.route("/<int:request_id>/<request_step:step>", methods=["GET", "POST"])
@needs(Can.VIEW_REQUESTS)
def advance(request_id: int, step: steps.Step | RequestCorrection) -> Any:
    """Move a request by one step, or put it right. One form serves several buttons: it may send more than is asked."""
    if isinstance(step, RequestCorrection):
        return _correct(request_id, step)
    form = Form(schemas.RequestTransition())
    extraction = (
        form.submit(lambda facts: actions.advance(session(), actor(), request_id, facts["version"], step, facts))
        if form.sent
        else None
    )
    if extraction:
        text = _(step.flash, code=extraction.code, status=_(extraction.status.text))
        flash_with_undo(text, url_for("extractions.undo", request_id=request_id), extraction.version)
        return redirect(url_for("extractions.show", request_id=request_id))
    extraction = actions.read(session(), actor(), request_id)
    if step.intro:
        return request_page.step_page(extraction, step, form), form.status
    return request_page.render(extraction, form), form.status


def _correct(request_id: int, correction: RequestCorrection) -> Any:
    form = Form(step_shape(correction, schemas.RequestTransition)())
    if form.sent:
        extraction = form.submit(
            lambda facts: correcting.correct(session(), actor(), request_id, facts["version"], correction, facts)
        )
        if extraction:
            flash(_(correction.flash, code=extraction.code))
            return redirect(request_page.where_seen(extraction))
    return request_page.step_page(actions.read(session(), actor(), request_id), correction, form), form.status


@pages.route("/<int:request_id>/edit", methods=["GET", "POST"])
@needs(Can.DRAFT_REQUESTS)
def edit(request_id: int) -> Any:
    """What a draft says: its field, its articles of law, its purpose."""
    draft = actions.read(session(), actor(), request_id)
    if draft.status not in rules.EDITABLE:
        return redirect(url_for("extractions.show", request_id=request_id))
    permissions.require(actor(), Can.FILE_REQUEST, draft)
    form = Form(schemas.EditedDraft(), {"version": draft.version, **request_page.words(draft)})
    if form.sent:
        edited = form.submit(lambda facts: drafts.edit(session(), actor(), request_id, facts["version"], facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("extractions.show", request_id=request_id))
        draft = actions.read(session(), actor(), request_id)
    articles = legal_bases.offered(session(), str(form.value("legal_basis")), clock.local(draft.created_at).date())
    return render_template("extractions/edit.html", form=form, draft=draft, articles=articles), form.status


@pages.post("/<int:request_id>/ask-again")
@needs(Can.DRAFT_REQUESTS)
def ask_again(request_id: int) -> Response:
    """A draft with what a refused or withdrawn request asked for."""
    draft = following.ask_again(session(), actor(), request_id)
    flash(_("Đã lập bản nháp %(code)s.", code=draft.code))
    return redirect(url_for("extractions.show", request_id=draft.id))


@pages.post("/<int:request_id>/undo")
@needs(Can.VIEW_REQUESTS)
def undo(request_id: int) -> Response:
    """Take a step back that was a slip; after a while the form asks why."""
    facts = schemas.VersionIn().load({"version": request.form.get("version", "")})
    extraction = correcting.undo(session(), actor(), request_id, facts["version"])
    if extraction is None:
        flash(_(TOO_LATE))
        return redirect(url_for("extractions.advance", request_id=request_id, step=corrections.TAKE_BACK.name))
    flash(_(corrections.TAKE_BACK.flash, code=extraction.code))
    return redirect(request_page.where_seen(extraction))


@pages.route("/lines/<int:line_id>/<line_step:step>", methods=["GET", "POST"])
@needs(Can.VIEW_REQUESTS)
@query_schema(NextPage)
def advance_line(line_id: int, step: steps.LineStep | LineCorrection) -> Any:
    """Move a line by one step: at once where nothing more is needed, else by a form. Or take the newest back."""
    if isinstance(step, LineCorrection):
        return _correct_line(line_id, step)
    line = actions.read_line(session(), actor(), line_id)
    next_url = safe_next(request.values.get("next", url_for("extractions.show", request_id=line.request_id)))
    form = Form(step_shape(step, schemas.LineTransition)(), line_page.first_values(line))
    form.typed = {name: value for name, value in form.typed.items() if name != "next"}
    if form.sent:
        advanced = form.submit(
            lambda facts: actions.advance_line(session(), actor(), line_id, facts["version"], step, facts)
        )
        if advanced:
            text = _(step.flash, code=advanced.camera.code, status=_(advanced.status.text))
            flash_with_undo(text, url_for("extractions.undo_line", line_id=line_id), advanced.version)
            return redirect(next_url)
        line = actions.read_line(session(), actor(), line_id)
    page = {"line": line, "form": form, "step": step, "then": next_url, "told": line_page.late_fields(line)}
    return render_template("extractions/line_step.html", **page), form.status


def _correct_line(line_id: int, correction: LineCorrection) -> Any:
    line = actions.read_line(session(), actor(), line_id)
    next_url = safe_next(request.values.get("next", url_for("extractions.show", request_id=line.request_id)))
    form = Form(step_shape(correction, schemas.LineTransition)(), {"version": line.version})
    form.typed = {name: value for name, value in form.typed.items() if name != "next"}
    if form.sent:
        corrected = form.submit(
            lambda facts: correcting.correct_line(session(), actor(), line_id, facts["version"], correction, facts)
        )
        if corrected:
            flash(_(correction.flash, code=corrected.camera.code, status=_(corrected.status.text)))
            return redirect(next_url)
        line = actions.read_line(session(), actor(), line_id)
    page = {"line": line, "form": form, "step": correction, "then": next_url}
    return render_template("extractions/line_step.html", **page), form.status


@pages.post("/lines/<int:line_id>/undo")
@needs(Can.VIEW_REQUESTS)
def undo_line(line_id: int) -> Response:
    """Take an answer back that was a slip; after a while the form asks why."""
    facts = schemas.VersionIn().load({"version": request.form.get("version", "")})
    line = correcting.undo_line(session(), actor(), line_id, facts["version"])
    row = corrections.TAKE_LINE_BACK
    if line is None:
        flash(_(TOO_LATE))
        return redirect(url_for("extractions.advance_line", line_id=line_id, step=row.name))
    flash(_(row.flash, code=line.camera.code, status=_(line.status.text)))
    return redirect(url_for("extractions.show", request_id=line.request_id))


@pages.post("/lines/<int:line_id>/outcome/undo")
@needs(Can.VIEW_REQUESTS)
def undo_outcome(line_id: int) -> Response:
    """What was said of a line before stands again; after a while the form asks why."""
    facts = schemas.VersionIn().load({"version": request.form.get("version", "")})
    line = outcomes.undo(session(), actor(), line_id, facts["version"])
    if line is None:
        flash(_(TOO_LATE))
        return redirect(url_for("extractions.judge", line_id=line_id))
    flash(_("Camera %(code)s: đã rút lại kết quả vừa ghi.", code=line.camera.code))
    return redirect(url_for("extractions.show", request_id=line.request_id))


@pages.route("/lines/<int:line_id>/outcome", methods=["GET", "POST"])
@needs(Can.VIEW_REQUESTS)
@query_schema(NextPage)
def judge(line_id: int) -> Any:
    """What a line's footage was worth: one tap, or a form where something was said before."""
    line = actions.read_line(session(), actor(), line_id)
    next_url = safe_next(request.values.get("next", url_for("extractions.show", request_id=line.request_id)))
    form = Form(schemas.OutcomeIn(), {"version": line.version, "outcome": line.outcome})
    form.typed = {name: value for name, value in form.typed.items() if name != "next"}
    if form.sent:
        judged = form.submit(lambda facts: outcomes.judge(session(), actor(), line_id, facts["version"], facts))
        if judged and judged.outcome:
            text = _("Camera %(code)s: %(outcome)s.", code=judged.camera.code, outcome=_(judged.outcome.text))
            flash_with_undo(text, url_for("extractions.undo_outcome", line_id=line_id), judged.version)
            return redirect(next_url)
        line = actions.read_line(session(), actor(), line_id)
    return render_template("extractions/outcome.html", line=line, form=form, rules=rules, then=next_url), form.status


@pages.post("/lines/<int:line_id>/leave")
@needs(Can.DRAFT_REQUESTS)
def leave(line_id: int) -> Response:
    """An incident no longer uses a line of another one."""
    facts = schemas.SharingIn().load({"incident_id": request.form.get("incident_id", "")})
    shared = sharing.leave(session(), actor(), line_id, facts["incident_id"])
    flash(_("Vụ việc không còn dùng chung lượt này."))
    return redirect(url_for("incidents.show", incident_id=shared.incident_id))


@pages.post("/lines/<int:line_id>/remove")
@needs(Can.DRAFT_REQUESTS)
def remove_line(line_id: int) -> Response:
    """Take a line out of a draft."""
    extraction = actions.remove_line(session(), actor(), line_id)
    return redirect(url_for("extractions.show", request_id=extraction.id))
