"""One odd row of the log, as a fault or a forger may leave it, does not shut the pages that show it among others."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.people import People
from tracker.audit_log.rules import UNREADABLE, read_detail

ODD_DETAILS = [
    "",
    "no JSON",
    "[]",
    "7",
    "null",
    '"text"',
    "{",
    '{"n": NaN}',
    '{"n": 1e999}',
    '{"n": 1e300, "m": -0.0000001}',
    '{"n": %s}' % ("9" * 5000),
    '{"a": "\\ud800"}',
    '{"a": "\\u0000"}',
    '{"changed": []}',
    '{"changed": 7}',
    '{"changed": {"health": "working"}}',
    '{"changed": {"health": ["working"]}}',
    '{"changed": {"network_id": [[1], {"a": 2}]}}',
    '{"changed": {"network_id": [18446744073709551615, -9223372036854775808]}}',
    '{"on": "2024-13-45", "at": "2024-02-30T99:99:99Z", "since": "0001-01-01T00:00:00Z"}',
    '{"evidence": ["a"], "path": 7, "login": {"a": 1}}',
    '{"": "", "a": null}',
    '{"a":' * 200 + "1" + "}" * 200,
    '{"a":' * 5000 + "1" + "}" * 5000,
    '{"a": "%s"}' % ("dài " * 50_000),
]


def insert(cast: Cast, **odd: Any) -> int:
    """A row that nobody recorded, at the end of the log; its number."""
    with cast.database.writing() as session:
        seq = (session.scalar(text("SELECT max(seq) FROM audit_events")) or 0) + 1
        row = {
            "seq": seq,
            "at": "2026-09-03 10:00:00",
            "actor_id": None,
            "actor_name": "-",
            "actor_role": "-",
            "action": "camera:edit",
            "ending": "done",
            "subject_type": "Camera",
            "subject_id": 1,
            "subject_label": "CAM-1",
            "reason": "",
            "request_id": "",
            "ip": "",
            "detail": "{}",
            "previous_hash": "",
            "hash": str(seq),
            **odd,
        }
        names = ", ".join(row)
        session.execute(
            text(f"INSERT INTO audit_events ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row
        )
        return seq


def check_everywhere(people: People, camera_id: int) -> str:
    """That the log and the thing's own history open, as pages and as JSON, with the odd row and those beside it."""
    people.an.get("/audit")
    page = people.an.get("/audit").text
    assert "xem nhật ký" in page
    assert people.an.json("GET", "/api/v1/audit")["items"]
    assert people.lan.get(f"/timeline/{camera_id}").status_code == 200
    people.lan.json("GET", f"/api/v1/timeline/{camera_id}")
    people.lan.get(f"/cameras/{camera_id}")
    return page


@pytest.mark.parametrize("detail", ODD_DETAILS, ids=lambda detail: ascii(detail)[:24])
def test_a_detail_that_nobody_can_read_is_shown_as_it_stands(people: People, cast: Cast, detail: str) -> None:
    camera = cast.camera()
    insert(cast, subject_id=camera.id, detail=detail)
    page = check_everywhere(people, camera.id)
    assert ("Chi tiết không đọc được" in page) is (UNREADABLE in read_detail(detail))


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "made:up"},
        {"action": ""},
        {"ending": "half-done"},
        {"subject_type": "Spaceship", "subject_id": 2**53},
        {"actor_role": "king", "actor_id": 999, "actor_name": ""},
        {"reason": "rất " * 50_000},
        {"subject_label": "x" * 200, "ip": "x" * 64},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_a_code_that_nobody_knows_is_shown_as_it_is(people: People, cast: Cast, odd: dict[str, Any]) -> None:
    camera = cast.camera()
    insert(cast, **{"subject_id": camera.id, **odd})
    page = check_everywhere(people, camera.id)
    assert max(len(line) for line in page.splitlines()) < 10_000
    for code in ("made:up", "half-done", "Spaceship", "king"):
        assert (code in page) is (code in odd.values())


def test_every_thing_with_a_history_shows_an_odd_row_of_it(people: People, cast: Cast) -> None:
    network, recorder, owner = cast.network(), cast.recorder(), cast.owner()
    pages = {
        "Network": f"/networks/{network.id}",
        "Recorder": f"/recorders/{recorder.id}",
        "Owner": f"/owners/{owner.id}",
        "InstallationPoint": f"/places/{cast.point().id}",
    }
    for kind, page in pages.items():
        insert(cast, subject_type=kind, detail='{"changed": [')
        assert "Chi tiết không đọc được" in people.lan.get(page).text


def test_the_check_of_the_chain_says_that_an_odd_row_is_not_the_logs_own(people: People, cast: Cast) -> None:
    people.an.get("/audit")
    seq = insert(cast, ending="half-done", detail="no JSON")
    assert f"nội dung đã bị sửa ở dòng {seq}" in people.an.post("/audit/verify", {}, 200).text
