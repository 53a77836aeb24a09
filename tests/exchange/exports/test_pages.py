"""A list that leaves the register, and comes back as it went."""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.cast import MERGER, Cast
from tests.exchange.imports.test_actions import counts, tried
from tests.people import People, Person
from tracker.audit_log.models import AuditEvent
from tracker.exchange.exports import rules
from tracker.exchange.imports import tables
from tracker.jobs.models import Job
from tracker.register.cameras.rules import CameraForm, Connection
from tracker.register.owners.rules import OwnerKind
from tracker.register.recorders.rules import Storage
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

KINDS = ("xlsx", "csv", "csv_semicolon")
STRANGE = (
    {"code": "0012", "name": "=1+1", "note": 'dòng một; "trích", x\ndòng hai'},
    {"code": "1E5", "name": "+84 912 345 678", "manager": "@SUM(A1)", "bearing": 0.1 + 0.2},
    {"code": "12/34/5", "name": "Ea H’Leo 🎥", "model": "-2+3"},
    {"code": "'=A1", "name": "''=1", "note": "<r><t>x</t></r>", "installed_on": date(1900, 1, 9)},
    {"code": "_x0041_", "name": '"', "model": "Fixed", "reach_m": None, "bearing": None, "view_angle": None},
)


def everything(cast: Cast) -> None:
    """Cameras with every field set, the strangest texts, and the same code from three wards that are no more."""
    for facts in STRANGE:
        cast.camera(**facts)
    full: dict[str, Any] = {"network_id": cast.network().id, "recorder_id": cast.recorder().id, "form": CameraForm.DOME}
    full |= {"connection": Connection.MOBILISABLE, "storage": Storage.CLOUD, "retention_days": 7}
    cast.camera(**full, point_id=cast.point(latitude=19.806700000000003, name="=cổng").id, owner_id=cast.owner().id)
    for ward, now in ((cast.old_dong_son, cast.old_dong_son), (cast.old_dong_ve, cast.hac_thanh)):
        recorder = cast.recorder(code="DG-CU", ward_id=now.id)
        cast.camera(code="CAM-01", ward_id=now.id, registered_ward_id=ward.id, recorder_id=recorder.id)
    cast.camera(code="CAM-01", ward_id=inherited(cast).id)


def inherited(cast: Cast) -> Ward:
    """A ward that went into Hạc Thành, which has its number now."""
    facts = {name: getattr(cast.old_dong_son, name) for name in ("kind", "province_id", "valid_from", "valid_to")}
    facts |= {"code": cast.hac_thanh.code, "name": "Phường Phú Sơn", "district": "", "basis": "", "search_key": ""}
    old = cast.add(Ward(**facts, sort_key="", latitude=None, longitude=None))
    with cast.database.writing() as session:
        came = {"old_id": old.id, "new_id": cast.hac_thanh.id, "extent": Extent.WHOLE}
        session.add(Succession(**came, effective_on=MERGER, basis="1686"))
    cast.viewers["lan"] = replace(cast.lan, wards=cast.lan.wards | {old.id})
    return old


def exported(person: Person, kind: str, **filter_args: str) -> bytes:
    query = "&".join(f"{name}={value}" for name, value in {"format": kind, **filter_args}.items())
    return person.get(f"/exports/new?{query}").data


