"""Undoing a whole import, as long as nothing newer depends on it."""

import json

import pytest

from tests.cast import Cast
from tests.exchange.imports.test_actions import cameras, events, listed
from tests.exchange.imports.test_pages import pressed, sent
from tests.people import People, Person
from tracker.exchange.imports.models import ImportEntry
from tracker.register.cameras.models import Camera, Membership
from tracker.register.places.models import InstallationPoint

HEADER = "Mã;Tên;Địa chỉ;Mã mô hình"


def brought(person: Person, *rows: str, header: str = HEADER) -> str:
    url = sent(person, listed(*rows, header=header))
    pressed(person, url, "apply")
    return url


def undone(person: Person, url: str, status: int = 302) -> str:
    return person.post(f"{url}/undo", {}, status).text


def test_only_who_answers_for_the_ward_undoes_and_only_once(people: People) -> None:
    url = brought(people.lan, "A;x;;")
    for person, status in ((people.hoa, 404), (people.minh, 404), (people.binh, 403)):
        undone(person, url, status)
    undone(people.lan, url)
    undone(people.lan, url, 409)
    assert "đã hoàn tác" in people.lan.get("/imports").text


@pytest.mark.parametrize("obstacle", ["edited", "asked for"])
def test_what_is_newer_stands_in_the_way_and_is_named(people: People, cast: Cast, obstacle: str) -> None:
    url = brought(people.lan, "A;x;;", "B;y;;")
    camera = cameras(cast)["B"]
    if obstacle == "edited":
        with cast.database.writing() as session:
            session.get_one(Camera, camera.id).note = "Lan ghi thêm"
    else:
        cast.request(camera)
    page = undone(people.lan, url, 409)
    assert ("đã sửa sau lần nhập" if obstacle == "edited" else "phiếu yêu cầu trích xuất") in page
    assert f"/cameras/{camera.id}" in page
    assert cast.count(Camera) == 2


def test_everything_stands_again_as_it_was(people: People, cast: Cast) -> None:
    old, new = cast.network(), cast.network()
    camera = cast.camera(code="A", network_id=old.id, note="Cũ")
    cast.camera(code="B", point_id=camera.point_id)
    before = cameras(cast)["A"]
    url = brought(people.lan, f"A;Tên mới;9 Lê Lai;{new.code}", "C;z;Chợ;", header=HEADER)
    undone(people.lan, url)
    after = cameras(cast)["A"]
    for name in ("name", "network_id", "point_id", "search_key", "name_key", "sort_key"):
        assert getattr(after, name) == getattr(before, name)
    assert (after.point.address, sorted(cameras(cast))) == (before.point.address, ["A", "B"])
    assert (cast.count(InstallationPoint), cast.count(ImportEntry)) == (1, 0)
    (event,) = [event for event in events(cast) if event.action == "import:undo"]
    assert json.loads(event.detail)["counts"] == {"changed": 1, "new": 1}


def test_the_open_membership_follows_the_network_there_and_back(people: People, cast: Cast) -> None:
    old, new = cast.network(), cast.network()
    brought(people.lan, f"A;x;;{old.code}")
    url = brought(people.lan, f"A;x;;{new.code}", f"B;y;;{new.code}")
    undone(people.lan, url)
    with cast.database.reading() as session:
        open_ones = session.query(Membership.network_id).filter(Membership.left_on.is_(None)).all()
    assert ([row.network_id for row in open_ones], cameras(cast)["A"].network_id) == ([old.id], old.id)


def test_imports_are_undone_one_after_the_other(people: People, cast: Cast) -> None:
    first = brought(people.lan, "A;x;;")
    second = brought(people.lan, "A;y;;")
    assert "đã sửa sau lần nhập" in undone(people.lan, first, 409)
    undone(people.lan, second)
    undone(people.lan, first)
    assert (cast.count(Camera), cast.count(InstallationPoint)) == (0, 0)
