"""The auditor's pages: who did what, who looked, who was refused, and whether the log is whole."""

from sqlalchemy import text

from tests.cast import Cast
from tests.people import People
from tracker.audit_log import queries as audit
from tracker.audit_log.rules import FIRST, Checkpoint
from tracker.core.database import Database

FOUND = (
    ("person=thuy&action=incident:read", 1),
    ("person=nobody", 0),
    ("ending=refused", 1),
    ("kind=Incident", 1),
    ("subject={code}", 1),
    ("subject=%", 0),
    ("person=lan&kind=Incident", 0),
)


def test_nobody_but_the_auditor_reads_the_log(people: People) -> None:
    assert people.stranger().get("/audit", 302).location.startswith("/login")
    for person in (people.lan, people.minh, people.thuy, people.binh):
        person.get("/audit", 403)
        person.post("/audit/verify", {}, 403)
        person.json("GET", "/api/v1/audit", status=403)


def test_an_sees_who_looked_and_who_was_refused(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.thuy.get(f"/incidents/{incident.id}")
    people.lan.get(f"/incidents/{incident.id}", 403)
    page = people.an.get("/audit").text
    assert incident.code in page
    assert incident.summary not in page
    assert "xem vụ việc" in page
    assert "làm việc không có quyền" in page
    assert "bị từ chối" in page


def test_an_narrows_the_log(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.thuy.get(f"/incidents/{incident.id}")
    people.lan.get("/incidents", 403)
    for query, rows in FOUND:
        filled_query = query.format(code=incident.code.lower())
        assert len(people.an.json("GET", f"/api/v1/audit?{filled_query}")["items"]) == rows, query


def test_reading_the_log_is_written_down(people: People, database: Database) -> None:
    people.an.get("/audit?person=minh")
    with database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
    assert (event["action"], event["actor_name"]) == ("audit:read", "Vũ Đình An")
    assert event["detail"] == {"filter": {"person": "minh"}, "shown": []}


def test_pages_of_the_log_follow_without_gap_or_repeat(people: People) -> None:
    numbers, after = [], ""
    people.minh.get("/incidents")
    while after is not None and len(numbers) < 50:
        page = people.an.json("GET", f"/api/v1/audit?limit=2&after={after}")
        numbers, after = [*numbers, *(item["seq"] for item in page["items"])], page["next"]
    assert numbers == list(range(numbers[0], 0, -1))


def test_an_checks_the_chain_and_takes_a_mark_away(people: People, database: Database) -> None:
    page = people.an.post("/audit/verify", {}, 200).text
    assert "Chuỗi còn nguyên" in page
    with database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
        mark = audit.checkpoint(session, "hôm qua").note()
    assert event["action"] == "audit:verify"
    assert f"\n{event['detail']['rows']}\n" in page
    assert "Chuỗi còn nguyên" in people.an.post("/audit/verify", {"note": mark}, 200).text


def test_a_mark_that_the_log_does_not_reach_tells_that_it_was_cut(people: People) -> None:
    page = people.an.post("/audit/verify", {"note": Checkpoint(900, FIRST, "hôm qua").note()}, 200).text
    assert "bị cắt mất phần cuối" in page
    assert "không phải là mốc" in people.an.post("/audit/verify", {"note": "bốn dòng"}, 422).text


def test_an_is_told_which_row_was_changed(people: People, database: Database) -> None:
    people.an.get("/audit")
    guard = (
        "DROP TRIGGER audit_events_no_update" if database.embedded else "ALTER TABLE audit_events DISABLE TRIGGER USER"
    )
    with database.writing() as session:
        session.execute(text(guard))
        session.execute(text("UPDATE audit_events SET actor_name = 'ai đó' WHERE seq = 1"))
    assert "nội dung đã bị sửa ở dòng 1." in people.an.post("/audit/verify", {}, 200).text
