"""Actions: codes for the rows of a list that has none: those of the same cameras in the register, else new numbers.

A camera is the same by its ward, name and place, so that the next import of the list finds what this one made.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.core.vietnamese import clean, fold
from tracker.exchange.imports import queries
from tracker.exchange.imports.rules import ListRow
from tracker.register.cameras.codes import code_key
from tracker.territory.wards.models import Ward

NEAR = 0.002  # degrees, some 200 m: how far a camera of the same name may stand from where the list has it
_KINDS = re.compile(r"^(?:phuong|xa|thi tran|dac khu)\s+")

_Key = tuple[int, str, str]


def with_codes(
    session: Session, lines: Sequence[ListRow], ward_of: Callable[[ListRow], Ward | None], within: Collection[int]
) -> list[ListRow]:
    """The rows, each with a code where its ward is known. `within`: the wards whose cameras the list may mean."""
    open_lines = {index: ward for index, line in enumerate(lines) if (ward := _ward_to_number(line, ward_of))}
    list_codes = {code_key(line.facts["code"]) for line in lines if "code" in line.facts}
    numbers = _Numbers(queries.cameras_standing(session, within, within), set(open_lines.values()), list_codes)
    codes: dict[int, str] = {}
    for exactly in (True, False):
        for index, ward in open_lines.items():
            if index not in codes and (code := numbers.known(lines[index].facts, ward, exactly=exactly)):
                codes[index] = code
    coded = {index: codes.get(index) or numbers.following(ward) for index, ward in open_lines.items()}
    return [
        line._replace(facts={**line.facts, "code": coded[index]}) if index in coded else line
        for index, line in enumerate(lines)
    ]


def prefix_of(ward_name: str) -> str:
    """The letters that a ward's codes begin with: HT of «Phường Hạc Thành»."""
    words = _KINDS.sub("", fold(ward_name)).split()
    return "".join(word[0] for word in words if word[0].isalnum()).upper() or "CAM"


def name_of(facts: Mapping[str, Any]) -> str:
    """The name of the camera that a row tells of; blank where it tells no name, place or address."""
    return str(facts.get("name") or facts.get("place") or facts.get("address", "")[:200])


def _ward_to_number(line: ListRow, ward_of: Callable[[ListRow], Ward | None]) -> Ward | None:
    return None if "code" in line.facts or "code" in line.wrong else ward_of(line)


class _Numbers:
    """The cameras that rows without a code may mean, and the numbers that are free."""

    def __init__(self, cameras: Iterator[Row[Any]], wards: set[Ward], list_codes: Collection[str]) -> None:
        self._list_codes = list_codes
        self._prefixes = {ward.id: prefix_of(ward.name) for ward in wards}
        self._last = dict.fromkeys(self._prefixes, 0)
        self._cameras: dict[_Key, list[Row[Any]]] = {}
        for camera in cameras:
            self._note_number(camera)
            if camera.removed_on is None and camera.voided_at is None and code_key(camera.code) not in list_codes:
                self._cameras.setdefault(self._key_of(camera), []).append(camera)
        for candidates in self._cameras.values():
            candidates.sort(key=lambda camera: (len(camera.code), camera.code))

    @staticmethod
    def _key_of(camera: Row[Any]) -> _Key:
        """A camera's ward, name and place; of one that no list named, whose name is its code, where it stands."""
        if camera.name == camera.code:
            return camera.ward_id, "", f"{camera.latitude} {camera.longitude}"
        return camera.ward_id, fold(camera.name), fold(camera.place)

    def _note_number(self, camera: Row[Any]) -> None:
        ward_id = camera.registered_ward_id
        match = re.fullmatch(rf"{self._prefixes.get(ward_id, '')}-(\d{{1,9}})", camera.code)
        if match and ward_id in self._last:
            self._last[ward_id] = max(self._last[ward_id], int(match[1]))

    def known(self, facts: Mapping[str, Any], ward: Ward, *, exactly: bool) -> str | None:
        """The code of the first camera of that name and place that no other row means."""
        name = name_of(facts)
        place = facts.get("place") or name or f"{facts.get('latitude')} {facts.get('longitude')}"
        candidates = self._cameras.get((ward.id, fold(name), fold(clean(place))), [])
        for camera in candidates:
            if _stands_there(camera, facts, exactly=exactly):
                candidates.remove(camera)
                return str(camera.code)
        return None

    def following(self, ward: Ward) -> str:
        """The next code of a ward that neither the register nor the list has."""
        while True:
            self._last[ward.id] += 1
            code = f"{self._prefixes[ward.id]}-{self._last[ward.id]:04d}"
            if code_key(code) not in self._list_codes:
                return code


def _stands_there(camera: Row[Any], facts: Mapping[str, Any], *, exactly: bool) -> bool:
    """Whether a camera stands where a row says, as far as both say it."""
    latitude, longitude = facts.get("latitude"), facts.get("longitude")
    if exactly:
        same_address = fold(camera.address) == fold(facts.get("address", ""))
        return same_address and (camera.latitude, camera.longitude) == (latitude, longitude)
    if None in (latitude, longitude, camera.latitude, camera.longitude):
        return True
    distance = max(abs(camera.latitude - latitude), abs(camera.longitude - longitude))
    return bool(distance < NEAR)
