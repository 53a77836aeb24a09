"""Rules: names alike that stand near each other are one place of the town: a node of its streets."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tracker.core.geodesy import distance
from tracker.register.streets import rules

NEAR_DEGREES = rules.SAME_PLACE_M / 110_000  # of latitude, a little more than that
COMPARED = 12  # places of one name that are held against each other: with more, one pair tells as much


@dataclass(frozen=True)
class NamedPoint:
    """An installation point by what its name says of where it is."""

    id: int
    key: str
    latitude: float
    longitude: float
    number: int | None = None


@dataclass(frozen=True)
class Node:
    """One place of the town: the mean of the points that are called so, and how far the farthest lies from it."""

    key: str
    points: tuple[NamedPoint, ...]

    @property
    def place(self) -> tuple[float, float]:
        """(latitude, longitude), the mean."""
        count = len(self.points)
        return (
            math.fsum(point.latitude for point in self.points) / count,
            math.fsum(point.longitude for point in self.points) / count,
        )

    @property
    def spread_m(self) -> float:
        """Metres to the farthest of its points."""
        return max(distance(*self.place, point.latitude, point.longitude) for point in self.points)


def nodes(points: Iterable[NamedPoint]) -> list[Node]:
    """The places that points of several names make; a name that stands far apart makes several."""
    by_key: dict[str, list[NamedPoint]] = defaultdict(list)
    for point in points:
        by_key[point.key].append(point)
    return [node for key in sorted(by_key) for node in _of_one_name(by_key[key])]


def _of_one_name(points: Sequence[NamedPoint]) -> list[Node]:
    clusters: list[_Cluster] = []
    for point in sorted(points, key=lambda point: point.id):
        near = next((cluster for cluster in clusters if cluster.is_near(point)), None)
        if near is None:
            near = _Cluster()
            clusters.append(near)
        near.add(point)
    return [Node(cluster.points[0].key, tuple(cluster.points)) for cluster in clusters]


class _Cluster:
    """The points of a node while they come, and their mean."""

    def __init__(self) -> None:
        self.points: list[NamedPoint] = []
        self.latitude, self.longitude = 0.0, 0.0

    def is_near(self, point: NamedPoint) -> bool:
        """Whether a point belongs here. What is far to the north is not measured on the globe."""
        return (
            abs(self.latitude - point.latitude) < NEAR_DEGREES
            and distance(self.latitude, self.longitude, point.latitude, point.longitude) <= rules.SAME_PLACE_M
        )

    def add(self, point: NamedPoint) -> None:
        """Take a point in."""
        self.points.append(point)
        self.latitude += (point.latitude - self.latitude) / len(self.points)
        self.longitude += (point.longitude - self.longitude) / len(self.points)


def contradictions(found_nodes: Iterable[Node]) -> list[tuple[Node, Node, float]]:
    """The pairs of places of one name of which one must stand wrong, with the metres between them; farthest first."""
    by_key: dict[str, list[Node]] = defaultdict(list)
    for node in found_nodes:
        by_key[node.key].append(node)
    pairs = [pair for of_one_name in by_key.values() for pair in combinations(of_one_name[:COMPARED], 2)]
    measured = [(first, second, distance(*first.place, *second.place)) for first, second in pairs]
    apart = [pair for pair in measured if rules.contradicts(pair[2])]
    return sorted(apart, key=lambda pair: -pair[2])
