"""Rules: a street as a line through its places, where these lie so that a line may be drawn."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shapely import MultiLineString

from tracker.core.geodesy import EARTH_RADIUS_M, distance
from tracker.register.streets import rules
from tracker.register.streets.nodes import NamedPoint, Node
from tracker.register.streets.rules import LineStyle

Position = tuple[float, float]  # metres to the east and to the north
Path = Sequence[tuple[float, float]]  # (latitude, longitude) after (latitude, longitude)
STEPS = 6  # points of the curve between two places
DIGITS = 6  # of a degree: a decimetre


@dataclass(frozen=True)
class Stretch:
    """A street between two of its places: `path` is (latitude, longitude) after (latitude, longitude).

    `places` is how many the whole line goes through.
    """

    first: Node
    second: Node
    style: LineStyle
    path: tuple[tuple[float, float], ...]
    places: int


def stretches(street_nodes: Sequence[Node]) -> list[Stretch]:
    """The lines of one street through its places; none where these do not lie along one."""
    if len(street_nodes) > rules.MOST_PLACES:
        return []
    frame = _Frame(street_nodes)
    return [stretch for piece in _pieces(frame.positions) for stretch in _of_piece(frame, piece)]


def meeting(first_paths: Sequence[Path], second_paths: Sequence[Path]) -> tuple[float, float] | None:
    """Where the lines of two streets meet, if that is near a place of either; None where they do not."""
    first, second = (MultiLineString([list(path) for path in paths]) for paths in (first_paths, second_paths))
    meeting_points = first.intersection(second)
    if meeting_points.is_empty:
        return None
    latitude, longitude = meeting_points.representative_point().coords[0]
    ends = (end for path in (*first_paths, *second_paths) for end in (path[0], path[-1]))
    near = min(distance(latitude, longitude, *end) for end in ends)
    return (round(latitude, DIGITS), round(longitude, DIGITS)) if near <= rules.NEAR_PLACE_M else None


class _Frame:
    """The places of a street on a plane."""

    def __init__(self, street_nodes: Sequence[Node]) -> None:
        self.nodes = street_nodes
        self.latitude = math.fsum(node.place[0] for node in street_nodes) / max(1, len(street_nodes))
        self.metres_east = math.radians(1) * EARTH_RADIUS_M * math.cos(math.radians(self.latitude))
        self.metres_north = math.radians(1) * EARTH_RADIUS_M
        self.positions = [self._position(*node.place) for node in street_nodes]

    def _position(self, latitude: float, longitude: float) -> Position:
        return longitude * self.metres_east, latitude * self.metres_north

    def degrees(self, position: Position) -> tuple[float, float]:
        """(latitude, longitude) of a position."""
        return round(position[1] / self.metres_north, DIGITS), round(position[0] / self.metres_east, DIGITS)


def _pieces(positions: Sequence[Position]) -> list[dict[int, list[int]]]:
    """The trees of shortest connections whose edges are no longer than a street may leave blank: who joins whom."""
    pieces, loose = [], set(range(len(positions)))
    while loose:
        tree = _tree(positions, min(loose), loose)
        loose -= tree.keys()
        pieces.append(tree)
    return pieces


def _tree(positions: Sequence[Position], start: int, loose: set[int]) -> dict[int, list[int]]:
    """Prim's tree from one place through the loose ones."""
    tree: dict[int, list[int]] = {start: []}
    nearest = {index: (math.dist(positions[index], positions[start]), start) for index in loose - {start}}
    while nearest:
        closest = min(nearest, key=lambda index: nearest[index])
        metres, neighbour = nearest.pop(closest)
        if metres > rules.LONGEST_M:
            break
        tree[closest] = [neighbour]
        tree[neighbour].append(closest)
        for index, connection in nearest.items():
            nearest[index] = min(connection, (math.dist(positions[index], positions[closest]), closest))
    return tree


def _of_piece(frame: _Frame, tree: dict[int, list[int]]) -> list[Stretch]:
    path = _without_second_sides(frame.positions, _longest_path(frame.positions, tree))
    positions = [frame.positions[index] for index in path]
    narrowness = _narrowness([frame.positions[index] for index in tree])
    style = rules.style(len(path), narrowness, _sharpest_turn(positions))
    if style is None or _numbers_disagree([frame.nodes[index] for index in path]):
        return []
    curves = zip(pairwise(path), _curves(positions), strict=True)
    return [
        Stretch(
            frame.nodes[first],
            frame.nodes[second],
            LineStyle.DOTTED if math.dist(frame.positions[first], frame.positions[second]) > rules.GAP_M else style,
            tuple(frame.degrees(position) for position in curve),
            len(path),
        )
        for (first, second), curve in curves
    ]


