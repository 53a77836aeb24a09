"""Shapes of labels."""

from tracker.register.labels.rules import LAYOUTS, LabelSize
from tracker.web.fields import Boolean, Choice, Integer, StrictSchema
from tracker.web.paging import Cursor

MOST_START = max(layout.labels for layout in LAYOUTS.values())


class LabelSheet(StrictSchema):
    """The part of a query string that says how labels are printed; the rest is the list's filter."""

    size = Choice(LabelSize, load_default=LabelSize.SMALL)
    start = Integer(least=1, most=MOST_START, load_default=1)
    place = Boolean(load_default=False)
    cut = Boolean(load_default=False)
    camera_id = Integer(least=1, load_default=None)
    following = Cursor(str, int)
