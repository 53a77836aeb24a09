"""Shapes of long work: the query string of its list."""

from tracker.web.fields import Shape
from tracker.web.paging import Cursor


class JobFilter(Shape):
    """The query string of a list of jobs."""

    after = Cursor(int)
