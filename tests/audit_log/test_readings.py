"""Whoever looks at a list of cases is written down, with what was on it."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.audit_log import queries as audit

LISTS = [
    ("minh", "/incidents", "incident:list"),
    ("minh", "/api/v1/incidents", "incident:list"),
    ("lan", "/extractions", "request:list"),
    ("minh", "/api/v1/extractions", "request:list"),
    ("lan", "/extractions/lines", "line:list"),
    ("lan", "/api/v1/extractions/lines", "line:list"),
]


def newest(cast: Cast) -> dict[str, Any]:
    with cast.database.reading() as session:
        return audit.page(session, before=None, limit=1)[0]


@pytest.mark.parametrize(("who", "url", "action"), LISTS)
def test_a_look_at_a_list_is_one_row_with_all_that_was_on_it(
    people: People, cast: Cast, who: str, url: str, action: str
) -> None:
    for _ in range(2):
        request = cast.request()
    viewer = getattr(cast, who)
    getattr(people, who).client.get(url)
    event = newest(cast)
    assert (event["action"], event["actor_id"]) == (action, viewer.id)
    assert sorted(event["detail"]["ids"]) == [1, 2]
    assert event["subject_id"] is None
    assert request.id == 2


@pytest.mark.parametrize(("who", "url", "action"), LISTS)
def test_a_look_at_an_empty_list_is_written_down_too(
    people: People, cast: Cast, who: str, url: str, action: str
) -> None:
    getattr(people, who).client.get(url)
    assert (newest(cast)["action"], newest(cast)["detail"]["ids"]) == (action, [])
