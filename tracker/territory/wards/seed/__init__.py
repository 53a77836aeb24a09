"""Rules: the dated seed files beside this module, folded into one history: which units there were from when until when.

Each file is named after the day it takes effect: `<day>.provinces`, `<day>.wards` (units that begin on that day) and
`<day>.successions` (units that end the day before, and what they went into).
"""

import csv
import gzip
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tracker.territory.wards.rules import Extent

FOLDER = Path(__file__).parent
_EXTENTS = {extent.value: extent for extent in Extent}


class Key(NamedTuple):
    """What identifies a unit: a code names different units at different times."""

    code: str
    valid_from: date


class SeedUnit(NamedTuple):
    """A province or a ward as the files tell it. `province` is empty for a province; degrees are WGS 84."""

    key: Key
    name: str
    valid_to: date | None = None
    province: Key | None = None
    district: str = ""
    basis: str = ""
    latitude: float | None = None
    longitude: float | None = None


class SeedPassage(NamedTuple):
    """An old ward, or a part of it, going into a new one on a day."""

    old: Key
    new: Key
    extent: Extent
    effective_on: date
    basis: str


@dataclass
class History:
    """Everything the files tell up to the day `newest`."""

    newest: date = date.min
    provinces: dict[Key, SeedUnit] = field(default_factory=dict)
    wards: dict[Key, SeedUnit] = field(default_factory=dict)
    passages: list[SeedPassage] = field(default_factory=list)

    def within(self, provinces: Collection[str] | None) -> "History":
        """The same history of the provinces with these codes only, old and new; of all of them for None."""
        if provinces is None:
            return self
        wards = {key: ward for key, ward in self.wards.items() if ward.province and ward.province.code in provinces}
        return History(
            self.newest,
            {key: province for key, province in self.provinces.items() if key.code in provinces},
            wards,
            [passage for passage in self.passages if passage.old in wards and passage.new in wards],
        )


@cache
def history(until: date | None = None) -> History:
    """The history told by the files that take effect on or before `until`, or by all of them. Not to be changed."""
    seed_history = History()
    provinces: dict[str, Key] = {}
    wards: dict[str, Key] = {}
    for day in _days(until):
        renamed = _provinces_of(day, seed_history.provinces, provinces)
        _wards_of(day, seed_history, wards, provinces)
        _follow(seed_history.wards, wards.values(), renamed)
        seed_history.newest = day
    return seed_history


def _provinces_of(day: date, units: dict[Key, SeedUnit], open_: dict[str, Key]) -> dict[Key, Key]:
    """Provinces that begin and end; those that go on under their code, with the key that each had before."""
    before = dict(open_)
    rows = list(_rows(day, "provinces"))
    _close(units, open_, (code for code, name in rows if not name), day)
    for code, name in rows:
        if name:
            _open(units, open_, SeedUnit(Key(code, day), name))
    return {before[code]: open_[code] for code, name in rows if name and code in before}


def _follow(wards: dict[Key, SeedUnit], standing: Iterable[Key], renamed: Mapping[Key, Key]) -> None:
    """Wards that stand on in a province that became a city, or got another name, are told with what it is now."""
    for key in standing if renamed else ():
        province = wards[key].province
        if province is not None and province in renamed:
            wards[key] = wards[key]._replace(province=renamed[province])


def _wards_of(day: date, seed_history: History, open_: dict[str, Key], provinces: Mapping[str, Key]) -> None:
    passing = [(open_[old], new, extent, basis) for old, new, extent, basis in _rows(day, "successions")]
    _close(seed_history.wards, open_, {old.code for old, *_ in passing}, day)
    for code, name, province, *details in _rows(day, "wards"):
        _open(seed_history.wards, open_, _ward(Key(code, day), name, provinces[province], *details))
    seed_history.passages += (
        SeedPassage(old, open_[new], _EXTENTS[extent], day, basis) for old, new, extent, basis in passing
    )


def _ward(key: Key, name: str, province: Key, district: str, basis: str, latitude: str, longitude: str) -> SeedUnit:
    place = (float(latitude), float(longitude)) if latitude else (None, None)
    return SeedUnit(key, name, None, province, district, basis, *place)


def _open(units: dict[Key, SeedUnit], open_: dict[str, Key], unit: SeedUnit) -> None:
    if unit.key.code in open_:
        raise ValueError(f"{unit.key.code} begins on {unit.key.valid_from} while another unit holds the code")
    open_[unit.key.code] = unit.key
    units[unit.key] = unit


def _close(units: dict[Key, SeedUnit], open_: dict[str, Key], codes: Iterable[str], day: date) -> None:
    for code in codes:
        key = open_.pop(code)
        units[key] = units[key]._replace(valid_to=day - timedelta(days=1))


def _days(until: date | None) -> list[date]:
    days = {date.fromisoformat(path.name[:10]) for path in FOLDER.glob("*.csv.gz")}
    return sorted(day for day in days if until is None or day <= until)


def _rows(day: date, table: str) -> Iterator[list[str]]:
    path = FOLDER / f"{day.isoformat()}.{table}.csv.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            next(rows)
            yield from rows
