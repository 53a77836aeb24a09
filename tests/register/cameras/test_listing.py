"""The list of cameras: every order in both directions, every filter, page after page, each camera once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cast import Cast, at
from tests.people import People
from tracker.core import cursors
from tracker.register.cameras import listing
from tracker.register.cameras.counts import CameraTally, totals
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.rules import CameraForm, Connection, Gap, Order, Sort
from tracker.register.cameras.schemas import CameraFilter
from tracker.register.owners.rules import OwnerKind

ORDERS = {
    Sort.CODE: lambda row: row.sort_key,
    Sort.NAME: lambda row: row.name_key,
    Sort.WARD: lambda row: (row.ward_key, row.ward_id),
    Sort.CHECKED: lambda row: (row.checked_at is not None, row.checked_at),
    Sort.INSTALLED: lambda row: (row.installed_on is not None, row.installed_on),
    Sort.REGISTERED: lambda row: 0,
}


def a_register(cast: Cast) -> None:
    """Seven cameras in three wards; some never checked, some of no known day, two checked at the same moment."""
    for number, ward in enumerate([cast.hac_thanh, cast.old_dong_son, cast.hac_thanh, cast.old_dong_ve] * 2):
        cast.camera(
            code=f"CAM-{9 - number}",
            name=("Ngã ba", "Chợ", "Ngã tư")[number % 3],
            ward_id=ward.id,
            checked_at=None if number % 3 == 0 else at(number // 2 + 1),
            installed_on=None if number % 4 == 1 else date(2024, 1, 1 + number // 2),
        )


def walked(cast: Cast, viewer: str, sort: Sort, order: Order) -> list[object]:
    """All rows of the register, in pages of two, each page by the cursor that the page before it gave."""
    rows, after = [], ""
    while True:
        args = {"sort": sort.value, "order": order.value, "limit": 2, **({"after": after} if after else {})}
        with cast.database.reading() as session:
            page, after = listing.page(session, getattr(cast, viewer), CameraCriteria(**CameraFilter().load(args)))  # type: ignore[assignment]
        rows += page
        if not after:
            return rows


@pytest.mark.parametrize("viewer", ["lan", "thuy"])
def test_every_order_shows_each_camera_once_in_pages_of_two(cast: Cast, viewer: str) -> None:
    a_register(cast)
    for sort, key in ORDERS.items():
        for order in Order:
            rows = walked(cast, viewer, sort, order)
            signs = [(key(row), row.id) for row in rows]  # type: ignore[attr-defined]
            assert len(rows) == 8, (sort, order)
            assert signs == sorted(signs, reverse=order is Order.DESC, key=str), (sort, order)


def test_hoa_sees_nothing_of_lans_register_in_any_order(cast: Cast) -> None:
    a_register(cast)
    assert [walked(cast, "hoa", sort, order) for sort in Sort for order in Order] == [[]] * 12


def test_the_cursor_of_another_order_is_refused(people: People, cast: Cast) -> None:
    a_register(cast)
    following = people.lan.json("GET", "/api/v1/cameras?limit=2&sort=name")["next"]
    assert "sắp xếp khác" in people.lan.get(f"/cameras?after={following}", 422).text


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("checked", "2024-01-01T00:00:00"),
        ("checked", "0001-01-01T00:00:00+14:00"),
        ("installed", "x"),
        ("ward", "9" * 30 + ":a"),
        ("ward", "a"),
        ("code", 7),
    ],
)
def test_a_made_up_cursor_is_refused(people: People, sort: str, key: object) -> None:
    refused = people.lan.get(f"/cameras?sort={sort}&after={cursors.write(f'{sort}.asc', key, 1)}", 422)
    assert "Trang này không còn" in refused.text


@pytest.mark.parametrize(
    "criteria",
    [
        CameraCriteria(gap=Gap.PLACE),
        CameraCriteria(gap=Gap.BEARING),
        CameraCriteria(gap=Gap.NETWORK, form=CameraForm.DOME),
        CameraCriteria(owner_kind=OwnerKind.FIRM),
        CameraCriteria(box=(19.0, 105.0, 19.5, 106.0)),
        CameraCriteria(q="hang than"),
    ],
)
def test_a_filter_finds_its_camera_and_the_totals_are_its_totals(cast: Cast, criteria: CameraCriteria) -> None:
    point_without_place = cast.point(latitude=None, longitude=None)
    south = cast.point(latitude=19.2, longitude=105.5)
    network = cast.network().id
    cameras = {
        "place": cast.camera(point_id=point_without_place.id, network_id=network),
        "bearing": cast.camera(bearing=None, network_id=network),
        "network": cast.camera(form=CameraForm.DOME),
        "owner": cast.camera(owner_id=cast.owner(kind=OwnerKind.FIRM).id, network_id=network),
        "box": cast.camera(point_id=south.id, network_id=network),
        "q": cast.camera(name="Hàng Than", network_id=network, bearing=None, form=CameraForm.PTZ),
    }
    name = criteria.gap.value if criteria.gap else next(n for n in ("owner", "box", "q") if _asked(criteria, n))
    with cast.database.reading() as session:
        for sort in (Sort.CODE, Sort.CHECKED):
            rows, _ = listing.page(session, cast.lan, replace(criteria, sort=sort))
            assert [row.id for row in rows] == [cameras[name].id]
        assert totals(session, cast.lan, criteria) == {Connection.POLICE: CameraTally(working=1)}


def _asked(criteria: CameraCriteria, name: str) -> bool:
    return bool({"owner": criteria.owner_kind, "box": criteria.box, "q": criteria.q}[name])


def test_each_part_of_a_filter_can_be_taken_away_and_the_search_stays(people: People, cast: Cast) -> None:
    network = cast.network(name="Camera phố 7")
    page = people.lan.get(f"/cameras?q=cam&health=broken&network_id={network.id}&sort=name&order=desc").text
    assert "Camera phố 7" in page
    assert f'href="/cameras?q=cam&amp;network_id={network.id}&amp;sort=name&amp;order=desc"' in page
    assert 'href="/cameras?q=cam&amp;sort=name&amp;order=desc"' in page


def test_a_network_of_another_ward_is_told_by_its_number_only(people: People, cast: Cast) -> None:
    network = cast.network(name="Camera phố 7")
    assert "Camera phố 7" not in people.hoa.get(f"/cameras?network_id={network.id}").text


def test_a_heading_says_how_the_list_is_sorted_and_turns_it_round(people: People, cast: Cast) -> None:
    cast.camera()
    page = people.lan.get("/cameras?columns=name&sort=name").text
    assert 'aria-sort="ascending"><a href="/cameras?columns=name&amp;sort=name&amp;order=desc">' in page


def test_chosen_columns_are_remembered_and_those_of_the_address_win(people: People, cast: Cast) -> None:
    cast.camera(model="Dahua X1", manager="Tổ dân phố 5")
    sent = {"column": ["model", "wrong"], "query": "health=working&columns=note"}
    assert people.lan.post("/saved-views/columns", sent).location == "/cameras?health=working&columns=note"
    page = people.lan.get("/cameras").text
    assert ("Dahua X1" in page, "Tổ dân phố 5" in page) == (True, False)
    page = people.lan.get("/cameras?columns=manager,wrong").text
    assert ("Dahua X1" in page, "Tổ dân phố 5" in page) == (False, True)
    assert "Dahua X1" not in people.minh.get("/cameras").text
