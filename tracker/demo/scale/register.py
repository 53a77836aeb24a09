"""Actions: what cameras hang on, most of it made by one statement each: places, recorders, owners, networks."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    case,
    cast,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from tracker.core.database import Key
from tracker.core.vietnamese import fold, search_key, sort_key
from tracker.demo import rules
from tracker.demo.scale.expressions import DAY, Day, Moment, chosen, draw, fill, padded, written
from tracker.demo.scale.territory import WARDS
from tracker.register.networks.models import Network, ReplicationPoint
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import ConsentScope, OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.rules import Storage
from tracker.territory.wards.models import Ward

CORNERS = 997  # places that have a name of their own
KEPT = (7, 10, 12, 15, 15, 20, 30)
LAUNCHED = date(2022, 5, 1)
LAUNCH_DAY = (LAUNCHED - date(1970, 1, 1)).days
AREAS = 8  # of a network
CORNER = Table(
    "scale_corners",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in ("name", "folded", "letters", "tones", "street", "street_folded")),
    prefixes=["TEMPORARY"],
)
w, c = WARDS.c, CORNER.c


def write(session: Session, now: int) -> None:
    """Places, recorders, owners and networks of the wards, as of `now`."""
    _corners(session)
    _points(session)
    _recorders(session, now)
    _owners(session)
    _networks(session)


def each(count: ColumnElement[int]) -> tuple[Select[Any], ColumnElement[int]]:
    """So many rows for each ward, and what numbers them from 1. Counted up, as a join may begin at its wrong end."""
    first = select(w.ward_id, cast(1, Key).label("n"), count.label("count")).cte("expanded", recursive=True)
    following = select(first.c.ward_id, first.c.n + 1, first.c.count).where(first.c.n < first.c.count)
    expanded = first.union_all(following)
    return select(text("1")).select_from(expanded).join(WARDS, w.ward_id == expanded.c.ward_id), expanded.c.n


def corner_of(point_id: Any) -> ColumnElement[int]:
    """At which corner a place is."""
    return draw(point_id, 1, CORNERS)


def address_of(point_id: Any) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The address of a place whose corner is joined: as it is written, and folded."""
    number = written(1 + draw(point_id, 2, 400))
    return "Số " + number + " đường " + c.street, "so " + number + " duong " + c.street_folded


def word(index: Any, words: Sequence[str]) -> ColumnElement[str]:
    """One of several words."""
    return case(dict(enumerate(words)), value=index)


def folded_word(index: Any, words: Sequence[str]) -> ColumnElement[str]:
    """One of several words, folded."""
    return word(index, [fold(item) for item in words])


def _corners(session: Session) -> None:
    rng, rows = Random(rules.SEED), []  # noqa: S311 - made-up places, no secrets
    for id_ in range(CORNERS):
        name, street = rules.corner(rng)
        letters, tones = sort_key(name).split("!")
        words = {"name": name, "folded": fold(name), "street": street, "street_folded": fold(street)}
        rows.append({"id": id_, "letters": letters, "tones": tones, **words})
    CORNER.create(session.connection())
    session.execute(insert(CORNER), rows)


def _points(session: Session) -> None:
    rows, number = each(w.points)
    id_ = w.first_point + number - 1
    address, folded = address_of(id_)
    has_place = draw(id_, 3, 20) > 0
    values = {
        "id": id_,
        "ward_id": w.ward_id,
        "name": c.name,
        "address": address,
        "latitude": case((has_place, w.latitude + _degrees_off(id_, 4))),
        "longitude": case((has_place, w.longitude + _degrees_off(id_, 6))),
        "sign_posted": case((draw(id_, 8, 5) > 0, draw(id_, 9, 4) > 0)),
        "search_key": c.folded + " " + folded,
        "sort_key": c.letters + "!" + c.tones,
        "version": 1,
    }
    fill(session, InstallationPoint, values, rows.join(CORNER, c.id == corner_of(id_)))


def _degrees_off(point_id: Any, salt: int) -> ColumnElement[Any]:
    """How far from its ward's middle a place is: at most 600 m, more often near; eight of a street lie together."""
    street = point_id // 8
    millionths = draw(street, salt, 5401) + draw(street, salt + 1, 5401) - 5400 + draw(point_id, salt, 601) - 300
    return cast(millionths, Float) / 1e6


