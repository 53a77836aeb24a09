"""Labels as a page and as a PDF; QR codes for whoever draws one."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.labels import actions, pdf, queries, rules, schemas
from tracker.register.labels.qr import code
from tracker.web.forms import query_args, query_schema
from tracker.web.request import actor, end_transaction, needs, session

pages = Blueprint("labels", __name__, url_prefix="/labels")
pages.add_app_template_global(code, "qr_code")

HEADING = N_("Camera giám sát ANTT")  # hangs in a Vietnamese street, whatever language the printing person reads
OFF_THE_SHEET = N_("Một tờ của cỡ này chỉ có %(most)s nhãn.")


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.LabelSheet)
def index() -> str:
    """How labels of the cameras of a filter will be printed, and the link to the PDF."""
    args = query_args()
    selection, layout = _selection(args), rules.LAYOUTS[args["size"]]
    rows, following = queries.batch(session(), actor(), selection)
    return render_template(
        "labels/index.html",
        options=args,
        rows=rows,
        total=queries.count(session(), actor(), selection),
        following=following,
        sheets=rules.sheets(len(rows), args["start"], layout),
        next_start=rules.next_start(len(rows), args["start"], layout),
        too_far=args["start"] > layout.labels,
        layout=layout,
        sizes=rules.LabelSize,
        most=rules.MOST,
    )


@pages.get("/sheets.pdf")
@needs(Can.EXPORT_CAMERAS)
@query_schema(schemas.LabelSheet)
def sheets() -> Any:
    """The labels as a PDF, its making written down. Without any, back to the page that says so."""
    args = query_args()
    layout = rules.LAYOUTS[args["size"]]
    if args["start"] > layout.labels:
        raise errors.Invalid({"start": OFF_THE_SHEET}, most=layout.labels)
    rows = actions.print_out(session(), actor(), _selection(args), args["size"])
    if not rows:
        return redirect(f"{url_for('labels.index')}?{request.query_string.decode()}")
    end_transaction(keep=True)  # nobody waits for the database while Typst works
    sheet = pdf.PrintSheet(layout, _("Nhãn camera"), HEADING, args["start"], args["cut"])
    answer = Response(pdf.pdf(sheet, [_label(row, args["place"]) for row in rows]), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = "inline; filename=nhan-camera.pdf"
    return answer


def _selection(args: dict[str, Any]) -> queries.LabelSelection:
    return queries.LabelSelection(CameraCriteria.of(args), args["camera_id"], args["following"])


def _label(row: Any, with_place: bool) -> pdf.Label:
    return pdf.Label(
        address=url_for("cameras.show", camera_id=row.id, _external=True),
        code=row.code,
        lines=rules.lines(row.network, row.ward, rules.place_shown(row.kind, row.place) if with_place else ""),
    )
