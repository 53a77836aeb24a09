"""Shapes of what is asked about a day or a moment."""

from tracker.core.days import LONGEST
from tracker.web.fields import Date, DateTime, StrictSchema, Text


class Typed(StrictSchema):
    """What somebody typed, under the name of what it is read as."""

    moment = Text(most=LONGEST)
    day = Text(most=LONGEST)
    coming_day = Text(most=LONGEST)


# The fields that read it: the very ones of the forms.
READERS: dict[str, Date | DateTime] = {"moment": DateTime(), "day": Date(), "coming_day": Date(ahead=True)}
