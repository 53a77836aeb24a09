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

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.exchange.case_imports.rules import COLUMNS, DEFAULTED
from tracker.exchange.imports import (
    actions,
    answering,
    error_file,
    form_schemas,
    preview,
    queries,
    samples,
    tables,
    undo,
)
from tracker.exchange.imports.answers import Answers
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.kinds import KINDS, kinds_for
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.page_facts import network_choices, page_facts, what_was_written
from tracker.exchange.imports.plan_types import UndoObstacle
from tracker.exchange.imports.tables import Table
from tracker.jobs import queries as jobs
from tracker.jobs.progress import progress_of
from tracker.jobs.rules import GOING, JobKind, JobState
from tracker.register.cameras.rules import Connection
from tracker.web import request as web
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, config, needs, read_only, session

pages = Blueprint("imports", __name__, url_prefix="/imports")
NO_FILE = N_("Hãy chọn tệp cần nhập.")
GONE = N_("Tệp kèm cột lỗi chỉ được giữ một ngày. Hãy bấm «Đọc lại tệp» để làm lại.")


@pages.get("")
@needs(Can.USE_IMPORTS)
@query_schema(form_schemas.ImportFilter)
def index() -> str:
    """The lists that this person sent, and those that were imported in the own ward."""
    rows, following = queries.listing(session(), actor(), query_args()["after"])
    imports = [{**row._mapping, "counts": json.loads(row.counts)} for row in rows]
    return render_template("imports/index.html", rows=imports, following=following)


@pages.route("/new", methods=["GET", "POST"])
@read_only
@needs(Can.USE_IMPORTS)
def new() -> Any:
    """Send a list. It is read before the writing begins, for on SQLite everybody else would wait."""
    form = Form(form_schemas.ListUpload())
    if form.sent:
        import_ = form.submit(_upload)
        if import_:
            return _back(import_.id)
    kinds = kinds_for(actor())
    choices = network_choices(session(), actor()) if ImportKind.CAMERAS in kinds else []
    words = {name: COLUMNS[name] for name in DEFAULTED}
    page_facts = {
        "kinds": kinds,
        "networks": choices,
        "connections": list(Connection),
        "words": words,
        "most": config().most_import_rows,
    }
    return render_template("imports/new.html", form=form, **page_facts), form.status


@pages.get("/<int:import_id>")
@needs(Can.USE_IMPORTS)
def show(import_id: int) -> str:
    """What an import would do, or did."""
    return _page(import_id, Form(form_schemas.SeenImport()))


@pages.post("/<int:import_id>/columns")
@needs(Can.USE_IMPORTS)
def choose_columns(import_id: int) -> Any:
    """Say what each column means, and how the file is to be read."""
    form = Form(form_schemas.ColumnChoice())
    import_ = form.submit(lambda facts: _choose(import_id, facts))
    return _back(import_id) if import_ else (_page(import_id, form), form.status)


@pages.post("/<int:import_id>/answers")
@needs(Can.USE_IMPORTS)
def answer(import_id: int) -> Any:
    """Answer what a list of cameras leaves open, once for all its rows."""
    form = Form(form_schemas.AnswersGiven())
    import_ = form.submit(lambda facts: _answer(import_id, facts))
    return _back(import_id) if import_ else (_page(import_id, form), form.status)


@pages.post("/<int:import_id>/read")
@needs(Can.USE_IMPORTS)
def read(import_id: int) -> Any:
    """Try a file out anew."""
    _look(session(), actions.waiting(session(), actor(), import_id))
    return _back(import_id)


@pages.post("/<int:import_id>/apply")
@needs(Can.USE_IMPORTS)
def apply(import_id: int) -> Any:
    """Take the rows over into the register, all of them."""
    form = Form(form_schemas.SeenImport())
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
        flash(what_was_written(import_))
    return _back(import_id)


@pages.post("/<int:import_id>/discard")
@needs(Can.USE_IMPORTS)
def discard(import_id: int) -> Any:
    """Give an import up."""
    form = Form(form_schemas.SeenImport())
    if not form.submit(lambda facts: actions.discard(session(), actor(), import_id, facts["version"])):
        return _page(import_id, form), form.status
    flash(_("Đã bỏ tệp. Sổ không thay đổi."))
    return redirect(url_for("imports.index"))


