"""What can be changed of many cameras at once, how a change is kept, and what it makes of a value. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.core.i18n import N_, LabeledEnum
from tracker.register.cameras.rules import CameraForm, Connection
from tracker.register.recorders.rules import Storage

AT_ONCE = 500  # cameras that are changed while the person waits; more are a job
LEAST_REASON = 10  # characters
MOST_NOTE = 2_000


class EditPart(LabeledEnum):
    """What can be set. The values are the names of the columns."""

    NETWORK = "network_id", N_("Thuộc mô hình")
    CONNECTION = "connection", N_("Nguồn")
    FORM = "form", N_("Kiểu camera")
    MODEL = "model", N_("Hãng, kiểu máy")
    RECORDER = "recorder_id", N_("Đầu ghi")
    STORAGE = "storage", N_("Nơi lưu dữ liệu")
    RETENTION = "retention_days", N_("Số ngày lưu")
    OWNER = "owner_id", N_("Chủ camera")
    MANAGER = "manager", N_("Đơn vị quản lý")
    SIGN = "sign_posted", N_("Biển báo tại điểm lắp đặt")
    NOTE = "note", N_("Thêm vào ghi chú")
    REMOVED = "removed_on", N_("Tháo dỡ từ ngày")


# What may be set to nothing: the camera then belongs to none, or nothing is known.
CLEARABLE = frozenset(
    {EditPart.NETWORK, EditPart.MODEL, EditPart.RECORDER, EditPart.RETENTION, EditPart.OWNER, EditPart.MANAGER}
)
WORDS: Mapping[str, type[LabeledEnum]] = {"connection": Connection, "form": CameraForm, "storage": Storage}


@dataclass(frozen=True)
class EditTally:
    """How many cameras a filter matches, how many of them a change would alter, and how many by each part of it.

    `overlong`: those whose note would become longer than a note may be. `before`: a number for all that it would write
    over; another one as soon as anything of that is changed.
    """

    matched: int
    changing: int
    parts: Mapping[str, int] = field(default_factory=dict)
    overlong: int = 0
    before: int = 0

    @property
    def seen(self) -> str:
        """What somebody agrees to, as a form sends it back: the figures, and what is written over."""
        return f"{self.matched}/{self.changing}/{self.before}"


def agreed(seen: str) -> int:
    """How many cameras somebody agreed to change, of `Tally.seen`; none of what nobody was shown."""
    parts = seen.split("/")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else 0


def written(changes: Mapping[str, Any]) -> str:
    """Values by column as JSON, to be kept."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    return json.dumps(plain, ensure_ascii=False)


def read(text: str) -> dict[str, Any]:
    """What `written` was given."""
    kept: dict[str, Any] = json.loads(text)
    return {name: _value(name, value) for name, value in kept.items()}


def asked(text: str) -> dict[str, str]:
    """A kept filter, as the list's address had it."""
    kept: dict[str, str] = json.loads(text)
    return kept


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "removed_on":
        return date.fromisoformat(value)
    return WORDS[name](value) if name in WORDS else value


def noted(before: str, more: str) -> str:
    """A note with another one below it."""
    return f"{before}\n{more}" if before else more


def after(name: str, before: Any, changes: Mapping[str, Any]) -> Any:
    """What a change makes of a value. A camera that is taken down belongs to no network."""
    if name == "note":
        return noted(before, changes["note"])
    return changes.get(name)


def label(edit_id: int, reason: str, longest: int = 200) -> str:
    """The reason of a change as other packages keep it."""
    return f"Sửa hàng loạt #{edit_id}: {reason}"[:longest]


def title(count: int) -> str:
    """What a long change is called among a person's jobs: «12.345 camera»."""
    return f"{count:,} camera".replace(",", ".")
