"""Shapes of saved filters and chosen columns."""

from tracker.register.saved_views.rules import LONGEST_QUERY, Sharing
from tracker.web.fields import Choice, List, StrictSchema, Text


class NewSavedView(StrictSchema):
    """A filter to be kept: what stands behind the `?` of a list's address, under a name."""

    name = Text(required=True, most=100)
    query = Text(most=LONGEST_QUERY)
    sharing = Choice(Sharing, load_default=Sharing.OWN)


class ColumnChoice(StrictSchema):
    """The columns that a person wants to see; none: those that everybody sees at first. `query`: the list's filter."""

    column = List(Text(most=40), load_default=list)
    query = Text(most=LONGEST_QUERY)
