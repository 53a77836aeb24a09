"""Units made, corrected, renamed, ended and merged, and what each covers afterwards."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.territory.units import histories
from tracker.core import errors
from tracker.territory.units import actions, load_plan, loading, queries, unit_files
from tracker.territory.units.models import Unit, UnitCover
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards import actions as reference

TODAY = date(2026, 3, 1)


def facts(**given: Any) -> dict[str, Any]:
    """A department of Thanh Hóa's police."""
    written = {"code": "38-PC04", "kind": UnitKind.DEPARTMENT, "name": "Phòng Cảnh sát ma túy", "short_name": "PC04"}
    return {**written, "sign": "PC04", "parent": "38-CAT", "ward_code": "", "valid_from": TODAY, "basis": "", **given}


def unit(session: Session, code: str, on: date = TODAY) -> Unit:
    """The unit that holds a code on a day."""
    held = queries.by_code(session, code, on)
    assert held is not None
    return held


def covered(session: Session, code: str, on: date = TODAY) -> set[str]:
    """The names of what a unit covers."""
    ids = queries.covered_ids(session, [unit(session, code, on).id])
    return {session.get_one(Unit, id_).short_name for id_ in ids}


def test_only_bình_makes_units(cast: Cast, session: Session) -> None:
    histories.load(session)
    with pytest.raises(errors.NotAllowed):
        actions.create(session, cast.thuy, facts())
    assert actions.create(session, cast.binh, facts()).parent_id == unit(session, "38-CAT").id
    assert "PC04" in covered(session, "38-CAT")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("code", "38 PC04"), ("code", "38-pc02"), ("parent", "Cục nào đó"), ("ward_code", "99999")],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, session: Session, field: str, wrong: str) -> None:
    histories.load(session)
    with pytest.raises(errors.Invalid) as refused:
        actions.create(session, cast.binh, facts(**{field: wrong}))
    assert set(refused.value.fields) == {field}


def test_a_department_covers_what_it_took_over_and_nothing_else(cast: Cast, session: Session) -> None:
    histories.load(session)
    assert covered(session, "38-PC02") == {"PC02", "CATP Thanh Hóa"}
    assert covered(session, "38-PC08") == {"PC08"}
    assert {"CAT Thanh Hóa", "PC02", "PC08", "CATP Thanh Hóa"} < covered(session, "38-CAT")


def test_a_renamed_unit_covers_what_it_was_and_those_below_follow(cast: Cast, session: Session) -> None:
    histories.load(session)
    old = unit(session, "38-CAT")
    renaming = {"name": "Công an thành phố Thanh Hóa", "short_name": "CATP", "sign": "CATP", "on": TODAY, "basis": "NQ"}
    with pytest.raises(errors.Stale):
        actions.rename(session, cast.binh, old.id, old.version + 1, renaming)
    new = actions.rename(session, cast.binh, old.id, old.version, renaming)
    assert (old.valid_to, new.code) == (date(2026, 2, 28), "38-CAT")
    assert {"CATP", "CAT Thanh Hóa", "PC02", "CATP Thanh Hóa"} <= covered(session, "38-CAT")
    assert queries.heir(session, old.id, TODAY) == new.id
    with pytest.raises(errors.WrongState):
        actions.rename(session, cast.binh, old.id, old.version, renaming)


def test_a_unit_with_units_below_needs_a_successor_to_end(cast: Cast, session: Session) -> None:
    histories.load(session)
    police = unit(session, "38-CAT")
    ending = {"on": TODAY, "successor": "", "basis": ""}
    with pytest.raises(errors.WrongState):
        actions.close(session, cast.binh, police.id, police.version, ending)
    with pytest.raises(errors.Invalid) as refused:
        actions.close(session, cast.binh, police.id, police.version, {**ending, "successor": "38-CAT"})
    assert set(refused.value.fields) == {"successor"}


def test_a_unit_ends_after_it_began_and_its_successor_reads_what_was_its(cast: Cast, session: Session) -> None:
    histories.load(session)
    traffic = unit(session, "38-PC08")
    ending = {"on": date(1899, 1, 1), "successor": "Phòng Cảnh sát hình sự", "basis": ""}
    with pytest.raises(errors.Invalid):
        actions.close(session, cast.binh, traffic.id, traffic.version, ending)
    actions.close(session, cast.binh, traffic.id, traffic.version, {**ending, "on": TODAY})
    assert covered(session, "38-PC02") == {"PC02", "PC08", "CATP Thanh Hóa"}
    assert queries.heir(session, traffic.id, date(2026, 4, 1)) is None  # PC02 took over from the city's police too


