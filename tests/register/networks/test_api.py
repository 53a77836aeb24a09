"""Networks as programs see them."""

from tests.cast import Cast
from tests.people import People

URL = "/api/v1/networks"
NEW = {"code": "MH-07", "name": "Camera giám sát ANTT phố Lê Lợi", "launched_on": "2023-05-01"}


def test_hoas_program_may_not_touch_lans_network(people: People, cast: Cast) -> None:
    network = cast.network()
    people.hoa.json("GET", f"{URL}/{network.id}", status=404)
    people.hoa.json("GET", f"{URL}/{network.id}/points", status=404)
    people.hoa.json("PATCH", f"{URL}/{network.id}", {**NEW, "version": 1}, 404)
    assert people.hoa.json("GET", URL)["items"] == []


def test_a_network_lives_from_launch_to_closing(people: People) -> None:
    network = people.lan.json("POST", URL, NEW, 201)
    address = f"{URL}/{network['id']}"
    point = people.lan.json("POST", f"{address}/points", {"name": "Chợ", "started_on": "2023-09-01"}, 201)
    people.lan.json("POST", f"{address}/points/{point['id']}/end", {"ended_on": "2024-01-01"})
    closing = {"closed_on": "2024-06-30", "closing_decision": "88/QĐ-UBND", "version": network["version"]}
    assert people.lan.json("POST", f"{address}/close", closing)["closed_on"] == "2024-06-30"
    people.lan.json("POST", f"{address}/close", {**closing, "version": 2}, 409)
    assert people.minh.json("GET", f"{address}/points")[0]["ended_on"] == "2024-01-01"


def test_a_list_is_read_page_by_page_in_vietnamese_order(people: People, cast: Cast) -> None:
    for name in ("Đông Vệ", "Ba Đình", "Đông Sơn"):
        cast.network(name=name)
    first = people.minh.json("GET", f"{URL}?limit=2")
    second = people.minh.json("GET", f"{URL}?limit=2&after={first['next']}")
    assert [row["name"] for row in first["items"] + second["items"]] == ["Ba Đình", "Đông Sơn", "Đông Vệ"]
    assert second["next"] is None
