"""The one reader of places, with the ward that a form names as its reference."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.cast import MERGER, Cast
from tracker.core import errors
from tracker.core.geodesy import distance
from tracker.register.places import reader, vn2000
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Province, Ward
from tracker.territory.wards.rules import UNRECORDED_START

HAC_THANH, HAM_RONG = (19.8067, 105.7852), (19.84, 105.789)
METRES = "X=2194736.092 Y=582447.200"  # Hàm Rồng bridge, meridian 105°


@pytest.fixture
def placed(cast: Cast, session: Session) -> Ward:
    """Hạc Thành, whose middle is noted."""
    middle = {"latitude": HAC_THANH[0], "longitude": HAC_THANH[1]}
    session.execute(update(Ward).where(Ward.id == cast.hac_thanh.id).values(**middle))
    ward = wards.get(session, cast.hac_thanh.id)
    assert ward is not None
    return ward


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gần chợ", "Không đọc được vị trí"),
        ("https://maps.app.goo.gl/abc", "không chứa tọa độ"),
        ("19.805.12; 105.776.34", "mất dấu thập phân"),
        ("1980512, 10577634", "mất dấu thập phân"),
        ("0, 0", "ngoài khơi châu Phi"),
        ("48.85, 2.35", "ngoài Việt Nam"),
        ("8FVC2222+22", "ngoài Việt Nam"),
        ("RQ4P+6V", "cần kèm tên phường, xã hoặc tỉnh"),
        ("RQ4P+6V Nơi không có", "cần kèm tên phường, xã hoặc tỉnh"),
        (METRES, "kinh tuyến trục"),
    ],
)
def test_minh_is_told_what_is_missing(cast: Cast, session: Session, text: str, words: str) -> None:
    with pytest.raises(errors.Invalid) as refused:
        reader.read_place(session, cast.minh, text)
    assert words in refused.value.fields["coordinates"]


def test_a_swapped_pair_is_given_back_mended(cast: Cast, session: Session) -> None:
    with pytest.raises(reader.Swapped) as refused:
        reader.read_place(session, cast.minh, "105,7852; 19,8067")
    assert refused.value.right == HAC_THANH


@pytest.mark.parametrize(
    "text", ["RQ4P+MX", "RQ4P+MX Phường Hạc Thành, Việt Nam", "rq4p+mx thanh hóa", "7PF7RQ4P+MX", "19,8067; 105,7873"]
)
def test_a_plus_code_is_read_near_the_ward_or_the_province(
    cast: Cast, session: Session, placed: Ward, text: str
) -> None:
    place = reader.read_place(session, cast.minh, text, placed)
    assert place is not None
    assert distance(*place.pair, 19.8067, 105.7873) < 20
    assert ("plus code" in place.remark) is ("+" in text)


def test_lans_own_ward_is_the_reference_when_no_other_is_named(cast: Cast, session: Session, placed: Ward) -> None:
    place = reader.read_place(session, cast.lan, "RQ4P+MX")
    assert place is not None
    assert distance(*place.pair, *HAC_THANH) < 300


@pytest.mark.parametrize("text", [METRES, "582447,2 2194736,092"])
def test_metres_are_of_the_meridian_of_the_wards_province(
    cast: Cast, session: Session, placed: Ward, text: str
) -> None:
    place = reader.read_place(session, cast.minh, text, placed)
    assert place is not None
    assert distance(*place.pair, *HAM_RONG) < 0.2
    assert place.facts == {"meridian": "105°00'"}


def test_metres_with_their_zone_need_no_ward(cast: Cast, session: Session) -> None:
    place = reader.read_place(session, cast.minh, "UTM 48N 582618.618 2193968.941")
    assert place is not None
    assert distance(*place.pair, *HAM_RONG) < 0.2
    assert place.facts == {"grid": "WGS 84, UTM 48N"}


def test_a_meridian_that_is_written_is_followed(cast: Cast, session: Session) -> None:
    place = reader.read_place(session, cast.minh, f"{METRES} KT 105°")
    assert place is not None
    assert distance(*place.pair, *HAM_RONG) < 0.2


def test_of_several_meridians_only_one_near_the_ward_is_taken(cast: Cast, session: Session, placed: Ward) -> None:
    session.execute(update(Province).where(Province.id == cast.province.id).values(code="12"))  # 104°45', once 103°00'
    session.expire_all()
    lai_chau = wards.get(session, placed.id)
    with pytest.raises(errors.Invalid) as refused:
        reader.read_place(session, cast.minh, METRES, lai_chau)
    assert refused.value.facts == {"choices": "KT 104°45'; KT 103°00'"}
    session.execute(update(Ward).where(Ward.id == placed.id).values(latitude=22.396, longitude=103.458))
    session.expire_all()
    place = reader.read_place(session, cast.minh, "2477579.534; 546960.818", wards.get(session, placed.id))
    assert place is not None
    assert place.facts == {"meridian": "103°00'"}


def test_where_two_meridians_put_it_near_the_ward_none_is_taken(cast: Cast, session: Session, placed: Ward) -> None:
    session.execute(
        update(Province).where(Province.id == cast.province.id).values(code="44")
    )  # 106°, of old also 106°15'
    facts = {"code": "45", "name": "Tỉnh Quảng Trị", "valid_from": UNRECORDED_START, "valid_to": MERGER}
    old_province = Province(**facts, sort_key="quang tri")
    session.add(old_province)
    session.flush()
    session.execute(update(Ward).where(Ward.id == cast.old_dong_ve.id).values(province_id=old_province.id))
    places = [vn2000.to_wgs84(1857000.0, 582447.2, meridian) for meridian in (106.0, 106.25)]
    middle = {"latitude": places[0][0], "longitude": (places[0][1] + places[1][1]) / 2}
    session.execute(update(Ward).where(Ward.id == placed.id).values(**middle))
    session.expire_all()
    with pytest.raises(errors.Invalid) as refused:
        reader.read_place(session, cast.minh, "1857000.0; 582447.2", wards.get(session, placed.id))
    assert refused.value.facts == {"choices": "KT 106°00'; KT 106°15'"}


def test_nothing_written_is_no_place(cast: Cast, session: Session) -> None:
    assert reader.read_place(session, cast.minh, "  ") is None
