"""The merger of 2025 as the tests of moves need it: a ward that was split, and a change that a file brings."""

from datetime import date
from typing import Any

from tests.cast import MERGER, Cast
from tracker.exchange.ward_changes import actions
from tracker.exchange.ward_changes.models import WardChange
from tracker.exchange.ward_changes.rules import MovedThing
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

NEXT = date(2026, 6, 1)
HEADER = "Mã cũ,Tên cũ,Mã mới,Tên mới,Toàn bộ/Một phần\n"
HAM_RONG_SPLITS = HEADER + "14758,,14797,Phường Hạc Thành,Một phần\n14758,,99001,Phường B,Một phần\n"
HAC_THANH_ENDS = HEADER + "14797,Phường Hạc Thành,99001,Phường Thanh Hóa,Toàn bộ\n"


def split_ward(cast: Cast) -> Ward:
    """Đông Thọ, of which one part went to Lan's Hạc Thành and the other to Hoa's Hàm Rồng. Its code is 14758 too."""
    with cast.database.writing() as session:
        ward = cast._ward(session, "14758", "Phường Đông Thọ", old=True)
        for new in (cast.hac_thanh, cast.ham_rong):
            days = {"effective_on": MERGER, "basis": "1686"}
            session.add(Succession(old_id=ward.id, new_id=new.id, extent=Extent.PART, **days))
    see_again(cast)
    return ward


def a_change_of_wards(cast: Cast) -> None:
    """One applied, the next prepared; two points wait in a ward that was split, and one was decided."""
    old = split_ward(cast)
    cast.camera(ward_id=old.id)
    cast.owner(ward_id=old.id)
    point = cast.point(ward_id=old.id)
    cast.camera(ward_id=cast.old_dong_son.id)
    merged(cast)
    with cast.database.writing() as session:
        actions.decide(session, cast.lan, MovedThing.POINT, point.id, 1, cast.hac_thanh.id, "")
    cast.camera(ward_id=cast.old_dong_ve.id)
    told(cast, HEADER + "14797,,99001,Phường A,Một phần\n14797,,99002,Phường B,Một phần\n")


def see_again(cast: Cast) -> None:
    """The cast as the code knows them after wards have changed."""
    cast.see_again()


def merged(cast: Cast) -> WardChange:
    """The merger of 2025, which the register of wards knows, applied by Bình."""
    with cast.database.writing() as session:
        return actions.apply(session, cast.binh, actions.propose(session, cast.binh, MERGER).id, 1)


def told(cast: Cast, text: str, on: date = NEXT) -> WardChange:
    """A change that Bình uploaded."""
    with cast.database.writing() as session:
        return actions.upload(session, cast.binh, "don-vi.csv", text.encode(), on, "NQ 1")


def applied(cast: Cast, change: WardChange) -> WardChange:
    """A change applied by Bình."""
    with cast.database.writing() as session:
        return actions.apply(session, cast.binh, change.id, change.version)


def undone(cast: Cast, change: WardChange) -> WardChange:
    """A change undone by Bình."""
    with cast.database.writing() as session:
        return actions.undo(session, cast.binh, change.id, change.version)


def ward_of(cast: Cast, *things: Any) -> list[int]:
    """In which wards some things stand now."""
    return [cast.fresh(thing).ward_id for thing in things]


def decide(cast: Cast, who: Any, point: Any, ward: Ward) -> None:
    """Somebody says that a point belongs to a ward."""
    with cast.database.writing() as session:
        actions.decide(session, who, MovedThing.POINT, point.id, point.version, ward.id, "theo thực địa")
