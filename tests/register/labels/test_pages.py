"""Printing labels for cameras."""

import re

import pytest
import segno

from tests.cast import Cast
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.register.labels import pdf, qr, queries
from tracker.register.labels.rules import LAYOUTS, LabelSize
from tracker.register.owners.rules import OwnerKind

SMALL = LAYOUTS[LabelSize.SMALL]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[pdf.Label]:
    """What labels are given to the printer instead of being printed."""
    labels_printed: list[pdf.Label] = []
    monkeypatch.setattr(pdf, "pdf", lambda sheet, labels: b"%PDF" if labels_printed.extend(labels) is None else b"")
    return labels_printed


def sheets(labels: int, start: int = 1) -> bytes:
    sheet = pdf.PrintSheet(SMALL, "Nhãn", "Camera giám sát ANTT", start, cut=True)
    return pdf.pdf(
        sheet, [pdf.Label(f"https://a/{number}", f"CAM-{number}", ("Phường Hạc Thành",)) for number in range(labels)]
    )


def test_who_does_not_see_the_register_prints_nothing(people: People, cast: Cast) -> None:
    cast.camera()
    for person in (people.an, people.binh):
        person.get("/labels", 403)
        person.get("/labels/sheets.pdf", 403)
    assert people.hoa.get("/labels/sheets.pdf?q=cam", 302).location == "/labels?q=cam"
    assert "CAM-001" not in people.hoa.get("/labels").text
    with cast.database.reading() as session:
        assert not session.query(AuditEvent).filter(AuditEvent.action == "camera:labels").count()


def test_a_label_begins_on_no_place_that_its_sheet_does_not_have(people: People, cast: Cast) -> None:
    cast.camera()
    assert "chỉ có 10 nhãn" in people.lan.get("/labels?size=large&start=11").text
    people.lan.get("/labels/sheets.pdf?size=large&start=11", 422)


def test_lan_prints_the_cameras_of_a_filter_and_it_is_written_down(
    people: People, cast: Cast, printed: list[pdf.Label]
) -> None:
    camera = cast.camera(name="Chợ Vườn Hoa", network_id=cast.network().id)
    cast.camera(name="Cầu Hàm Rồng")
    people.lan.get("/labels/sheets.pdf?q=vuon+hoa")
    assert [label.code for label in printed] == [camera.code]
    assert printed[0].address == f"http://localhost/cameras/{camera.id}"
    assert printed[0].lines == ("Camera giám sát ANTT phố 1", "Phường Hạc Thành")
    with cast.database.reading() as session:
        event = session.query(AuditEvent).filter(AuditEvent.action == "camera:labels").one()
    assert '"count": 1' in event.detail


def test_a_households_place_never_hangs_in_the_street(people: People, cast: Cast, printed: list[pdf.Label]) -> None:
    home, ward = cast.owner(), cast.owner(kind=OwnerKind.WARD)
    point = cast.point(name="Nhà bà Sáu")
    cast.camera(owner_id=home.id, point_id=point.id)
    cast.camera(owner_id=ward.id, point_id=cast.point(name="Ngã tư Bờ Hồ").id)
    people.lan.get("/labels/sheets.pdf?place=1")
    assert [label.lines for label in printed] == [("Phường Hạc Thành",), ("Phường Hạc Thành", "Ngã tư Bờ Hồ")]


def test_what_does_not_fit_in_one_file_goes_on_in_the_next(
    people: People, cast: Cast, printed: list[pdf.Label], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    codes = [cast.camera().code for _ in range(3)]
    page = people.lan.get("/labels?start=24").text
    following = re.search(r'href="(/labels\?[^"]*following=[^"]*)"', page)
    assert following
    assert "start=2" in following.group(1)
    people.lan.get(following.group(1).replace("&amp;", "&").replace("/labels?", "/labels/sheets.pdf?"))
    assert [label.code for label in printed] == codes[2:]


def test_the_squares_drawn_are_the_squares_of_the_address() -> None:
    address = "https://camera.example.vn/cameras/17"
    side, path = qr.code(address)
    black = {
        (int(x) + offset, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
        for offset in range(int(width))
    }
    matrix = segno.make(address, error="m", boost_error=False, mask=qr.MASK).matrix
    assert side == len(matrix) + 2 * qr.QUIET
    assert black == {(x + qr.QUIET, y + qr.QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}


@pytest.mark.parametrize(("labels", "start", "pages"), [(24, 1, 1), (25, 1, 2), (1, 24, 1), (2, 24, 2)])
def test_labels_fill_their_sheets(labels: int, start: int, pages: int) -> None:
    content = sheets(labels, start)
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == pages


def test_the_same_labels_are_the_same_bytes_with_letters_of_their_own() -> None:
    content = sheets(1)
    assert content == sheets(1)
    assert re.search(rb"/FontName\s*/[A-Z]+\+Tinos", content)
