"""Quick registration: four answers become a camera, and a place that cannot be right is caught before."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.core import errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera
from tracker.register.maps import queries, rules
from tracker.register.places import rules as places

UNREADABLE = N_(
    "Không đọc được vị trí. Ví dụ: 19,8067; 105,7852 hoặc 19°48'24\"N 105°47'07\"E, hoặc dán đường dẫn bản đồ."
)
SHORT_LINK = N_("Đường dẫn này không chứa tọa độ. Hãy mở đường dẫn, chạm giữ vào vị trí rồi chép tọa độ hiện ra.")
NOWHERE = N_("Tọa độ 0; 0 nằm ngoài khơi châu Phi: thiết bị chưa bắt được vị trí. Hãy lấy lại.")
ABROAD = N_("Tọa độ nằm ngoài Việt Nam.")
SWAPPED = N_("Vĩ độ và kinh độ bị đổi chỗ cho nhau; ô này đã được sửa lại đúng thứ tự. Hãy xem lại rồi gửi.")
FAR = N_("Vị trí cách địa bàn của bạn khoảng %(km)s km. Nếu đúng, hãy đánh dấu xác nhận rồi gửi lại.")
ELSEWHERE = N_("Vị trí nằm trong ranh giới của %(ward)s. Nếu đúng, hãy đánh dấu xác nhận rồi gửi lại.")


class Swapped(errors.Invalid):
    """Latitude and longitude change places: `right` is what must have been meant."""

    def __init__(self, right: tuple[float, float]) -> None:
        super().__init__({"coordinates": SWAPPED})
        self.right = right


def read_place(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of what somebody wrote; None of nothing. Invalid, Swapped."""
    if not text:
        return None
    place = places.coordinates(text)
    if place is None:
        raise errors.Invalid({"coordinates": SHORT_LINK if places.is_link(text) else UNREADABLE})
    if not any(place):
        raise errors.Invalid({"coordinates": NOWHERE})
    if places.swapped(*place):
        raise Swapped((place[1], place[0]))
    if not places.in_vietnam(*place):
        raise errors.Invalid({"coordinates": ABROAD})
    return round(place[0], 6), round(place[1], 6)


def doubt(session: Session, actor: Viewer, place: tuple[float, float]) -> errors.Invalid | None:
    """What is strange about a place for somebody of a ward; None where nothing is."""
    standing = queries.stands(session, actor, place)
    if standing.elsewhere:
        return errors.Invalid({"sure": ELSEWHERE}, ward=standing.elsewhere)
    if standing.metres is not None and standing.metres > rules.FAR_M:
        return errors.Invalid({"sure": FAR}, km=round(standing.metres / 1000))
    return None


def register(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> Camera:
    """A camera of `facts` as `schemas.QuickCamera` gives them. Invalid names the field at fault; Swapped."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    place = read_place(facts["coordinates"])
    place_doubt = doubt(session, actor, place) if place and not facts["sure"] else None
    if place_doubt is not None:
        raise place_doubt
    latitude, longitude = place or (None, None)
    columns = {name: value for name, value in facts.items() if name not in ("coordinates", "sure")}
    return cameras.register(session, actor, {**columns, "latitude": latitude, "longitude": longitude})
