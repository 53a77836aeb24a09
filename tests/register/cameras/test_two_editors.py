"""Two people edit one camera at the same time: what the second one is told, and what becomes of what they typed."""

import html
import re

import pytest
from sqlalchemy.orm.exc import StaleDataError

from tests.cast import Cast
from tests.people import People, Person
from tracker.audit_log.models import AuditEvent
from tracker.register.cameras import actions
from tracker.register.cameras.models import Camera
from tracker.register.places.models import InstallationPoint
from tracker.web.forms import FormSnapshot


def form(page: str) -> dict[str, str]:
    """What a browser would send back of a camera's form."""
    part = page[page.index("<main") : page.index("</main>")]
    fields = {
        name: html.unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', part)
    }
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', part, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        fields[name] = chosen[0] if chosen else ""
    for own in ("csrf_token", "form_key"):  # what Lan opened once is sent here as two people send it
        fields.pop(own)
    return fields


def opened(person: Person, camera: Camera) -> dict[str, str]:
    """The form as a person has it open."""
    return form(person.get(f"/cameras/{camera.id}/edit").text)


@pytest.fixture
def camera(cast: Cast) -> Camera:
    """A camera that two people have before them."""
    return cast.camera(name="Cổng chợ")


def test_the_second_is_told_who_changed_what_and_keeps_what_was_typed(
    people: People, cast: Cast, camera: Camera
) -> None:
    url = f"/cameras/{camera.id}/edit"
    lans = opened(people.lan, camera)
    people.lan.post(url, {**lans, "name": "Cổng chợ Vườn Hoa", "form": "ptz"})
    page = people.lan.post(url, {**lans, "name": "Chợ Vườn Hoa", "reach_m": "77"}, 409).text
    for text in (
        "Lê Thị Lan",
        "<del>Cổng chợ</del>",
        "<strong>Chợ Vườn Hoa</strong>",
        "không sửa, đã lấy theo bản mới",
    ):
        assert text in page
    assert cast.fresh(camera).name == "Cổng chợ Vườn Hoa"
    people.lan.post(url, form(page))
    saved = cast.fresh(camera)
    assert (saved.name, saved.form, saved.reach_m) == ("Chợ Vườn Hoa", "ptz", 77)


def test_a_place_that_only_the_first_moved_stays_moved(people: People, cast: Cast, camera: Camera) -> None:
    url = f"/cameras/{camera.id}/edit"
    form_of_lan = opened(people.lan, camera)
    people.lan.post(url, {**form_of_lan, "coordinates": "19,81; 105,79", "name": "Cổng chợ Vườn Hoa"})
    page = people.lan.post(url, {**form_of_lan, "name": "Chợ Vườn Hoa"}, 409).text
    assert form(page)["coordinates"] == "19,81; 105,79"
    people.lan.post(url, form(page))
    with cast.database.reading() as session:
        point = session.get(InstallationPoint, cast.fresh(camera).point_id)
    assert point is not None
    assert (point.latitude, point.longitude) == (19.81, 105.79)


def test_what_touched_no_field_of_the_form_asks_nobody(people: People, cast: Cast, camera: Camera) -> None:
    form_of_lan = opened(people.lan, camera)
    people.lan.post(f"/cameras/{camera.id}/health", {"health": "broken"})
    people.lan.post(f"/cameras/{camera.id}/edit", {**form_of_lan, "name": "Chợ Vườn Hoa"})
    assert cast.fresh(camera).name == "Chợ Vườn Hoa"
    with cast.database.reading() as session:
        assert not session.query(AuditEvent).filter(AuditEvent.action == "refused:Stale").count()


def test_a_form_that_does_not_say_how_it_was_opened_is_not_guessed_at(
    people: People, cast: Cast, camera: Camera
) -> None:
    url, form_of_lan = f"/cameras/{camera.id}/edit", opened(people.lan, camera)
    people.lan.post(url, {**form_of_lan, "name": "Cổng chợ Vườn Hoa"})
    page = people.lan.post(url, {**form_of_lan, "as_opened": ""}, 409).text
    assert "<strong>Cổng chợ</strong>" in page
    assert cast.fresh(camera).name == "Cổng chợ Vườn Hoa"


@pytest.mark.parametrize("sent", ["{}", "[1]", '["x", {}]', "[[", '["2026-01-01T00:00:00", 3]', "[[[[", "null"])
def test_a_hidden_field_that_was_tampered_with_says_nothing(sent: str) -> None:
    assert FormSnapshot.read(sent).values == {}


def test_one_who_is_overtaken_in_the_very_moment_of_writing_is_told_so_too(
    people: People, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    form_of_lan = opened(people.lan, camera)

    def overtaken(*_: object) -> None:
        raise StaleDataError

    monkeypatch.setattr(actions, "edit", overtaken)
    page = people.lan.post(f"/cameras/{camera.id}/edit", {**form_of_lan, "name": "Chợ Vườn Hoa"}, 409).text
    assert form(page)["name"] == "Chợ Vườn Hoa"
    people.lan.json("PATCH", f"/api/v1/cameras/{camera.id}", {"code": "A", "name": "B", "version": 1}, 409)
