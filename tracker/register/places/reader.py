"""Queries: the one reader of a place that somebody wrote: degrees, map links, plus codes, metres of VN-2000.

Short plus codes and metres mean something only near a ward or in a province: the one that is named, else the person's.
"""

from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.geodesy import distance
from tracker.core.i18n import N_
from tracker.core.vietnamese import clean, fold
from tracker.core.viewer import Viewer
from tracker.register.places import plus_codes, rules, vn2000
from tracker.territory.wards import centres
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

UNREADABLE = N_(
    "Không đọc được vị trí. Ví dụ: 19,8067; 105,7852 hoặc 19°48'24\"N 105°47'07\"E, hoặc dán đường dẫn bản đồ, "
    "mã plus code, tọa độ VN-2000."
)
NOWHERE = N_("Tọa độ 0; 0 nằm ngoài khơi châu Phi: thiết bị chưa bắt được vị trí. Hãy lấy lại.")
SWAPPED = N_("Vĩ độ và kinh độ bị đổi chỗ cho nhau; ô này đã được sửa lại đúng thứ tự. Hãy xem lại rồi gửi.")
NO_REFERENCE = N_("Mã plus code ngắn cần kèm tên phường, xã hoặc tỉnh, ví dụ RQ4P+6V Thanh Hóa.")
NO_MERIDIAN = N_("Cần biết kinh tuyến trục: hãy nhập phường, xã trước, hoặc ghi thêm kinh tuyến, ví dụ KT 105°00'.")
MERIDIANS = N_("Tỉnh này có nhiều kinh tuyến trục. Hãy ghi thêm kinh tuyến đúng vào sau tọa độ: %(choices)s.")
OF_PLUS_CODE = N_("Đọc từ mã plus code %(code)s.")
OF_GRID = N_("Đọc từ VN-2000, kinh tuyến trục %(meridian)s, múi chiếu 3°.")
OF_UTM = N_("Đọc từ %(grid)s.")
NEAR_WARD_M = 20_000  # meridians lie 26 km apart at least, so of several only one puts a place this near to its ward

COUNTRY = {"viet nam", "vietnam", "vn"}


class WrittenPlace(NamedTuple):
    """A place as understood; `remark` says how, where its numbers are not the ones that were written."""

    latitude: float
    longitude: float
    remark: str = ""
    facts: dict[str, str] = {}

    @property
    def pair(self) -> tuple[float, float]:
        """(latitude, longitude)."""
        return self.latitude, self.longitude


class Swapped(errors.Invalid):
    """Latitude and longitude change places: `right` is what must have been meant."""

    def __init__(self, right: tuple[float, float]) -> None:
        super().__init__({"coordinates": SWAPPED})
        self.right = right


def read_place(session: Session, viewer: Viewer | None, text: str, ward: Ward | None = None) -> WrittenPlace | None:
    """What somebody wrote of a place; None of nothing. `ward`: the one that the same form names. Invalid, Swapped."""
    text = clean(text)
    if not text:
        return None
    ward_hint = ward or (wards.get(session, viewer.ward_id) if viewer and viewer.ward_id else None)
    place = _of_code_or_grid(session, text, ward_hint) or _of_degrees(text)
    if not rules.in_vietnam(*place.pair):
        raise errors.Invalid({"coordinates": rules.ABROAD})
    return place._replace(latitude=round(place.latitude, 6), longitude=round(place.longitude, 6))


def _of_code_or_grid(session: Session, text: str, ward_hint: Ward | None) -> WrittenPlace | None:
    if utm := vn2000.utm_place(text):
        return WrittenPlace(utm[0], utm[1], OF_UTM, {"grid": utm[2]})
    return _of_plus_code(session, text, ward_hint) or _of_grid(session, text, ward_hint)


def _of_degrees(text: str) -> WrittenPlace:
    if likely := rules.with_point_again(text):
        raise errors.Invalid({"coordinates": rules.POINT_LOST}, written=likely)
    pair = rules.coordinates(text)
    if pair is None:
        raise errors.Invalid({"coordinates": rules.SHORT_LINK if rules.is_link(text) else UNREADABLE})
    if not any(pair):
        raise errors.Invalid({"coordinates": NOWHERE})
    if rules.swapped(*pair):
        raise Swapped((pair[1], pair[0]))
    return WrittenPlace(*pair)


def _of_plus_code(session: Session, text: str, ward_hint: Ward | None) -> WrittenPlace | None:
    parts = None if rules.is_link(text) else plus_codes.plus_code(text)
    if parts is None:
        return None
    code, near = parts
    if plus_codes.is_full(code):
        return WrittenPlace(*plus_codes.middle(code), OF_PLUS_CODE, {"code": code})
    reference = _named_centre(session, near) if near else centres.of_ward(session, ward_hint) if ward_hint else None
    if reference is None:
        raise errors.Invalid({"coordinates": NO_REFERENCE})
    return WrittenPlace(*plus_codes.nearest(code, reference), OF_PLUS_CODE, {"code": code})


def _named_centre(session: Session, near: str) -> tuple[float, float] | None:
    """The middle of the ward or province that stands beside a short code, as map programs write it."""
    for part in (clean(part) for part in near.split(",")):
        if part and fold(part) not in COUNTRY and (centre := centres.named(session, part)):
            return centre
    return None


def _of_grid(session: Session, text: str, ward_hint: Ward | None) -> WrittenPlace | None:
    grid = vn2000.grid_place(text)
    if grid is None:
        return None
    meridians = (grid.meridian,) if grid.meridian else _meridians(session, ward_hint)
    places = {meridian: vn2000.to_wgs84(grid.north, grid.east, meridian) for meridian in meridians}
    if len(places) > 1:
        places = _near(session, ward_hint, places)
    (meridian, place), *_ = places.items()
    return WrittenPlace(*place, OF_GRID, {"meridian": degrees_and_minutes(meridian)})


def _meridians(session: Session, ward_hint: Ward | None) -> tuple[float, ...]:
    code = ward_hint.province.code if ward_hint else ""
    meridians = vn2000.meridians(code, centres.merged_provinces(session, code)) if code else ()
    if not meridians:
        raise errors.Invalid({"coordinates": NO_MERIDIAN})
    return meridians


def _near(
    session: Session, ward_hint: Ward | None, places: dict[float, tuple[float, float]]
) -> dict[float, tuple[float, float]]:
    """The one of several places that lies near the ward. Invalid when none or several do: none is taken silently."""
    middle = centres.of_ward(session, ward_hint) if ward_hint else None
    near = {meridian: place for meridian, place in places.items() if middle and distance(*middle, *place) < NEAR_WARD_M}
    if len(near) != 1:
        choices = "; ".join(f"KT {degrees_and_minutes(meridian)}" for meridian in places)
        raise errors.Invalid({"coordinates": MERIDIANS}, choices=choices)
    return near


def degrees_and_minutes(meridian: float) -> str:
    """105°30' of 105.5."""
    return f"{int(meridian)}°{round(meridian % 1 * 60):02d}'"
