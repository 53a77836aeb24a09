"""Loading outlines of wards from a GeoJSON file of the operator's own."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from shapely import MultiPolygon
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Actor, Can
from tracker.territory.boundaries import rules
from tracker.territory.boundaries.models import Boundary
from tracker.territory.boundaries.rules import Flaw
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

MOST_BYTES = 50 * 1024 * 1024
MOST_POINTS = 2_000_000
MOST_FEATURES = 20_000
AT_ONCE = 500

NOT_GEOJSON = N_("Tệp không phải GeoJSON kiểu FeatureCollection.")
TOO_LARGE = N_("Tệp quá lớn: nhiều nhất 50 MB và 2 triệu điểm.")
NO_CODES = N_("Không thấy thuộc tính nào chứa mã phường, xã của danh mục vào ngày đã chọn.")
OTHER_DAY = N_(
    "Phần lớn tên trong tệp khác tên trong danh mục vào ngày đã chọn. Nếu tệp vẽ ranh giới trước sáp nhập, "
    "hãy chọn một ngày của thời kỳ đó."
)


@dataclass(frozen=True)
class Loaded:
    """What became of a file. `left_out`: features not used, as (name or code in the file, why)."""

    wards: int
    left_out: tuple[tuple[str, Flaw], ...]
    points: int
    kept: int


@dataclass(frozen=True)
class _Feature:
    label: str
    ward: Ward | None
    outline: MultiPolygon | None
    flaw: Flaw | None


def load(session: Session, actor: Actor | None, content: bytes, *, source: str, on: date | None) -> Loaded:
    """Give wards the outlines of a file, each in the place of what it had. `actor` is None on the command line.

    `on`: the day whose wards the file draws; None is today. Invalid when the file cannot be used as a whole: then
    nothing is written. Single features that fit no ward are left out and told.
    """
    if actor is not None:
        permissions.require(actor, Can.CHANGE_WARDS)
    features = _read_features(session, _features(content), on)
    outlines, points = _outlines_of_wards(features)
    thinned_outlines = {ward.id: rules.thinned(outline) for ward, outline in outlines}
    _replace(session, thinned_outlines, source)
    left_out = tuple((feature.label, feature.flaw) for feature in features if feature.flaw)
    record(
        session,
        actor,
        "boundary:load",
        kind="Boundary",
        on=on.isoformat() if on else None,
        wards=len(thinned_outlines),
        count=len(left_out),
        file=source,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return Loaded(len(thinned_outlines), left_out, points, sum(map(rules.points, thinned_outlines.values())))


def _features(content: bytes) -> list[Mapping[str, Any]]:
    """The features of a file. Invalid."""
    if len(content) > MOST_BYTES:
        raise errors.Invalid({"file": TOO_LARGE})
    try:
        read = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise errors.Invalid({"file": NOT_GEOJSON}) from error
    features = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise errors.Invalid({"file": NOT_GEOJSON})
    if len(features) > MOST_FEATURES:
        raise errors.Invalid({"file": TOO_LARGE})
    return features


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties")
    return {"id": feature.get("id"), **(properties if isinstance(properties, dict) else {})}


def _read_features(session: Session, raw_features: list[Mapping[str, Any]], on: date | None) -> list[_Feature]:
    """Each feature with its ward and its outline, or why it has none. Invalid when the whole file is at fault."""
    wards_by_code = {ward.code: ward for ward in wards.present(session, on)}
    code_name = rules.code_property(map(_properties, raw_features), wards_by_code)
    if code_name is None:
        raise errors.Invalid({"file": NO_CODES})
    features = [_feature(feature, code_name, wards_by_code) for feature in raw_features]
    flaws = [feature.flaw for feature in features]
    file_flaw = next((flaw for flaw in flaws if flaw in rules.OF_THE_FILE), None)
    if file_flaw is not None:
        raise errors.Invalid({"file": file_flaw.text})
    if flaws.count(Flaw.OTHER_NAME) * 2 > len(flaws) - flaws.count(Flaw.UNKNOWN):
        raise errors.Invalid({"file": OTHER_DAY})
    return features


def _feature(feature: Mapping[str, Any], code_name: str, wards_by_code: Mapping[str, Ward]) -> _Feature:
    properties = _properties(feature)
    ward = wards_by_code.get(rules.code_of(properties.get(code_name)))
    given_name = properties.get(rules.name_property(properties) or "")
    label = " ".join(str(part)[:80] for part in (given_name, properties.get(code_name)) if part) or "?"
    if ward is None:
        return _Feature(label, None, None, Flaw.UNKNOWN)
    if not rules.same_name(given_name, ward.name):
        return _Feature(label, ward, None, Flaw.OTHER_NAME)
    try:
        return _Feature(label, ward, rules.shape(feature.get("geometry")), None)
    except rules.Unusable as error:
        return _Feature(label, ward, None, error.flaw)


def _outlines_of_wards(features: list[_Feature]) -> tuple[list[tuple[Ward, MultiPolygon]], int]:
    """The outline of each ward, parts given as features of their own put together; and how many corners in all."""
    parts: dict[int, tuple[Ward, list[MultiPolygon]]] = {}
    for feature in features:
        if feature.ward is not None and feature.outline is not None:
            parts.setdefault(feature.ward.id, (feature.ward, []))[1].append(feature.outline)
    points = sum(rules.points(part) for _, outlines in parts.values() for part in outlines)
    if points > MOST_POINTS:
        raise errors.Invalid({"file": TOO_LARGE})
    return [(ward, rules.joined(outlines)) for ward, outlines in parts.values()], points


def _replace(session: Session, outlines: Mapping[int, MultiPolygon], source: str) -> None:
    now = clock.now()
    for part in _chunks(list(outlines)):
        session.execute(delete(Boundary).where(Boundary.ward_id.in_(part)))
        session.execute(insert(Boundary), [_row(ward_id, outlines[ward_id]) | _origin(source, now) for ward_id in part])


def _origin(source: str, now: Any) -> dict[str, Any]:
    return {"source": source[:200], "loaded_at": now}


def _row(ward_id: int, outline: MultiPolygon) -> dict[str, Any]:
    return {"ward_id": ward_id, "coordinates": rules.stored(outline), **rules.frame(outline)._asdict()}


def _chunks(ward_ids: list[int]) -> Iterator[list[int]]:
    """Some at a time: a statement takes only so many parameters."""
    for start in range(0, len(ward_ids), AT_ONCE):
        yield ward_ids[start : start + AT_ONCE]
