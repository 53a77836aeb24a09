"""Exports as jobs."""

import io
from collections.abc import Mapping
from typing import Any

from tracker.core import clock
from tracker.core.permissions import Can, permits
from tracker.exchange.exports import actions, file_writers, rules
from tracker.exchange.exports.rules import FileKind
from tracker.jobs import actions as jobs
from tracker.jobs.models import JobFile
from tracker.jobs.worker import Run
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter


def export_list(run: Run) -> Mapping[str, Any]:
    """Write the cameras of a filter into a file that whoever asked for it fetches from the job's page."""
    kind, filter_args, out = FileKind(run.arguments["format"]), run.arguments["asked"], io.BytesIO()
    criteria = CameraCriteria(**CameraFilter().load(filter_args))
    with run.reading() as session:
        count = actions.export(session, run.actor, criteria, kind, out, run.report_progress)
    name = rules.file_name(kind, clock.today(), rounded=not permits(run.actor, Can.EXPORT_EXACT_PLACES))
    with run.writing() as session:
        if session.get(JobFile, run.id):  # kept before its worker died
            return {"file": name}
        jobs.keep_file(session, run.id, name, file_writers.MEDIA[kind], out.getvalue())
        actions.note(session, run.actor, kind, filter_args, count)
    return {"file": name}
