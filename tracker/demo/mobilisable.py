"""The demonstration's cameras that are not connected: households let footage be taken when something has happened."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

from tracker.demo import rules
from tracker.demo.register import Book, Row, Tenure, places
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import ConsentScope, OwnerKind
from tracker.register.recorders.rules import Storage
from tracker.territory.wards.models import Ward

MOBILISED = (ConsentScope.ON_REQUEST, ConsentScope.ASK_EACH_TIME)


def write(book: Book, rng: Random, tenures: Mapping[str, Sequence[Tenure]]) -> None:
    """Cameras of households that are not connected: footage is asked for when something has happened."""
    shares = rules.spread(rules.MOBILISABLE, [unit.weight for unit in rules.UNITS], least=2)
    for unit, network, how_many in zip(rules.UNITS, list(book.rows[Network]), shares, strict=True):
        ward = tenures[unit.code][0].ward
        camera_count = len(book.eyes[unit.code])
        for number, place in enumerate(places(book, rng, unit, ward, how_many)):
            owner = _household(book, rng, ward, network, number)
            code = f"{unit.letters}-{camera_count + number + 1:03d}"
            book.add(Camera, **_mobilisable(rng, code, network, place, owner))


def _household(book: Book, rng: Random, ward: Ward, network: Row, number: int) -> Row:
    agreed = network["launched_on"] + timedelta(days=rng.randint(0, 300))
    return book.add(
        Owner,
        ward_id=ward.id,
        kind=OwnerKind.HOUSEHOLD,
        name=rules.person(rng),
        phone=f"+8491400{rng.randint(0, 9999):04d}",
        address=f"Số {rng.randint(1, 240)} {rng.choice(rules.STREET_NAMES)}",
        night_phone="",
        consent_scope=MOBILISED[number % len(MOBILISED)],
        consent_on=agreed,
        consent_paper=f"CK-{rng.randint(1, 999):03d}",
        consent_withdrawn_on=None,
        search_key="",
    )


def _mobilisable(rng: Random, code: str, network: Row, point: Row, owner: Row) -> Row:
    model = rng.choice(rules.MAKERS)
    width_px = rules.WIDTHS_PX[rules.MAKERS.index(model)]
    return {
        "code": code,
        "name": point["name"],
        "registered_ward_id": network["ward_id"],
        "ward_id": network["ward_id"],
        "point_id": point["id"],
        "recorder_id": None,
        "network_id": None,
        "owner_id": owner["id"],
        "connection": Connection.MOBILISABLE,
        "form": CameraForm.FIXED,
        "model": model,
        "manager": "",
        "bearing": float(rng.randrange(0, 360, 5)),
        "view_angle": float(rng.randrange(70, 115, 5)),
        "reach_m": rules.noted_reach(width_px, float(rng.randrange(15, 45, 5))),
        "width_px": width_px,
        "storage": rng.choice((Storage.CARD, Storage.CLOUD)),
        "retention_days": rng.choice((7, 7, 10, 14)),
        "installed_on": owner["consent_on"],
        "removed_on": None,
        "health": Health.UNKNOWN,
        "checked_at": None,
        "note": "",
        **cameras.keys(code, point["name"], point["name"], point["address"], model),
    }
