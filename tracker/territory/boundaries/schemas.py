"""Shapes of boundaries."""

from tracker.web.fields import Day, Shape, Text
from tracker.web.paging import Cursor


class Upload(Shape):
    """What is said with a file of outlines: where it comes from, and the day whose wards it draws."""

    source = Text(most=150)
    on = Day(load_default=None, allow_none=True)


class BoundaryFilter(Shape):
    """The query string of the list of outlines."""

    after = Cursor(str, int)
