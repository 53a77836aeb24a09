"""The documentation of the JSON API, as a programmer finds it."""

import re

from tests.people import People


def test_a_stranger_may_read_how_to_write_a_program(people: People) -> None:
    page = people.stranger().get("/api-docs").text
    assert "/api/v1/openapi.json" in page
    assert re.search(r"swagger-ui-bundle\.\w+\.js", page)
