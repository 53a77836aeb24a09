"""Labels as a page and as a PDF; QR codes for whoever draws one."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter
from tracker.register.labels import actions, pdf, queries, rules, schemas
from tracker.register.labels.qr import code
from tracker.web.forms import query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, end_transaction, needs, session

pages = Blueprint("labels", __name__, url_prefix="/cameras")
pages.add_app_template_global(code, "qr_code")

HEADING = N_("Camera giám sát ANTT")  # hangs in a Vietnamese street, whatever language the printing person reads
OFF_THE_SHEET = N_("Một tờ của cỡ này chỉ có %(most)s nhãn.")


@pages.get("/labels")
@needs(Can.VIEW_CAMERAS)
def index() -> str:
    """How labels of the cameras of a filter will be printed, and the link to the PDF."""
    how = query_args(schemas.LabelSheet())
    wanted, layout = _wanted(how), rules.LAYOUTS[how["size"]]
    rows, more = queries.batch(session(), actor(), wanted)
    return render_template(
        "labels/index.html",
        how=how,
        args={name: value for name, value in request.args.items() if value},
        rows=rows,
        total=queries.count(session(), actor(), wanted),
        following=cursor(rows[-1].sort_key, rows[-1].id) if more else None,
        sheets=rules.sheets(len(rows), how["start"], layout),
        next_start=rules.next_start(len(rows), how["start"], layout),
        too_far=how["start"] > layout.labels,
        layout=layout,
        sizes=rules.LabelSize,
        most=rules.MOST,
    )


@pages.get("/labels.pdf")
@needs(Can.EXPORT_CAMERAS)
def sheets() -> Any:
    """The labels as a PDF, its making written down. Without any, back to the page that says so."""
    how = query_args(schemas.LabelSheet())
    layout = rules.LAYOUTS[how["size"]]
    if how["start"] > layout.labels:
        raise errors.Invalid({"start": OFF_THE_SHEET}, most=layout.labels)
    rows = actions.print_out(session(), actor(), _wanted(how), how["size"])
    if not rows:
        return redirect(f"{url_for('labels.index')}?{request.query_string.decode()}")
    end_transaction(keep=True)  # nobody waits for the database while Typst works
    sheet = pdf.PrintSheet(layout, _("Nhãn camera"), HEADING, how["start"], how["cut"])
    answer = Response(pdf.pdf(sheet, [_label(row, how["place"]) for row in rows]), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=nhan-camera.pdf"
    return answer


def _wanted(how: dict[str, Any]) -> queries.LabelSelection:
    return queries.LabelSelection(CameraCriteria(**query_args(CameraFilter())), how["camera_id"], how["following"])


def _label(row: Any, with_place: bool) -> pdf.Label:
    return pdf.Label(
        address=url_for("cameras.show", camera_id=row.id, _external=True),
        code=row.code,
        lines=rules.lines(row.network, row.ward, rules.place_shown(row.kind, row.place) if with_place else ""),
    )
