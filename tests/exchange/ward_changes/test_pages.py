"""Bình changes wards in the browser, in numbers only; Lan and Hoa decide what was split, one tap each."""

import io
import re

import pytest
from sqlalchemy import update

from tests.cast import MERGER, Cast
from tests.exchange.ward_changes.histories import (
    HAC_THANH_ENDS,
    HAM_RONG_SPLITS,
    HEADER,
    NEXT,
    applied,
    split_ward,
    told,
)
from tests.people import People
from tracker.exchange.ward_changes.models import WardChange
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import JobKind, JobState


def sends(text: str, name: str = "don-vi.csv") -> dict[str, object]:
    """What Bình's form carries."""
    return {"on": f"{NEXT:%d/%m/%Y}", "basis": "NQ 1", "file": (io.BytesIO(text.encode()), name)}


def test_bình_previews_applies_and_undoes_the_merger_of_2025(people: People, cast: Cast) -> None:
    camera = cast.camera(ward_id=cast.old_dong_son.id, code="BI-MAT-7")
    assert MERGER.strftime("%d/%m/%Y") in people.binh.get("/ward-changes").text
    people.binh.post("/ward-changes/known", {"on": MERGER.isoformat()})
    page = people.binh.get("/ward-changes/1").text
    assert "Phường Hạc Thành" in page
    assert "BI-MAT-7" not in page
    people.binh.post("/ward-changes/1/apply", {"version": 1})
    assert cast.fresh(camera).ward_id == cast.hac_thanh.id
    people.binh.post("/ward-changes/1/undo", {"version": 3})
    assert cast.fresh(camera).ward_id == cast.old_dong_son.id