def test_the_people_of_merged_and_of_closed_units_go_on_nowhere_by_themselves(cast: Cast, session: Session) -> None:
    histories.load(session)
    loading.from_wards(session, None, "38", date(2024, 1, 1))
    old = queries.of_ward(session, cast.old_dong_ve.id, date(2024, 6, 1))
    assert old is not None
    assert queries.heir(session, old.id, TODAY) is None
    assert covered(session, "CA-14797") == {"CAP Hạc Thành", "CAP Đông Sơn", "CAP Đông Vệ"}
    traffic = unit(session, "38-PC08")
    actions.close(session, None, traffic.id, traffic.version, {"on": TODAY, "successor": "", "basis": ""})
    assert queries.heir(session, traffic.id, date(2026, 4, 1)) is None


def test_ward_police_are_made_once_and_not_for_a_province_that_there_is_not(cast: Cast, session: Session) -> None:
    histories.load(session)
    with pytest.raises(errors.Invalid):
        loading.from_wards(session, None, "99", date(2024, 1, 1))
    assert loading.from_wards(session, cast.binh, "38", date(2024, 1, 1)) == (2, 0, 2)
    assert loading.from_wards(session, cast.binh, "38", date(2024, 1, 1)) == (0, 0, 0)


def test_a_unit_is_never_put_under_itself_or_what_is_below_it(cast: Cast, session: Session) -> None:
    histories.load(session)
    police = unit(session, "38-CAT")
    written = facts(name=police.name, kind=police.kind, parent="38-PC02")
    with pytest.raises(errors.Invalid) as refused:
        actions.edit(session, cast.binh, police.id, police.version, written)
    assert set(refused.value.fields) == {"parent"}
    actions.edit(session, cast.binh, police.id, police.version, {**written, "parent": "", "sign": "CATTH"})
    assert unit(session, "38-CAT").sign == "CATTH"


def test_a_list_is_loaded_once_and_a_faulty_one_not_at_all(cast: Cast, session: Session) -> None:
    assert histories.load(session) == (1, 0, 1)
    assert histories.load(session) == (0, 0, 0)
    rows = (
        "38-CAT,province,Công an tỉnh khác,,,,,,,,,\n"
        "x y,province,A,,,,,,,,,\n38-A,nhà,A,,,,,,,,,\n38-B,other,,,,,,,,,,\n38-C,other,C,,,,,,31/02/2025,,,\n"
        "38-D,other,D,,,,,,02/01/2025,01/01/2025,,\n38-E,other,E,,,38-Z,,,,,,\n38-F,other,F,,,,99999,,,,,\n"
        "38-G,other,G,,,,,,,,38-CAT,\n38-H,other,H,,,,,,,01/01/2025,38-Z,\n38-I,other,I,,,,,,,,,\n38-I,other,I,,,,,,,,,\n"
        "38-PC02,department,PC02 mới,,,,,,01/01/2026,,,\n"
    )
    plan = load_plan.build_load_plan(session, unit_files.read((histories.COLUMNS + rows).encode()))
    assert [fault.line for fault in plan.faults] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
    assert "38-I" in {key.code for key in plan.new}
    with pytest.raises(errors.WrongState):
        loading.load(session, None, plan)
    with pytest.raises(errors.NotAllowed):
        loading.load(session, cast.lan, plan)
    with pytest.raises(errors.NotAllowed):
        loading.from_wards(session, cast.lan, "38", TODAY)


def test_a_later_list_ends_what_an_earlier_one_left_open(cast: Cast, session: Session) -> None:
    histories.load(session)
    row = "38-PC08,department,Phòng Cảnh sát giao thông,PC08,PC08,38-CAT,,38,,31/12/2026,38-PC02,QĐ 1\n"
    assert histories.load(session, histories.COLUMNS + row) == (0, 1, 1)
    assert "PC08" in covered(session, "38-PC02")