@pages.post("/<int:import_id>/undo")
@needs(Can.USE_IMPORTS)
def take_back(import_id: int) -> Any:
    """Write everything back as it was before an import."""
    import_ = undo.done(session(), actor(), import_id)
    try:
        if undo.size(session(), import_) > preview.AT_ONCE:
            undo.require_free(session(), import_)
            actions.start(session(), actor(), import_, JobKind.UNDO_LIST)
            return _back(import_id)
        undo.undo(session(), actor(), import_id)
    except undo.UndoRefused as error:
        session().rollback()
        return _page(import_id, Form(form_schemas.SeenImport()), error.obstacles), error.status
    flash(_("Đã hoàn tác lần nhập. Sổ trở lại như trước."))
    return _back(import_id)


@pages.get("/<int:import_id>/errors")
@needs(Can.USE_IMPORTS)
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
    return _file(content, kind, preview.faults_name(import_, ending))


@pages.get("/sample.csv")
@needs(Can.USE_IMPORTS)
@query_schema(form_schemas.SampleQuery)
def sample() -> Response:
    """A list to begin with: the headers of its kind, and one row."""
    kind = query_args()["kind"]
    example = samples.SAMPLES[kind]
    content = error_file.written(tables.Table(tuple(example), [(2, list(example.values()))], ";"))
    return _file(content, error_file.CSV, f"{preview.FILE_NAMES[kind]}-mau.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _upload(facts: dict[str, Any]) -> ListImport:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise errors.Invalid({"file": NO_FILE})
    content, person = upload.read(), actor()
    try:
        fields = KINDS[facts["kind"]].fields
        table: Table | None = tables.read(content, preview.AT_ONCE, old_font=facts["old_font"], fields=fields)
    except tables.TooLong:
        table = None
    web.end_transaction(keep=False)
    with web.separate_transaction() as own_session:
        upload_facts = (upload.filename, content, facts["network_id"])
        answers = Answers(connection=facts["connection"], network=facts["network_id"])
        options = {"kind": facts["kind"], "old_font": facts["old_font"], "blanks": _blanks(facts), "answers": answers}
        import_ = actions.upload(own_session, person, *upload_facts, **options)
        _look(own_session, import_, table)
        return import_


def _blanks(facts: dict[str, Any]) -> dict[str, str]:
    return {name: facts[name] for name in DEFAULTED if facts[name]}


def _look(own_session: Any, import_: ListImport, table: Table | None = None) -> None:
    """Try an import out: now if it is short, else as long work."""
    try:
        file_table = table or preview.table_of_import(import_, preview.AT_ONCE)
        actions.note_report(own_session, import_, preview.preview_report(own_session, actor(), import_, file_table))
    except tables.TooLong:
        actions.start(own_session, actor(), import_, JobKind.READ_LIST, most=config().most_import_rows)


def _choose(import_id: int, facts: dict[str, Any]) -> ListImport:
    report = preview.report_of(queries.get(session(), actor(), import_id))
    if report is None:
        raise errors.WrongState()
    headers = tuple(column[0] for column in report["columns"])
    reading_options = {name: facts[name] for name in ("sheet", "near", "month_first", "places_confirmed", "old_font")}
    import_ = actions.choose(
        session(), actor(), import_id, facts["version"], headers, facts["field"], **reading_options
    )
    _look(session(), import_)
    return import_


def _answer(import_id: int, facts: dict[str, Any]) -> ListImport:
    given_answers = {name: value for name, value in facts.items() if name != "version"}
    import_ = answering.answer(session(), actor(), import_id, facts["version"], given_answers)
    _look(session(), import_)
    return import_


def _apply(import_id: int, version: int) -> ListImport:
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
        raise actions.lacks_columns(report["missing"])
    actions.finish(session(), actor(), import_, actions.plan_of(session(), actor(), import_, sheet))
    return import_


def _back(import_id: int) -> Any:
    return redirect(url_for("imports.show", import_id=import_id))


def _page(import_id: int, form: Form, obstacles: list[UndoObstacle] | None = None) -> str:
    import_ = queries.get(session(), actor(), import_id)
    job = queries.job_of(session(), import_)
    if job and job.kind is JobKind.UNDO_LIST and job.state is JobState.FAILED and obstacles is None:
        obstacles = undo.obstacles(session(), import_)
    return render_template(
        "imports/show.html",
        form=form,
        typed=form.typed.get("field"),
        going=job is not None and job.state in GOING,
        obstacles=obstacles or [],
        **page_facts(session(), actor(), import_),
        **progress_of(job),
    )
