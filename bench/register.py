"""A register of the size it was built for: very many cameras in one ward, some in each of many others.

`python -m bench.register URL` fills an empty database; `--big`, `--wards` and `--each` say how much of what.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from tracker import tables
from tracker.core import clock
from tracker.core.database import Database
from tracker.core.vietnamese import search_key, sort_key
from tracker.demo import rules as demo
from tracker.register.cameras.actions import enter, keys
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.rules import Storage
from tracker.territory.wards import actions as wards
from tracker.territory.wards import queries as units
from tracker.territory.wards.models import Ward

BIG_WARD = "14797"  # Hạc Thành: four wards went into it
CHUNK = 2000
Row = dict[str, Any]


class Register:
    """Writes what hangs in one ward after the other, numbering as it goes. The same seed makes the same register."""

    def __init__(self, session: Session, seed: int = 1) -> None:
        self.session, self.rng = session, Random(seed)  # noqa: S311 - made-up cameras, no secrets
        self.made = 0

    def fill(self, ward: Ward, cameras: int, place: tuple[float, float]) -> None:
        """So many cameras in a ward around a place, with a network, recorders and owners for them."""
        network = self._network(ward)
        recorders = self._many(Recorder, (self._recorder(ward, number) for number in range(1, 2 + cameras // 12)))
        owners = self._many(Owner, (self._owner(ward, number) for number in range(1 + cameras // 3)))
        for start in range(0, cameras, CHUNK):
            numbers = range(start + 1, min(start + CHUNK, cameras) + 1)
            points = [self._point(ward, place) for _ in numbers]
            ids = self._many(InstallationPoint, points)
            cameras_to_add = zip(numbers, ids, points, strict=True)
            enter(
                self.session,
                self._many(
                    Camera,
                    (
                        self._camera(ward, *numbered_place, network, recorders, owners)
                        for numbered_place in cameras_to_add
                    ),
                ),
            )
        self.made += cameras

    def _many(self, table: type[Any], rows: Iterator[Row] | list[Row]) -> list[int]:
        """The ids of the rows, which are written in pieces."""
        ids: list[int] = []
        remaining = iter(rows)
        while chunk := list(islice(remaining, CHUNK)):
            statement = insert(table).returning(table.id, sort_by_parameter_order=True)
            ids += self.session.scalars(statement, chunk)
        return ids

    def _network(self, ward: Ward) -> int:
        name = f"Camera giám sát ANTT {ward.name}"
        row = Network(code=f"MH-{ward.code}", name=name, ward_id=ward.id, launched_on=date(2022, 5, 1))
        row.launch_decision, row.lead, row.closing_decision = "12/QĐ-UBND", f"Công an {ward.name}", ""
        row.search_key, row.sort_key = search_key(row.code, name), sort_key(name)
        self.session.add(row)
        self.session.flush()
        return row.id

    def _recorder(self, ward: Ward, number: int) -> Row:
        facts = {"ward_id": ward.id, "code": f"DG-{ward.code}-{number:05d}", "place": "Nhà văn hóa", "model": "NVR"}
        return {**facts, "storage": Storage.RECORDER, "retention_days": self.rng.choice((7, 15, 30)), "version": 1}

    def _owner(self, ward: Ward, number: int) -> Row:
        facts = {"ward_id": ward.id, "kind": self.rng.choice(list(OwnerKind)), "name": demo.person(self.rng)}
        facts |= {"phone": f"+8491200{number % 10000:04d}", "address": "Số 1", "consent_paper": f"CK-{number:06d}"}
        return {**facts, "consent_on": date(2024, 3, 1), "version": 1}

    def _point(self, ward: Ward, place: tuple[float, float]) -> Row:
        name, street = demo.corner(self.rng)
        coordinates = demo.scattered(self.rng, *place) if self.rng.random() < 0.95 else (None, None)
        address = f"Số {self.rng.randint(1, 400)} đường {street}"
        facts = {
            "ward_id": ward.id,
            "name": name,
            "address": address,
            "latitude": coordinates[0],
            "longitude": coordinates[1],
        }
        return {**facts, "search_key": search_key(name, address), "sort_key": sort_key(name), "version": 1}

    def _camera(
        self, ward: Ward, number: int, point: int, point_row: Row, network: int, recorders: list[int], owners: list[int]
    ) -> Row:
        rng, code, name = self.rng, f"CAM-{number:06d}", f"{point_row['name']} {number}"
        health, checked = self._health()
        facts = {"code": code, "name": name, "registered_ward_id": ward.id, "ward_id": ward.id, "point_id": point}
        facts |= {"network_id": network if rng.random() < 0.8 else None, "owner_id": rng.choice(owners)}
        facts |= {"recorder_id": rng.choice(recorders), "storage": Storage.RECORDER, "retention_days": None}
        facts |= {"connection": Connection.POLICE if rng.random() < 0.3 else Connection.MOBILISABLE}
        facts |= {
            "form": rng.choice(list(CameraForm)),
            "model": rng.choice(demo.MAKERS),
            "manager": f"Công an {ward.name}",
        }
        facts |= {"bearing": float(rng.randrange(360)) if rng.random() < 0.85 else None, "view_angle": 90.0}
        facts |= {"reach_m": 40.0, "installed_on": date(2019, 1, 1) + timedelta(days=rng.randrange(2500)), "note": ""}
        facts |= {"removed_on": date(2025, 5, 1) if rng.random() < 0.03 else None, "version": 1}
        return {
            **facts,
            "health": health,
            "checked_at": checked,
            **keys(code, name, point_row["name"], point_row["address"]),
        }

    def _health(self) -> tuple[Health, Any]:
        """A third is dead, a fifth was never looked at."""
        if self.rng.random() < 0.2:
            return Health.UNKNOWN, None
        checked_at = clock.now() - timedelta(minutes=self.rng.randrange(90 * 1440))
        return (Health.BROKEN if self.rng.random() < 0.4 else Health.WORKING), checked_at


def make(database: Database, big: int, other_wards: int, each: int) -> int:
    """Fill an empty database: `big` cameras in one ward, `each` in `other_wards`. How many cameras."""
    tables.upgrade(database)
    with database.writing() as session:
        wards.load(session, None)
        register = Register(session)
        present = units.present(session)
        for ward in sorted(present, key=lambda ward: ward.code != BIG_WARD)[: other_wards + 1]:
            place = (ward.latitude or 19.8067, ward.longitude or 105.7852)
            register.fill(ward, big if ward.code == BIG_WARD else each, place)
    if not database.embedded:  # what a server's own upkeep does sooner or later
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    return register.made


def main() -> None:
    """Read the command line, fill the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    for name, default in (("--big", 100_000), ("--wards", 2000), ("--each", 25)):
        parser.add_argument(name, type=int, default=default)
    options = parser.parse_args()
    database = Database(options.url)
    print(make(database, options.big, options.wards, options.each), "cameras")  # noqa: T201 - a command line program
    database.dispose()


if __name__ == "__main__":
    main()
