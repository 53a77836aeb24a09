"""Rules: which camera of the register the code of a row means, however it is written; what may be a slip of the pen.

Pure.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from tracker.exchange.imports.cells import nearly
from tracker.register.cameras.codes import KnownKeys, code_key


class CodeMatches:
    """Cameras of the register by what their codes are known by."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Any]] = {}

    def take(self, rows: Iterable[Any], codes: Collection[str]) -> Iterator[Any]:
        """Take in those of the cameras that some codes mean, one by one."""
        keys = set(map(code_key, codes))
        for row in rows:
            if (key := code_key(row.code)) in keys:
                self._by_key.setdefault(key, []).append(row)
                yield row

    def __contains__(self, code: str) -> bool:
        return code_key(code) in self._by_key

    def of(self, code: str) -> list[Any]:
        """The cameras that a code means: those of just that code, else those of one key with it."""
        same_key = self._by_key.get(code_key(code), [])
        return [row for row in same_key if row.code == code] or same_key

    def rows(self) -> Iterable[Any]:
        """All of them."""
        return (row for rows in self._by_key.values() for row in rows)


def near_codes(unknown_codes: Collection[str], codes: Collection[str], register: Collection[str]) -> dict[str, str]:
    """Of the codes of a list that nothing in the register has, those that may mean one that no row of the list has."""
    keys = set(map(code_key, codes))
    meant_codes = {code for code in register if code_key(code) in keys}
    near = nearly(unknown_codes, meant_codes, register)
    free_by_key = {code_key(code): code for code in register if code not in meant_codes and code not in near.values()}
    known_keys = KnownKeys(map(code_key, register))
    for code in sorted(set(unknown_codes) - near.keys()):
        similar = known_keys.similar(code_key(code))
        if similar in free_by_key:
            near[code] = free_by_key.pop(similar)
    return near


def twin_codes(new_codes: Iterable[str]) -> dict[str, str]:
    """New codes of one list that may have been meant for an earlier one of it, by the later: (later, earlier)."""
    earlier: dict[str, str] = {}
    by_key = {code_key(code): code for code in new_codes}
    known_keys = KnownKeys(by_key)
    order = {key: position for position, key in enumerate(by_key)}
    for key, code in by_key.items():
        similar = known_keys.similar(key)
        if similar is not None and order[similar] < order[key]:
            earlier[code] = by_key[similar]
        elif similar is not None:
            earlier.setdefault(by_key[similar], code)
    return earlier
