"""Shapes of boundaries."""

from tracker.web.fields import Date, StrictSchema, Text
from tracker.web.paging import Cursor


class BoundaryUpload(StrictSchema):
    """What is said with a file of outlines: where it comes from, and the day whose wards it draws."""

    source = Text(most=150)
    on = Date(load_default=None, allow_none=True)


class BoundaryFilter(StrictSchema):
    """The query string of the list of outlines."""

    after = Cursor(str, int)
