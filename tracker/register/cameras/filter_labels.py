"""Queries: a filter of cameras told in words, part by part: for chips above a list, for print, for the log."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.fields import FIELDS
from tracker.register.cameras.filters import CameraCriteria
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.places import queries as places
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward


class FilterLabel(NamedTuple):
    """One part of a filter: its name in the address; label and value in words, the label a translation key."""

    name: str
    label: str
    value: str | LabeledEnum


LABELS = {field.name: field.label for field in FIELDS}
PLAIN = {
    "q": N_("Tìm"),
    **{name: LABELS[name] for name in ("connection", "health", "form", "storage")},
    "owner_kind": N_("Loại chủ camera"),
    "gap": N_("Còn thiếu"),
}
# What is told by its name: the column that holds it, and who may know of it.
NAMED: dict[str, tuple[str, Any, Callable[[Reach], ColumnElement[bool]]]] = {
    "ward_id": (N_("Phường, xã"), Ward.name, lambda reach: true()),
    "network_id": (N_("Mô hình"), Network.name, networks.scope),
    "recorder_id": (N_("Đầu ghi"), Recorder.code, recorders.scope),
    "point_id": (N_("Điểm lắp đặt"), InstallationPoint.name, places.scope),
}
HERE, REMOVED, VOIDED = N_("Chỉ trong khung bản đồ"), N_("Camera đã tháo dỡ"), N_("Camera đã hủy, đã gộp")


def filter_labels(session: Session, viewer: Viewer, criteria: CameraCriteria) -> list[FilterLabel]:
    """The parts of a filter that narrow it, in words. What the viewer may not know of is told by its number."""
    parts = [FilterLabel(name, label, value) for name, label in PLAIN.items() if (value := getattr(criteria, name))]
    for name, (label, column, scope) in NAMED.items():
        number = getattr(criteria, name)
        if number is not None:
            statement = select(column).where(column.class_.id == number, scope(viewer.reach))
            parts.append(FilterLabel(name, label, session.scalar(statement) or f"#{number}"))
    if criteria.owner_id is not None:
        parts.append(FilterLabel("owner_id", LABELS["owner_id"], f"#{criteria.owner_id}"))
    ticks = (("box", HERE), ("removed", REMOVED), ("voided", VOIDED))
    parts += [FilterLabel(name, label, "") for name, label in ticks if getattr(criteria, name)]
    return parts
