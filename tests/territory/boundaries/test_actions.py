"""Loading outlines: whole files refused, single features left out, a ward's old outline replaced."""

from datetime import date
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.territory.boundaries.test_rules import polygon, square
from tracker.core import errors
from tracker.territory.boundaries import actions, queries
from tracker.territory.boundaries.actions import Loaded
from tracker.territory.boundaries.models import Boundary
from tracker.territory.boundaries.rules import Flaw


def feature(code: Any, name: str | None, west: float = 105.77, south: float = 19.79, **members: Any) -> dict[str, Any]:
    """A feature that draws a square."""
    properties = {"ma_xa": code, "ten_xa": name}
    return {"type": "Feature", "properties": properties, "geometry": polygon(square(west, south))} | members


def written(*features: dict[str, Any]) -> bytes:
    """A GeoJSON file."""
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def load(session: Session, cast: Cast, *features: dict[str, Any], on: date | None = None) -> Loaded:
    """Bình loads a file."""
    return actions.load(session, cast.binh, written(*features), source="Sở NN&MT", on=on)


def test_lan_may_not_load_outlines(cast: Cast, session: Session) -> None:
    with pytest.raises(errors.NotAllowed):
        actions.load(session, cast.lan, written(), source="", on=None)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"type":"FeatureCollection","features":[1]}', b"\xff\xfe"])
def test_what_is_not_geojson_is_refused(cast: Cast, session: Session, content: bytes) -> None:
    with pytest.raises(errors.Invalid) as caught:
        actions.load(session, cast.binh, content, source="", on=None)
    assert caught.value.fields == {"file": actions.NOT_GEOJSON}


def test_a_file_in_metres_is_refused_in_words_and_nothing_is_kept(cast: Cast, session: Session) -> None:
    metres = polygon([[582000, 2188000], [583000, 2188000], [583000, 2189000]])
    with pytest.raises(errors.Invalid) as caught:
        load(session, cast, feature(14797, "Hạc Thành"), feature(14758, "Hàm Rồng", geometry=metres))
    assert "VN-2000" in caught.value.fields["file"]
    assert queries.how_many(session) == 0


def test_a_file_of_before_the_merger_is_not_given_to_todays_wards_of_the_same_code(
    cast: Cast, session: Session
) -> None:
    with pytest.raises(errors.Invalid) as caught:
        load(session, cast, feature(14797, "Đông Hải"), feature(14758, "Đông Thọ"))
    assert caught.value.fields == {"file": actions.OTHER_DAY}
    loaded = load(session, cast, feature(14785, "Phường Đông Sơn"), on=date(2024, 6, 1))
    assert loaded.wards == 1


def test_features_that_fit_no_ward_are_left_out_and_told(cast: Cast, session: Session) -> None:
    point = {"type": "Point", "coordinates": [105.7, 19.8]}
    loaded = load(
        session,
        cast,
        feature("14797", "PHƯỜNG HẠC THÀNH"),
        feature(99999, "Nơi khác"),
        feature(14758, None, geometry=point),
    )
    assert (loaded.wards, [flaw for _, flaw in loaded.left_out]) == (1, [Flaw.UNKNOWN, Flaw.NO_AREA])


def test_a_ward_has_one_outline_and_its_parts_are_put_together(cast: Cast, session: Session) -> None:
    load(session, cast, feature(14797, "Hạc Thành", west=105.5), feature(14758, "Hàm Rồng"))
    load(session, cast, feature(14797, "Hạc Thành"), feature(14797, "Hạc Thành", west=105.9))
    assert session.query(Boundary).count() == 2
    both = [cast.hac_thanh.id, cast.ham_rong.id]
    assert queries.ward_at(session, both[:1], 19.80, 105.91) == cast.hac_thanh.id
    assert queries.ward_at(session, both, 19.80, 105.51) is None
    assert queries.ward_at(session, both[1:], 19.80, 105.78) == cast.ham_rong.id


@pytest.mark.parametrize("most", ["MOST_BYTES", "MOST_FEATURES", "MOST_POINTS"])
def test_a_file_that_is_too_large_is_refused_and_nothing_is_kept(
    cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    file = [feature(14797, "Hạc Thành"), feature(14758, "Hàm Rồng", west=105.9)]
    size = {"MOST_BYTES": len(written(*file)), "MOST_FEATURES": 2, "MOST_POINTS": 10}[most]
    monkeypatch.setattr(actions, most, size - 1)
    with pytest.raises(errors.Invalid) as caught:
        load(session, cast, *file)
    assert caught.value.fields == {"file": actions.TOO_LARGE}
    assert session.query(Boundary).count() == 0
    monkeypatch.setattr(actions, most, size)
    assert load(session, cast, *file).wards == 2


def test_a_file_that_names_no_ward_by_its_code_is_refused(cast: Cast, session: Session) -> None:
    with pytest.raises(errors.Invalid) as caught:
        load(session, cast, feature(None, "Hạc Thành"), feature("x", "Hàm Rồng"))
    assert caught.value.fields == {"file": actions.NO_CODES}
