"""How pages write figures."""

import pytest
from flask import Flask

from tracker.web.template_filters import distance


@pytest.mark.parametrize(
    ("metres", "written"),
    [
        (0, "0 m"),
        (42.4, "42 m"),
        (999.4, "999 m"),
        (1000, "1,0 km"),
        (2449, "2,4 km"),
        (10_000, "10 km"),
        (928_129, "928 km"),
    ],
)
def test_a_distance_is_written_as_people_say_it(app: Flask, metres: float, written: str) -> None:
    with app.test_request_context():
        assert distance(metres) == written
