"""The shape of a search."""

from tracker.portal.search.rules import LONGEST
from tracker.web.fields import StrictSchema, Text


class SearchQuery(StrictSchema):
    """The query string of a search."""

    q = Text(most=LONGEST)
