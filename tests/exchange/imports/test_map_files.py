"""Files of map programs as lists: each point a row; what is broken, too large or dangerous is refused in words."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.exchange.imports.test_actions import brought, cameras, counts
from tracker.core import errors
from tracker.exchange.imports import map_files, tables

KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>ANTT</name>'
    "<Folder><name>Phường Hạc Thành</name>{placemarks}</Folder></Document></kml>"
)
PLACEMARK = (
    "<Placemark><name>{name}</name><description><![CDATA[cố định<br>2&nbsp;mắt]]></description>"
    "<Point><coordinates>\n105.77634,19.80512,0\n</coordinates></Point></Placemark>"
)
LINE = (
    "<Placemark><name>Đường Lê Lợi</name><LineString><coordinates>105,19 106,20</coordinates></LineString></Placemark>"
)
WORDED = PLACEMARK.replace(
    "<Point>", '<ExtendedData><Data name="Đơn vị quản lý"><value>CAP</value></Data></ExtendedData><Point>'
)
POINT = {"type": "Point", "coordinates": [105.77634, 19.80512]}


def kml(*placemarks: str) -> bytes:
    return KML.format(placemarks="".join(placemarks)).encode()


def kmz(content: bytes, name: str = "doc.kml", **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        for other_name, other_content in more.items():
            archive.writestr(other_name, other_content)
    return out.getvalue()


def geojson(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def feature(**properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": POINT}


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><Placemark/></kml>'
LINK = b"<kml><Document><NetworkLink><Link><href>http://x/y.kml</href></Link></NetworkLink></Document></kml>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (DOCTYPE, map_files.NO_DOCTYPE),
        (kml(PLACEMARK)[:-20], map_files.BROKEN),
        (b"<kml>" + b"<a>" * 300, map_files.BROKEN),
        (kml(LINE), map_files.NO_POINTS),
        (LINK, map_files.NETWORK_LINK),
        (geojson(feature(code="A"))[:-3], map_files.BROKEN),
        (geojson({**feature(), "geometry": {"type": "Polygon", "coordinates": []}}), map_files.NO_POINTS),
        (geojson(feature(code="A"), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3405"}}), map_files.OTHER_GRID),
        (kmz(b"\x00" * (map_files.MOST_BYTES + 1)), tables.TOO_BIG),
        (kmz(kml(PLACEMARK))[:60] + b"\x00" * 40 + kmz(kml(PLACEMARK))[100:], map_files.BROKEN),
        (kmz(kml(PLACEMARK), **{"images/a.png": bytes(3 * 1024**2)}), tables.TOO_BIG),
        (kmz(b"not a map"), map_files.BROKEN),
    ],
)
def test_a_map_that_cannot_be_used_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(errors.Invalid) as refused:
        tables.read(content, 100)
    assert refused.value.fields == {"file": words}


def test_more_points_than_rows_are_taken_are_too_many() -> None:
    with pytest.raises(tables.TooLong):
        tables.read(kml(*[PLACEMARK.format(name=f"C-{number}") for number in range(11)]), 10)


@pytest.mark.parametrize("content", [kml, lambda *marks: kmz(kml(*marks), "files/a.KML", **{"images/a.png": b"x"})])
def test_the_points_of_a_kml_are_rows_with_the_codes_their_names_begin_with(content: Any) -> None:
    marks = [WORDED.format(name="CAM-01 Ngã tư Lê Lợi – Trần Phú"), LINE, PLACEMARK.format(name="CAM-02: Cổng chợ")]
    table = tables.read(content(*marks), 100)
    assert table.headers == ("Mã camera", "Tên camera", "Vĩ độ", "Kinh độ", "Thư mục", "Ghi chú", "Đơn vị quản lý")
    place = ["19.80512", "105.77634", "Phường Hạc Thành", "cố định 2 mắt"]
    assert table.rows == [
        (1, ["CAM-01", "CAM-01 Ngã tư Lê Lợi – Trần Phú", *place, "CAP"]),
        (3, ["CAM-02", "CAM-02: Cổng chợ", *place, ""]),
    ]
    assert table.remarks == [(2, "Đường Lê Lợi", "không phải một điểm trên bản đồ")]


@pytest.mark.parametrize("names", [("CAM-01 A", "CAM-01 B"), ("CAM-01 A", "Cổng chợ"), ("Ngõ 12", "Số 5")])
def test_names_that_do_not_all_begin_with_a_code_of_their_own_give_none(names: tuple[str, str]) -> None:
    table = tables.read(kml(*(PLACEMARK.format(name=name) for name in names)), 100)
    assert "Mã camera" not in table.headers


def test_a_gpx_gives_its_waypoints() -> None:
    waypoint = '<wpt lat="19.80512" lon="105.77634"><name>C-1</name><desc>chợ</desc></wpt><trk><name>đi</name></trk>'
    table = tables.read(f'<?xml version="1.0"?><gpx version="1.1">{waypoint}</gpx>'.encode(), 100)
    assert table.headers == ("Mã camera", "Tên camera", "Vĩ độ", "Kinh độ", "Ghi chú")
    assert table.rows == [(1, ["C-1", "C-1", "19.80512", "105.77634", "chợ"])]


def test_a_geojson_gives_its_points_with_their_properties() -> None:
    crs = {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    table = tables.read(geojson(feature(code="GJ-1", eyes=2, list=[1]), feature(code="GJ-2"), crs=crs), 100)
    assert table.headers == ("Vĩ độ", "Kinh độ", "code", "eyes", "list")
    assert [row for _, row in table.rows] == [
        ["19.80512", "105.77634", "GJ-1", "2", ""],
        ["19.80512", "105.77634", "GJ-2", "", ""],
    ]


def test_nodes_of_overpass_are_points_too() -> None:
    nodes = [{"type": "node", "lat": 19.80512, "lon": 105.77634, "tags": {"ref": "A1"}}]
    table = tables.read(json.dumps({"version": 0.6, "elements": nodes}).encode(), 100)
    assert (table.headers, table.rows) == (("Vĩ độ", "Kinh độ", "ref"), [(1, ["19.80512", "105.77634", "A1"])])


@pytest.mark.parametrize(
    "content",
    [
        kml(*(PLACEMARK.format(name=f"CAM-0{n} Chợ") for n in (1, 2))),
        geojson(feature(code="CAM-01", name="CAM-01 Chợ")),
    ],
)
def test_a_map_is_imported_with_names_as_written(cast: Cast, content: bytes) -> None:
    assert counts(brought(cast, content))[1:] == [0, 0, 0]
    camera = cameras(cast)["CAM-01"]
    assert (camera.name, camera.point.place) == ("CAM-01 Chợ", (19.80512, 105.77634))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_damage_to_a_map_makes_the_reader_fall(damage: bytes, at: int) -> None:
    whole = kml(PLACEMARK.format(name="A"))
    for content in (
        whole[:at] + damage + whole[at:],
        geojson(feature(code="A"))[:at] + damage,
        kmz(whole)[:at] + damage,
    ):
        try:
            tables.read(content, 100)
        except errors.Invalid as error:
            fields = set(error.fields)
        else:
            fields = {"file"}
        assert fields == {"file"}
