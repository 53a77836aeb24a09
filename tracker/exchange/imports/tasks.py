"""Long work on imports: reading, applying and undoing lists that are too long to wait for. Each may be run again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.exchange.imports import actions, plan_writer, preview, queries, undo
from tracker.exchange.imports.models import CameraImport
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.rules import ListSheet
from tracker.exchange.imports.tables import Table
from tracker.jobs import actions as jobs
from tracker.jobs.worker import Run

READ, MATCH, PREPARE, WRITE = N_("đọc tệp"), N_("so với sổ"), N_("chuẩn bị"), N_("ghi vào sổ")


def read_list(run: Run) -> Mapping[str, Any]:
    """Try a list out and keep what that told; with the list and its faults as a file where some rows are wrong."""
    with run.reading() as session:
        kept, table, sheet = _read(run, session)
        plan = _plan(run, session, kept, sheet)
        told = preview.report_as_json(table, sheet, plan)
    content, kind, ending = preview.with_faults(table, plan) if plan.faults else (b"", "", "")
    with run.writing() as session:
        kept = _kept(run, session)
        actions.note_report(session, kept, told)
        if content:
            jobs.keep_file(session, run.id, f"camera-{kept.id}-loi.{ending}", kind, content)
    return {"url": _url(run)}


def apply_list(run: Run) -> Mapping[str, Any]:
    """Apply a list as it was shown: drawn up while others go on writing, written in one go."""
    with run.reading() as session:
        kept = queries.get(session, run.actor, run.arguments["import_id"])
        if kept.applied_at is not None:  # the worker that did it died before it could say so
            return {"url": _url(run)}
        kept, table, sheet = _read(run, session)
        plan = _plan(run, session, kept, sheet)
    plan_writer.prepare(plan, lambda done, total: run.tick(done, total, PREPARE))
    try:
        with run.writing() as session:
            kept = _kept(run, session)
            if not actions.is_as_planned(session, plan):
                plan = _plan(run, session, kept, sheet)
            actions.finish(session, run.actor, kept, plan, lambda done, total: run.tick(done, total, WRITE))
    except actions.PlanOutdated as error:
        with run.writing() as session:
            actions.note_report(session, _kept(run, session), preview.report_as_json(table, sheet, error.plan))
        raise
    return {"url": _url(run)}


def undo_list(run: Run) -> Mapping[str, Any]:
    """Write everything back as it was before an import."""
    with run.writing() as session:
        kept = queries.get(session, run.actor, run.arguments["import_id"])
        if kept.undone_at is None:
            undo.undo(session, run.actor, kept.id, lambda done, total: run.tick(done, total, WRITE), own=run.id)
    return {"url": _url(run)}


def _kept(run: Run, session: Session) -> CameraImport:
    """The import that this job is about. WrongState when it is in other hands by now."""
    kept = queries.get(session, run.actor, run.arguments["import_id"])
    if kept.job_id != run.id or kept.content is None:
        raise errors.WrongState()
    return kept


def _read(run: Run, session: Session) -> tuple[CameraImport, Table, ListSheet]:
    kept = _kept(run, session)
    table = preview.table_of_import(kept, run.arguments["most"])
    sheet = preview.sheet_of_import(session, kept, table, lambda done, total: run.tick(done, total, READ))
    return kept, table, sheet


def _plan(run: Run, session: Session, kept: CameraImport, sheet: ListSheet) -> ImportPlan:
    if not sheet.coded:
        return ImportPlan(sheet.columns)
    return actions.plan_of(session, run.actor, kept, sheet, lambda done, total: run.tick(done, total, MATCH))


def _url(run: Run) -> str:
    return f"/imports/{run.arguments['import_id']}"
