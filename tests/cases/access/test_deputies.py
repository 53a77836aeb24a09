"""Whoever decides instead of a head for some days approves; whom a sealed case is open to stays the head's to say."""

from datetime import timedelta

from tests.cases.access.sealing import REASON, a_case, of_case, remove_reader, seal, unseal
from tests.cast import Cast
from tests.people import People
from tracker.accounts.models import Post
from tracker.core import clock
from tracker.core.permissions import Can, Position, Role, permits

LEADING = {"role": Role.LEADERSHIP, "position": Position.DEPUTY, "valid_to": None, "reason": REASON}


def test_tuan_who_decides_instead_of_thuy_neither_seals_nor_opens(people: People, cast: Cast) -> None:
    delegated = {"unit_id": cast.pc02.id, "delegated_by_id": cast.thuy.id, "valid_from": clock.today()}
    cast.add(Post(user_id=cast.tuan.id, **LEADING | delegated))
    cast.see_again()
    case = a_case(cast)
    assert permits(cast.tuan, Can.DECIDE_REQUEST, case)
    seal(cast, people.tuan, case, status=403)
    assert "Hạn chế người xem</a>" not in people.tuan.get(f"/access/incidents/{case.incident_id}").text
    seal(cast, people.thuy, case, "tuan", "minh")
    unseal(cast, people.tuan, case, status=403)
    remove_reader(people.tuan, case, cast.thuy.id, status=403)
    assert of_case(cast, case).sealed_at is not None


def test_whoever_leads_by_an_own_post_as_well_seals(people: People, cast: Cast) -> None:
    delegated = {"unit_id": cast.pc08.id, "delegated_by_id": cast.dung.id, "valid_from": clock.today()}
    own = {"unit_id": cast.pc02.id, "delegated_by_id": None, "valid_from": clock.today() - timedelta(days=9)}
    for given in (delegated, own):
        cast.add(Post(user_id=cast.tuan.id, **LEADING | given))
    cast.see_again()
    assert cast.tuan.own_leads < cast.tuan.leads
    seal(cast, people.tuan, a_case(cast), "thuy")
