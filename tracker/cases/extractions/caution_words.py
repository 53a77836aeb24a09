"""Presenters: what cautions say to people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext

from tracker.cases.extractions.cautions import CautionKind, EarlierLine
from tracker.cases.extractions.rules import LineStatus
from tracker.web.template_filters import day, moment, window

Facts = Mapping[str, Any]


def _(text: str, **facts: object) -> str:
    return str(gettext(text, **facts))


class Said(NamedTuple):
    """A caution on a page: its kind, its sentence, and its facts, from which links and boxes are made."""

    kind: CautionKind
    text: str
    facts: Facts


def said(kind: str, facts: Facts) -> Said:
    """A caution in words. `kind` is the value of a CautionKind."""
    return Said(CautionKind(kind), _SENTENCES[CautionKind(kind)](facts), facts)


def by_camera(cautions: Iterable[Mapping[str, Any]]) -> Mapping[int, list[Said]]:
    """What was told of each camera, by its id."""
    sayings: dict[int, list[Said]] = defaultdict(list)
    for caution in cautions:
        sayings[caution["camera_id"]].append(said(caution["kind"], caution["facts"]))
    return sayings


def mark(line: EarlierLine) -> str:
    """What the finder says of a camera that was asked already."""
    if not line.within_reach and not line.unit:
        return _("đã có yêu cầu")
    if not line.within_reach:
        return _("%(unit)s đã yêu cầu", unit=line.unit)
    incident = _("vụ này") if line.same_incident or line.shared else line.incident
    return " · ".join((_(line.status.text), incident))


def _already_asked(facts: Facts) -> str:
    if "requester" not in facts and not facts.get("unit"):
        return _("Đã có yêu cầu camera này trong khung giờ trùng.")
    if "requester" not in facts:
        return _("%(unit)s đã yêu cầu camera này trong khung giờ trùng.", unit=facts["unit"])
    span = window(datetime.fromisoformat(facts["window_from"]), datetime.fromisoformat(facts["window_to"]))
    incident = _("vụ này") if facts["same_incident"] else _("vụ %(code)s", code=facts["incident"])
    return _(
        "%(person)s (%(unit)s) đã yêu cầu cho %(whose)s, %(window)s: %(status)s.",
        person=facts["requester"],
        unit=facts["unit"],
        whose=incident,
        window=span,
        status=_(LineStatus(facts["status"]).text),
    )


def _outside(facts: Facts) -> str:
    occurred = moment(datetime.fromisoformat(facts["occurred_from"]))
    return _("Khung giờ cách lúc xảy ra vụ việc (%(occurred)s) hơn một ngày.", occurred=occurred)


def _before_installation(facts: Facts) -> str:
    installed_on = day(date.fromisoformat(facts["installed_on"]))
    return _("Camera lắp ngày %(day)s, sau khung giờ này.", day=installed_on)


def _after_removal(facts: Facts) -> str:
    return _("Camera đã tháo ngày %(day)s, trước khung giờ này.", day=day(date.fromisoformat(facts["removed_on"])))


def _broken(facts: Facts) -> str:
    since, until = (moment(each and datetime.fromisoformat(each)) for each in (facts["since"], facts["until"]))
    if not until:
        return _("Camera hỏng từ %(since)s đến nay.", since=since)
    return _("Camera hỏng từ %(since)s đến %(until)s.", since=since, until=until)


def _nobody(facts: Facts) -> str:
    return _("%(ward)s chưa có cán bộ nào trong hệ thống để trả lời.", ward=facts["ward"])


def _far(facts: Facts) -> str:
    if facts["kilometres"] is None:
        return _("Camera ở %(province)s, khác tỉnh với nơi xảy ra.", province=facts["province"])
    if not facts["province"]:
        return _("Camera cách nơi xảy ra %(km)s km.", km=facts["kilometres"])
    return _("Camera ở %(province)s, cách nơi xảy ra %(km)s km.", province=facts["province"], km=facts["kilometres"])


_SENTENCES: Mapping[CautionKind, Callable[[Facts], str]] = {
    CautionKind.ALREADY_ASKED: _already_asked,
    CautionKind.OUTSIDE_INCIDENT: _outside,
    CautionKind.BEFORE_INSTALLATION: _before_installation,
    CautionKind.AFTER_REMOVAL: _after_removal,
    CautionKind.BROKEN_THEN: _broken,
    CautionKind.NOBODY_ANSWERS: _nobody,
    CautionKind.FAR_AWAY: _far,
}
