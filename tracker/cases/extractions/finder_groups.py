"""Presenters: the cameras of the finder in groups, and what is told of those that were ticked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tracker.cases.finder.rules import Candidate

MOST_UNFOLDED = 10  # so many of the less hopeful are shown at once


class Groups(NamedTuple):
    """Those that an officer would ask first, and the others, each best first."""

    hopeful: Sequence[Candidate]
    others: Sequence[Candidate]

    def others_open(self, chosen_ids: Collection[str], cautions: Mapping[int, Any]) -> bool:
        """Whether the others are shown at once: they are few, or something was ticked or is said of one."""
        ticked = any(str(each.id) in chosen_ids or each.id in cautions for each in self.others)
        return len(self.others) <= MOST_UNFOLDED or ticked


class Chosen(NamedTuple):
    """How many cameras were ticked, how many answer for them, how long the first footage is whole; None: none is."""

    cameras: int
    owners: int
    first: timedelta | None


def groups(candidates: Sequence[Candidate], now: datetime) -> Groups:
    """The cameras of the finder as they are shown."""
    hopeful = [each for each in candidates if each.hopeful(now)]
    shown_ids = {each.id for each in hopeful}
    return Groups(hopeful, [each for each in candidates if each.id not in shown_ids])


def answering(candidates: Sequence[Candidate]) -> Mapping[int, int]:
    """By camera a number of who answers for it, its owner or its ward: who that is, it does not tell."""
    keys = {each.id: each.owner_id or each.ward for each in candidates}
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys.values()))}
    return {camera_id: numbers[key] for camera_id, key in keys.items()}


def chosen(candidates: Sequence[Candidate], chosen_ids: Collection[int], now: datetime) -> Chosen:
    """What the bar at the foot says of those that were ticked."""
    ticked = [each for each in candidates if each.id in chosen_ids]
    ends = [each.overwrite_at - now for each in ticked if each.overwrite_at > now]
    return Chosen(len(ticked), len(set(answering(ticked).values())), min(ends, default=None))
