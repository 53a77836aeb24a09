"""Shares, readers and notes in the migration that brings them, with rows in it."""

from sqlalchemy import inspect, text

from tests.cast import Cast
from tracker import tables
from tracker.cases.access import seals, shares
from tracker.cases.access.models import IncidentNote, IncidentReader, IncidentShare

TABLES = {"incident_shares", "incident_readers", "incident_notes"}


def test_shares_readers_and_notes_go_on_the_way_down_and_the_cases_stay(cast: Cast) -> None:
    request = cast.request()
    with cast.database.writing() as session:
        shares.share(session, cast.minh, request.incident_id, "38-PC08", "Phối hợp")
        shares.note(session, cast.minh, request.incident_id, "Xe đi hướng cầu Hàm Rồng")
        seals.seal(session, cast.thuy, request.incident_id, 1, ["tuan"], "Theo chỉ đạo")
    tables.downgrade(cast.database, "0021")
    with cast.database.reading() as session:
        assert TABLES.isdisjoint(inspect(session.connection()).get_table_names())
        assert list(session.execute(text("SELECT id FROM incidents")).scalars()) == [request.incident_id]
    tables.upgrade(cast.database)
    assert [cast.count(kind) for kind in (IncidentShare, IncidentReader, IncidentNote)] == [0, 0, 0]
    with cast.database.reading() as session:
        reasons = session.execute(text("SELECT seal_reason FROM incidents WHERE sealed_at IS NULL"))
        assert list(reasons.scalars()) == [""]
