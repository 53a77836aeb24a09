"""Words of ward changes, and where a chain of successions leads. Pure: wards are numbers, or codes of units to come."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.territory.wards.rules import Extent

Node = Hashable
AT_ONCE = 2_000  # cameras that a change moves while the administrator waits; more are a job


class ChangeState(LabeledEnum):
    """Where a change of wards stands."""

    DRAFT = "draft", N_("Xem trước"), Look.NEUTRAL, "eye"
    APPLIED = "applied", N_("Đã áp dụng"), Look.SUCCESS, "check-circle"
    UNDONE = "undone", N_("Đã hoàn tác"), Look.NEUTRAL, "arrow-counterclockwise"


class MovedThing(LabeledEnum):
    """What stands in a ward and moves with it."""

    CAMERA = "camera", N_("Camera")
    POINT = "point", N_("Điểm lắp đặt")
    RECORDER = "recorder", N_("Đầu ghi")
    OWNER = "owner", N_("Chủ camera")


class MoveWay(LabeledEnum):
    """What becomes of an account of a ward that ends."""

    MOVES = "moves", N_("chuyển theo đơn vị, địa bàn không đổi")
    ENDS = "ends", N_("bị khóa: vai trò kết thúc cùng đơn vị"), Look.WARNING


class WaitingReason(LabeledEnum):
    """Why something stands in the way of undoing a change."""

    MOVED_ON = "moved_on", N_("đã chuyển tiếp sau lần áp dụng này")
    HUNG = "hung", N_("đăng ký mới hoặc đổi điểm lắp đặt sau lần áp dụng này")
    RESTS = "rests", N_("đã ghi vào đơn vị mới")
    DECIDED = "decided", N_("cán bộ đã xác định địa bàn vì lần chia tách này")


@dataclass(frozen=True)
class MoveStep:
    """A ward, or a part of it, going into another on a day."""

    old: Node
    new: Node
    extent: Extent
    on: date


@dataclass
class MoveCounts:
    """How many things of each kind."""

    by_thing: dict[MovedThing, int] = field(default_factory=dict)

    def add(self, thing: MovedThing, number: int) -> None:
        """Count some more."""
        self.by_thing[thing] = self.by_thing.get(thing, 0) + number

    def of(self, thing: MovedThing) -> int:
        """How many of one kind."""
        return self.by_thing.get(thing, 0)

    @property
    def all(self) -> int:
        """How many of any kind."""
        return sum(self.by_thing.values())


class SuccessionMap:
    """What went into what, up to a day."""

    def __init__(self, steps: Iterable[MoveStep], until: date | None = None) -> None:
        self._by_old: dict[Node, list[MoveStep]] = {}
        for step in steps:
            if until is None or step.on <= until:
                self._by_old.setdefault(step.old, []).append(step)

    def whole(self, start: Node) -> list[MoveStep]:
        """The steps by which a ward as a whole became another, as far as nothing was split; empty: none."""
        hops: list[MoveStep] = []
        node = start
        while len(steps := self._by_old.get(node, [])) == 1 and steps[0].extent is Extent.WHOLE and len(hops) < 99:
            hops += steps
            node = steps[0].new
        return hops

    def parts(self, start: Node) -> list[Node]:
        """The wards into which one was split; empty where it was not."""
        steps = self._by_old.get(start, [])
        return [step.new for step in steps] if any(step.extent is Extent.PART for step in steps) else []

    def split_on(self, start: Node) -> date | None:
        """The day on which a ward was split; None where it was not."""
        return min((step.on for step in self._by_old.get(start, []) if step.extent is Extent.PART), default=None)

    def path(self, start: Node, end: Node) -> list[MoveStep]:
        """The steps that lead from a ward to another, the shortest; empty: none do."""
        paths: list[list[MoveStep]] = [[step] for step in self._by_old.get(start, [])]
        while paths:
            complete = [path for path in paths if path[-1].new == end]
            if complete:
                return complete[0]
            paths = [[*path, step] for path in paths if len(path) < 99 for step in self._by_old.get(path[-1].new, [])]
        return []

    def splits(self) -> Mapping[Node, Sequence[Node]]:
        """Every ward that was split, and into which."""
        return {old: parts for old in self._by_old if (parts := self.parts(old))}
