"""People meet the five fields that `made_up_fields` describes in one place, everywhere. Run by `test_fields`."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.people import People, Person
from tests.register.cameras.made_up_fields import VALUES, Current
from tracker.core.spreadsheets import read_sheets
from tracker.register.cameras.models import Camera

TYPED = {"pole_owner": "Điện lực", "mast_m": "7,5", "warranty_until": "1/3/2027", "power": "solar"}
LABELS = {
    "pole_owner": "Chủ cột điện",
    "mast_m": "Chiều cột",
    "warranty_until": "Hạn bảo hành",
    "power": "Nguồn điện",
}
READ = {"pole_owner": "Điện lực", "mast_m": "8 m", "warranty_until": "01/03/2027", "power": "Pin mặt trời"}
JSON = {"pole_owner": "Điện lực", "mast_m": 7.5, "warranty_until": "2027-03-01", "power": "solar"}
CHANGED = ["CAM-9", "Viettel", "9", "2028-01-02", "Điện lưới"]
NEW = {"code": "CAM-9", "name": "Ngã ba", "connection": "police", "form": "fixed", "storage": "recorder"}
WHY = "Bàn giao theo biên bản số 12"


def stored(cast: Cast, code: str = "CAM-9") -> dict[str, Any]:
    """What the database says of the made-up fields of a camera."""
    with cast.database.reading() as session:
        camera = session.query(Camera).filter_by(code=code).one()
        return {name: getattr(camera, name) for name in VALUES}


def source(answer: TestResponse) -> str:
    """The source of a page, however its template is broken into lines."""
    return re.sub(r"(?<=>) (?=<)", "", " ".join(answer.text.split()))


def found(person: Person, words: str) -> bool:
    """Whether the list's search finds CAM-9."""
    return "CAM-9" in person.get(f"/cameras?q={words}").text


def pressed(person: Person, url: str, deed: str) -> None:
    """Press a button of a page, sending what the page shows."""
    page = person.get(url).text
    matches = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("version", "seen")}
    person.post(f"{url}/{deed}", {name: match.group(1) for name, match in matches.items() if match})


