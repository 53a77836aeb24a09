"""Exports as jobs."""

import io
from collections.abc import Mapping
from typing import Any

from tracker.core import clock
from tracker.exchange.exports import actions, file_writers, rules
from tracker.exchange.exports.rules import FileKind
from tracker.jobs import actions as jobs
from tracker.jobs.models import JobFile
from tracker.jobs.worker import Run
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter


def export_list(run: Run) -> Mapping[str, Any]:
    """Write the cameras of a filter into a file that its keeper fetches from the job's page."""
    kind, asked, out = FileKind(run.arguments["format"]), run.arguments["asked"], io.BytesIO()
    wanted = CameraCriteria(**CameraFilter().load(asked))
    with run.reading() as session:
        count = actions.export(session, run.actor, wanted, kind, out, run.tick)
    name = rules.file_name(kind, clock.today(), rounded=not rules.exact(run.actor.role))
    with run.writing() as session:
        if session.get(JobFile, run.id):  # kept before its worker died
            return {"file": name}
        jobs.keep_file(session, run.id, name, file_writers.MEDIA[kind], out.getvalue())
        actions.note(session, run.actor, kind, asked, count)
    return {"file": name}
