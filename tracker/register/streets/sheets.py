"""Presenters: a ward's map on one sheet of A3, drawn out of what the register knows."""

from collections import defaultdict
from typing import Any, NamedTuple

import orjson
from sqlalchemy.orm import Session

from tracker.core.viewer import Viewer
from tracker.register.streets import queries, sheet
from tracker.register.streets.rules import LineStyle
from tracker.register.streets.sheet import Dot, Names, Paper, Text


class WardSheet(NamedTuple):
    """All that stands on the sheet. `lines` are (style, path of SVG); `cameras` hang at the points that are drawn."""

    scale: int
    bar: tuple[float, int]
    lines: list[tuple[LineStyle, str]]
    streets: list[tuple[Text, bool]]
    labels: list[Text]
    dots: list[Dot]
    cameras: int


def of_ward(session: Session, viewer: Viewer, ward_id: int, *, has_base: bool) -> WardSheet | None:
    """A ward's sheet; None where no camera of it has a place. NotFound of a ward that this person may not know of."""
    points = queries.points_of_ward(session, viewer, ward_id)
    if not points:
        return None
    paper = sheet.paper([(point.latitude, point.longitude) for point in points])
    window = sheet.window(paper)
    lines = [] if has_base else queries.lines_within(session, viewer.reach, window)
    labels = queries.labels_within(session, viewer.reach, window)
    names = Names(paper)
    streets = _street_names(names, lines)
    return WardSheet(
        scale=paper.scale,
        bar=paper.bar,
        lines=[(line.style, sheet.path(paper, orjson.loads(line.path))) for line in lines],
        streets=streets,
        labels=[
            text for label in labels if (text := names.below(label.name, (label.latitude, label.longitude))) is not None
        ],
        dots=[_dot(paper, point) for point in points],
        cameras=sum(point.working + point.broken + point.unknown for point in points),
    )


def _street_names(names: Names, lines: list[Any]) -> list[tuple[Text, bool]]:
    """The name of each street once, and whether it is a guess."""
    by_street = defaultdict(list)
    for line in lines:
        if line.style is not LineStyle.DOTTED:
            by_street[line.name].append(line)
    placed = [
        (names.along(name, [orjson.loads(line.path) for line in of_street]), of_street[0].style is LineStyle.DASHED)
        for name, of_street in by_street.items()
    ]
    return [(text, is_guess) for text, is_guess in placed if text is not None]


def _dot(paper: Paper, point: Any) -> Dot:
    return sheet.dot(paper, point.latitude, point.longitude, (point.working, point.broken, point.unknown))
