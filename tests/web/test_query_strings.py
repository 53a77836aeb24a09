"""What stands behind the `?` of an address: only what the page or the call takes, or a refusal that names the rest."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.core.test_permissions import EXPECTED, routes
from tests.people import People
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.register.saved_views.models import SavedView

MISSPELT = "Trang này không có mục «helth»."
OF_A_FILTER = ("/cameras", "/exports/new", "/bulk-edits/new", "/labels", "/labels/sheets.pdf", "/maps/cameras.json")


def test_no_route_takes_a_name_that_it_does_not_declare(app: Flask, people: People) -> None:
    for method, url, can in routes(app):
        person = getattr(people, EXPECTED[can.value][0].split()[-1])
        headers = {"X-CSRFToken": person.token}
        answer = person.client.open(f"{url}?mistake=1", method=method, headers=headers)
        assert (answer.status_code, "mistake" in answer.text) == (422, True), (method, url)


@pytest.mark.parametrize("url", OF_A_FILTER)
def test_a_misspelt_filter_is_named_and_means_nothing(people: People, cast: Cast, url: str) -> None:
    cast.camera(code="CAM-1")
    page = people.lan.get(f"{url}?helth=broken", 422).text
    assert MISSPELT in page
    assert "CAM-1" not in page


def test_lan_changes_no_camera_by_a_misspelt_filter(people: People, cast: Cast) -> None:
    camera = cast.camera(model="KX-1")
    change = {"chosen": "model", "model": "KX-2", "reason": "Thay cả tuyến"}
    people.lan.post("/bulk-edits/new?helth=broken", change, 422)
    assert cast.count(BulkEdit) == 0
    assert cast.fresh(camera).model == "KX-1"


def test_lan_exports_no_list_by_a_misspelt_filter(people: People, cast: Cast) -> None:
    cast.camera()
    people.lan.post("/exports/new?helth=broken", {"format": "csv"}, 422)


def test_a_program_is_told_which_parameter_is_unknown(people: People, cast: Cast) -> None:
    cast.incident()
    assert people.lan.json("GET", "/api/v1/cameras?helth=broken&q=a", status=422)["errors"] == {"helth": MISSPELT}
    assert list(people.minh.json("GET", "/api/v1/incidents?statuss=closed", status=422)["errors"]) == ["statuss"]


def test_the_address_keeps_its_columns_order_and_page_through_all_that_acts_on_the_list(people: People) -> None:
    address = "q=cho&health=&sort=name&order=desc&columns=name,ward&limit=10"
    for url in ("/cameras", "/exports/new", "/bulk-edits/new", "/labels", "/maps/cameras.json"):
        people.lan.get(f"{url}?{address}")


@pytest.mark.parametrize(("query", "names"), [("helth=broken", "helth"), ("?health=brokn&q=cho", "health")])
def test_a_filter_that_the_list_does_not_take_is_not_saved(people: People, cast: Cast, query: str, names: str) -> None:
    page = people.lan.post("/saved-views/new", {"name": "Hỏng", "query": query}, 422).text
    assert f"Danh sách không có mục này, hoặc không có giá trị này: {names}." in page
    assert cast.count(SavedView) == 0
