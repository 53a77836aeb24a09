"""How far a ward may reach from its middle, and what lies in another country or on the open sea."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker.territory.wards import queries as wards
from tracker.territory.wards import reaches
from tracker.territory.wards.areas import WardReach
from tracker.territory.wards.models import Ward


@pytest.fixture
def placed(cast: Cast, session: Session) -> None:
    """Hạc Thành (24,63 km²) and, by its code and middle, the islands of Trường Sa."""
    middle = {"latitude": 19.8028, "longitude": 105.789}
    session.execute(update(Ward).where(Ward.id == cast.hac_thanh.id).values(**middle))
    islands = {"code": "22736", "latitude": 9.71, "longitude": 114.45}
    session.execute(update(Ward).where(Ward.id == cast.ham_rong.id).values(**islands))
    session.expire_all()


def reach_of(session: Session, ward_id: int) -> list[WardReach]:
    ward = wards.get(session, ward_id)
    assert ward is not None
    return reaches.of_ward(session, ward)


@pytest.mark.parametrize("place", [(17.9757, 102.6331), (11.5564, 104.9282), (20.044, 110.1999), (19.0, 112.0)])
def test_neighbouring_capitals_and_the_open_sea_are_abroad(
    placed: None, session: Session, place: tuple[float, float]
) -> None:
    assert reaches.Country(session).is_abroad(*place)


@pytest.mark.parametrize("place", [(19.8067, 105.7852), (19.90512, 105.77634), (8.645, 111.92), (11.43, 114.33)])
def test_the_outskirts_of_a_town_and_the_islands_are_not(
    placed: None, session: Session, place: tuple[float, float]
) -> None:
    assert not reaches.Country(session).is_abroad(*place)


def test_a_ward_explains_what_its_area_reaches(cast: Cast, placed: None, session: Session) -> None:
    of_ward = reach_of(session, cast.hac_thanh.id)
    assert [round(reach.reach_m, -2) for reach in of_ward] == [8_000]
    metres = reaches.metres_off(of_ward, 19.90512, 105.77634)
    assert metres is not None
    assert round(metres, -3) == 11_000
    assert reaches.metres_off(of_ward, 19.85, 105.76) is None


def test_an_old_ward_reaches_as_far_as_those_that_hold_its_territory(
    cast: Cast, placed: None, session: Session
) -> None:
    assert reach_of(session, cast.old_dong_ve.id) == reach_of(session, cast.hac_thanh.id)


def test_of_a_ward_whose_area_nobody_knows_only_what_is_very_far_is_told(
    cast: Cast, placed: None, session: Session
) -> None:
    session.execute(update(Ward).where(Ward.id == cast.hac_thanh.id).values(code="99999"))
    session.expire_all()
    of_ward = reach_of(session, cast.hac_thanh.id)
    assert reaches.metres_off(of_ward, 19.90512, 105.77634) is None
    assert reaches.metres_off(of_ward, 20.3, 105.77634) is not None
    assert reaches.metres_off([], 20.3, 105.77634) is None
