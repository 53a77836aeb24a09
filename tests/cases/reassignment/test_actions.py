"""Nobody inherits: who goes on leave, is transferred or locked gives the work to a colleague, with a reason."""

from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast
from tests.people import People
from tests.test_cli import run
from tracker.accounts.models import Post, User
from tracker.audit_log import queries as audit
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock
from tracker.core.permissions import Position, Role

TO_TUAN = {"to": "tuan", "reason": "Minh nghỉ phép đến tháng 12"}


@pytest.fixture
def case(cast: Cast) -> ExtractionRequest:
    """Minh's filed request in an incident of his."""
    return cast.request(incident=cast.incident(summary="Bí mật của vụ việc"))


def lock(cast: Cast, who: str) -> None:
    with cast.database.writing() as session:
        session.get_one(User, getattr(cast, who).id).active = False


def test_neither_tuan_nor_a_head_of_other_units_nor_the_administrator_takes_an_incident_away(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    url, body = f"/reassignment/incidents/{case.incident_id}", {**TO_TUAN, "version": 1}
    people.tuan.get(url, 403)
    for person, status in ((people.tuan, 403), (people.son, 404), (people.binh, 404), (people.lan, 403)):
        person.json("POST", f"/api/v1{url}", body, status)
    other = cast.request(
        incident=cast.incident(investigator_id=cast.son.id, unit_id=cast.hac_thanh_police.id),
        requester_id=cast.son.id,
        unit_id=cast.hac_thanh_police.id,
    )
    people.thuy.json("POST", f"/api/v1/reassignment/incidents/{other.incident_id}", body, 404)
    assert cast.fresh(case).responsible_id == cast.minh.id


def test_minh_gives_his_incident_with_its_requests_to_tuan_and_stays_who_asked(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    url = f"/reassignment/incidents/{case.incident_id}"
    assert "Phạm Anh Tuấn (tuan)" in people.minh.get(url).text
    assert "Lý do" in people.minh.post(url, {"to": "tuan", "version": 1}, 422).text
    people.minh.post(url, {**TO_TUAN, "version": 1})
    moved = cast.fresh(case)
    assert (moved.requester_id, moved.responsible_id) == (cast.minh.id, cast.tuan.id)
    people.minh.json(
        "POST", f"/api/v1/extractions/{case.id}/withdraw", {"version": moved.version, "confirmed": True}, 403
    )
    assert "Minh nghỉ phép đến tháng 12" in people.tuan.get(f"/incidents/{case.incident_id}").text
    people.tuan.get(f"/incidents/{case.incident_id}/edit")
    people.minh.get(f"/incidents/{case.incident_id}/edit", 403)


def test_the_log_names_both_and_the_reason(people: People, cast: Cast, case: ExtractionRequest) -> None:
    people.thuy.json("POST", f"/api/v1/reassignment/incidents/{case.incident_id}", {**TO_TUAN, "version": 1})
    with cast.database.reading() as session:
        rows = audit.listing(session, after=None, limit=2).items
    assert {row["action"] for row in rows} == {"incident:hand-over", "request:hand-over"}
    for row in rows:
        assert row["reason"] == TO_TUAN["reason"]
        assert ["Nguyễn Văn Minh", "Phạm Anh Tuấn"] in row["detail"]["changed"].values()


@pytest.mark.parametrize("to", ["minh", "son", "thuy", "nobody", "hoa"])
def test_only_who_investigates_in_the_unit_or_above_and_is_another_gets_it(
    people: People, case: ExtractionRequest, to: str
) -> None:
    url = f"/api/v1/reassignment/incidents/{case.incident_id}"
    assert "to" in people.minh.json("POST", url, {**TO_TUAN, "to": to, "version": 1}, 422)["errors"]
    people.minh.json("POST", url, {**TO_TUAN, "version": 9}, 409)


def test_a_locked_colleague_gets_nothing(people: People, cast: Cast, case: ExtractionRequest) -> None:
    lock(cast, "tuan")
    url = f"/reassignment/incidents/{case.incident_id}"
    assert "Phạm Anh Tuấn" not in people.minh.get(url).text
    people.minh.post(url, {**TO_TUAN, "version": 1}, 422)


def investigating_too(cast: Cast, who: str) -> None:
    """Somebody who leads is given a post to investigate in PC02 as well."""
    post = {"valid_from": clock.today(), "valid_to": None, "delegated_by_id": None, "reason": ""}
    role = {"role": Role.INVESTIGATOR, "position": Position.MEMBER, "unit_id": cast.pc02.id}
    cast.add(Post(user_id=getattr(cast, who).id, **role, **post))


def test_whoever_approved_a_request_never_works_on_it(people: People, cast: Cast) -> None:
    investigating_too(cast, "thuy")
    case = cast.request(incident=cast.incident(), status=RequestStatus.APPROVED)
    url = f"/api/v1/reassignment/incidents/{case.incident_id}"
    answer = people.minh.json("POST", url, {**TO_TUAN, "to": "thuy", "version": 1}, 422)
    assert cast.fresh(case).code in str(answer["errors"]["to"])
    people.minh.json("POST", url, {**TO_TUAN, "version": 1})


def test_who_took_a_request_over_never_approves_it(people: People, cast: Cast, case: ExtractionRequest) -> None:
    investigating_too(cast, "thuy")
    url = f"/api/v1/reassignment/incidents/{case.incident_id}"
    people.minh.json("POST", url, {**TO_TUAN, "to": "thuy", "version": 1})
    version = {"version": cast.fresh(case).version}
    people.thuy.json("POST", f"/api/v1/extractions/{case.id}/approve", version, 403)
    people.dung.json("POST", f"/api/v1/extractions/{case.id}/approve", version)


def test_all_open_work_goes_and_what_has_ended_stays(people: People, cast: Cast, case: ExtractionRequest) -> None:
    ended = cast.incident(status=IncidentStatus.MEDIATED, ended_at=clock.now())
    in_tuans = cast.request(incident=cast.incident(investigator_id=cast.tuan.id))
    closed = cast.request(incident=ended, status=RequestStatus.CLOSED, closed_at=clock.now())
    page = people.minh.get(f"/reassignment/people/{cast.minh.id}").text
    assert cast.fresh(in_tuans).code in page
    assert "Bí mật" not in page
    answer = people.minh.json("POST", f"/api/v1/reassignment/people/{cast.minh.id}", TO_TUAN)
    assert answer == {"incidents": 1, "requests": 2}
    assert {cast.fresh(row).responsible_id for row in (case, in_tuans)} == {cast.tuan.id}
    assert cast.fresh(ended).investigator_id == cast.fresh(closed).responsible_id == cast.minh.id
    people.minh.json("POST", f"/api/v1/reassignment/people/{cast.minh.id}", TO_TUAN, 409)


def test_a_head_gives_away_the_work_of_the_units_people_and_no_others(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    for person in (people.tuan, people.son):
        person.get(f"/reassignment/people/{cast.minh.id}", 404)
    people.thuy.get(f"/reassignment/people/{cast.son.id}", 404)
    people.thuy.get(f"/reassignment/people/{cast.minh.id}")
    people.thuy.post(f"/reassignment/people/{cast.minh.id}", TO_TUAN)
    assert cast.fresh(case).responsible_id == cast.tuan.id


def test_the_administrator_gives_away_only_what_a_locked_account_left_and_reads_no_case(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    url = f"/reassignment/people/{cast.minh.id}"
    people.binh.get(url, 409)
    people.binh.json("POST", f"/api/v1{url}", TO_TUAN, 409)
    lock(cast, "minh")
    page = people.binh.get(url).text
    assert "VV-" in page
    assert "Bí mật" not in page
    people.binh.post(url, TO_TUAN)
    assert cast.fresh(case).responsible_id == cast.tuan.id


def test_the_command_gives_all_of_one_to_another(app: Flask, cast: Cast, case: ExtractionRequest) -> None:
    def hand_over(line: str, code: int = 0) -> Any:
        return run(app, f"user hand-over {line} --reason", "chuyển công tác", code=code)

    assert "Không có tài khoản" in hand_over("nobody tuan", 1)
    assert "Người nhận phải là" in hand_over("minh son", 1)
    assert "1 vụ việc, 1 phiếu" in hand_over("minh tuan")
    assert "không có vụ việc" in hand_over("minh tuan", 1)
    assert cast.fresh(case).responsible_id == cast.tuan.id
