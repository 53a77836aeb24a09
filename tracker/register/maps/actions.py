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
from tracker.register.places.reader import read_place

FAR = N_("Vị trí cách địa bàn của bạn khoảng %(km)s km. Nếu đúng, hãy đánh dấu xác nhận rồi gửi lại.")
ELSEWHERE = N_("Vị trí nằm trong ranh giới của %(ward)s. Nếu đúng, hãy đánh dấu xác nhận rồi gửi lại.")


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
    place_read = read_place(session, actor, facts["coordinates"])
    place = place_read.pair if place_read else None
    place_doubt = doubt(session, actor, place) if place and not facts["sure"] else None
    if place_doubt is not None:
        raise place_doubt
    latitude, longitude = place or (None, None)
    columns = {name: value for name, value in facts.items() if name not in ("coordinates", "sure")}
    return cameras.register(session, actor, {**columns, "latitude": latitude, "longitude": longitude})
