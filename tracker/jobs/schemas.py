"""Shapes of long work: the query string of its list."""

from tracker.web.fields import StrictSchema
from tracker.web.paging import Cursor


class JobFilter(StrictSchema):
    """The query string of a list of jobs."""

    after = Cursor(int)