def rewritten(content: bytes, change: Callable[[list[list[str]]], None]) -> bytes:
    """A CSV with some of its rows changed by somebody who saves without a byte order mark."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    change(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def last_event(cast: Cast) -> AuditEvent:
    with cast.database.reading() as session:
        return session.query(AuditEvent).order_by(AuditEvent.seq.desc()).first()


def test_only_who_reads_the_register_takes_it_away(people: People) -> None:
    people.stranger().get("/exports/new?format=csv", 302)
    for person in (people.an, people.binh):
        person.get("/exports/new?format=csv", 403)
        person.post("/exports/new", {"format": "csv"}, 403)
    people.minh.get("/exports/template.xlsx", 403)


def test_hoa_takes_none_of_lans_cameras_away(people: People, cast: Cast) -> None:
    everything(cast)
    assert exported(people.hoa, "csv").decode("utf-8-sig").count("\r\n") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_leaves_comes_back_unchanged(people: People, cast: Cast, kind: str) -> None:
    everything(cast)
    assert counts(tried(cast, cast.lan, exported(people.lan, kind))) == [0, 0, 9, 0]


def test_a_file_from_a_mac_comes_back_unchanged_too(people: People, cast: Cast) -> None:
    everything(cast)
    decomposed = unicodedata.normalize("NFD", exported(people.lan, "csv").decode()).encode()
    assert counts(tried(cast, cast.lan, decomposed)) == [0, 0, 9, 0]


def test_three_rows_changed_are_three_cameras_changed(people: People, cast: Cast) -> None:
    everything(cast)

    def change(rows: list[list[str]]) -> None:
        name, days = rows[0].index("Tên camera"), rows[0].index("Số ngày lưu")
        rows[1][name], rows[2][days], rows[7][name] = "Tên mới", "21", "Cổng mới"

    report = tried(cast, cast.lan, rewritten(exported(people.lan, "csv"), change))
    assert counts(report) == [0, 3, 6, 0]


def test_no_formula_survives(people: People, cast: Cast) -> None:
    everything(cast)
    for kind in ("csv", "csv_semicolon"):
        text = io.StringIO(exported(people.lan, kind).decode("utf-8-sig"), newline="")
        cells = [cell for row in csv.reader(text, delimiter=";" if "_" in kind else ",") for cell in row]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    with zipfile.ZipFile(io.BytesIO(exported(people.lan, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "&lt;r&gt;" in sheet


def test_the_filter_of_the_list_is_the_filter_of_the_file_and_is_noted(people: People, cast: Cast) -> None:
    everything(cast)
    table = tables.read(exported(people.lan, "xlsx", storage="cloud"), 100)
    assert [row[0] for _, row in table.rows] == ["CAM-006"]
    event = last_event(cast)
    assert (event.action, event.actor_name) == ("camera:export", "Lê Thị Lan")
    assert json.loads(event.detail) == {"filter": {"storage": "cloud"}, "count": 1, "format": "xlsx"}


def test_leaders_get_a_households_place_only_roughly_and_nobody_gets_its_owner(people: People, cast: Cast) -> None:
    point = cast.point(latitude=19.80674, longitude=105.78526, address="12 Lê Lợi")
    cast.camera(point_id=point.id, owner_id=cast.owner().id)
    cast.camera(point_id=point.id, owner_id=cast.owner(kind=OwnerKind.FIRM).id, code="FIRM")
    exact, rough = (exported(person, "csv").decode().split("\r\n") for person in (people.minh, people.thuy))
    assert "19.80674,105.78526" in exact[1]
    assert "12 Lê Lợi,19.80674,105.78526" in rough[2]
    assert "12 Lê Lợi" not in rough[1]
    assert ",19.807,105.785," in rough[1]
    assert ("Vĩ độ,Kinh độ," in exact[0], "Vĩ độ (chỉ xem),Kinh độ (chỉ xem)," in rough[0]) == (True, True)
    report = tried(cast, cast.lan, exported(people.thuy, "xlsx"))
    assert counts(report) == [0, 0, 2, 0]
    assert not any(word in "".join(exact) for word in ("Nguyễn Thị Sáu", "912345678"))


def test_a_long_list_is_made_as_a_job_and_fetched_from_its_page(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    everything(cast)
    assert "chạy nền" in people.lan.get("/exports/new?format=csv").text
    assert cast.count(Job) == 0
    url = people.lan.post("/exports/new?q=cam", {"format": "csv"}).location
    assert "Tải tệp về" in people.lan.get(url).text
    assert people.lan.get(f"{url}/file").data.decode("utf-8-sig").count("\r\n") == 5
    people.hoa.get(f"{url}/file", 404)


def test_a_kind_of_file_that_is_none_is_refused(people: People) -> None:
    people.lan.get("/exports/new?format=exe", 422)
    people.lan.post("/exports/new", {"format": "exe"}, 422)


def test_the_empty_list_to_fill_in_cannot_be_imported_by_mistake(people: People, cast: Cast) -> None:
    network = cast.network()
    content = people.lan.get("/exports/template.xlsx").data
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert network.code in book.read("xl/worksheets/sheet3.xml").decode()
        assert "Toàn cảnh 360°" in book.read("xl/worksheets/sheet1.xml").decode()
    with pytest.raises(Exception, match="Có chỗ chưa đúng"):
        tables.read(content, 100)


def test_the_machines_keeper_exports_a_ward_with_what_went_into_it(app: Flask, cast: Cast, tmp_path: Path) -> None:
    everything(cast)
    cast.camera(ward_id=cast.ham_rong.id)
    line, file = ["cameras", "export", "--ward", "14797"], tmp_path / "camera.xlsx"
    output = app.test_cli_runner().invoke(args=[*line, str(file)]).output
    assert "Đã xuất 9 camera" in output
    assert counts(tried(cast, cast.lan, file.read_bytes())) == [0, 0, 9, 0]
    assert (last_event(cast).actor_id, last_event(cast).action) == (None, "camera:export")
    assert ".xlsx hoặc .csv" in app.test_cli_runner().invoke(args=[*line, "camera.doc"]).output
