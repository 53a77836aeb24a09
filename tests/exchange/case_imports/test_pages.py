"""Taking paper books over in people's browsers: shown first, whole or not at all, and taken back as a whole."""

import io
import json

import pytest
import xlsxwriter

from tests.cast import Cast
from tests.exchange.case_imports.books import FIGHT, HEADER, INCIDENT, INCIDENT_HEADER, SECOND_LINE, THEFT, book
from tests.exchange.imports.test_pages import pressed, version
from tests.people import People, Person
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, LineOutcome, RequestEvent
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.core import clock
from tracker.exchange.imports import preview
from tracker.exchange.imports.models import ListImport

WRITTEN = (Incident, IncidentEvent, ExtractionRequest, RequestEvent, ExtractionLine, LineEvent, LineOutcome)


@pytest.fixture(autouse=True)
def cameras(cast: Cast) -> None:
    """The two cameras of the book."""
    for code in ("CAM-1", "CAM-2"):
        cast.camera(code=code)


def sent(person: Person, content: bytes, status: int = 302, kind: str = "requests", **fields: str) -> str:
    """Send a book; where that leads, or the page that comes back."""
    file = (io.BytesIO(content), "so-trich-xuat.csv")
    answer = person.post("/imports/new", {"file": file, "kind": kind, **fields}, status)
    return answer.location if status == 302 else answer.text


def taken_over(person: Person, *rows: str) -> str:
    """Send a book and take it over; its page."""
    url = sent(person, book(*rows))
    pressed(person, url, "apply")
    return url


def counted(cast: Cast) -> list[int]:
    return [cast.count(kind) for kind in WRITTEN]


def test_only_investigators_and_heads_take_cases_over_each_for_the_own_unit(people: People, cast: Cast) -> None:
    for person in (people.lan, people.hoa):  # who keep cameras only
        assert "Sổ theo dõi trích xuất</option>" not in person.get("/imports/new").text
        sent(person, book(THEFT), 403)
    assert cast.count(ListImport) == 0
    url = sent(people.son, book(THEFT))
    for stranger in (people.minh, people.lan):
        stranger.get(url, 404)
        stranger.post(f"{url}/apply", {"version": "1"}, 404)
    assert sent(people.thuy, book(THEFT))  # a head takes over for her department


def test_a_book_is_shown_before_it_is_taken_over(people: People, cast: Cast) -> None:
    url = sent(people.son, book(THEFT, SECOND_LINE, FIGHT))
    page = people.son.get(url).text
    assert "Nhập 3 dòng" in page
    assert "Trần Văn Cũ" in page
    assert counted(cast) == [0] * len(WRITTEN)
    pressed(people.son, url, "apply")
    page = people.son.get(url).text
    assert "Đã nhập 2 vụ việc, 2 phiếu, 3 lượt camera." in page
    assert cast.count(ExtractionLine) == 3
    with cast.database.reading() as session:
        incident, request = session.query(Incident).first(), session.query(ExtractionRequest).first()
    assert incident
    assert request
    assert "nhập từ sổ cũ" in people.son.get(f"/incidents/{incident.id}").text
    assert "15/YC" in people.son.get(f"/extractions/{request.id}").text


def test_one_wrong_row_and_nothing_is_written_and_the_book_comes_back_with_what_is_wrong(
    people: People, cast: Cast
) -> None:
    wrong = FIGHT.replace("11/10/2025", "08/10/2025")  # asked before it happened
    url = sent(people.son, book(THEFT, wrong))
    assert "Không thể trước" in people.son.get(url).text
    assert "Còn dòng sai" in pressed(people.son, url, "apply", 422)
    assert counted(cast) == [0] * len(WRITTEN)
    returned = people.son.get(f"{url}/errors").data.decode("utf-8-sig").splitlines()
    assert returned[0].endswith(";Lỗi")
    assert "Ngày giờ yêu cầu: Không thể trước" in returned[2]


def test_columns_of_other_names_are_said_once_and_known_the_next_time(people: People, cast: Cast) -> None:
    header = HEADER.replace("Số phiếu/số công văn", "No.").replace("Mã camera/điểm", "Eye")
    content = book(THEFT, header=header)
    url = sent(people.son, content)
    assert "«Số phiếu», «Mã camera hoặc tên điểm»" in people.son.get(url).text
    assert "Chưa có cột nào là" in pressed(people.son, url, "apply", 422)
    fields = said(cast, url, **{"No.": "request_number", "Eye": "camera"})
    pressed(people.son, url, "columns", field=fields)
    assert "Nhập 1 dòng" in people.son.get(url).text
    assert "Như phường, xã đã chọn lần trước" in people.son.get(sent(people.son, content)).text


def said(cast: Cast, url: str, **meanings: str) -> list[str]:
    """The fields of all columns of an import, some of them said anew."""
    with cast.database.reading() as session:
        import_ = session.get_one(ListImport, int(url.rpartition("/")[2]))
        columns = json.loads(import_.report)["columns"]
    return [meanings.get(header) or field or "ignored" for header, field, *_ in columns]


