"""Installation points as programs see them."""

from tests.cast import Cast
from tests.people import People

URL = "/api/v1/places"
EDITED = {"name": "Cổng chợ", "latitude": 19.81, "longitude": 105.78, "sign_posted": True, "version": 1}


def test_hoas_program_may_not_touch_lans_point(people: People, cast: Cast) -> None:
    point = cast.point()
    people.hoa.json("GET", f"{URL}/{point.id}", status=404)
    people.hoa.json("PATCH", f"{URL}/{point.id}", EDITED, 404)
    people.minh.json("PATCH", f"{URL}/{point.id}", EDITED, 403)
    assert people.hoa.json("GET", URL)["items"] == []


def test_a_point_is_moved_once_from_what_was_read(people: People, cast: Cast) -> None:
    point = cast.point()
    assert people.lan.json("PATCH", f"{URL}/{point.id}", EDITED)["latitude"] == 19.81
    people.lan.json("PATCH", f"{URL}/{point.id}", EDITED, 409)
    (row,) = people.minh.json("GET", URL)["items"]
    assert (row["name"], row["sign_posted"]) == ("Cổng chợ", True)
