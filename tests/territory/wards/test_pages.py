"""Wards in people's browsers, and as programs see them."""

from tests.cast import Cast
from tests.people import People


def test_a_stranger_does_not_see_the_wards(people: People) -> None:
    people.stranger().get("/wards", 302)
    people.stranger().json("GET", "/api/v1/wards", status=401)


def test_nobody_finds_a_ward_that_there_is_not(people: People) -> None:
    people.an.get("/wards/999999", 404)
    people.an.json("GET", "/api/v1/wards/999999", status=404)


def test_an_finds_a_ward_of_today_with_what_it_was_made_of(people: People) -> None:
    page = people.an.get("/wards?q=hac+thanh").text
    assert "Phường Hạc Thành" in page
    assert "Phường Đông Sơn" in page
    assert "Phường Hàm Rồng" not in page


def test_an_old_ward_is_found_by_its_day_and_says_what_it_became(people: People, cast: Cast) -> None:
    assert "<strong>Phường Đông Vệ</strong>" not in people.an.get("/wards?q=dong+ve").text
    page = people.an.get("/wards?q=dong+ve&on=01/06/2024").text
    assert "Phường Đông Vệ" in page
    assert "Nhập vào:" in page
    assert "Phường Hạc Thành" in people.an.get(f"/wards/{cast.old_dong_ve.id}").text


def test_a_program_reads_wards_page_by_page(people: People, cast: Cast) -> None:
    first = people.minh.json("GET", "/api/v1/wards?limit=1")
    second = people.minh.json("GET", f"/api/v1/wards?limit=1&after={first['next']}")
    assert [row["code"] for row in first["items"] + second["items"]] == [cast.hac_thanh.code, cast.ham_rong.code]
    assert second["next"] is None


def test_a_program_reads_what_became_of_a_ward(people: People, cast: Cast) -> None:
    ward = people.minh.json("GET", f"/api/v1/wards/{cast.old_dong_ve.id}")
    assert (ward["province"], ward["came_from"]) == ("Tỉnh Thanh Hóa", [])
    assert [(unit["code"], unit["extent"]) for unit in ward["went_into"]] == [(cast.hac_thanh.code, "whole")]


def test_whoever_looks_for_a_ward_that_ended_is_shown_what_it_became(people: People, cast: Cast) -> None:
    page = people.minh.get("/wards?q=Phường Đông Vệ").text
    assert "đã kết thúc ngày 30/06/2025" in page
    assert "14797 Phường Hạc Thành" in page
    assert "đã kết thúc ngày" not in people.minh.get("/wards?q=Phường Đông Vệ&on=01/03/2024").text
