"""Queries: the ward, the unit, the camera and the people that cells of a book mean, each as it was on its day."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.exchange.case_imports import queries
from tracker.exchange.case_imports.queries import KnownCamera
from tracker.exchange.case_imports.rules import BookFault
from tracker.register.recorders.rules import retention_days
from tracker.territory.units.models import Unit
from tracker.territory.wards import naming
from tracker.territory.wards.models import Ward
from tracker.territory.wards.naming import Near

NO_WARD = N_("Cần ghi địa bàn: mã hoặc tên phường, xã của ngày đó.")
OTHER_UNIT = N_("Chỉ nhập được sổ của đơn vị bạn: %(known)s.")
WHICH_UNIT = N_("Ngày đó đơn vị bạn mang tên khác. Hãy ghi một trong: %(known)s.")
NO_CAMERA = N_("Không có camera mang mã này, cũng không có điểm lắp đặt mang tên này trong sổ.")
MANY_CAMERAS = N_(
    "Có %(count)s camera cùng mã hoặc cùng điểm này. Hãy ghi mã camera, hoặc thêm cột địa bàn của camera."
)
WHICH_WARD = N_("Ngày đó camera thuộc một phường, xã cũ. Hãy ghi vào cột địa bàn của camera: %(known)s.")


class Territory:
    """Wards and units by what books call them, remembered. `lineage` are the unit that imports and its predecessors."""

    def __init__(self, session: Session, lineage: Collection[Unit]) -> None:
        self._session, self.lineage = session, lineage
        self._wards: dict[str, list[Ward]] = {}

    def unit(self, text: str, on: date) -> Unit:
        """The unit of a day that a cell names, the importing one or what it was then. BookFault."""
        standing = [unit for unit in self.lineage if _stands(unit, on)]
        if text:
            words = fold(text)
            namesakes = [
                unit for unit in standing if words in (fold(unit.code), fold(unit.name), fold(unit.short_name))
            ]
            if len(namesakes) != 1:
                raise BookFault(OTHER_UNIT, known=_listed(unit.name for unit in standing))
            return namesakes[0]
        if len(standing) != 1:
            raise BookFault(WHICH_UNIT, known=_listed(unit.name for unit in standing))
        return standing[0]

    def ward(self, text: str, on: date, place: tuple[float, float] | None = None) -> Ward:
        """The ward of a day that a cell names. BookFault."""
        if not text:
            raise BookFault(NO_WARD)
        known_ward = next((ward for ward in self._wards.get(text, ()) if _stands(ward, on)), None)
        if known_ward is not None:
            return known_ward
        try:
            ward = naming.meant_ward(self._session, text, on, Near(*place) if place else None)
        except errors.Invalid as error:
            raise BookFault(next(iter(error.fields.values())), **error.facts) from error
        self._wards.setdefault(text, []).append(ward)
        return ward

    def own_ward(self, ward_ids: Collection[int], on: date) -> Ward:
        """The one of some wards that there was on a day: where a commune's police need not say it. BookFault."""
        standing = [ward for ward in map(self.by_id, ward_ids) if _stands(ward, on)]
        if len(standing) != 1:
            raise BookFault(NO_WARD)
        return standing[0]

    def by_id(self, ward_id: int) -> Ward:
        """The ward with this id."""
        return self._session.get_one(Ward, ward_id)


class Cameras:
    """The cameras that a book names, as the register knows them now."""

    def __init__(self, session: Session, names: Collection[str]) -> None:
        self._by_name = queries.cameras_called(session, names)
        ward_ids = {camera.ward_id for cameras in self._by_name.values() for camera in cameras}
        self._behind = queries.wards_behind(session, ward_ids)

    def named(self, text: str, ward: Ward | None, near: Ward) -> KnownCamera:
        """The camera of a code, or of a point with one camera: in `ward` if that is said, else if several, `near`."""
        candidates = self._by_name.get(queries.name_key(text), [])
        if ward is not None:
            candidates = [camera for camera in candidates if self._was_in(camera, ward)]
        elif len(candidates) > 1:
            candidates = [camera for camera in candidates if self._was_in(camera, near)] or candidates
        if len(candidates) != 1:
            raise BookFault(MANY_CAMERAS, count=len(candidates)) if candidates else BookFault(NO_CAMERA)
        return candidates[0]

    def _was_in(self, camera: KnownCamera, ward: Ward) -> bool:
        return ward.id in {predecessor.id for predecessor in self._behind[camera.ward_id]}

    def ward_of(self, camera: KnownCamera, on: date, named_wards: Collection[Ward]) -> int:
        """The ward in which a camera stood on a day: known from the register, else one of those `said`. BookFault."""
        standing = {ward.id: ward for ward in self._behind[camera.ward_id] if _stands(ward, on)}
        for ward_id in (camera.registered_ward_id, camera.ward_id, *(ward.id for ward in named_wards)):
            if ward_id in standing:
                return ward_id
        if len(standing) != 1:
            raise BookFault(WHICH_WARD, known=_listed(ward.name for ward in standing.values()))
        return next(iter(standing))


def network_on(camera: KnownCamera, on: date) -> int | None:
    """The network of a camera on a day: by its memberships, else the present one if it had been launched."""
    for network_id, first, last in camera.networks:
        if first <= on and (last is None or last >= on):
            return network_id
    was_member = any(first <= on for _, first, _ in camera.networks)
    launched = camera.network_since is not None and camera.network_since <= on
    return camera.network_id if launched and not was_member else None


def days_kept(camera: KnownCamera) -> int:
    """How long a camera's recordings are kept, as far as is known now."""
    return retention_days(*camera.retention)


class People:
    """Accounts by the names of those who ever worked on cases."""

    def __init__(self, session: Session) -> None:
        self._units = queries.people(session)

    def named(self, name: str, unit_ids: Collection[int] | None = None) -> int | None:
        """The one account of a name, with a post in one of the units if these are given; None where it is not clear."""
        of_name = self._units.get(fold(name), {})
        user_ids = [user_id for user_id, units in of_name.items() if unit_ids is None or units & set(unit_ids)]
        return user_ids[0] if len(user_ids) == 1 else None


def _stands(thing: Ward | Unit, on: date) -> bool:
    return thing.valid_from <= on and (thing.valid_to is None or thing.valid_to >= on)


def _listed(names: Iterable[str]) -> str:
    return "; ".join(names)
