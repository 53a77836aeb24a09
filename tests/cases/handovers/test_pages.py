"""Handing over, giving an owed hash and checking a received file on pages and as JSON."""

import pytest

from tests.cases.handovers.test_actions import FILE, OWED, extracted, hand_over
from tests.cast import Cast
from tests.people import People
from tracker.cases.handovers.rules import OF_NOTHING, ZEROS
from tracker.core.database import Database

TYPED = {"file_name": "CH04_2030.dav", "bytes": "1420000000", "sha256": "9f" * 32}


def test_lan_is_asked_whether_the_hash_follows_and_minh_sees_that_it_is_owed(people: People, cast: Cast) -> None:
    line = extracted(cast)
    url = f"/extractions/lines/{line.id}/hand-over"
    assert "Chưa tính được mã băm" not in people.lan.get(url).text
    form = {**TYPED, "sha256": "", "version": line.version, "medium": "USB", "received_by": "Minh"}
    page = people.lan.post(url, form, 422).text
    assert "Chưa tính được mã băm: ghi sau" in page
    assert "CH04_2030.dav" in page
    people.lan.post(url, {**form, "hash_owed": "true", "copy_kind": "filmed", "copies": "2", "witness": "Bà Tư"})
    page = people.minh.get(f"/extractions/{line.request_id}").text
    for told in ("Còn nợ mã băm", "Quay lại màn hình", "Không phải bản gốc", "2 bản", "người chứng kiến Bà Tư"):
        assert told in page
    assert "Ghi mã băm còn nợ" not in page


def test_lan_gives_it_later(people: People, cast: Cast, database: Database) -> None:
    line = hand_over(database, cast, **OWED)
    assert f"/handovers/{line.id}/hash" in people.lan.get("/").text
    assert f"/extractions/{line.request_id}" in people.lan.get("/extractions/lines?hash_owed=1").text
    assert "Ghi mã băm còn nợ" in people.lan.get(f"/extractions/{line.request_id}").text
    form = {name: TYPED[name] for name in ("bytes", "sha256")}
    page = people.lan.post(f"/handovers/{line.id}/hash", {**form, "bytes": "5"}, 422).text
    assert "Lúc bàn giao tệp có 1420000000 byte" in page
    people.lan.post(f"/handovers/{line.id}/hash", form)
    page = people.lan.get(f"/extractions/{line.request_id}").text
    assert "ghi sau, lúc" in page
    assert "Còn nợ mã băm" not in page
    assert f"/handovers/{line.id}/hash" not in people.lan.get("/").text


def test_minh_checks_what_he_received_and_everybody_sees_what_came_of_it(
    people: People, cast: Cast, database: Database
) -> None:
    line = hand_over(database, cast)
    people.minh.get(f"/handovers/{line.id}/check")
    people.minh.post(f"/handovers/{line.id}/check", TYPED)
    people.minh.post(f"/handovers/{line.id}/check", {**TYPED, "sha256": "ab" * 32})
    for person in (people.lan, people.minh):
        page = person.get(f"/extractions/{line.request_id}").text
        assert "Khớp với tệp đã bàn giao" in page
        assert "KHÔNG khớp với tệp đã bàn giao" in page
        assert "ab" * 32 in page


@pytest.mark.parametrize("sha256", [ZEROS, OF_NOTHING, "abc"])
def test_what_is_the_hash_of_no_file_is_refused_at_the_field(
    people: People, cast: Cast, database: Database, sha256: str
) -> None:
    line = hand_over(database, cast)
    page = people.minh.post(f"/handovers/{line.id}/check", {**TYPED, "sha256": sha256}, 422).text
    assert "Hãy tính lại từ tệp thật" in page or "64 ký tự" in page


@pytest.mark.parametrize("size", ["0", "-1", "99999999999999999"])
def test_a_size_that_no_file_has_is_refused_at_the_field(people: People, cast: Cast, size: str) -> None:
    line = extracted(cast)
    form = {**TYPED, "bytes": size, "version": line.version, "medium": "USB", "received_by": "Minh"}
    assert "Cần một số từ 1 đến" in people.lan.post(f"/extractions/lines/{line.id}/hand-over", form, 422).text


def test_programs_give_hashes_and_check_files(people: People, cast: Cast, database: Database) -> None:
    line = hand_over(database, cast, **OWED)
    told = {name: FILE[name] for name in ("bytes", "sha256")}
    people.lan.json("POST", f"/api/v1/handovers/{line.id}/hash", told)
    answer = people.minh.json("POST", f"/api/v1/handovers/{line.id}/check", FILE, 201)
    assert answer["result"] == "same"
