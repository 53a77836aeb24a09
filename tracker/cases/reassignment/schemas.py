"""Shapes of handing work over."""

from tracker.web.fields import Integer, OutSchema, StrictSchema, Text


class AllHandedOver(StrictSchema):
    """To whom, by log-in name, and why."""

    to = Text(required=True, most=64)
    reason = Text(required=True, most=500)


class HandedOver(AllHandedOver):
    """The same of one incident, as it was seen."""

    version = Integer(required=True)


class WorkOut(OutSchema):
    """How much was handed over."""

    incidents = Integer()
    requests = Integer()