def test_a_unit_is_named_by_code_or_words_and_told_apart(cast: Cast, session: Session) -> None:
    histories.load(session)
    assert queries.guess(session, "canh sat hinh su", TODAY, "unit").code == "38-PC02"
    assert queries.guess(session, "38-pc08 Phòng Cảnh sát giao thông", TODAY, "unit").code == "38-PC08"
    assert queries.guess(session, "pc02", TODAY, "unit").code == "38-PC02"
    for words in ("", "không có", "Công an thành phố Thanh Hóa"):
        with pytest.raises(errors.Invalid) as refused:
            queries.guess(session, words, TODAY, "unit")
        assert refused.value.fields == {"unit": queries.NO_UNIT}
    with pytest.raises(errors.Invalid) as refused:
        queries.guess(session, "Phòng", TODAY, "unit")
    assert refused.value.fields == {"unit": queries.MANY_UNITS}


def test_the_police_of_a_commune_that_became_a_ward_are_those_of_the_ward_from_that_day(session: Session) -> None:
    reference.load(session, None, provinces={"24"}, until=date(2026, 8, 31))
    loading.from_wards(session, None, "24", date(2026, 1, 1))
    reference.load(session, None, provinces={"24"})
    loading.from_wards(session, None, "24", date(2026, 1, 1))
    session.expire_all()
    bo_ha = session.scalars(select(Unit).where(Unit.code.contains("07294")).order_by(Unit.valid_from)).all()
    assert [(unit.name, unit.valid_to) for unit in bo_ha[-2:]] == [
        ("Công an xã Bố Hạ", date(2026, 9, 19)),
        ("Công an phường Bố Hạ", None),
    ]


def police_of(session: Session, code: str) -> list[tuple[str, date, date | None]]:
    """What the police of a province were called, from when until when."""
    units_of = session.query(Unit).filter_by(kind=UnitKind.PROVINCE, province_code=code).order_by(Unit.valid_from)
    return [(unit_of.name, unit_of.valid_from, unit_of.valid_to) for unit_of in units_of]


def test_the_police_of_a_province_that_became_a_city_are_a_citys_from_that_day(session: Session) -> None:
    reference.load(session, None, provinces={"22"})
    loading.from_wards(session, None, "22", date(2026, 8, 1))
    assert [(name, until) for name, _, until in police_of(session, "22")] == [
        ("Công an tỉnh Quảng Ninh", date(2026, 8, 31)), ("Công an thành phố Quảng Ninh", None),
    ]  # fmt: skip
    city = session.query(Unit).filter_by(code="22-CAT", valid_to=None).one()
    assert (city.short_name, city.sign, city.valid_from) == ("CATP Quảng Ninh", "CATP", date(2026, 9, 1))
    below = select(Unit.name).join(UnitCover, UnitCover.covered_id == Unit.id).where(UnitCover.unit_id == city.id)
    assert "Công an tỉnh Quảng Ninh" in session.scalars(below).all()
    assert loading.from_wards(session, None, "22", date(2026, 8, 1)) == (0, 0, 0)


def test_police_that_were_there_follow_when_their_province_becomes_a_city(session: Session) -> None:
    reference.load(session, None, provinces={"24"}, until=date(2026, 8, 31))
    loading.from_wards(session, None, "24", date(2026, 1, 1))
    reference.load(session, None, provinces={"24"})
    loading.from_wards(session, None, "24", date(2026, 1, 1))
    (_, _, ended), (name, since, _) = police_of(session, "24")
    assert (ended, name, since) == (date(2026, 9, 19), "Công an thành phố Bắc Ninh", date(2026, 9, 20))
    before, city = session.query(Unit).filter_by(code="24-CAT").order_by(Unit.valid_from)
    standing = session.query(Unit).filter_by(kind=UnitKind.COMMUNE, province_code="24", valid_to=None)
    assert {below.parent_id for below in standing} == {city.id}
    assert queries.heir(session, before.id, date(2026, 10, 1)) == city.id


def test_police_of_another_name_stay_as_somebody_entered_them(cast: Cast, session: Session) -> None:
    histories.load(session)
    police = unit(session, "38-CAT")
    police.name = "Công an Thanh Hóa"
    session.flush()
    loading.from_wards(session, None, "38", date(2024, 1, 1))
    assert [name for name, _, _ in police_of(session, "38")] == ["Công an Thanh Hóa"]
