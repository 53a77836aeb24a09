"""Shapes of labels."""

from tracker.register.labels.rules import LAYOUTS, LabelSize
from tracker.web.fields import Choice, Flag, Shape, Whole
from tracker.web.paging import Cursor

MOST_START = max(layout.labels for layout in LAYOUTS.values())


class LabelSheet(Shape):
    """The part of a query string that says how labels are printed; the rest is the list's filter."""

    size = Choice(LabelSize, load_default=LabelSize.SMALL)
    start = Whole(least=1, most=MOST_START, load_default=1)
    place = Flag(load_default=False)
    cut = Flag(load_default=False)
    camera_id = Whole(least=1, load_default=None)
    following = Cursor(str, int)
