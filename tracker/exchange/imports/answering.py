"""Actions: what whoever sent a list answers to what it leaves open, once for the whole list."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.exchange.imports.actions import waiting
from tracker.exchange.imports.answers import OUTSIDE, Answers, as_kept
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.options import import_options
from tracker.register.networks import queries as networks


def answer(
    session: Session, actor: Viewer, import_id: int, version: int, given_answers: Mapping[str, Any]
) -> ListImport:
    """Keep the answers to a list of cameras; what is not answered stays open. WrongState for a list of cases."""
    import_ = waiting(session, actor, import_id, version)
    if import_.kind.of_cases:
        raise errors.WrongState()
    answers = Answers(**given_answers)
    network_id = None if answers.network in (None, OUTSIDE) else answers.network
    import_.network_id = networks.id_within(session, actor, network_id)
    import_.mapping = replace(import_options(import_), answers=answers).dumped()
    import_.report = ""
    session.flush()
    record(session, actor, "import:answers", import_, answers=as_kept(answers))
    return import_
