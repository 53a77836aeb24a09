"""Imports as pages: a file sent, its columns, changes and faults shown, its rows taken over, and all of it undone."""

import json
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.exchange.imports import actions, error_file, preview, queries, schemas, tables, undo
from tracker.exchange.imports.models import CameraImport
from tracker.exchange.imports.rules import Field
from tracker.exchange.imports.tables import Table
from tracker.jobs import queries as jobs
from tracker.jobs.progress import news
from tracker.jobs.rules import GOING, JobKind, JobState
from tracker.register.networks import queries as networks
from tracker.web import request as web
from tracker.web.forms import Form, query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, config, needs, read_only, session

pages = Blueprint("imports", __name__, url_prefix="/imports")
NO_FILE = N_("Hãy chọn tệp danh sách camera.")
GONE = N_("Tệp kèm cột lỗi chỉ được giữ một ngày. Hãy bấm «Đọc lại tệp» để làm lại.")
SAMPLE = {
    "Mã camera": "CAM-001",
    "Tên camera": "Ngã tư Nguyễn Trãi – Hạc Thành",
    "Địa chỉ": "2 Nguyễn Trãi",
    "Vĩ độ": "19,8067",
    "Kinh độ": "105,7852",
    "Hướng nhìn (độ)": "90",
    "Nguồn": "Kết nối về Công an",
    "Kiểu camera": "Cố định",
    "Số ngày lưu": "15",
    "Đơn vị quản lý": "",
    "Ghi chú": "",
}


@pages.get("")
@needs(Can.REGISTER_CAMERAS)
def index() -> str:
    """The lists that this person sent, and those that were imported in the own ward."""
    args = query_args(schemas.ImportFilter())
    rows, more = queries.listing(session(), actor(), args["after"])
    found = [{**row._mapping, "counts": json.loads(row.counts)} for row in rows]
    return render_template("imports/index.html", rows=found, args=args, following=cursor(rows[-1].id) if more else None)


@pages.route("/new", methods=["GET", "POST"])
@read_only
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Send a list. It is read before the writing begins, for on SQLite everybody else would wait."""
    form = Form(schemas.ListUpload())
    if form.sent:
        kept = form.submit(_upload)
        if kept:
            return _back(kept.id)
    choices = networks.choices(session(), actor())
    return render_template("imports/new.html", form=form, networks=choices, most=config().most_import_rows), form.status


@pages.get("/<int:import_id>")
@needs(Can.REGISTER_CAMERAS)
def show(import_id: int) -> str:
    """What an import would do, or did."""
    return _page(import_id, Form(schemas.SeenImport()))


@pages.post("/<int:import_id>/columns")
@needs(Can.REGISTER_CAMERAS)
def choose_columns(import_id: int) -> Any:
    """Say what each column means, and how the file is to be read."""
    form = Form(schemas.ColumnChoice())
    kept = form.submit(lambda facts: _choose(import_id, facts))
    return _back(import_id) if kept else (_page(import_id, form), form.status)


@pages.post("/<int:import_id>/read")
@needs(Can.REGISTER_CAMERAS)
def read(import_id: int) -> Any:
    """Try a file out anew."""
    _look(session(), actions.waiting(session(), actor(), import_id))
    return _back(import_id)


@pages.post("/<int:import_id>/apply")
@needs(Can.REGISTER_CAMERAS)
def apply(import_id: int) -> Any:
    """Take the rows over into the register, all of them."""
    form = Form(schemas.SeenImport())
    try:
        kept = form.submit(lambda facts: _apply(import_id, facts["version"]))
    except actions.PlanOutdated as error:
        session().rollback()
        _look(session(), actions.waiting(session(), actor(), import_id))
        flash(_(error.message))
        return _back(import_id)
    if not kept:
        return _page(import_id, form), form.status
    if kept.applied_at:
        counts = json.loads(kept.counts)
        done = counts["new"] + counts["changed"]
        told = ngettext("Đã nhập %(num)d camera.", "Đã nhập %(num)d camera.", done)
        flash(told if done else _("Sổ camera không đổi."))
    return _back(import_id)


@pages.post("/<int:import_id>/discard")
@needs(Can.REGISTER_CAMERAS)
def discard(import_id: int) -> Any:
    """Give an import up."""
    form = Form(schemas.SeenImport())
    if not form.submit(lambda facts: actions.discard(session(), actor(), import_id, facts["version"])):
        return _page(import_id, form), form.status
    flash(_("Đã bỏ tệp. Sổ camera không thay đổi."))
    return redirect(url_for("imports.index"))


@pages.post("/<int:import_id>/undo")
@needs(Can.REGISTER_CAMERAS)
def take_back(import_id: int) -> Any:
    """Write everything back as it was before an import."""
    kept = undo.done(session(), actor(), import_id)
    try:
        if undo.size(session(), import_id) > preview.AT_ONCE:
            undo.require_free(session(), import_id)
            actions.start(session(), actor(), kept, JobKind.UNDO_LIST)
            return _back(import_id)
        undo.undo(session(), actor(), import_id)
    except undo.UndoRefused as error:
        session().rollback()
        return _page(import_id, Form(schemas.SeenImport()), error.obstacles), error.status
    flash(_("Đã hoàn tác lần nhập. Sổ camera trở lại như trước."))
    return _back(import_id)


@pages.get("/<int:import_id>/errors")
@needs(Can.REGISTER_CAMERAS)
def download_faults(import_id: int) -> Any:
    """The file's rows with what is wrong beside each, to be mended and sent again: as CSV or Excel, as it came."""
    kept = queries.get(session(), actor(), import_id)
    if kept.content is None:
        raise errors.WrongState()
    job = queries.job_of(session(), kept)
    if job is not None and jobs.has_file(session(), job.id):
        return redirect(url_for("jobs.download", job_id=job.id))
    if (preview.report_of(kept) or {"total": 0})["total"] > preview.AT_ONCE:
        raise errors.WrongState(GONE)
    table = preview.table_of_import(kept, preview.AT_ONCE)
    plan = actions.plan_of(session(), actor(), kept, preview.sheet_of_import(session(), kept, table))
    content, kind, ending = preview.with_faults(table, plan)
    return _file(content, kind, f"camera-{import_id}-loi.{ending}")


