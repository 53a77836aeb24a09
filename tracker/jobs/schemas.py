"""Shapes of long work: the query string of its list."""

from tracker.fields import Shape
from tracker.paging import Cursor


class JobFilter(Shape):
    """The query string of a list of jobs."""

    after = Cursor(int)
