"""Shapes of reports: which period is asked for, which rows, and the figures as programs get them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.fields import Dict, Nested

from tracker.cases.extractions.rules import UnavailableReason
from tracker.reports import rules
from tracker.reports.rules import CameraFigure, Figures, IncidentSet, LineSet, Period, half_up
from tracker.web.fields import Boolean, Choice, Date, Decimal, Integer, List, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor

BOTH_DAYS = _l("Cần cả ngày đầu và ngày cuối.")
BACKWARDS = _l("Ngày cuối trước ngày đầu.")
ENDLESS = 9_999_999


class Named(fields.Field[Period]):
    """A named period by its code: 2024, 2024-Q1, 2024-H1, 2024-9M, 2024-03; with CA- before it, the police's."""

    default_error_messages = {
        "invalid": _l("Không có kỳ báo cáo này, ví dụ 2024, 2024-Q1, 2024-9M, CA-2024-Q1 hoặc CA-2024-03.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(load_default=None, metadata={"type": "string"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Period:
        period = rules.named(value.strip().upper()) if isinstance(value, str) else None
        if period is None:
            raise self.make_error("invalid")
        return period


class InPeriod(StrictSchema):
    """A period: two days, or a name. Days win over a name; neither leaves `period` empty."""

    class Meta(StrictSchema.Meta):
        include = {"from": Date(load_default=None), "to": Date(load_default=None)}

    period = Named()

    @validates_schema
    def _check_days(self, facts: Mapping[str, Any], **_: Any) -> None:
        first, last = facts.get("from"), facts.get("to")
        if (first is None) != (last is None):
            raise ValidationError(BOTH_DAYS, "from" if first is None else "to")
        if first and last and last < first:
            raise ValidationError(BACKWARDS, "to")

    @post_load
    def _as_period(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        first, last = facts.pop("from"), facts.pop("to")
        return {**facts, "period": Period(first, last) if first else facts["period"]}


class ReportQuery(InPeriod):
    """What a page of figures is asked for: the period, and whether wards are read as they are now."""

    now = Boolean(load_default=False)


class FiguresQuery(ReportQuery):
    """What the page of all figures is asked for: also whether the slow ones of a long period are to be on it."""

    whole = Boolean(load_default=False)


class PartsQuery(ReportQuery):
    """All networks or wards of a period, and where the last page of them ended."""

    after = Cursor(int, str, int)


class Rows(ReportQuery):
    """Which rows behind a figure, and where the last page of them ended."""

    network_id = Integer(load_default=None)
    ward_id = Integer(load_default=None)
    reason = Choice(UnavailableReason, load_default=None)
    after = Cursor(int)


class IncidentRows(Rows):
    """Incidents behind a figure."""

    set = Choice(IncidentSet, load_default=IncidentSet.ASKED)


class LineRows(Rows):
    """Lines behind a figure."""

    set = Choice(LineSet, load_default=LineSet.ASKED)


class CameraRows(InPeriod):
    """Camera eyes behind a figure."""

    set = Choice(CameraFigure, load_default=CameraFigure.POLICE)
    after = Cursor(int)


def share() -> Decimal:
    """A share from 0 to 1, where there is one."""
    return Decimal(least=0, most=1, allow_none=True)


class HoursOut(OutSchema):
    """A waiting time in hours."""

    n = Integer()
    median = Decimal(least=0, most=ENDLESS, allow_none=True)
    p90 = Decimal(least=0, most=ENDLESS, allow_none=True)


class Resolution(OutSchema):
    """The figures of a period. `enough` is whether there are incidents enough to speak of a rate."""

    class Meta(StrictSchema.Meta):
        include = {"from": Date(), "to": Date()}

    networks = Integer()
    camera_eyes = Integer()
    camera_eyes_working = Integer()
    camera_eyes_mobilisable = Integer()
    camera_eyes_outside = Integer(metadata={"description": "Of no network on the last day, in none of the others"})
    replication_points = Integer()
    incidents_asked = Integer()
    incidents_clarified = Integer()
    resolution_rate = share()
    interval = List(share(), allow_none=True)
    enough = Boolean()
    minimum_n = Integer()
    lines_asked = Integer()
    footage_existed = Integer()
    saved_in_time = Integer()
    extractions = Integer()
    handed_over = Integer()
    with_outcome = Integer()
    useful = Integer()
    outcome_completeness = share()
    extractions_per_clarified_incident = Decimal(least=0, most=ENDLESS, allow_none=True)
    extractions_per_network = Decimal(least=0, most=ENDLESS, allow_none=True)
    clarified_per_network = Decimal(least=0, most=ENDLESS, allow_none=True)
    lost = Dict(keys=Text(), values=Integer())
    hours = Dict(keys=Text(), values=Nested(HoursOut))
    entries = Integer(metadata={"description": "Steps behind the figures"})
    late_entries = Integer(metadata={"description": "Those recorded more than 24 hours after they happened"})
    taken_over_entries = Integer(metadata={"description": "Further steps, taken over from old books"})


def plain(figures: Figures, minimum_n: int) -> dict[str, Any]:
    """The figures in the shape of Resolution: shares with 4 decimals, ratios and hours with 1."""
    tally, stock, per = figures.tally, figures.stock, rules.rate
    return {
        "from": figures.period.first,
        "to": figures.period.last,
        "networks": stock.networks,
        "camera_eyes": stock.camera_eyes,
        "camera_eyes_working": stock.camera_eyes_working,
        "camera_eyes_mobilisable": stock.camera_eyes_mobilisable,
        "camera_eyes_outside": stock.camera_eyes_outside,
        "replication_points": stock.replication_points,
        "extractions": tally.extractions,
        "incidents_clarified": tally.incidents_clarified,
        "incidents_asked": tally.incidents_asked,
        "resolution_rate": half_up(tally.resolution, 4),
        "interval": [half_up(end, 4) for end in tally.interval] if tally.interval else None,
        "enough": tally.enough(minimum_n),
        "minimum_n": minimum_n,
        "extractions_per_clarified_incident": half_up(per(tally.extractions, tally.incidents_clarified), 1),
        "extractions_per_network": half_up(per(tally.extractions, stock.networks), 1),
        "clarified_per_network": half_up(per(tally.incidents_clarified, stock.networks), 1),
        "lines_asked": tally.lines_asked,
        "footage_existed": tally.existed,
        "saved_in_time": tally.saved,
        "handed_over": tally.handed_over,
        "with_outcome": tally.judged,
        "useful": tally.useful,
        "outcome_completeness": half_up(tally.completeness, 4),
        "lost": dict(figures.lost),
        "hours": {
            wait.value: {"n": hours.n, "median": half_up(hours.median, 1), "p90": half_up(hours.p90, 1)}
            for wait, hours in figures.waits.items()
        },
        "entries": figures.entries.n,
        "late_entries": figures.entries.late,
        "taken_over_entries": figures.entries.taken_over,
    }
