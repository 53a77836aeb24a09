"""Models: what an import is drawn up as: a draft for each camera, and the plan of all that would be written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Row

from tracker.exchange.imports.field_sets import MappedColumn
from tracker.exchange.imports.rules import ListRow, Report, RowFault
from tracker.register.cameras.rules import Health
from tracker.territory.wards.models import Ward

SHOWN = 50  # changed cameras that a report tells in full

# A point to be found or made: ward, name, latitude, longitude; by its address too where nobody knows its coordinates.
MapPlace = tuple[int, str, float | None, float | None, str]


class UndoObstacle(NamedTuple):
    """What keeps an import from being undone: a camera, an incident or a request, and why (a translation key)."""

    what: str
    id: int
    code: str
    why: str


class FarRow(NamedTuple):
    """A camera that would stand farther from the middle of its ward than the ward's area explains."""

    line: int
    code: str
    km: int
    ward: str


class RegisteredCamera(NamedTuple):
    """A point as the register has it."""

    name: str
    address: str
    version: int


@dataclass(slots=True)
class CameraDraft:
    """What a line asks for. `camera` is the one it is about, None for a new one; `values` its columns to be written.

    `point` is the id of a point, or a place where one is to be made.
    """

    code: str
    ward_id: int
    camera: Row[Any] | None
    values: dict[str, Any]
    point: int | MapPlace
    keys: dict[str, str] | None = None  # search and sort keys, made before anything is written
    line: int = 0  # of the list
    health: Health | None = None  # where that is news, as seen on a day, or today
    checked_on: date | None = None


@dataclass
class ImportPlan:
    """All that an import would write, and what is wrong with the list. `state` is the register it was drawn up on."""

    columns: tuple[MappedColumn, ...]
    new: list[CameraDraft] = field(default_factory=list)
    changed: list[CameraDraft] = field(default_factory=list)
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)
    known: dict[int, RegisteredCamera] = field(default_factory=dict)  # points that are there, by id
    addresses: dict[int | MapPlace, str] = field(default_factory=dict)  # of points to be made or mended
    wards: dict[int, Ward] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)  # codes that are almost in the register, and what they are there
    far: list[FarRow] = field(default_factory=list)
    twins: dict[str, str] = field(default_factory=dict)  # new codes that are almost an earlier one of the list
    names: dict[tuple[str, int], str] = field(default_factory=dict)  # of networks and recorders, by column and id
    lines: Sequence[ListRow] = ()  # as they were matched, each with a code
    undecided: dict[str, int] = field(default_factory=dict)  # new cameras of which nobody says it, by question
    scope: frozenset[int] = frozenset()  # the wards whose cameras and points it was matched with
    state: tuple[Any, ...] = ()

    def report(self) -> Report:
        """The plan in figures."""
        counts = {"new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged}
        counts["wrong"] = len({fault.line for fault in self.faults})
        order = {column.header: index for index, column in enumerate(self.columns)}
        faults = sorted(self.faults, key=lambda fault: (fault.line, order.get(fault.header, -1)))
        changes = [(draft.code, self._name(draft), self._changes_of(draft)) for draft in islice(self.changed, SHOWN)]
        return Report(
            counts,
            faults,
            self.columns,
            changes,
            self.near,
            self.digest(),
            twins=self.twins,
            far=self.far,
            undecided=self.undecided,
        )

    def digest(self) -> str:
        """Another one for every plan that would write anything else, or over anything else."""
        sha256 = hashlib.sha256()
        for draft in self.new:
            sha256.update(f"{draft.ward_id} {draft.code}\n".encode())
        for draft in self.changed:
            if draft.camera is not None:
                sha256.update(
                    f"{draft.camera.id} {draft.camera.version} {' '.join(draft.values)}{draft.health or ''}\n".encode()
                )
        return sha256.hexdigest()

    def _name(self, draft: CameraDraft) -> str:
        return str(draft.values.get("name") or (draft.camera.name if draft.camera is not None else ""))

    def _changes_of(self, draft: CameraDraft) -> Mapping[str, tuple[Any, Any]]:
        """What would change of a camera and its place: {field: (before, after)}."""
        camera = draft.camera
        if camera is None:
            return {}
        changes = {
            name: (self._json_value(name, getattr(camera, name)), self._json_value(name, value))
            for name, value in draft.values.items()
        }
        changes |= {"health": (camera.health, draft.health)} if draft.health else {}
        return {**changes, **dict(self._place_changes(draft, camera))}

    def _json_value(self, name: str, value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        return self.names.get((name, value), value) if name in ("network_id", "recorder_id") else value

    def _place_changes(self, draft: CameraDraft, camera: Row[Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
        point = draft.point
        place = self.known[point].name if isinstance(point, int) else point[1]
        if place != camera.place:
            yield "place", (camera.place, place)
        if not isinstance(point, int):
            yield from (
                (name, (getattr(camera, name), value)) for name, value in zip(_DEGREES, point[2:4], strict=True)
            )
        if (address := self.addresses.get(point, camera.address)) != camera.address:
            yield "address", (camera.address, address)


_DEGREES = ("latitude", "longitude")


def place_of(ward_id: int, name: str, latitude: float | None, longitude: float | None, address: str) -> MapPlace:
    """The place that a point stands for."""
    return ward_id, name, latitude, longitude, address if latitude is None else ""
