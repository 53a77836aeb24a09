"""GET and PUT of a thing have one shape, PATCH replaces a part, ETags tell states apart: for every resource."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.people import People, Person
from tracker.audit_log import queries as audit
from tracker.cases.incidents.api import INCIDENT
from tracker.core import clock
from tracker.register.cameras.api import CAMERA
from tracker.register.networks.api import NETWORK
from tracker.register.owners.api import OWNER
from tracker.register.places.api import POINT
from tracker.register.recorders.api import RECORDER
from tracker.register.recorders.rules import ClockMethod
from tracker.web.resources import VERSION, Resource

OTHER = {  # another value of each field that may be written and is no choice
    "address": "Số 7 Lê Lợi", "bearing": 45.0, "bitrate_mbps": 4.0, "clock_checked_at": "2024-03-02T02:00:00Z",
    "clock_offset_seconds": -30, "code": "X-9", "consent_on": "2024-02-01", "consent_paper": "CK-07",
    "consent_withdrawn_on": "2024-05-01", "disk_gb": 2000.0, "funding": "Xã hội hóa", "installed_on": "2023-07-01",
    "latitude": 19.8, "launch_decision": "13/QĐ-UBND", "launched_on": "2023-04-01", "lead": "Đội 3", "longitude": 105.8,
    "manager": "Đội 3", "model": "Hikvision", "name": "Tên khác", "network_id": None, "night_phone": "+84987654321",
    "note": "Ghi chú", "owner_id": None, "phone": "+84987654321", "place": "Chợ Mới", "reach_m": 30.0,
    "recorder_id": None, "retention_days": 10, "retention_measured_on": "2024-03-01", "retention_to": 25,
    "sign_posted": False, "summary": "Chuyện khác",
    "type": "robbery", "channel": "box", "kind": "association", "view_angle": 80.0, "ward_code": "14758",
    "width_px": 2560, "height_m": 6.5,
}  # fmt: skip
WORDS = {"Camera": "cameras", "Incident": "incidents", "Network": "networks", "Owner": "owners", "Point": "places"}


def url(resource: Resource, number: int) -> str:
    """The address of a thing."""
    return f"/api/v1/{WORDS.get(resource.name, 'recorders')}/{number}"


RESOURCES = [CAMERA, INCIDENT, NETWORK, OWNER, POINT, RECORDER]
each = pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)


def a_thing(resource: Resource, people: People, cast: Cast) -> tuple[Person, str]:
    """A thing with every field filled in, and who may change it."""
    make: dict[str, Callable[[], Any]] = {
        "Camera": lambda: cast.camera(
            network_id=cast.network().id, recorder_id=cast.recorder().id, owner_id=cast.owner().id, note="Cũ"
        ),
        "Incident": lambda: cast.incident(),
        "Network": lambda: cast.network(launch_decision="12/QĐ-UBND"),
        "Owner": lambda: cast.owner(),
        "Point": lambda: cast.point(),
        "Recorder": lambda: cast.recorder(
            retention_to=20,
            retention_measured_on=date(2024, 1, 5),
            clock_offset_seconds=-90,
            clock_checked_at=clock.now() - timedelta(days=3),
            clock_method=next(iter(ClockMethod)),
            disk_gb=1000.0,
            bitrate_mbps=2.0,
        ),
    }
    return people.minh if resource.name == "Incident" else people.lan, url(resource, make[resource.name]().id)


def changes(cast: Cast) -> list[dict[str, Any]]:
    """What the log holds of changes."""
    with cast.database.reading() as session:
        return [event for event in audit.listing(session, after=None, limit=50).items if "changed" in event["detail"]]


def call(person: Person, method: str, address: str, body: Any = None, **headers: str) -> TestResponse:
    """A call with headers of its own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return person.client.open(address, method=method, json=body, headers={"X-CSRFToken": person.token, **named})


