"""Queries: which ward somebody means who writes a code or a name. A name never silently means another place.

1,686 names of wards that ended have just one namesake today, mostly in another province: whoever writes such a name
is asked, unless the namesake holds the old territory or the coordinates beside it say which one is meant.
"""

import re
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core import clock, errors
from tracker.core.geodesy import distance
from tracker.core.i18n import N_
from tracker.core.vietnamese import clean, fold
from tracker.territory.wards import centres, larger_places, queries, rules
from tracker.territory.wards.models import Ward

CANDIDATES = 5
FAR_M = 30_000  # from the middle of a ward: few of the widest communes reach so far

NO_WARD = N_("Không có phường, xã này vào ngày đó. Hãy nhập mã 5 chữ số hoặc tên đầy đủ.")
MANY_WARDS = N_("Nhiều phường, xã cùng khớp, hãy nhập mã: %(known)s")
ENDED = N_("%(old)s đã nhập vào %(known)s từ %(day)s. Hãy nhập mã hoặc tên của đơn vị mới.")
ENDED_OR_OTHER = N_(
    "%(old)s đã nhập vào %(known)s từ %(day)s; trùng tên hiện nay: %(other)s. Hãy nhập mã hoặc thêm tên tỉnh."
)
SEVERAL_ENDED = N_("Nhiều đơn vị cũ trùng tên: %(ended)s; hiện nay: %(other)s. Hãy nhập mã hoặc thêm tên tỉnh.")

DISTRICT = N_("%(place)s có các phường, xã: %(known)s. Hãy nhập mã hoặc tên của một nơi trong đó.")
MANY_DISTRICTS = N_("Nhiều nơi từng mang tên này: %(known)s. Hãy thêm tên tỉnh, hoặc nhập mã hay tên phường, xã.")
PROVINCE = N_("%(place)s là cấp tỉnh. Hãy nhập mã hoặc tên phường, xã.")
MOST_TOLD = 20  # wards of a district, or districts of one name


class Near(NamedTuple):
    """Where what is written about lies, in WGS 84 degrees."""

    latitude: float
    longitude: float


def meant_ward(session: Session, typed: str, on: date, near: Near | None = None, *, field: str = "ward_code") -> Ward:
    """The ward of a day that somebody means by its code («14797», also «14797 Phường Hạc Thành») or its name.

    A name may have its province behind it («Phường Trường Thi, Ninh Bình»). Invalid at `field` when there is no such
    ward that day (what it went into is said), or when several are possible; those are named with their codes.
    """
    text = rules.spelled_out(clean(typed))
    code = re.match(r"\d{4,5}(?=\s|$)", text)
    if code:
        return _of_code(session, code.group(), on, field)
    name, province = _parts(text)
    present = _in_province(_namesakes(session, name, on), province)
    ended = _ended(session, text, on, {ward.id for ward in present})
    if not ended and not any(rules.same_place_name(ward.name, name) for ward in present):
        _refuse_larger_place(session, name, province, on, field)
    if len(present) == 1 and (not ended or _only_here(session, present[0], ended, near)):
        return present[0]
    raise errors.Invalid({field: _question(present, ended)}, **_facts(session, present, ended))


def _refuse_larger_place(session: Session, name: str, province: str, on: date, field: str) -> None:
    """Invalid where a name that is no ward's is a province's or a district's: its wards are told."""
    districts = larger_places.districts_called(session, name, province)
    if len(districts) > 1:
        names = "; ".join(f"{district.name}, {district.province}" for district in districts[:MOST_TOLD])
        raise errors.Invalid({field: MANY_DISTRICTS}, known=names)
    if districts:
        wards = larger_places.wards_of(session, districts[0], on)
        names = "; ".join(f"{ward.code} {ward.name}" for ward in wards[:MOST_TOLD])
        ellipsis = " …" if len(wards) > MOST_TOLD else ""
        raise errors.Invalid({field: DISTRICT}, place=districts[0].name, known=names + ellipsis)
    larger = larger_places.province_called(session, name, on)
    if larger is not None:
        raise errors.Invalid({field: PROVINCE}, place=larger.name)


def is_far(session: Session, ward: Ward, near: Near) -> int | None:
    """How many kilometres a place lies from the middle of a ward, where that is too far to be in it; else None."""
    middle = centres.of_ward(session, ward)
    metres = distance(*middle, *near) if middle else 0.0
    return round(metres / 1000) if metres > FAR_M else None


def _parts(text: str) -> tuple[str, str]:
    """A ward's name, and the province's that stands behind a comma, a dash between blanks, or in brackets."""
    match = re.fullmatch(r"(.+?)\s*(?:,|\s[-–—]\s|\()\s*([^,()]+?)\)?", text)
    return (match[1], match[2]) if match else (text, "")


