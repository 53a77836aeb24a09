"""Imports as pages: a file sent, its columns and faults shown, its rows taken over."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import errors
from tracker.access import Can
from tracker.imports import actions, files, queries, schemas
from tracker.imports.files import Table
from tracker.imports.models import CameraImport
from tracker.imports.rules import Fault, Field, Report, Sheet
from tracker.networks import queries as networks
from tracker.paging import cursor
from tracker.wards import queries as wards
from tracker.web import Form, actor, config, needs, query_args, session
from tracker.words import N_

pages = Blueprint("imports", __name__, url_prefix="/imports")
NO_FILE = N_("Hãy chọn tệp danh sách camera.")
SHOWN = 200  # faults on the page; the file for download has them all
SAMPLES = 3
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
    """The lists that this person sent."""
    args = query_args(schemas.ImportFilter())
    rows, more = queries.listing(session(), actor(), args["after"])
    found = [{**row._mapping, "counts": json.loads(row.counts)} for row in rows]
    return render_template("imports/index.html", rows=found, args=args, following=cursor(rows[-1].id) if more else None)


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Send a list."""
    form = Form(schemas.Upload())
    if form.sent:
        kept = form.submit(_upload)
        if kept:
            return redirect(url_for("imports.show", import_id=kept.id))
    choices = networks.choices(session(), actor())
    return render_template("imports/new.html", form=form, networks=choices, most=config().most_import_rows), form.status


@pages.get("/<int:import_id>")
@needs(Can.REGISTER_CAMERAS)
def show(import_id: int) -> str:
    """What an import would do, or did."""
    return _page(import_id, Form(schemas.Seen()))


@pages.post("/<int:import_id>/columns")
@needs(Can.REGISTER_CAMERAS)
def choose_columns(import_id: int) -> Any:
    """Say what each column means."""
    form = Form(schemas.Columns())
    headers = _table(queries.get(session(), actor(), import_id)).headers
    changed = form.submit(
        lambda facts: actions.choose_columns(session(), actor(), import_id, facts["version"], headers, facts["field"])
    )
    return _back(import_id) if changed else (_page(import_id, form), form.status)


@pages.post("/<int:import_id>/apply")
@needs(Can.REGISTER_CAMERAS)
def apply(import_id: int) -> Any:
    """Take the rows over into the register, all of them."""
    form = Form(schemas.Seen())
    sheet = _sheet(queries.get(session(), actor(), import_id))[1]
    kept = form.submit(lambda facts: actions.finish(session(), actor(), import_id, facts["version"], sheet))
    if not kept:
        return _page(import_id, form), form.status
    counts = json.loads(kept.counts)
    done = counts["new"] + counts["changed"]
    flash(ngettext("Đã nhập %(num)d camera.", "Đã nhập %(num)d camera.", done) if done else _("Sổ camera không đổi."))
    return _back(import_id)


@pages.post("/<int:import_id>/discard")
@needs(Can.REGISTER_CAMERAS)
def discard(import_id: int) -> Any:
    """Give an import up."""
    form = Form(schemas.Seen())
    if not form.submit(lambda facts: actions.discard(session(), actor(), import_id, facts["version"])):
        return _page(import_id, form), form.status
    flash(_("Đã bỏ tệp. Sổ camera không thay đổi."))
    return redirect(url_for("imports.index"))


@pages.get("/<int:import_id>/errors.csv")
@needs(Can.REGISTER_CAMERAS)
def download_faults(import_id: int) -> Response:
    """The file's rows with what is wrong beside each, to be mended and sent again."""
    kept = queries.get(session(), actor(), import_id)
    table, sheet = _sheet(kept)
    wrong: dict[int, str] = {}
    for fault in _report(kept, sheet).faults:
        wrong[fault.line] = " ".join(filter(None, (wrong.get(fault.line), f"{fault.header}: {said(fault)}")))
    return _csv(files.written(table, _("Lỗi"), wrong), f"camera-{import_id}-loi.csv")


@pages.get("/sample.csv")
@needs(Can.REGISTER_CAMERAS)
def sample() -> Response:
    """A list to begin with: the headers, and one camera."""
    return _csv(files.written(files.Table(tuple(SAMPLE), [(2, list(SAMPLE.values()))], ";")), "camera-mau.csv")


def said(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    return str(_(fault.message, **fault.facts))


def _csv(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _upload(facts: dict[str, Any]) -> CameraImport:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise errors.Invalid({"file": NO_FILE})
    content = sent.read()
    files.read(content, config().most_import_rows)
    return actions.upload(session(), actor(), sent.filename, content, facts["network_id"])


def _back(import_id: int) -> Any:
    return redirect(url_for("imports.show", import_id=import_id))


def _table(kept: CameraImport) -> Table:
    if kept.content is None:
        raise errors.WrongState()
    return files.read(kept.content, config().most_import_rows)


def _sheet(kept: CameraImport) -> tuple[Table, Sheet]:
    table = _table(kept)
    return table, schemas.shaped(table, actions.chosen(kept))


def _report(kept: CameraImport, sheet: Sheet) -> Report:
    return actions.examine(session(), actor(), sheet, wards.get(session(), kept.ward_id), kept.network_id)


def _page(import_id: int, form: Form) -> str:
    kept = queries.get(session(), actor(), import_id)
    if kept.content is None:
        return render_template("imports/show.html", kept=kept, ended=True, counts=json.loads(kept.counts))
    table, sheet = _sheet(kept)
    report = _report(kept, sheet)
    shown = report.faults[:SHOWN]
    cells = _cells(table, {fault.line for fault in shown})
    return render_template(
        "imports/show.html",
        kept=kept,
        form=form,
        typed=form.typed.get("field"),
        sheet=sheet,
        report=report,
        total=len(table.rows),
        columns=[(column, _sample(table, at)) for at, column in enumerate(sheet.columns)],
        fields=[field for field in Field if field is not Field.IGNORED],
        faults=[(fault, cells.get((fault.line, fault.header), ""), said(fault)) for fault in shown],
        network=next((text for value, text in networks.choices(session(), actor()) if value == kept.network_id), ""),
    )


def _cells(table: Table, lines: set[int]) -> dict[tuple[int, str], str]:
    """What stands in some rows, by row and header."""
    rows = (row for row in table.rows if row[0] in lines)
    return {(number, name): cell for number, row in rows for name, cell in zip(table.headers, row, strict=False)}


def _sample(table: Table, at: int) -> list[str]:
    """The first different cells of a column."""
    cells = (row[at] for _, row in table.rows[:50] if at < len(row) and row[at])
    return list(dict.fromkeys(cells))[:SAMPLES]
