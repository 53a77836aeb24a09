"""Which lists there are, what an entry of each tells besides its name, when it is alive. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.core.i18n import N_, LabeledEnum

FIRST_DAY = date(1900, 1, 1)  # of what has always been: no source gives its beginning
TRUE, FALSE = "true", "false"

UNKNOWN = N_("Không có mã này trong danh mục.")
NOT_ALIVE = N_("«%(name)s» không áp dụng vào ngày %(day)s.")
REPLACED = N_("«%(name)s» không áp dụng vào ngày %(day)s; hãy chọn: %(successors)s.")
TAKEN = N_("Mã này đã có trong danh mục vào thời gian đó.")
BACKWARDS = N_("Ngày hết hiệu lực trước ngày có hiệu lực.")
UNKNOWN_ATTRIBUTE = N_("Danh mục này không có mục «%(name)s».")
WRONG_ATTRIBUTE = N_("«%(name)s»: giá trị không hợp lệ. Hãy ghi: %(values)s.")
NO_GROUP = N_("Không có nhóm này trong danh mục nhóm vụ việc.")


class CodeList(LabeledEnum):
    """The lists, by what their entries are used for."""

    INCIDENT_GROUP = "incident_group", N_("Nhóm vụ việc")
    INCIDENT_TYPE = "incident_type", N_("Loại vụ việc")
    INCIDENT_RESULT = "incident_result", N_("Kết quả giải quyết theo thủ tục")
    INTAKE_CHANNEL = "intake_channel", N_("Nguồn tin")
    LEGAL_BASIS = "legal_basis", N_("Căn cứ pháp lý")
    REQUEST_PURPOSE = "request_purpose", N_("Lĩnh vực")
    HOLIDAY = "holiday", N_("Ngày nghỉ, ngày làm bù")


class AttributeKind(StrEnum):
    """What an attribute holds: words, several codes, yes or no, one of some codes."""

    TEXT = "text"
    CODES = "codes"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True)
class Attribute:
    """Something that the entries of a list tell besides their name."""

    kind: AttributeKind = AttributeKind.TEXT
    choices: tuple[str, ...] = ()


FLAG, CODES = Attribute(AttributeKind.FLAG), Attribute(AttributeKind.CODES)
ATTRIBUTES: Mapping[CodeList, Mapping[str, Attribute]] = {
    CodeList.INCIDENT_GROUP: {},
    CodeList.INCIDENT_TYPE: {
        "kind": Attribute(AttributeKind.CHOICE, ("crime", "admin", "both", "other")),
        "penal_article": Attribute(),
        "admin_instrument": Attribute(),
        "admin_article": Attribute(),
        "counted_as_crime": FLAG,
    },
    CodeList.INCIDENT_RESULT: {
        "procedure": Attribute(),
        "counts_as_clarified": Attribute(AttributeKind.CHOICE, ("yes", "no", "depends")),
        "final": FLAG,
        "document": Attribute(),
    },
    CodeList.INTAKE_CHANNEL: {"medium": Attribute(), "sealed": FLAG},
    CodeList.LEGAL_BASIS: {
        "instrument": Attribute(),
        "number": Attribute(),
        "article": Attribute(),
        "applies_to": CODES,
        "acts": CODES,
        "needs_number": FLAG,
    },
    CodeList.REQUEST_PURPOSE: {"procedures": CODES},
    CodeList.HOLIDAY: {
        "kind": Attribute(
            AttributeKind.CHOICE, ("public", "compensation", "swap_off", "working_saturday", "provisional")
        ),
        "day_off": FLAG,
    },
}


def typed(attribute: Attribute, text: str) -> Any:
    """What `text` means as an attribute's value, or None when it means nothing: empty is an empty value."""
    text = text.strip()
    if attribute.kind is AttributeKind.CODES:
        return [code.strip() for code in text.split(";") if code.strip()]
    if attribute.kind is AttributeKind.FLAG:
        return {TRUE: True, FALSE: False, "": False}.get(text)
    if attribute.kind is AttributeKind.CHOICE:
        return text if text in attribute.choices else None
    return text


def as_text(value: Any) -> str:
    """An attribute's value as `typed` reads it."""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return "; ".join(value) if isinstance(value, list) else str(value)


def accepted(attribute: Attribute) -> str:
    """What may be written as an attribute's value, for people."""
    return ", ".join(attribute.choices or (TRUE, FALSE))


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans of days have a day in common; an empty last day is for ever."""
    return first[0] <= (second[1] or date.max) and second[0] <= (first[1] or date.max)


def fits(applies_to: list[str], procedures: list[str]) -> bool:
    """Whether an article applies to one of the procedures of a purpose."""
    return not set(applies_to).isdisjoint(procedures)
