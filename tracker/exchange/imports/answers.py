"""Rules: what a list of cameras leaves open, and how whoever sent it answered, once for the whole list. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from tracker.core.i18n import N_, LabeledEnum
from tracker.register.cameras.rules import Connection

OUTSIDE = 0  # in place of a network: the cameras belong to none


class Eyes(LabeledEnum):
    """What a row with several eyes stands for."""

    SPLIT = "split", N_("Mỗi mắt là một camera (NV-01-1, NV-01-2…)")
    ONE = "one", N_("Mỗi dòng là một camera")


class HiddenRows(LabeledEnum):
    """What becomes of rows that the spreadsheet hides."""

    LEAVE = "leave", N_("Bỏ qua các dòng đang ẩn")
    TAKE = "take", N_("Lấy cả các dòng đang ẩn")


class DateOrder(LabeledEnum):
    """How dates in figures are written."""

    DAY = "day", N_("Ngày trước: ngày/tháng/năm")
    MONTH = "month", N_("Tháng trước: tháng/ngày/năm")


class VagueDates(LabeledEnum):
    """What becomes of dates that say only a year, a quarter or a month."""

    NOTE = "note", N_("Để trống ngày lắp, giữ chữ trong ghi chú")
    REFUSE = "refuse", N_("Tôi sẽ ghi đủ ngày trong tệp")


class Codes(LabeledEnum):
    """Where the codes of rows without one come from."""

    NUMBER = "number", N_("Đặt mã giúp tôi")
    FILE = "file", N_("Tôi sẽ ghi mã trong tệp")


@dataclass(frozen=True)
class Answers:
    """What was answered; None where nothing was. `network` is the number of a network, or OUTSIDE.

    `taken` are numbers of rows that were passed over and are cameras after all.
    """

    connection: Connection | None = None
    network: int | None = None
    eyes: Eyes | None = None
    codes: Codes | None = None
    hidden: HiddenRows | None = None
    dates: DateOrder | None = None
    vague: VagueDates | None = None
    taken: Sequence[int] = ()

    @property
    def month_first(self) -> bool:
        """Whether dates in figures were said to be written with the month first."""
        return self.dates is DateOrder.MONTH

    def with_month_first(self, *, month_first: bool) -> "Answers":
        """The same, with the month first or not; a day first that was answered stays answered."""
        dates = DateOrder.MONTH if month_first else None if self.month_first else self.dates
        return replace(self, dates=dates)


NO_ANSWERS = Answers()
CHOICES: Mapping[str, type[LabeledEnum]] = {
    "connection": Connection,
    "eyes": Eyes,
    "codes": Codes,
    "hidden": HiddenRows,
    "dates": DateOrder,
    "vague": VagueDates,
}
LABELS = {
    "connection": N_("Nguồn của camera mà tệp không ghi nguồn"),
    "network": N_("Mô hình của camera mà tệp không ghi mô hình"),
    "eyes": N_("Dòng ghi nhiều mắt camera"),
    "codes": N_("Mã của camera mà tệp không ghi mã"),
    "hidden": N_("Dòng đang ẩn trong bảng tính"),
    "dates": N_("Cách viết ngày trong tệp"),
    "vague": N_("Ngày lắp không đủ ngày, tháng"),
}


def answers_of(stored: Mapping[str, Any]) -> Answers:
    """The answers as they were kept; what is not one any more is left out."""
    values: dict[str, Any] = {"network": stored.get("network"), "taken": tuple(stored.get("taken", ()))}
    for name, words in CHOICES.items():
        values[name] = next((word for word in words if word.value == stored.get(name)), None)
    return Answers(**values)


def as_kept(answers: Answers) -> dict[str, Any]:
    """The answers as they are kept: those that were given."""
    values = {field.name: getattr(answers, field.name) for field in fields(answers)}
    return {
        name: list(value) if name == "taken" else value for name, value in values.items() if value not in (None, ())
    }
