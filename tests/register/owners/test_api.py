"""Owners as programs see them."""

from tests.cast import Cast
from tests.people import People

URL = "/api/v1/owners"
WHY = {"reason": "Gọi xin trích xuất cho phiếu YC-00012/2026"}
MASKED = ("N. T. S.", "09•••••678", "09•••••321", "•••")


def test_hoas_program_may_not_touch_lans_owner(people: People, cast: Cast) -> None:
    owner = cast.owner()
    people.hoa.json("GET", f"{URL}/{owner.id}", status=404)
    people.hoa.json("PATCH", f"{URL}/{owner.id}", {"version": 1}, 404)
    people.hoa.json("POST", f"{URL}/{owner.id}/reveal", WHY, 404)
    people.thuy.json("POST", f"{URL}/{owner.id}/reveal", WHY, 403)
    assert people.hoa.json("GET", URL)["items"] == []


def test_every_answer_but_a_revealing_one_is_masked(people: People) -> None:
    new = {"name": "Nguyễn Thị Sáu", "phone": "0912345678", "night_phone": "0987654321", "address": "12 Lê Lợi"}
    created = people.lan.json("POST", URL, new, 201)
    address = f"{URL}/{created['id']}"
    edited = people.lan.json("PATCH", address, {"kind": "household", "consent_on": "2024-03-01", "version": 1})
    for owner in (created, edited, people.minh.json("GET", address), people.minh.json("GET", URL)["items"][0]):
        assert (owner["name"], owner["phone"], owner["night_phone"], owner["address"]) == MASKED


def test_an_office_or_a_firm_stands_by_its_name(people: People) -> None:
    new = {"name": "Ban công tác Mặt trận khu dân cư số 3", "phone": "02373852456", "address": "3 Lê Lợi"}
    created = people.lan.json("POST", URL, {**new, "kind": "association"}, 201)
    for owner in (created, people.minh.json("GET", f"{URL}/{created['id']}"), people.thuy.json("GET", URL)["items"][0]):
        assert (owner["sealed"], owner["name"], owner["phone"]) == (False, new["name"], "+842373852456")
    household = people.lan.json("PATCH", f"{URL}/{created['id']}", {"kind": "household", "version": 1})
    assert (household["sealed"], household["name"]) == (True, "B. c. t. M. t. k. d. c. s. 3.")


def test_the_wards_own_need_no_consent_and_none_is_taken(people: People) -> None:
    new = {"kind": "ward", "name": "Công an phường Hạc Thành"}
    assert "consent_on" in people.lan.json("POST", URL, {**new, "consent_on": "2024-03-01"}, 422)["errors"]
    created = people.lan.json("POST", URL, new, 201)
    assert created["consent"] == "not_needed"
    for consent, ids in (("not_needed", [created["id"]]), ("missing", [])):
        assert [row["id"] for row in people.lan.json("GET", f"{URL}?consent={consent}")["items"]] == ids


def test_a_program_reads_a_contact_against_a_reason(people: People, cast: Cast) -> None:
    owner = cast.owner()
    assert "reason" in people.minh.json("POST", f"{URL}/{owner.id}/reveal", {"reason": "xem"}, 422)["errors"]
    answer = people.minh.json("POST", f"{URL}/{owner.id}/reveal", WHY)
    contact = {"id": owner.id, "name": "Nguyễn Thị Sáu", "phone": "+84912345678", "address": "12 Lê Lợi"}
    assert answer == {**contact, "night_phone": ""}


def test_a_list_is_read_page_by_page(people: People, cast: Cast) -> None:
    ids = [cast.owner().id for _ in range(3)]
    first = people.minh.json("GET", f"{URL}?limit=2")
    second = people.minh.json("GET", f"{URL}?limit=2&after={first['next']}")
    assert [row["id"] for row in first["items"] + second["items"]] == ids
