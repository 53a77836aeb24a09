"""Lan writes the size of a picture as it is sold; the camera's page says how far away one could do what with it."""

from tests.cast import Cast
from tests.people import People
from tracker.register.cameras.models import Camera

NEW = {"code": "CAM-9", "name": "Ngã ba", "connection": "police", "form": "fixed", "storage": "recorder"}


def newest(cast: Cast) -> Camera:
    with cast.database.reading() as session:
        return session.query(Camera).order_by(Camera.id.desc()).first()


def test_lan_writes_megapixels_and_what_cannot_be_read_is_told_at_the_field(people: People, cast: Cast) -> None:
    refused = people.lan.post("/cameras/new", {**NEW, "width_px": "nét", "height_m": "0"}, 422).text
    assert "Không hiểu độ phân giải này." in refused
    assert 'id="e-width_px"' in refused
    assert "Cần một số từ 0.5 đến 200." in refused
    assert "Cần một số từ 160 đến 20000." in people.lan.post("/cameras/new", {**NEW, "width_px": "100"}, 422).text
    people.lan.post("/cameras/new", {**NEW, "width_px": "4 MP", "height_m": "4,5", "night": "infrared"})
    camera = newest(cast)
    assert (camera.width_px, camera.height_m, camera.night) == (2560, 4.5, "infrared")


def test_the_page_says_up_to_where_one_could_do_what_and_what_is_not_known(people: People, cast: Cast) -> None:
    known = cast.camera(reach_m=None, width_px=1920)
    page = people.minh.get(f"/cameras/{known.id}").text
    assert "nhận dạng được: đến 3,8 m" in page
    assert "chỉ thấy có người: đến 38,4 m" in page
    unknown = cast.camera(reach_m=None)
    page = people.minh.get(f"/cameras/{unknown.id}").text
    assert "Chưa rõ xem được gì: cần độ phân giải và góc nhìn." in page
    assert "chưa rõ tầm" in page


def test_the_map_draws_as_far_as_the_picture_shows_somebody_and_nothing_where_nobody_knows(
    people: People, cast: Cast
) -> None:
    for code, facts in {"A": {"width_px": 1920}, "B": {}, "C": {"reach_m": 60.0}}.items():
        cast.camera(code=code, **{"reach_m": None, **facts})
    cameras = people.minh.json("GET", "/maps/cameras.json?window=19.8,105.78,19.81,105.79&zoom=18")["cameras"]
    assert {camera["code"]: camera["reach_m"] for camera in cameras} == {"A": 38.4, "B": None, "C": 60}


def test_a_program_may_send_the_size_of_pictures_in_the_words_of_the_trade(people: People) -> None:
    read = {"1920x1080": 1920, "4MP": 2560, "1080p": 1920}
    for text, width in read.items():
        body = {**NEW, "code": text, "width_px": text}
        assert people.lan.json("POST", "/api/v1/cameras", body, 201)["width_px"] == width