def test_a_field_that_no_book_has_is_refused(people: People) -> None:
    url = sent(people.son, book(INCIDENT, header=INCIDENT_HEADER), kind="incidents")
    fields = ["bearing"] + ["ignored"] * 10
    assert "không có mục đó" in pressed(people.son, url, "columns", 422, field=fields)


def test_blank_cells_mean_what_was_said_when_the_book_was_sent(people: People, cast: Cast) -> None:
    silent = THEFT.replace("Tin báo", "").replace("Điện thoại 113", "")
    assert "hoặc chọn khi gửi tệp" in people.son.get(sent(people.son, book(silent))).text
    url = sent(people.son, book(silent), legal_basis="criminal_case", channel="in_person")
    pressed(people.son, url, "apply")
    with cast.database.reading() as session:
        assert session.query(ExtractionRequest.legal_basis).scalar() == "criminal_case"
        assert session.query(Incident.channel).scalar() == "in_person"


def test_merged_cells_of_a_workbook_go_on_with_the_row_above(people: People, cast: Cast) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet("Sổ 2025")
        first, second = THEFT.split(";"), SECOND_LINE.split(";")
        for row, cells in enumerate((HEADER.split(";"), first, second)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
        sheet.merge_range(1, 9, 2, 9, first[9])
    url = sent(people.son, out.getvalue())
    pressed(people.son, url, "apply")
    assert (cast.count(ExtractionRequest), cast.count(ExtractionLine)) == (1, 2)


def test_son_takes_a_whole_book_back(people: People, cast: Cast) -> None:
    url = taken_over(people.son, THEFT, SECOND_LINE, FIGHT)
    assert min(counted(cast)) > 0
    people.minh.post(f"{url}/undo", {}, 404)
    people.son.post(f"{url}/undo", {}, 302)
    assert counted(cast) == [0] * len(WRITTEN)
    people.son.post(f"{url}/undo", {}, 409)
    assert "đã hoàn tác" in people.son.get("/imports").text


@pytest.mark.parametrize("newer", ["edited", "asked again", "answered"])
def test_what_is_newer_stands_in_the_way_and_is_named(people: People, cast: Cast, newer: str) -> None:
    url = taken_over(people.son, THEFT, FIGHT)
    before = counted(cast)
    with cast.database.writing() as session:
        fight = session.query(Incident).order_by(Incident.id.desc()).first()
        assert fight is not None
        code = fight.code
        if newer == "edited":
            fight.summary = "Khác"
        if newer == "answered":
            line = session.query(ExtractionLine).order_by(ExtractionLine.id.desc()).first()
            assert line is not None
            line.note = "Đã xem"
            code = session.get_one(ExtractionRequest, line.request_id).code
    if newer == "asked again":
        cast.request(cast.camera(), incident=cast.fresh(fight), requester_id=cast.son.id)
        before[2], before[3], before[4] = before[2] + 1, before[3] + 1, before[4] + 1
    page = people.son.post(f"{url}/undo", {}, 409).text
    assert code in page
    assert counted(cast) == before


@pytest.mark.parametrize("of_book", [True, False], ids=["an incident of the book", "an incident that was there before"])
def test_the_code_of_what_was_sealed_since_is_not_told_to_who_takes_the_book_back(
    people: People, cast: Cast, of_book: bool
) -> None:
    url = taken_over(people.son, THEFT, FIGHT)
    with cast.database.writing() as session:
        line = session.query(ExtractionLine).order_by(ExtractionLine.id.desc()).first()
        assert line is not None
        line.note = "Đã xem"
        request = session.get_one(ExtractionRequest, line.request_id)
        incident = session.get_one(Incident, request.incident_id)
        incident.sealed_at, incident.sealed_by_id, incident.seal_reason = clock.now(), cast.thuy.id, "Theo chỉ đạo"
        if not of_book:
            incident.import_id = None
        code = request.code
    page = people.son.post(f"{url}/undo", {}, 409).text
    assert code not in page
    assert "có dòng camera đã xử lý tiếp" in page


def test_a_long_book_is_read_taken_over_and_taken_back_behind_the_page(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "AT_ONCE", 1)
    url = sent(people.son, book(THEFT, SECOND_LINE, FIGHT))
    pressed(people.son, url, "apply")
    assert cast.count(ExtractionLine) == 3
    people.son.post(f"{url}/undo", {}, 302)
    assert counted(cast) == [0] * len(WRITTEN)


def test_a_sample_of_each_kind_can_be_taken_over_once_its_names_fit(people: People) -> None:
    for kind in ("incidents", "requests"):
        sample = people.son.get(f"/imports/sample.csv?kind={kind}").data
        page = people.son.get(sent(people.son, sample, kind=kind)).text
        assert "Chưa rõ cột nào" not in page
        assert version(page)


def test_blank_cells_stand_for_no_word_that_no_list_has(people: People, cast: Cast) -> None:
    assert "Không có mã này trong danh mục" in sent(people.son, book(THEFT), 422, channel="pigeon")
    assert cast.count(ListImport) == 0
