"""The one search box, in people's browsers: what each may find, and what is written down."""

import json
import unicodedata

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.audit_log.models import AuditEvent


def last(cast: Cast, action: str) -> dict[str, object]:
    """The detail of the newest event of that kind."""
    with cast.database.reading() as session:
        event = session.query(AuditEvent).filter_by(action=action).order_by(AuditEvent.seq.desc()).first()
        return json.loads(event.detail) if event else {}


@pytest.mark.parametrize("who", ["an", "binh"])
def test_who_reads_no_register_has_no_search_box(people: People, who: str) -> None:
    person = getattr(people, who)
    assert 'id="find"' not in person.get("/").text
    person.get("/search?q=cam", 403)


def test_hoa_finds_nothing_of_lans_ward(people: People, cast: Cast) -> None:
    point, recorder = cast.point(name="Vườn Hoa"), cast.recorder()
    camera = cast.camera(name="Vườn Hoa", point_id=point.id)
    cast.network(name="Camera Vườn Hoa")
    page = people.hoa.get("/search?q=vuon+hoa").text + people.hoa.get(f"/search?q={recorder.code}").text
    assert [link for link in ("/cameras/", "/networks/", "/recorders/", "/places/") if f'href="{link}1"' in page] == []
    assert f'href="/cameras/{camera.id}"' in people.lan.get("/search?q=vuon+hoa").text


def test_nobody_finds_an_owner_by_name_or_telephone_but_by_number_and_paper(people: People, cast: Cast) -> None:
    owner = cast.owner(name="Nguyễn Thị Sáu", phone="+84912345678", consent_paper="CK-06")
    for query in ("Nguyễn Thị Sáu", "sau", "0912345678", "84912345678", "Lê Lợi"):
        assert f'href="/owners/{owner.id}"' not in people.lan.get(f"/search?q={query}").text
    for query in ("ck-06", f"%23{owner.id}"):
        page = people.lan.get(f"/search?q={query}").text
        assert f'href="/owners/{owner.id}"' in page
        assert "Sáu" not in page
    assert f'href="/owners/{owner.id}"' not in people.hoa.get("/search?q=ck-06").text


def test_an_association_is_found_by_its_name_until_it_turns_out_to_be_a_household(people: People) -> None:
    new = {"kind": "association", "name": "Ban công tác Mặt trận khu 3", "consent_scope": "", "consent_on": ""}
    shown = people.lan.post("/owners/new", new).location
    assert f'href="{shown}"' in people.minh.get("/search?q=ban cong tac mat tran").text
    assert f'href="{shown}"' not in people.hoa.get("/search?q=ban cong tac mat tran").text
    people.lan.post(f"{shown}/edit", {"version": 1, "kind": "household", "consent_scope": "", "consent_on": ""})
    assert f'href="{shown}"' not in people.minh.get("/search?q=ban cong tac mat tran").text


def test_lan_finds_the_request_she_is_asked_but_not_its_incident(people: People, cast: Cast) -> None:
    request = cast.request(incident=cast.incident(summary="Mất xe Wave"))
    assert f'href="/extractions/{request.id}"' in people.lan.get(f"/search?q={request.code}").text
    page = people.lan.get("/search?q=wave").text
    assert "Mất xe" not in page
    assert f'href="/extractions/{request.id}"' not in page
    assert "Mất xe <mark>Wave</mark>" in people.minh.get("/search?q=wave").text


def test_another_investigators_draft_is_not_found(people: People, cast: Cast) -> None:
    request = cast.request(requester_id=cast.minh.id, status="draft", filed_at=None)
    assert f'href="/extractions/{request.id}"' in people.minh.get(f"/search?q={request.code}").text
    assert f'href="/extractions/{request.id}"' not in people.tuan.get(f"/search?q={request.code}").text


@pytest.mark.parametrize("typed", ["Hoà", "hòa", unicodedata.normalize("NFD", "hòa")])
def test_minh_finds_the_very_tones_first(people: People, cast: Cast, typed: str) -> None:
    for number, name in enumerate(["Hoa Lư", "Hóa Chất", "Chợ Hòa Bình", "Ngõ Hoà An"]):
        cast.camera(code=f"CAM-{number}", name=name)
    page = people.minh.get(f"/search?q={typed}").text
    numbers = sorted(range(4), key=lambda number: page.index(f"CAM-{number}<"))
    assert sorted(numbers[:2]) == [2, 3]


def test_a_search_is_written_down_with_what_it_showed_of_cases(people: People, cast: Cast) -> None:
    incident = cast.incident(summary="Mất xe Wave")
    people.minh.get("/search?q=wave")
    assert last(cast, "search:read") == {"q": "wave", "ids": {"incident": [incident.id]}}
    people.minh.get("/search?q=0912345678")
    assert last(cast, "search:read")["q"] == "•••"


def test_nothing_typed_finds_nothing_and_is_not_written_down(people: People, cast: Cast) -> None:
    cast.camera()
    assert "CAM-" not in people.minh.get("/search?q=%20").text
    assert last(cast, "search:read") == {}
