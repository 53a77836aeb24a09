"""Actions: the networks and recorders that rows of a list may name, by code or name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.exchange.imports import queries
from tracker.register.visibility import OPERATOR

UNKNOWN_NETWORK = N_("Không có mô hình này trong phạm vi của bạn.")
SEVERAL_NETWORKS = N_("Có nhiều mô hình cùng tên này. Hãy ghi mã mô hình.")
UNKNOWN_RECORDER = N_("Không có đầu ghi mang mã này trong sổ của phường, xã.")
SEVERAL_RECORDERS = N_("Nhiều đầu ghi của các phường, xã cũ cùng mang mã này.")
CLOSED = N_("Mô hình này đã kết thúc nên không nhận thêm camera.")


class References:
    """What one list may name. `names` are the codes of networks and recorders, by column and id."""

    def __init__(self, session: Session, viewer: Viewer | None, ward_ids: frozenset[int]) -> None:
        self.names: dict[tuple[str, int], str] = {}
        self._networks: dict[str, set[int]] = {}
        self._closed: set[int] = set()
        for row in queries.networks_known(session, viewer.reach if viewer else OPERATOR):
            self.names["network_id", row.id] = row.code
            self._closed |= {row.id} if row.closed_on else set()
            for name in {fold(row.code), fold(row.name)}:
                self._networks.setdefault(name, set()).add(row.id)
        self._recorders: dict[str, set[int]] = {}
        for row in queries.recorders_of(session, viewer.wards if viewer else ward_ids):
            self.names["recorder_id", row.id] = row.code
            self._recorders.setdefault(fold(row.code), set()).add(row.id)

    @property
    def has_running_network(self) -> bool:
        """Whether there is a network that a new camera could join."""
        return any(column == "network_id" and key not in self._closed for column, key in self.names)

    def linked(self, facts: Mapping[str, Any], camera: Row[Any] | None) -> tuple[dict[str, int], dict[str, str]]:
        """The ids that a row names, by column, of several the camera's own; what is wrong, by the row's field."""
        link_fields = (
            ("network_id", "network_code", self._networks, UNKNOWN_NETWORK, SEVERAL_NETWORKS),
            ("recorder_id", "recorder_code", self._recorders, UNKNOWN_RECORDER, SEVERAL_RECORDERS),
        )
        linked_ids: dict[str, int] = {}
        messages: dict[str, str] = {}
        for column, name, ids, unknown, several in link_fields:
            if code := facts.get(name):
                own_id = {getattr(camera, column, None)}
                matching_ids = ids.get(fold(code), set())
                matching_ids = matching_ids & own_id or matching_ids
                if len(matching_ids) != 1:
                    messages[name] = several if matching_ids else unknown
                elif column == "network_id" and matching_ids & self._closed - own_id:
                    messages[name] = CLOSED
                linked_ids[column] = next(iter(matching_ids), 0)
        return linked_ids, messages
