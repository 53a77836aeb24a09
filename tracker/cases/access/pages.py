"""Who may know of an incident, as pages: an overview, and a form for each decision about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.accounts import queries as people
from tracker.cases.access import queries, schemas, seals, shares
from tracker.cases.incidents import actions as incident_actions
from tracker.cases.incidents import queries as incidents
from tracker.core import clock, permissions
from tracker.core.permissions import Can
from tracker.territory.units import queries as units
from tracker.web.forms import Form
from tracker.web.request import actor, needs, session

pages = Blueprint("access", __name__, url_prefix="/access")


@pages.get("/incidents/<int:incident_id>")
@needs(Can.SHARE_INCIDENT)
def show(incident_id: int) -> str:
    """Who sees an incident, and why."""
    incident = shares.read(session(), actor(), incident_id)
    readers = queries.readers_of(session(), incident_id)
    reader_ids = [reader.user_id for reader in readers]
    return render_template(
        "access/show.html",
        incident=incident,
        above=units.above(session(), incident.unit),
        shares=queries.shares_of(session(), incident_id),
        readers=readers,
        workers=queries.workers_of(session(), incident),
        approvers=queries.approvers(session(), incident.unit_id, reader_ids, clock.today()),
        may_seal=permissions.permits(actor(), Can.SEAL_INCIDENT, incident),
    )


@pages.route("/incidents/<int:incident_id>/share", methods=["GET", "POST"])
@needs(Can.SHARE_INCIDENT)
def share(incident_id: int) -> Any:
    """Show an incident to another unit."""
    page = _about(incident_id, _("Chia sẻ cho đơn vị khác"), field="unit")
    page["intro"] = _(
        "Cán bộ điều tra, lãnh đạo của đơn vị ấy và cấp trên xem được vụ việc, phiếu, tài liệu, viết được ghi chú và "
        "lập được phiếu của đơn vị mình. Họ không sửa vụ việc và không phê duyệt phiếu của đơn vị khác."
    )
    return _decide(
        Form(schemas.NewShare()),
        lambda facts: shares.share(session(), actor(), incident_id, **facts),
        _("Đã chia sẻ vụ việc."),
        page,
    )


@pages.route("/shares/<int:share_id>/end", methods=["GET", "POST"])
@needs(Can.SHARE_INCIDENT)
def end_share(share_id: int) -> Any:
    """Show an incident to a unit no longer."""
    shared = queries.share_with_unit(session(), share_id)
    page = _about(shared.incident_id, _("Thôi chia sẻ với %(unit)s", unit=shared.unit.name))
    return _decide(
        Form(schemas.AccessEnded()),
        lambda facts: shares.end(session(), actor(), share_id, **facts),
        _("Đã thôi chia sẻ vụ việc."),
        page,
    )


@pages.route("/incidents/<int:incident_id>/seal", methods=["GET", "POST"])
@needs(Can.SEAL_INCIDENT)
def seal(incident_id: int) -> Any:
    """Let nobody but named people know of an incident."""
    page = _about(incident_id, _("Hạn chế người xem"), field="readers", versioned=True)
    page["intro"] = _(
        "Chỉ những người được chọn xem được vụ việc, phiếu và tài liệu; người khác, kể cả cùng đơn vị và cấp trên, "
        "không thấy gì. Phường vẫn thấy camera được yêu cầu. Số liệu vẫn tính cả vụ việc này."
    )
    return _decide(
        Form(schemas.IncidentSealed(), {"version": page["version"]}),
        lambda facts: seals.seal(session(), actor(), incident_id, **facts),
        _("Đã hạn chế người xem vụ việc."),
        page,
    )


@pages.route("/incidents/<int:incident_id>/unseal", methods=["GET", "POST"])
@needs(Can.SEAL_INCIDENT)
def unseal(incident_id: int) -> Any:
    """Open an incident again to everybody who knew of it before."""
    page = _about(incident_id, _("Bỏ hạn chế người xem"), versioned=True)
    return _decide(
        Form(schemas.IncidentUnsealed(), {"version": page["version"]}),
        lambda facts: seals.unseal(session(), actor(), incident_id, **facts),
        _("Đã bỏ hạn chế người xem vụ việc."),
        page,
    )


@pages.route("/incidents/<int:incident_id>/add-reader", methods=["GET", "POST"])
@needs(Can.SHARE_INCIDENT)
def add_reader(incident_id: int) -> Any:
    """Let somebody know of a sealed incident."""
    page = _about(incident_id, _("Thêm người được xem"), field="to")
    return _decide(
        Form(schemas.NewReader()),
        lambda facts: seals.add_reader(session(), actor(), incident_id, **facts),
        _("Đã thêm người được xem."),
        page,
    )


@pages.route("/incidents/<int:incident_id>/readers/<int:user_id>/remove", methods=["GET", "POST"])
@needs(Can.SEAL_INCIDENT)
def remove_reader(incident_id: int, user_id: int) -> Any:
    """Let somebody know of a sealed incident no longer."""
    person = people.get(session(), user_id)
    page = _about(incident_id, _("Bớt người được xem: %(name)s", name=person.name))
    return _decide(
        Form(schemas.AccessEnded()),
        lambda facts: seals.remove_reader(session(), actor(), incident_id, user_id, **facts),
        _("Đã bớt người được xem."),
        page,
    )


@pages.route("/incidents/<int:incident_id>/note", methods=["GET", "POST"])
@needs(Can.VIEW_INCIDENTS)
def note(incident_id: int) -> Any:
    """Write something under an incident."""
    incident = incident_actions.read(session(), actor(), incident_id)
    back = (url_for("incidents.show", incident_id=incident_id), incident.code)
    page = {"incident_id": incident_id, "title": _("Viết ghi chú"), "field": "text", "back": back}
    return _decide(
        Form(schemas.NewIncidentNote()),
        lambda facts: shares.note(session(), actor(), incident_id, **facts),
        _("Đã ghi."),
        page,
    )


def _about(incident_id: int, title: str, *, field: str = "", versioned: bool = False) -> dict[str, Any]:
    """What a form of an incident shows: what it is, the way back, whom one may choose."""
    incident = shares.read(session(), actor(), incident_id)
    back = (url_for("access.show", incident_id=incident_id), _("Người được xem %(code)s", code=incident.code))
    page = {"incident_id": incident_id, "title": title, "field": field, "back": back, "versioned": versioned}
    unit_id = incident.unit_id if field == "readers" else None
    choices = queries.case_people(session(), clock.today(), unit_id) if field in ("readers", "to") else []
    options = [(person.login, person.label) for person in choices]
    return {**page, "people": choices, "choices": options, "version": incident.version}


def _decide(form: Form, save: Callable[[dict[str, Any]], Any], message: str, page: dict[str, Any]) -> Any:
    """Carry a decision out and go back to where it shows, or draw its form."""
    if form.sent and form.submit(save):
        flash(message)
        still_visible = incidents.may_see(session(), actor(), page["incident_id"])
        return redirect(page["back"][0] if still_visible else url_for("incidents.index"))
    return render_template("access/form.html", form=form, **page), form.status
