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
from tracker.jobs.progress import progress_of
from tracker.jobs.rules import GOING, JobKind, JobState
from tracker.register.networks import queries as networks
from tracker.web import request as web
from tracker.web.forms import Form, query_args, query_schema
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
@query_schema(schemas.ImportFilter)
def index() -> str:
    """The lists that this person sent, and those that were imported in the own ward."""
    rows, following = queries.listing(session(), actor(), query_args()["after"])
    imports = [{**row._mapping, "counts": json.loads(row.counts)} for row in rows]
    return render_template("imports/index.html", rows=imports, following=following)


@pages.route("/new", methods=["GET", "POST"])
@read_only
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Send a list. It is read before the writing begins, for on SQLite everybody else would wait."""
    form = Form(schemas.ListUpload())
    if form.sent:
        import_ = form.submit(_upload)
        if import_:
            return _back(import_.id)
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
    import_ = form.submit(lambda facts: _choose(import_id, facts))
    return _back(import_id) if import_ else (_page(import_id, form), form.status)


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
        import_ = form.submit(lambda facts: _apply(import_id, facts["version"]))
    except actions.PlanOutdated as error:
        session().rollback()
        _look(session(), actions.waiting(session(), actor(), import_id))
        flash(_(error.message))
        return _back(import_id)
    if not import_:
        return _page(import_id, form), form.status
    if import_.applied_at:
        counts = json.loads(import_.counts)
        written_count = counts["new"] + counts["changed"]
        message = ngettext("Đã nhập %(num)d camera.", "Đã nhập %(num)d camera.", written_count)
        flash(message if written_count else _("Sổ camera không đổi."))
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
    import_ = undo.done(session(), actor(), import_id)
    try:
        if undo.size(session(), import_id) > preview.AT_ONCE:
            undo.require_free(session(), import_id)
            actions.start(session(), actor(), import_, JobKind.UNDO_LIST)
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
    import_ = queries.get(session(), actor(), import_id)
    if import_.content is None:
        raise errors.WrongState()
    job = queries.job_of(session(), import_)
    if job is not None and jobs.has_file(session(), job.id):
        return redirect(url_for("jobs.download", job_id=job.id))
    if (preview.report_of(import_) or {"total": 0})["total"] > preview.AT_ONCE:
        raise errors.WrongState(GONE)
    table = preview.table_of_import(import_, preview.AT_ONCE)
    plan = actions.plan_of(session(), actor(), import_, preview.sheet_of_import(session(), import_, table))
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
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise errors.Invalid({"file": NO_FILE})
    content, person = upload.read(), actor()
    try:
        table: Table | None = tables.read(content, preview.AT_ONCE, old_font=facts["old_font"])
    except tables.TooLong:
        table = None
    web.end_transaction(keep=False)
    with web.separate_transaction() as own_session:
        upload_facts = (upload.filename, content, facts["network_id"])
        import_ = actions.upload(own_session, person, *upload_facts, old_font=facts["old_font"])
        _look(own_session, import_, table)
        return import_


def _look(own_session: Any, import_: CameraImport, table: Table | None = None) -> None:
    """Try an import out: now if it is short, else as long work."""
    try:
        file_table = table or preview.table_of_import(import_, preview.AT_ONCE)
        actions.note_report(own_session, import_, preview.preview_report(own_session, actor(), import_, file_table))
    except tables.TooLong:
        actions.start(own_session, actor(), import_, JobKind.READ_LIST, most=config().most_import_rows)


def _choose(import_id: int, facts: dict[str, Any]) -> CameraImport:
    report = preview.report_of(queries.get(session(), actor(), import_id))
    if report is None:
        raise errors.WrongState()
    headers = tuple(column[0] for column in report["columns"])
    reading_options = {name: facts[name] for name in ("sheet", "near", "month_first", "old_font")}
    import_ = actions.choose(
        session(), actor(), import_id, facts["version"], headers, facts["field"], **reading_options
    )
    _look(session(), import_)
    return import_


def _apply(import_id: int, version: int) -> CameraImport:
    import_ = actions.waiting(session(), actor(), import_id, version)
    report = preview.report_of(import_)
    if report is None:
        raise errors.WrongState()
    if report["total"] > preview.AT_ONCE:
        actions.check_report(report)
        actions.start(session(), actor(), import_, JobKind.APPLY_LIST, most=config().most_import_rows)
        return import_
    sheet = preview.sheet_of_import(session(), import_, preview.table_of_import(import_, preview.AT_ONCE))
    if not sheet.coded:
        raise errors.Invalid({"file": actions.NO_CODES})
    actions.finish(session(), actor(), import_, actions.plan_of(session(), actor(), import_, sheet))
    return import_


def _back(import_id: int) -> Any:
    return redirect(url_for("imports.show", import_id=import_id))


def _page(import_id: int, form: Form, obstacles: list[undo.UndoObstacle] | None = None) -> str:
    import_ = queries.get(session(), actor(), import_id)
    job = queries.job_of(session(), import_)
    if job and job.kind is JobKind.UNDO_LIST and job.state is JobState.FAILED and obstacles is None:
        obstacles = undo.obstacles(session(), import_id)
    return render_template(
        "imports/show.html",
        import_=import_,
        uploader=queries.uploader_of(session(), import_),
        form=form,
        typed=form.typed.get("field"),
        going=job is not None and job.state in GOING,
        report=preview.report_of(import_),
        meant=actions.import_options(import_),
        counts=json.loads(import_.counts),
        obstacles=obstacles or [],
        fields=[field for field in Field if field is not Field.IGNORED],
        network=next((text for value, text in networks.choices(session(), actor()) if value == import_.network_id), ""),
        sentence=preview.sentence,
        **progress_of(job),
    )