@pages.get("/sample.csv")
@needs(Can.REGISTER_CAMERAS)
def sample() -> Response:
    """A list to begin with: the headers, and one camera."""
    content = error_file.written(tables.Table(tuple(SAMPLE), [(2, list(SAMPLE.values()))], ";"))
    return _file(content, error_file.CSV, "camera-mau.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _upload(facts: dict[str, Any]) -> CameraImport:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise errors.Invalid({"file": NO_FILE})
    content, person = sent.read(), actor()
    try:
        table: Table | None = tables.read(content, preview.AT_ONCE, old_font=facts["old_font"])
    except tables.TooLong:
        table = None
    web.end_transaction(keep=False)
    with web.separate_transaction() as opened:
        named = (sent.filename, content, facts["network_id"])
        kept = actions.upload(opened, person, *named, old_font=facts["old_font"])
        _look(opened, kept, table)
        return kept


def _look(opened: Any, kept: CameraImport, table: Table | None = None) -> None:
    """Try an import out: now if it is short, else as long work."""
    try:
        found = table or preview.table_of_import(kept, preview.AT_ONCE)
        actions.note_report(opened, kept, preview.preview_report(opened, actor(), kept, found))
    except tables.TooLong:
        actions.start(opened, actor(), kept, JobKind.READ_LIST, most=config().most_import_rows)


def _choose(import_id: int, facts: dict[str, Any]) -> CameraImport:
    report = preview.report_of(queries.get(session(), actor(), import_id))
    if report is None:
        raise errors.WrongState()
    headers = tuple(column[0] for column in report["columns"])
    how = {name: facts[name] for name in ("sheet", "near", "month_first", "old_font")}
    kept = actions.choose(session(), actor(), import_id, facts["version"], headers, facts["field"], **how)
    _look(session(), kept)
    return kept


def _apply(import_id: int, version: int) -> CameraImport:
    kept = actions.waiting(session(), actor(), import_id, version)
    report = preview.report_of(kept)
    if report is None:
        raise errors.WrongState()
    if report["total"] > preview.AT_ONCE:
        actions.check_report(report)
        actions.start(session(), actor(), kept, JobKind.APPLY_LIST, most=config().most_import_rows)
        return kept
    sheet = preview.sheet_of_import(session(), kept, preview.table_of_import(kept, preview.AT_ONCE))
    if not sheet.coded:
        raise errors.Invalid({"file": actions.NO_CODES})
    actions.finish(session(), actor(), kept, actions.plan_of(session(), actor(), kept, sheet))
    return kept


def _back(import_id: int) -> Any:
    return redirect(url_for("imports.show", import_id=import_id))


def _page(import_id: int, form: Form, obstacles: list[undo.UndoObstacle] | None = None) -> str:
    kept = queries.get(session(), actor(), import_id)
    job = queries.job_of(session(), kept)
    if job and job.kind is JobKind.UNDO_LIST and job.state is JobState.FAILED and obstacles is None:
        obstacles = undo.obstacles(session(), import_id)
    return render_template(
        "imports/show.html",
        kept=kept,
        uploader=queries.uploader_of(session(), kept),
        form=form,
        typed=form.typed.get("field"),
        going=job is not None and job.state in GOING,
        report=preview.report_of(kept),
        meant=actions.import_options(kept),
        counts=json.loads(kept.counts),
        obstacles=obstacles or [],
        fields=[field for field in Field if field is not Field.IGNORED],
        network=next((text for value, text in networks.choices(session(), actor()) if value == kept.network_id), ""),
        sentence=preview.sentence,
        **news(job),
    )
