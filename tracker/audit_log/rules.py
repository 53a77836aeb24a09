"""The chain: how a row is hashed, how a chain is checked. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from tracker.core.i18n import N_, LabeledEnum, Look

FIRST = "0" * 64
ORIGIN = "camera-footage-tracker audit"
LONGEST_ROLES = 32  # characters that a row has for roles
UNREADABLE = "unreadable"  # under which name a detail stands that nobody can read


class Result(LabeledEnum):
    """How what was tried ended."""

    DONE = "done", N_("đã làm"), Look.SUCCESS, "check-circle"
    REFUSED = "refused", N_("bị từ chối"), Look.DANGER, "x-circle"


def roles_written(roles: Collection[LabeledEnum]) -> str:
    """What a row keeps of somebody's roles: their codes with commas, as many as the column holds."""
    codes = sorted(role.value for role in roles)
    while len(",".join(codes)) > LONGEST_ROLES:
        codes.pop()
    return ",".join(codes) or "-"


def canonical(row: Mapping[str, Any]) -> bytes:
    """The one byte string that stands for a row: JSON, keys sorted, no blanks, moments as ISO 8601 in UTC."""
    printable = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
    return json.dumps(printable, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chained(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of `row` after a row whose hash was `previous`: SHA-256 in hex."""
    return hashlib.sha256(b"\x00" + previous.encode() + canonical(row)).hexdigest()


def read_detail(text: str) -> dict[str, Any]:
    """A row's detail as it was recorded. What is no JSON object is given whole, under a name that says so.

    So is one whose `changed` is not {column: [before, after]}: one odd row must not shut the page of all others.
    """
    try:
        detail = orjson.loads(text)
        orjson.dumps(detail)  # so that it can go out again: what is too deep or too large a number cannot
    except (ValueError, TypeError):
        return {UNREADABLE: text}
    changes = detail.get("changed", {}) if isinstance(detail, dict) else None
    pairs = changes.values() if isinstance(changes, dict) else [None]
    return detail if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs) else {UNREADABLE: text}


@dataclass(frozen=True)
class Checkpoint:
    """A note of how far the log had grown and what its last hash was, kept out of its administrator's reach."""

    seq: int
    hash: str
    at: str

    def note(self) -> str:
        """The checkpoint as four lines of text."""
        return f"{ORIGIN}\n{self.seq}\n{self.hash}\n{self.at}\n"

    @classmethod
    def read(cls, note: str) -> "Checkpoint":
        """The checkpoint in a note. ValueError when the text is not one."""
        lines = note.split("\n")
        if len(lines) < 4 or lines[0] != ORIGIN or not lines[1].isdecimal() or len(lines[2]) != 64:
            raise ValueError("this is not a checkpoint of this log")
        return cls(int(lines[1]), lines[2], lines[3])


class ChainFault(LabeledEnum):
    """What can be wrong with a chain."""

    MISSING = "missing", N_("thiếu dòng")
    CHANGED = "changed", N_("nội dung đã bị sửa ở dòng")
    UNLIKE = "unlike", N_("khác với mốc kiểm tra đã lưu, ở dòng")
    CUT = "cut", N_("bị cắt mất phần cuối, từ dòng")


@dataclass(frozen=True)
class Verdict:
    """What checking a chain found: how many rows were read, and what is wrong at which row, if anything."""

    rows: int
    fault: ChainFault | None = None
    seq: int | None = None


def verify(rows: Iterable[tuple[int, str, str, Mapping[str, Any]]], checkpoint: Checkpoint | None = None) -> Verdict:
    """Check `rows` of (seq, previous hash, hash, content) in order of seq, against a checkpoint where there is one."""
    previous, count = FIRST, 0
    for seq, stored_previous, stored_hash, content in rows:
        if seq != count + 1:
            return Verdict(count, ChainFault.MISSING, count + 1)
        if stored_previous != previous or chained(previous, content) != stored_hash:
            return Verdict(count, ChainFault.CHANGED, seq)
        if checkpoint and checkpoint.seq == seq and checkpoint.hash != stored_hash:
            return Verdict(count, ChainFault.UNLIKE, seq)
        previous, count = stored_hash, seq
    if checkpoint and count < checkpoint.seq:
        return Verdict(count, ChainFault.CUT, count + 1)
    return Verdict(count)
