"""Presenters: what the page of one import shows beside its report."""

import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from tracker.core.i18n import N_
from tracker.core.permissions import permits
from tracker.core.viewer import Viewer
from tracker.exchange.imports import preview, queries
from tracker.exchange.imports.answers import OUTSIDE
from tracker.exchange.imports.kinds import kind_of
from tracker.exchange.imports.list_facts import choices_of
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.options import import_options
from tracker.register.networks import queries as networks

NO_NETWORK = N_("Ngoài mô hình")


def page_facts(session: Session, viewer: Viewer, import_: ListImport) -> dict[str, Any]:
    """What the page of an import is drawn with, by name."""
    kind = kind_of(import_)
    is_open = import_.content is not None and not import_.kind.of_cases
    choices = network_choices(session, viewer) if is_open or import_.network_id is not None else []
    return {
        "import_": import_,
        "uploader": queries.uploader_of(session, import_),
        "report": preview.report_of(import_),
        "meant": import_options(import_),
        "counts": json.loads(import_.counts),
        "fields": kind.fields.readable,
        "may_undo": permits(viewer, kind.can, import_),
        "network": next((text for value, text in choices if value == import_.network_id), ""),
        "networks": choices,
        "usual_network": queries.usual_network(session, import_.ward_id) if is_open and import_.ward_id else None,
        "choices_of": choices_of,
        "sentence": preview.sentence,
    }


def network_choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """The networks that cameras of a list may join, and none: (number, name)."""
    return [(OUTSIDE, _(NO_NETWORK)), *networks.choices(session, viewer)]


def what_was_written(import_: ListImport) -> str:
    """What an import did, in one sentence."""
    counts = json.loads(import_.counts)
    if not import_.kind.of_cases:
        count = counts["new"] + counts["changed"]
        message = ngettext("Đã nhập %(num)d camera.", "Đã nhập %(num)d camera.", count)
        return str(message) if count else str(_("Sổ camera không đổi."))
    if not counts["new"]:
        return str(_("Mọi dòng đã có trong sổ từ trước; không đổi gì."))
    return str(_("Đã nhập %(incidents)s vụ việc, %(requests)s phiếu, %(lines)s lượt camera.", **counts))
