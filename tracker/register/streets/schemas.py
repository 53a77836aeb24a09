"""Shapes of what the map of a town asks for."""

from tracker.register.cameras.schemas import Box
from tracker.web.fields import Integer, StrictSchema, Text

FURTHEST_ZOOM = 22


class TownFrame(StrictSchema):
    """A window of the map and how near it is."""

    window = Box(required=True)
    zoom = Integer(most=FURTHEST_ZOOM, load_default=14)


class PlaceTyped(StrictSchema):
    """Words about a place, as somebody is typing them, and the ward that the same form names."""

    q = Text(most=300)
    ward = Text(most=120)
