"""Owners with their cameras: counted by source, listed where people are not told, whoever it is stays masked."""

from tests.cast import Cast
from tracker.core import clock
from tracker.register.cameras.rules import Connection
from tracker.register.owners import consents
from tracker.register.owners.consents import OwnerCriteria
from tracker.register.places.models import InstallationPoint


def listed(cast: Cast, who: str, **filters: object) -> list[consents.Holding]:
    with cast.database.reading() as session:
        return consents.listing(session, getattr(cast, who), OwnerCriteria(**filters))[0]  # type: ignore[arg-type]


def hung(cast: Cast, owner_id: int, posted: bool | None) -> None:
    point: InstallationPoint = cast.point(sign_posted=posted)
    cast.camera(owner_id=owner_id, point_id=point.id, connection=Connection.MOBILISABLE)


def test_hoa_sees_none_of_lans_owners_cameras(cast: Cast) -> None:
    owner = cast.owner()
    hung(cast, owner.id, True)
    assert listed(cast, "hoa") == []
    with cast.database.reading() as session:
        assert consents.cameras_of(session, cast.hoa, owner.id) == ([], None)


def test_an_owners_cameras_are_never_added_up_over_their_sources(cast: Cast) -> None:
    owner = cast.owner()
    hung(cast, owner.id, True)
    for removed in (None, clock.today()):
        cast.camera(owner_id=owner.id, removed_on=removed)
    (holding,) = listed(cast, "minh")
    assert (holding.police, holding.mobilisable, holding.owner.name) == (1, 1, "N. T. S.")


def test_owners_whose_cameras_nobody_is_told_of_are_found(cast: Cast) -> None:
    posted_owner, untold, unknown = (cast.owner().id for _ in range(3))
    for owner_id, posted in ((posted_owner, True), (untold, False), (unknown, None)):
        hung(cast, owner_id, posted)
    assert [row.owner.id for row in listed(cast, "lan", unsigned=True)] == [untold, unknown]
