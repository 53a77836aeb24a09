"""Opening the rows behind a figure: who may, and that it is written down."""

from typing import Any

import pytest

from tests.cast import Cast
from tracker.audit_log.models import AuditEvent
from tracker.core import errors
from tracker.core.paging import Page
from tracker.reports import actions
from tracker.reports.queries import RowsQuery
from tracker.reports.rules import CameraFigure, IncidentSet, LineSet, PeriodKind, of

YEAR = of(PeriodKind.YEAR, 2024 * 12)
OPENINGS: list[tuple[Any, Any]] = [
    (actions.open_incidents, IncidentSet.ASKED),
    (actions.open_lines, LineSet.LOST),
    (actions.open_cameras, CameraFigure.POLICE),
]


@pytest.mark.parametrize("who", ["lan", "minh", "an", "binh"])
@pytest.mark.parametrize(("opened", "kind"), OPENINGS)
def test_only_leadership_may(cast: Cast, opened: Any, kind: Any, who: str) -> None:
    with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
        opened(session, getattr(cast, who), kind, RowsQuery(YEAR))


@pytest.mark.parametrize(("opened", "kind"), OPENINGS)
def test_each_opening_leaves_a_row(cast: Cast, opened: Any, kind: Any) -> None:
    with cast.database.writing() as session:
        assert opened(session, cast.thuy, kind, RowsQuery(YEAR)) == actions.Opened(0, 0, Page([], None))
    assert cast.count(AuditEvent) == 1
