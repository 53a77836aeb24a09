"""The shape of a search."""

from tracker.fields import Shape, Text
from tracker.search.rules import LONGEST


class Search(Shape):
    """The query string of a search."""

    q = Text(most=LONGEST)