def _longest_path(positions: Sequence[Position], tree: dict[int, list[int]]) -> list[int]:
    """The places of a tree in their order along the street: its longest path."""
    farthest = _path_to_farthest(positions, tree, next(iter(tree)))[-1]
    return _path_to_farthest(positions, tree, farthest)


def _path_to_farthest(positions: Sequence[Position], tree: dict[int, list[int]], start: int) -> list[int]:
    metres, before, waiting = {start: 0.0}, {start: start}, [start]
    while waiting:
        index = waiting.pop()
        for neighbour in tree[index]:
            if neighbour not in metres:
                metres[neighbour] = metres[index] + math.dist(positions[index], positions[neighbour])
                before[neighbour] = index
                waiting.append(neighbour)
    path = [max(metres, key=lambda index: metres[index])]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]


def _without_second_sides(positions: Sequence[Position], path: Sequence[int]) -> list[int]:
    thinned = list(path[:1])
    for index in path[1:]:
        if math.dist(positions[thinned[-1]], positions[index]) >= rules.TWO_SIDES_M:
            thinned.append(index)
    return thinned


def _narrowness(positions: Sequence[Position]) -> float:
    """Width by length along the principal axes: 0 for places in a line, towards 1 for places in a heap."""
    east = math.fsum(x for x, _ in positions) / len(positions)
    north = math.fsum(y for _, y in positions) / len(positions)
    xx = math.fsum((x - east) ** 2 for x, _ in positions)
    yy = math.fsum((y - north) ** 2 for _, y in positions)
    xy = math.fsum((x - east) * (y - north) for x, y in positions)
    middle, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    return math.sqrt(max(0.0, middle - half) / (middle + half)) if middle else 1.0


def _sharpest_turn(positions: Sequence[Position]) -> float:
    """Degrees of the sharpest bend along a path."""
    directions = [math.atan2(after[1] - place[1], after[0] - place[0]) for place, after in pairwise(positions)]
    turns = (abs(math.degrees(second - first)) for first, second in pairwise(directions))
    return max((min(turn, 360 - turn) for turn in turns), default=0.0)


def _numbers_disagree(street_nodes: Iterable[Node]) -> bool:
    """Whether house numbers along a path go up and down so often that the path cannot be the street's."""
    numbers = [number for node in street_nodes if (number := _number(node.points)) is not None]
    steps = [after - number for number, after in pairwise(numbers)]
    return min(sum(step > 0 for step in steps), sum(step < 0 for step in steps)) >= 4


def _number(points: Sequence[NamedPoint]) -> int | None:
    return next((point.number for point in points if point.number is not None), None)


def _curves(positions: Sequence[Position]) -> list[list[Position]]:
    """The centripetal Catmull-Rom curve through the places: it makes no loops. One list between two of them."""
    if len(positions) < 3:
        return [list(pair) for pair in pairwise(positions)]
    before = _mirrored(positions[1], positions[0])
    after = _mirrored(positions[-2], positions[-1])
    controls = [before, *positions, after]
    return [_curve(controls[index : index + 4]) for index in range(len(positions) - 1)]


def _mirrored(position: Position, centre: Position) -> Position:
    return 2 * centre[0] - position[0], 2 * centre[1] - position[1]


def _curve(controls: Sequence[Position]) -> list[Position]:
    """The part between the second and the third of four places (Barry and Goldman's pyramid)."""
    knots = [0.0]
    for position, following in pairwise(controls):
        knots.append(knots[-1] + math.sqrt(math.dist(position, following)))
    width = knots[2] - knots[1]
    inner = [_at_knot(controls, knots, knots[1] + width * step / STEPS) for step in range(1, STEPS)]
    return [controls[1], *inner, controls[2]]


def _at_knot(controls: Sequence[Position], knots: Sequence[float], knot: float) -> Position:
    level = list(controls)
    for span in (1, 2, 3):
        ends = [(knots[1], knots[2])] if span == 3 else list(zip(knots, knots[span:], strict=False))
        level = [
            _between(first, second, start, end, knot)
            for (first, second), (start, end) in zip(pairwise(level), ends, strict=True)
        ]
    return level[0]


def _between(first: Position, second: Position, start: float, end: float, knot: float) -> Position:
    share = (knot - start) / (end - start) if end > start else 0.0
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
