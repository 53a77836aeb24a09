"""Going back one migration and forth again takes the cautions and what was shared, and leaves the lines."""

from tests.cast import Cast
from tracker import tables
from tracker.cases.extractions.models import ExtractionLine, SharedLine
from tracker.core import clock


def test_lines_outlive_the_column_of_their_cautions(cast: Cast) -> None:
    line, incident = cast.request().lines[0], cast.incident()
    cast.add(SharedLine(line_id=line.id, incident_id=incident.id, joined_by_id=cast.minh.id, joined_at=clock.now()))
    with cast.database.writing() as session:
        asked = session.get_one(ExtractionLine, line.id)
        asked.cautions, asked.caution_reason = [{"kind": "far_away", "facts": {"kilometres": 60}}], "Cần hình"
    for _ in range(2):
        tables.downgrade(cast.database, "0018")
        tables.upgrade(cast.database)
        stored = cast.fresh(line)
        assert (stored.camera_id, stored.cautions, stored.caution_reason) == (line.camera_id, [], "")
        assert cast.count(SharedLine) == 0