def rows(*cells: list[str]) -> bytes:
    """A list as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(cells)
    return out.getvalue().encode("utf-8-sig")


def sent(person: Person, content: bytes, name: str = "camera.csv") -> str:
    """Where the preview of a list is."""
    return person.post(
        "/imports/new", {"connection": "police", "network_id": "0", "file": (io.BytesIO(content), name)}
    ).location


def figures(page: str) -> list[int]:
    """How many rows of a preview are new, changed, unchanged, wrong."""
    return [int(number) for number in re.findall(r'<div class="figure[^"]*"> ?<b>(\d+)</b>', " ".join(page.split()))]


def test_lan_types_them_in_the_form_and_reads_them_on_the_cameras_page(people: People, cast: Cast) -> None:
    form = people.lan.get("/cameras/new").text
    assert all(f'name="{name}"' in form and label in form for name, label in LABELS.items())
    refused = people.lan.post("/cameras/new", {**NEW, "pole_owner": "x" * 201, "mast_m": "61"}, 422).text
    assert "Dài quá 200 ký tự." in refused
    assert "Cần một số từ 0 đến 60." in refused
    page = source(people.lan.get(people.lan.post("/cameras/new", {**NEW, **TYPED}).location))
    assert all(f"<dt>{LABELS[name]}</dt><dd>{value}</dd>" in page for name, value in READ.items())
    assert stored(cast) == VALUES
    assert found(people.minh, "dien+luc")


def test_lan_changes_one_while_the_others_stay(people: People, cast: Cast) -> None:
    url = people.lan.post("/cameras/new", {**NEW, **TYPED}).location
    form = source(people.lan.get(f"{url}/edit"))
    typed = {name: re.search(rf'name="{name}" type="text" value="([^"]*)"', form) for name in TYPED}
    held = {name: match.group(1) for name, match in typed.items() if match}
    assert held == {"pole_owner": "Điện lực", "mast_m": "7,5", "warranty_until": "01/03/2027"}
    people.lan.post(f"{url}/edit", {**NEW, **TYPED, "pole_owner": "Viettel", "version": "1"})
    assert stored(cast) == {**VALUES, "pole_owner": "Viettel"}
    assert found(people.minh, "viettel")
    assert not found(people.minh, "dien+luc")


def test_each_is_a_column_that_the_list_may_show(people: People, cast: Cast) -> None:
    cast.camera(**VALUES)
    assert not any(
        label in people.minh.get("/cameras?columns=model").text.split("<thead>")[1] for label in LABELS.values()
    )
    people.minh.post("/saved-views/columns", {"column": list(TYPED), "query": ""})
    page = source(people.minh.get("/cameras"))
    assert all(f'name="column" value="{name}" checked' in page for name in TYPED)
    assert all(f'data-label="{LABELS[name]}"><span>{value}</span>' in page for name, value in READ.items())


def test_a_list_gives_them_under_headers_of_their_own(people: People, cast: Cast) -> None:
    header = ["Mã camera", "Cột của ai?", "Chiều cột (m)", "Hạn bảo hành", "Nguồn điện"]
    wrong = people.lan.get(sent(people.lan, rows(header, ["CAM-9", "x" * 201, "cao", "31/02/2027", "gió"]))).text
    assert figures(wrong) == [0, 0, 0, 1]
    assert "Dài quá 200 ký tự." in wrong
    assert "Điện lưới; Pin mặt trời" in wrong
    content = rows(header, ["CAM-9", "Điện lực", "7,5 m", "2027-03-01", "pin mặt trời"])
    url = sent(people.lan, content)
    assert figures(people.lan.get(url).text) == [1, 0, 0, 0]
    pressed(people.lan, url, "apply")
    assert stored(cast) == VALUES
    assert found(people.minh, "dien+luc")
    assert figures(people.lan.get(sent(people.lan, content)).text) == [0, 0, 1, 0]


def test_a_list_that_changes_them_can_be_taken_back(people: People, cast: Cast) -> None:
    camera = cast.camera(code="CAM-9", **VALUES)
    url = sent(people.lan, rows(["Mã", *LABELS.values()], CHANGED))
    preview = people.lan.get(url).text
    assert all(label in preview for label in LABELS.values())
    pressed(people.lan, url, "apply")
    assert stored(cast) == {"pole_owner": "Viettel", "mast_m": 9, "warranty_until": date(2028, 1, 2), "power": "grid"}
    assert "Điện lực" in people.lan.get(f"/timeline/{camera.id}").text
    pressed(people.lan, url, "undo")
    assert stored(cast) == VALUES


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_leaves_has_them_and_comes_back_unchanged(people: People, cast: Cast, kind: str) -> None:
    cast.camera(code="CAM-9", **VALUES)
    content = people.lan.get(f"/exports/new?format={kind}").data
    if kind == "csv":
        header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        row_by_header = dict(zip(header, row, strict=True))
        assert [row_by_header[label] for label in LABELS.values()] == ["Điện lực", "7.5", "01/03/2027", "Pin mặt trời"]
    assert figures(people.lan.get(sent(people.lan, content, f"camera.{kind}")).text) == [0, 0, 1, 0]


def test_the_list_to_fill_in_asks_for_them(people: People) -> None:
    book = people.lan.get("/exports/template.xlsx").data
    headers = read_sheets(book, 10, 100)[0]["rows"][0]
    assert set(LABELS.values()) <= set(headers)


def test_lan_sets_them_for_two_cameras_at_once_and_takes_it_back(people: People, cast: Cast) -> None:
    for code in ("CAM-8", "CAM-9"):
        cast.camera(code=code, **{**VALUES, "pole_owner": "Viettel", "power": Current.GRID, "mast_m": None})
    facts = {**TYPED, "chosen": list(TYPED), "reason": WHY}
    assert all(label in people.lan.get("/bulk-edits/new").text for label in LABELS.values())
    assert "Cần một số từ 0 đến 60." in people.lan.post("/bulk-edits/new", {**facts, "mast_m": "-1"}, 422).text
    url = people.lan.post("/bulk-edits/new", facts).location
    preview = people.lan.get(url).text
    assert all(label in preview for label in LABELS.values() if label != "Hạn bảo hành")
    pressed(people.lan, url, "apply")
    assert [stored(cast, code) for code in ("CAM-8", "CAM-9")] == [VALUES, VALUES]
    assert found(people.minh, "dien+luc")
    pressed(people.lan, url, "undo")
    assert stored(cast, "CAM-8")["pole_owner"] == "Viettel"
    assert not found(people.minh, "dien+luc")


def test_programs_send_and_get_them_and_are_told_so(people: People, cast: Cast) -> None:
    body = {"code": "CAM-9", "name": "Ngã ba", **JSON}
    people.lan.json("POST", "/api/v1/cameras", {**body, "mast_m": 61}, 422)
    camera = people.lan.json("POST", "/api/v1/cameras", body, 201)
    assert JSON.items() <= camera.items()
    assert stored(cast) == VALUES
    changed = {**body, "power": "grid", "version": camera["version"]}
    people.lan.json("PATCH", f"/api/v1/cameras/{camera['id']}", changed)
    assert {**JSON, "power": "grid"}.items() <= people.minh.json("GET", "/api/v1/cameras")["items"][0].items()
    schemas = people.stranger().json("GET", "/api/v1/openapi.json")["components"]["schemas"]
    for name in ("NewCamera", "CameraPut", "CameraPatch", "CameraOut", "CameraRow"):
        assert JSON.keys() <= schemas[name]["properties"].keys(), name
    assert schemas["NewCamera"]["properties"]["mast_m"]["maximum"] == 60


def test_an_reads_in_the_log_what_each_was_and_became(people: People, cast: Cast) -> None:
    camera = cast.camera(code="CAM-9", **VALUES)
    typed = {**NEW, "pole_owner": "Viettel", "mast_m": "9,25", "warranty_until": "2/1/2028", "power": "grid"}
    people.lan.post(f"/cameras/{camera.id}/edit", {**typed, "version": "1"})
    page = " ".join(people.an.get("/audit?action=camera:edit").text.split())
    for words in (
        "Chủ cột điện: Điện lực → Viettel",
        "Chiều cột: 7,5 → 9,25",
        "Hạn bảo hành: 01/03/2027 → 02/01/2028",
        "Nguồn điện: Pin mặt trời → Điện lưới",
    ):
        assert words in page, words


def test_what_is_for_those_who_register_cameras_reaches_nobody_else(people: People, cast: Cast) -> None:
    camera = cast.camera(code="CAM-9", cabinet_key="K-4711")
    people.lan.post(f"/cameras/{camera.id}/edit", {**NEW, "cabinet_key": "K-4712", "version": "1"})
    pages = ("/cameras?columns=cabinet_key", f"/cameras/{camera.id}", f"/timeline/{camera.id}")
    endpoints = ("/api/v1/cameras", f"/api/v1/cameras/{camera.id}", f"/api/v1/timeline/{camera.id}")
    for url in (*pages, *endpoints, "/exports/new?format=csv"):
        assert "K-4712" in people.lan.get(url).data.decode(), url
        for person in (people.minh, people.thuy):
            page = person.get(url).data.decode()
            assert "K-471" not in page, url
            assert "Mã khóa tủ" not in page, url
            assert '"cabinet_key":' not in page, url