def _of_code(session: Session, code: str, on: date, field: str) -> Ward:
    ward = queries.by_code(session, code, on)
    if ward is not None:
        return ward
    of_code = queries.with_province().where(Ward.code == rules.padded(code), Ward.valid_to < on)
    ended = session.scalars(of_code.order_by(Ward.valid_to.desc()).limit(1)).first()
    ended_ward = [ended] if ended else []
    raise errors.Invalid({field: _question([], ended_ward)}, **_facts(session, [], ended_ward))


def _namesakes(session: Session, name: str, on: date) -> list[Ward]:
    """The wards of a day that a name means: those of just that name, else of that name without tones, else with it."""
    matching = queries.search(session, name, on, limit=CANDIDATES + 1)
    full_name = name.casefold()
    exactly = [ward for ward in matching if full_name in (ward.name.casefold(), rules.short(ward.name).casefold())]
    return exactly or [ward for ward in matching if rules.same_place_name(ward.name, name)] or matching


def _in_province(wards: list[Ward], province: str) -> list[Ward]:
    return [ward for ward in wards if not province or rules.same_place_name(ward.province.name, province)]


def ended_namesakes(session: Session, text: str, on: date) -> list[Ward]:
    """The wards of just that name (behind it perhaps its province) that ended before a day, the last to end first."""
    name, province = _parts(rules.spelled_out(clean(text)))
    full_name, key = name.casefold(), fold(name)
    statement = (
        queries.with_province()
        .where(Ward.valid_to < on, Ward.search_key.endswith(key, autoescape=True))
        .order_by(Ward.valid_to.desc(), Ward.sort_key, Ward.id)
    )
    return [
        ward
        for ward in _in_province(list(session.scalars(statement)), province)
        if full_name in (ward.name.casefold(), rules.short(ward.name).casefold())
        or (full_name == key and rules.same_place_name(ward.name, name))
    ]


def _ended(session: Session, text: str, on: date, present: set[int]) -> list[Ward]:
    """Ended wards of that name whose territory none of the present namesakes holds."""
    namesakes = ended_namesakes(session, text, on)
    return [
        ward for ward in namesakes if not present & {heir.id for heir, _ in queries.successors_now(session, ward.id)}
    ]


def _only_here(session: Session, present: Ward, ended: list[Ward], near: Near | None) -> bool:
    """Whether the coordinates say that the present ward is meant and none that ended."""
    if near is None or centres.of_ward(session, present) is None or is_far(session, present, near) is not None:
        return False
    return all(is_far(session, ward, near) is not None for ward in ended)


def _question(present: list[Ward], ended: list[Ward]) -> str:
    if len(ended) > 1:
        return SEVERAL_ENDED
    if ended:
        return ENDED_OR_OTHER if present else ENDED
    return MANY_WARDS if present else NO_WARD


def _facts(session: Session, present: list[Ward], ended: list[Ward]) -> dict[str, str]:
    """What fills the question in: the wards of today with their codes, what ended, when, and what it became."""
    heirs = {ward.id: [heir for heir, _ in queries.successors_now(session, ward.id)] for ward in ended[:CANDIDATES]}
    if len(ended) > 1:
        became = [f"{_full(ward)} → {_listed(heirs[ward.id])}" for ward in ended[:CANDIDATES]]
        ellipsis = " …" if len(ended) > CANDIDATES else ""
        return {"ended": "; ".join(became) + ellipsis, "other": _listed(present) or "—"}
    if not ended:
        return {"known": _listed(present)}
    passages = queries.went_into(session, [ended[0].id]).get(ended[0].id, [])
    day = f"{passages[0].effective_on:%d/%m/%Y}" if passages else "…"
    return {"old": _full(ended[0]), "known": _listed(heirs[ended[0].id]), "day": day, "other": _listed(present)}


def _full(ward: Ward) -> str:
    return f"{ward.name} ({ward.province.name})"


def _listed(wards: list[Ward]) -> str:
    listing = "; ".join(f"{ward.code} {ward.name}, {ward.province.name}" for ward in wards[:CANDIDATES])
    return listing + (" …" if len(wards) > CANDIDATES else "")


def ward_if_named(session: Session, typed: str, on: date | None = None) -> Ward | None:
    """The ward that somebody means where it is clear by itself; None where it is not, or nothing is written."""
    try:
        return meant_ward(session, typed, on or clock.today()) if clean(typed) else None
    except errors.Invalid:
        return None
