"""Who works on a sealed case sees in every list that it is one."""

from tests.cases.access.sealing import a_case, seal
from tests.cast import Cast
from tests.people import People


def test_a_sealed_case_bears_a_lock_in_every_list_of_those_who_work_on_it(people: People, cast: Cast) -> None:
    case, mark = a_case(cast), 'title="Niêm phong"'
    urls = ("/", "/incidents", "/extractions", "/extractions/lines")
    for url in urls:
        assert mark not in people.minh.get(url).text
    seal(cast, people.thuy, case, "minh")
    for url in urls:
        assert mark in people.minh.get(url).text, url
    assert mark in people.thuy.get("/").text
    for listed in ("incidents", "extractions", "extractions/lines"):
        assert people.minh.json("GET", f"/api/v1/{listed}")["items"][0]["sealed_at"] is not None
