"""Shapes of networks and their replication points."""

from marshmallow.fields import Nested

from tracker.fields import Choice, Day, Many, Shape, Text, Whole
from tracker.networks.rules import State
from tracker.paging import Cursor


class NewNetwork(Shape):
    """A network to be entered."""

    code = Text(required=True, most=40)
    name = Text(required=True)
    launched_on = Day(required=True)
    launch_decision = Text(most=100)
    lead = Text()


class EditedNetwork(NewNetwork):
    """A network as changed, with the version that was seen."""

    version = Whole(required=True)


class Closing(Shape):
    """That a decision closed a network."""

    closed_on = Day(required=True)
    closing_decision = Text(required=True, most=100)
    version = Whole(required=True)


class NewPoint(Shape):
    """An area to which a network was extended."""

    name = Text(required=True)
    started_on = Day(required=True)


class PointEnd(Shape):
    """That a network no longer covers an area."""

    ended_on = Day(required=True)


class NetworkFilter(Shape):
    """The query string of a list of networks."""

    q = Text()
    state = Choice(State, load_default=None)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class NetworkOut(Shape):
    """A network as shown to programs."""

    id = Whole()
    version = Whole()
    code = Text()
    name = Text()
    ward_id = Whole()
    launched_on = Day()
    launch_decision = Text()
    lead = Text()
    closed_on = Day(allow_none=True)
    closing_decision = Text()


class ReplicationPointOut(Shape):
    """A replication point as shown to programs."""

    id = Whole()
    name = Text()
    started_on = Day()
    ended_on = Day(allow_none=True)


class NetworkRow(Shape):
    """A network in a list. `points` counts the replication points that run today."""

    id = Whole()
    code = Text()
    name = Text()
    ward_id = Whole()
    ward = Text()
    launched_on = Day()
    launch_decision = Text()
    lead = Text()
    closed_on = Day(allow_none=True)
    points = Whole()


class NetworkPage(Shape):
    """A page of networks."""

    items = Many(Nested(NetworkRow))
    next = Text(allow_none=True)