def _recorders(session: Session, now: int) -> None:
    rows, number = each(w.recorders)
    id_ = w.first_recorder + number - 1
    timed = draw(id_, 12, 10) < 7
    values = {
        "id": id_,
        "ward_id": w.ward_id,
        "code": "DG-" + Ward.code + "-" + padded(number, 5),
        "place": "Nhà văn hóa khu " + written(number),
        "model": chosen(id_, 11, ("Dahua XVR5116", "Hikvision DS-7216", "KBVision KX-D8116", "Tiandy TC-R3116")),
        "storage": Storage.RECORDER.value,
        "retention_days": days_of_recorder(id_),
        "retention_measured_on": case((draw(id_, 13, 10) < 4, Day(now // DAY - draw(id_, 14, 300)))),
        "clock_offset_seconds": case((timed, draw(id_, 15, 601) - 300)),
        "clock_checked_at": case((timed, Moment(now - draw(id_, 16, 300) * DAY))),
        "version": 1,
    }
    fill(session, Recorder, values, rows.join(Ward, Ward.id == w.ward_id))


def days_of_recorder(recorder_id: Any) -> ColumnElement[int]:
    """The days of footage that a recorder keeps."""
    return chosen(recorder_id, 10, KEPT)


def _owners(session: Session) -> None:
    """The first owner of a ward is its police; of the others three in four are households."""
    rows, number = each(w.owners)
    id_, is_police = w.first_owner + number - 1, number == 1
    is_firm = draw(id_, 20, 4) == 0
    given_name = draw(id_, 22, len(rules.GIVEN))
    shop = draw(id_, 23, len(rules.SHOPS))
    person = word(draw(id_, 21, len(rules.SURNAMES)), rules.SURNAMES) + " " + word(given_name, rules.GIVEN)
    firm = word(shop, rules.SHOPS) + " " + word(given_name, rules.GIVEN)
    firm_folded = folded_word(shop, rules.SHOPS) + " " + folded_word(given_name, rules.GIVEN)
    others_kind = case((is_firm, OwnerKind.FIRM.value), else_=OwnerKind.HOUSEHOLD.value)
    values = {
        "id": id_,
        "ward_id": w.ward_id,
        "kind": case((is_police, OwnerKind.WARD.value), else_=others_kind),
        "name": case((is_police, "Công an " + Ward.name), (is_firm, firm), else_=person),
        "phone": "+8491200" + padded(draw(id_, 24, 10_000), 4),
        "address": "Số " + written(1 + draw(id_, 25, 240)),
        "consent_scope": case((~is_police, ConsentScope.CONNECTED.value)),
        "consent_on": case((~is_police, Day(LAUNCH_DAY + draw(id_, 26, 300)))),
        "consent_paper": case((is_police, ""), else_="CK-" + padded(number, 6)),
        "search_key": case((is_police, "cong an " + Ward.search_key), (is_firm, firm_folded), else_=""),
        "version": 1,
    }
    fill(session, Owner, values, rows.join(Ward, Ward.id == w.ward_id))


def _networks(session: Session) -> None:
    """One of each ward, with its areas."""
    wards = session.execute(select(w.network_id, Ward).join(Ward, Ward.id == w.ward_id).order_by(w.network_id)).all()
    session.execute(insert(Network), [_network(id_, ward) for id_, ward in wards])
    areas = [f"Tổ dân phố số {number}" for number in range(1, AREAS + 1)]
    points = [{"network_id": id_, "name": name, "started_on": LAUNCHED} for id_, _ in wards for name in areas]
    session.execute(insert(ReplicationPoint), [{**point, "ended_on": None} for point in points])


def _network(id_: int, ward: Ward) -> dict[str, Any]:
    code, name, lead = f"MH-{ward.code}", f"Camera giám sát ANTT {ward.name}", f"Công an {ward.name}"
    facts = {"id": id_, "code": code, "name": name, "lead": lead, "ward_id": ward.id, "version": 1}
    facts |= {"launched_on": LAUNCHED, "launch_decision": "12/QĐ-UBND", "funding": "Xã hội hóa"}
    facts |= {"closed_on": None, "closing_decision": ""}
    return {**facts, "search_key": search_key(code, name, lead), "sort_key": sort_key(name)}