def test_every_call_that_replaces_a_thing_is_one_of_these(people: People) -> None:
    rules = [rule for rule in people.app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    replaced = {rule.rule for rule in rules if "PUT" in (rule.methods or ()) and not rule.rule.endswith("/notes")}
    assert len(replaced) == len(RESOURCES)
    assert replaced == {rule.rule for rule in rules if "PATCH" in (rule.methods or ())}


@each
def test_what_get_gives_goes_back_by_put_and_nothing_changes(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    before = person.json("GET", address)
    after = person.json("PUT", address, before)
    assert after == before
    assert person.json("GET", address) == before
    assert changes(cast) == []


@each
def test_one_field_changed_changes_that_alone(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    for name in sorted(resource.edited().fields.keys() & resource.shown().fields.keys() - {VERSION}):
        before = person.json("GET", address)
        new = other(resource, name, before)
        after = person.json("PUT", address, {**before, name: new})
        different = {field for field in before if before[field] != after[field]} - {VERSION}
        assert name in different or (resource.name, name) in UNSEEN, name
        assert different <= {name, *ALONG.get(name, ())}, name


UNSEEN = {("Owner", "address"), ("Owner", "night_phone")}  # masks that stay what they were
# What goes along with a field: read-only ones that follow from it.
ALONG = {
    "address": {"point_id"}, "latitude": {"point_id"}, "longitude": {"point_id"}, "place": {"point_id"},
    "network_id": {"network"}, "recorder_id": {"recorder"}, "type": {"group"}, "ward_code": {"ward_id"},
    "consent_on": {"consent"}, "kind": {"sealed", "name", "phone", "night_phone", "address"},
    "clock_offset_seconds": {"clock_checked_at"}, "consent_withdrawn_on": {"consent"},
}  # fmt: skip


def other(resource: Resource, name: str, before: dict[str, Any]) -> Any:
    """Another value of a field."""
    if name in ("occurred_from", "occurred_to", "received_at"):
        minutes = {"occurred_from": -90, "occurred_to": 30, "received_at": -1}[name]
        since = clock.now().replace(second=0, microsecond=0) - timedelta(hours=24 if name != "received_at" else 0)
        return (since + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
    values = [OTHER[name]] if name in OTHER else []
    for word in getattr(resource.edited().fields[name], "words", ()):
        values.append(word.value)
    return next(value for value in values if value != before[name])


@each
def test_a_put_that_leaves_a_field_out_is_refused_and_names_it(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    whole = person.json("GET", address)
    for name in resource.edited().fields.keys() & whole.keys() - {VERSION}:
        partial = {field: value for field, value in whole.items() if field != name}
        assert set(person.json("PUT", address, partial, 422)["errors"]) == {name}
    assert person.json("GET", address) == whole


@each
def test_what_only_the_server_writes_may_be_left_out_but_not_changed(
    people: People, cast: Cast, resource: Resource
) -> None:
    person, address = a_thing(resource, people, cast)
    whole = person.json("GET", address)
    fixed = whole.keys() - resource.edited().fields.keys()
    assert "id" in fixed
    for name in fixed:
        for method, body in (("PUT", whole), ("PATCH", {VERSION: whole[VERSION]})):
            assert set(person.json(method, address, {**body, name: 987654}, 422)["errors"]) == {name}
    assert person.json("PUT", address, {name: whole[name] for name in whole.keys() - fixed}) == whole


@each
def test_a_patch_replaces_what_it_names(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    before = person.json("GET", address)
    name = "summary" if resource is INCIDENT else "consent_paper" if resource is OWNER else "model"
    name = "name" if resource in (NETWORK, POINT) else name
    headers = {"X-CSRFToken": person.token, "Content-Type": "application/merge-patch+json", "If-Match": "*"}
    answer = person.client.patch(address, data=b'{"%s": "Kh\xc3\xa1c"}' % name.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.get_json() == {**before, name: "Khác", VERSION: answer.get_json()[VERSION]}
    assert person.json("PATCH", address, {VERSION: answer.get_json()[VERSION]}) == answer.get_json()
    assert set(person.json("PATCH", address, {"no_such_field": 1, VERSION: 1}, 422)["errors"]) == {"no_such_field"}


@each
def test_a_write_says_which_state_it_is_about(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    read = call(person, "GET", address)
    whole, tag = read.get_json(), read.headers["ETag"]
    unversioned = {name: value for name, value in whole.items() if name != VERSION}
    assert tag.startswith(f'"{whole[VERSION]}-')
    assert call(person, "PUT", address, unversioned).status_code == 428
    assert call(person, "PATCH", address, {}).status_code == 428
    assert call(person, "PUT", address, unversioned, If_Match='"7-made-up"').status_code == 412
    assert call(person, "PUT", address, {**whole, VERSION: whole[VERSION] + 1}, If_Match=tag).status_code == 409
    assert call(person, "PUT", address, {**whole, VERSION: "một"}).status_code == 422
    done = call(person, "PUT", address, unversioned, If_Match=tag)
    assert (done.status_code, done.headers["ETag"]) == (200, tag)
    assert call(person, "PUT", address, unversioned, If_Match=f'"{whole[VERSION]}"').status_code == 200


@each
def test_who_has_it_already_is_not_sent_it_again(people: People, cast: Cast, resource: Resource) -> None:
    person, address = a_thing(resource, people, cast)
    tag = call(person, "GET", address).headers["ETag"]
    again = call(person, "GET", address, If_None_Match=tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert call(person, "GET", address, If_None_Match='"other"').status_code == 200


def test_a_cameras_tag_tells_that_its_place_was_renamed(people: People, cast: Cast) -> None:
    camera = cast.camera()
    address = f"/api/v1/cameras/{camera.id}"
    tag = call(people.lan, "GET", address).headers["ETag"]
    people.lan.json("PATCH", f"/api/v1/places/{camera.point_id}", {"name": "Ngã tư Mới", VERSION: 1})
    assert call(people.lan, "GET", address, If_None_Match=tag).status_code == 200
    assert call(people.lan, "PATCH", address, {"note": "x"}, If_Match=tag).status_code == 412


def test_a_cameras_address_is_its_points_where_it_hangs_alone(people: People, cast: Cast) -> None:
    camera = cast.camera()
    address = f"/api/v1/cameras/{camera.id}"
    changed = people.lan.json("PATCH", address, {"address": "Số 7", VERSION: 1})
    assert (changed["address"], changed["point_id"]) == ("Số 7", camera.point_id)
    cast.camera(point_id=camera.point_id)
    refused = people.lan.json("PATCH", address, {"address": "Số 8", VERSION: changed[VERSION]}, 422)
    assert "trang điểm lắp đặt" in refused["errors"]["address"]


def test_an_owner_masked_as_read_stays_whole(people: People, cast: Cast) -> None:
    owner = cast.owner()
    address = f"/api/v1/owners/{owner.id}"
    read = people.lan.json("GET", address)
    assert "Sáu" not in read["name"]
    people.lan.json("PUT", address, {**read, "consent_paper": "CK-07"})
    stored = cast.fresh(owner)
    assert (stored.name, stored.phone, stored.consent_paper) == ("Nguyễn Thị Sáu", "+84912345678", "CK-07")


def test_a_months_note_goes_back_as_it_was_read(people: People, cast: Cast) -> None:
    address = f"/api/v1/networks/{cast.network().id}/notes"
    people.lan.json("PUT", address, {"month": f"{clock.today():%Y-%m}", "text": "Họp"})
    (note,) = people.lan.json("GET", address)
    written = len(changes(cast))
    assert people.lan.json("PUT", address, note) == note
    assert len(changes(cast)) == written
    assert set(people.lan.json("PUT", address, {**note, "written_by": "Hoa"}, 422)["errors"]) == {"written_by"}


def test_a_list_in_place_of_a_thing_is_refused(people: People, cast: Cast) -> None:
    for method in ("PUT", "PATCH"):
        assert call(people.lan, method, f"/api/v1/cameras/{cast.camera().id}", [1]).status_code == 422
