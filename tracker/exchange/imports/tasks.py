"""Long work on imports: reading, applying and undoing lists that are too long to wait for. Each may be run again."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.exchange.imports import actions, plan_writer, preview, queries, undo
from tracker.exchange.imports.kinds import Plan
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.rules import ListSheet
from tracker.exchange.imports.tables import Table
from tracker.jobs import actions as jobs
from tracker.jobs.worker import Run

READ, MATCH, PREPARE, WRITE = N_("đọc tệp"), N_("so với sổ"), N_("chuẩn bị"), N_("ghi vào sổ")


def read_list(run: Run) -> Mapping[str, Any]:
    """Try a list out and keep what that told; with the list and its faults as a file where some rows are wrong."""
    with run.reading() as session:
        import_, table, sheet = _read_import(run, session)
        plan = _plan(run, session, import_, sheet)
        report = preview.report_as_json(table, sheet, plan)
    content, kind, ending = preview.with_faults(table, plan) if plan.faults else (b"", "", "")
    with run.writing() as session:
        import_ = _import_of_job(run, session)
        actions.note_report(session, import_, report)
        if content:
            jobs.keep_file(session, run.id, preview.faults_name(import_, ending), kind, content)
    return {"url": _url(run)}


def apply_list(run: Run) -> Mapping[str, Any]:
    """Apply a list as it was shown: drawn up while others go on writing, written in one go."""
    with run.reading() as session:
        import_ = queries.get(session, run.actor, run.arguments["import_id"])
        if import_.applied_at is not None:  # the worker that did it died before it could say so
            return {"url": _url(run)}
        import_, table, sheet = _read_import(run, session)
        plan = _plan(run, session, import_, sheet)
    if isinstance(plan, ImportPlan):
        plan_writer.prepare(plan, partial(run.report_progress, doing=PREPARE))
    try:
        with run.writing() as session:
            import_ = _import_of_job(run, session)
            if not actions.is_as_planned(session, import_, plan):
                plan = _plan(run, session, import_, sheet)
            actions.finish(session, run.actor, import_, plan, partial(run.report_progress, doing=WRITE))
    except actions.PlanOutdated as error:
        with run.writing() as session:
            actions.note_report(session, _import_of_job(run, session), preview.report_as_json(table, sheet, error.plan))
        raise
    return {"url": _url(run)}


def undo_list(run: Run) -> Mapping[str, Any]:
    """Write everything back as it was before an import."""
    with run.writing() as session:
        import_ = queries.get(session, run.actor, run.arguments["import_id"])
        if import_.undone_at is None:
            undo.undo(session, run.actor, import_.id, partial(run.report_progress, doing=WRITE), own_job_id=run.id)
    return {"url": _url(run)}


def _import_of_job(run: Run, session: Session) -> ListImport:
    """The import that this job is about. WrongState when it is in other hands by now."""
    import_ = queries.get(session, run.actor, run.arguments["import_id"])
    if import_.job_id != run.id or import_.content is None:
        raise errors.WrongState()
    return import_


def _read_import(run: Run, session: Session) -> tuple[ListImport, Table, ListSheet]:
    import_ = _import_of_job(run, session)
    table = preview.table_of_import(import_, run.arguments["most"])
    sheet = preview.sheet_of_import(session, import_, table, partial(run.report_progress, doing=READ))
    return import_, table, sheet


def _plan(run: Run, session: Session, import_: ListImport, sheet: ListSheet) -> Plan:
    if not sheet.coded:
        return ImportPlan(sheet.columns)
    return actions.plan_of(session, run.actor, import_, sheet, partial(run.report_progress, doing=MATCH))


def _url(run: Run) -> str:
    return f"/imports/{run.arguments['import_id']}"
