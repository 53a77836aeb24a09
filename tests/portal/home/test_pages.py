"""The first page of each role."""

from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.rules import RequestStatus


def test_lan_sees_what_waits_for_her_ward_and_not_for_hoas(people: People, cast: Cast) -> None:
    cast.request(cast.camera(code="OF-LAN"), cast.camera(code="OF-HOA", ward_id=cast.ham_rong.id))
    page = people.lan.get("/").text
    assert "OF-LAN" in page
    assert "OF-HOA" not in page


def test_minh_sees_his_own_lines_and_not_tuans(people: People, cast: Cast) -> None:
    cast.request(cast.camera(code="MINHS"))
    cast.request(cast.camera(code="TUANS"), keeper_id=cast.tuan.id)
    page = people.minh.get("/").text
    assert "MINHS" in page
    assert "TUANS" not in page


def test_thuy_sees_what_waits_for_her_approval(people: People, cast: Cast) -> None:
    waiting, approved = cast.request(), cast.request(status=RequestStatus.APPROVED)
    page = people.thuy.get("/").text
    assert waiting.code in page
    assert approved.code not in page


def test_an_and_binh_see_no_case_on_theirs(people: People, cast: Cast) -> None:
    request = cast.request()
    for person in (people.an, people.binh):
        assert request.code not in person.get("/").text