def test_a_large_change_is_applied_and_undone_as_a_job_and_never_twice(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.exchange.ward_changes.pages.AT_ONCE", 0)
    camera = cast.camera(ward_id=cast.old_dong_son.id)
    people.binh.post("/ward-changes/known", {"on": MERGER.isoformat()})
    people.binh.post("/ward-changes/1/apply", {"version": 1})
    assert 'href="/ward-changes/1"' in people.binh.get("/jobs/1").text
    assert cast.fresh(camera).ward_id == cast.hac_thanh.id
    with cast.database.writing() as session:
        session.execute(update(Job).values(state=JobState.QUEUED))
    people.app.extensions["tracker_worker"].carry_out(1)
    assert "Đã xong" in people.binh.get("/jobs/1").text
    people.binh.post("/ward-changes/1/undo", {"version": 3})
    assert cast.fresh(camera).ward_id == cast.old_dong_son.id


def test_while_a_change_runs_as_a_job_none_is_started_or_given_up(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.exchange.ward_changes.pages.AT_ONCE", 0)
    cast.camera(ward_id=cast.old_dong_son.id)
    people.binh.post("/ward-changes/known", {"on": MERGER.isoformat()})
    with cast.database.writing() as session:
        jobs.start(session, cast.binh, JobKind.CHANGE_WARDS, "x")
        session.info.pop("jobs")  # nobody carries it yet
    assert "chạy nền" in people.binh.get("/ward-changes/1").text
    people.binh.post("/ward-changes/1/apply", {"version": 1}, 409)
    people.binh.post("/ward-changes/1/discard", {"version": 1}, 409)
    assert (cast.count(Job), cast.count(WardChange)) == (1, 1)


def test_a_file_with_faults_shows_each_row_and_cannot_be_applied(people: People, cast: Cast) -> None:
    wrong = HEADER + "14797,Phường Hạc Thành,99001,Phường Thanh Hóa,\n99999,,99001,Phường Thanh Hóa,Toàn bộ\n"
    people.binh.post("/ward-changes/new", sends(wrong))
    page = people.binh.get("/ward-changes/1").text
    assert page.count('data-label="Dòng"') == 2
    assert "/ward-changes/1/apply" not in page
    people.binh.post("/ward-changes/1/apply", {"version": 1}, 409)
    people.binh.post("/ward-changes/1/discard", {"version": 1})
    assert cast.count(WardChange) == 0


def test_a_picture_is_no_list_of_units_and_what_was_typed_stays(people: People, cast: Cast) -> None:
    for content in ("PK\x03\x04nothing", "\x00\x01", "a,b\n1,2\n"):
        page = people.binh.post("/ward-changes/new", sends(content), 422).text
        assert "NQ 1" in page
    assert cast.count(WardChange) == 0


def test_a_change_says_who_loses_the_role_and_what_waits(people: People, cast: Cast) -> None:
    split = HEADER + "14797,,99001,Phường A,Một phần\n14797,,99002,Phường B,Một phần\n"
    cast.camera()
    page = people.binh.get(f"/ward-changes/{told(cast, split).id}").text
    assert "bị khóa" in page
    assert "Lê Thị Lan" in page
    assert re.search(r"Phường A, Phường B.*?>1<", page, re.DOTALL)
    assert "0 camera tự chuyển, thêm 1 camera chờ xác định, 2 tài khoản bị khóa." in " ".join(page.split())


def test_a_change_in_which_a_ward_only_gets_a_new_name_takes_its_account_along(people: People, cast: Cast) -> None:
    page = people.binh.get(f"/ward-changes/{told(cast, HAC_THANH_ENDS).id}").text
    assert "chuyển theo đơn vị" in page


def test_lan_decides_with_one_tap_and_the_home_page_counts_what_is_left(people: People, cast: Cast) -> None:
    old = split_ward(cast)
    point = cast.point(ward_id=old.id, name="Ngã ba Đông Thọ")
    cast.camera(ward_id=old.id, point_id=point.id)
    assert "/ward-changes/undecided" in people.lan.get("/").text
    page = people.lan.get("/ward-changes/undecided").text
    assert "Ngã ba Đông Thọ" in page
    people.lan.post(
        "/ward-changes/undecided", {"thing": "point", "id": point.id, "version": 1, "to_ward_id": cast.hac_thanh.id}
    )
    assert "Ngã ba Đông Thọ → Phường Hạc Thành" in people.lan.get("/ward-changes/undecided").text
    assert "Ngã ba Đông Thọ" not in people.lan.get("/ward-changes/undecided").text
    assert "Cán bộ phường, xã xác định" in people.lan.get("/ward-changes/decided").text
    assert 'href="/ward-changes/undecided"' not in people.lan.get("/").text


def test_what_lan_decided_because_of_a_split_stands_in_the_way_of_undoing_it(people: People, cast: Cast) -> None:
    point = cast.point(ward_id=cast.ham_rong.id)
    change = applied(cast, told(cast, HAM_RONG_SPLITS))
    url = f"/ward-changes/{change.id}"
    assert f'action="{url}/undo"' in people.binh.get(url).text
    people.lan.post(
        "/ward-changes/undecided", {"thing": "point", "id": point.id, "version": 1, "to_ward_id": cast.hac_thanh.id}
    )
    page = people.binh.get(url).text
    assert "cán bộ đã xác định địa bàn vì lần chia tách này" in page
    assert "Trịnh Thị Hoa" in page
    people.binh.post(f"{url}/undo", {"version": change.version}, 409)


def test_hoa_who_comes_second_reads_that_somebody_was_first(people: People, cast: Cast) -> None:
    point = cast.point(ward_id=split_ward(cast).id)
    tap = {"thing": "point", "id": point.id, "version": 1, "to_ward_id": cast.hac_thanh.id}
    people.hoa.get("/ward-changes/undecided")
    people.lan.post("/ward-changes/undecided", tap)
    assert "trước bạn" in people.hoa.post("/ward-changes/undecided", tap | {"to_ward_id": cast.ham_rong.id}, 409).text


def test_no_owner_is_named_in_the_queue(people: People, cast: Cast) -> None:
    owner = cast.owner(ward_id=split_ward(cast).id, name="Nguyễn Thị Kín")
    page = people.lan.get("/ward-changes/undecided").text
    assert f"#{owner.id}" in page
    assert "Kín" not in page
