"""What areas above the register show on a camera's page."""

import pytest
from flask import Flask
from markupsafe import Markup

from tests.cast import Cast
from tests.people import People
from tracker.register.cameras.slots import CameraSlots


def test_a_slot_that_nobody_fills_or_knows_is_an_error_when_the_app_starts() -> None:
    with pytest.raises(TypeError):
        CameraSlots(newest_events=lambda camera: Markup())  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        CameraSlots(lambda camera: Markup(), lambda camera_id, moment: Markup(), unknown=None)  # type: ignore[call-arg]


def test_the_newest_events_stand_on_the_cameras_page(app: Flask, people: People, cast: Cast) -> None:
    camera = cast.camera()
    people.lan.post(f"/timeline/{camera.id}", {"text": "Hình mờ từ 22 giờ"})
    assert "Hình mờ từ 22 giờ" in people.lan.get(f"/cameras/{camera.id}").text
