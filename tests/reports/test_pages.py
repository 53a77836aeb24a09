"""Reports in people's browsers, as JSON and at the command line."""

import json
import re
from dataclasses import replace

import pytest
from flask import Flask

from tests.cast import Cast, at
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock
from tracker.reports import pages

IN_2024 = "from=2024-01-01&to=2024-12-31"
ROWS = ("incidents", "lines", "cameras")


@pytest.fixture
def enough(app: Flask) -> None:
    """Two incidents are enough to speak of a rate."""
    app.extensions["tracker_config"] = replace(app.extensions["tracker_config"], minimum_n=2)


@pytest.fixture
def year(cast: Cast) -> None:
    """Of two incidents one was clarified by a useful line; the other's only line was found broken."""
    camera = cast.camera(network_id=cast.network(name="Camera giám sát ANTT phố Lê Lợi").id)
    clear = cast.incident(status=Ending.CLARIFIED, ended_at=at(9))
    window = {"window_from": at(1, 1), "window_to": at(1, 2), "extracted_at": at(2), "handed_over_at": at(3)}
    request = cast.request(incident=clear, filed_at=at(1), status=RequestStatus.CLOSED)
    cast.line(request, camera, status=LineStatus.HANDED_OVER, outcome=Outcome.DECISIVE, **window)
    window = {"window_from": at(4, 1), "window_to": at(4, 2), "unavailable_at": at(5)}
    lost = {"status": LineStatus.UNAVAILABLE, "unavailable_reason": UnavailableReason.BROKEN, **window}
    cast.line(cast.request(filed_at=at(4), status=RequestStatus.WITHDRAWN), camera, **lost)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("login", ["lan", "minh", "binh"])
def test_only_leadership_and_auditors_read_rates(people: People, login: str) -> None:
    getattr(people, login).get("/reports", 403)


@pytest.mark.parametrize("login", ["lan", "minh", "an", "binh"])
def test_only_leadership_opens_the_rows_behind_a_figure(people: People, login: str) -> None:
    for rows in ROWS:
        getattr(people, login).get(f"/reports/{rows}", 403)


@pytest.mark.usefixtures("year", "enough")
def test_an_auditor_reads_the_figures_but_finds_nothing_to_open(people: People) -> None:
    page = people.an.get("/reports?period=2024").text
    assert "1 trên 2 vụ việc đã yêu cầu trích xuất được làm rõ, có dữ liệu camera góp phần: 50,0%" in words(page)
    assert "/reports/lines" not in page
    assert "/reports/incidents" not in page


@pytest.mark.usefixtures("year")
def test_few_incidents_get_no_rate(people: People) -> None:
    page = words(people.thuy.get("/reports?period=2024").text)
    assert "Chưa đủ dữ liệu" in page
    assert "50,0%" not in page.split("Từ yêu cầu đến làm rõ")[0]
    assert "Camera giám sát ANTT phố Lê Lợi 1 / 2 chưa đủ dữ liệu" in page


@pytest.mark.usefixtures("year", "enough")
def test_thuy_opens_every_figure_and_that_is_written_down(people: People, cast: Cast) -> None:
    page = people.thuy.get("/reports?period=2024").text
    links = set(re.findall(r'href="(/reports/(?:lines|incidents|cameras)\?[^"]+)">([\d.]+)</a>', page))
    before = cast.count(AuditEvent)
    for link, figure in links:
        assert f"<strong>{figure}</strong>" in people.thuy.get(link.replace("&amp;", "&")).text
    assert len(links) > 10
    assert cast.count(AuditEvent) - before == len(links)


@pytest.mark.usefixtures("year")
def test_the_log_names_the_set_the_period_and_how_many(people: People, cast: Cast) -> None:
    people.thuy.get("/reports/lines?period=2024&set=lost&reason=broken")
    with cast.database.reading() as session:
        event = session.query(AuditEvent).filter_by(action="report:rows").one()
    detail = json.loads(event.detail)
    assert (detail["set"], detail["first"], detail["last"], detail["count"]) == ("lost", "2024-01-01", "2024-12-31", 1)


@pytest.mark.usefixtures("enough")
def test_a_change_is_told_only_against_a_period_with_enough_incidents(people: People, cast: Cast) -> None:
    for day in (10, 10, 11, 11):
        cast.request(filed_at=at(day))
    text = words(people.thuy.get("/reports?from=2024-03-11&to=2024-03-11").text)
    assert "Từ 10/03/2024 đến 10/03/2024: 0 trên 2, 0,0%. Thay đổi 0,0 điểm phần trăm." in text
    assert "chưa thể coi là thay đổi" in text
    text = words(people.thuy.get("/reports?from=2024-03-10&to=2024-03-10").text)
    assert "Từ 09/03/2024 đến 09/03/2024 có 0 vụ việc yêu cầu camera: chưa đủ để so sánh" in text


def test_a_year_without_requests_says_so(people: People) -> None:
    assert "Kỳ này không có vụ việc nào" in people.thuy.get("/reports?period=2023").text


def test_wards_can_be_read_as_they_are_now(people: People, cast: Cast) -> None:
    cast.request(cast.camera(ward_id=cast.old_dong_ve.id), filed_at=at(1))
    assert "Phường Đông Vệ" in people.thuy.get("/reports?period=2024").text
    page = people.thuy.get("/reports?period=2024&now=1").text
    assert "Phường Đông Vệ" not in page
    assert "Phường Hạc Thành" in page


@pytest.mark.parametrize("address", ["networks", "wards", "networks.csv", "wards.csv"])
def test_only_who_reads_rates_reads_them_by_network_and_ward(people: People, address: str) -> None:
    people.lan.get(f"/reports/{address}?period=2024", 403)
    people.an.get(f"/reports/{address}?period=2024")
    people.an.get(f"/reports/{address}?period=2024-Q7", 422)


@pytest.mark.usefixtures("year")
def test_of_many_networks_a_few_are_shown_and_all_are_a_page_and_a_file(people: People, cast: Cast) -> None:
    for number in range(20):
        cast.network(name=f"Camera giám sát ANTT tuyến {number}")
    page = people.thuy.get("/reports?period=2024").text
    assert "20 nơi được yêu cầu nhiều lượt nhất" in page
    assert ("Camera giám sát ANTT phố Lê Lợi" in page, "Camera giám sát ANTT tuyến 19" in page) == (True, False)
    assert "Camera giám sát ANTT tuyến 19" in people.thuy.get("/reports/networks?period=2024").text
    rows = people.thuy.get("/reports/networks.csv?period=2024").text.removeprefix("\ufeff").splitlines()
    assert rows[0].startswith("Mô hình;Vụ làm rõ;Vụ đã yêu cầu;")
    assert "Camera giám sát ANTT phố Lê Lợi;1;2;1;2;1;1" in rows
    assert [row.partition(";")[0] for row in rows[-2:]] == ["Camera giám sát ANTT tuyến 19", "Camera ngoài mô hình"]


def test_the_file_of_wards_says_until_when_each_was_one(people: People, cast: Cast) -> None:
    cast.request(cast.camera(ward_id=cast.old_dong_ve.id), filed_at=at(1))
    assert "Phường Đông Vệ;30/06/2025;0;1;" in people.thuy.get("/reports/wards.csv?period=2024").text
    assert "Phường Hạc Thành;;0;1;" in people.thuy.get("/reports/wards.csv?period=2024&now=1").text
    assert "Quy đổi về địa bàn hiện nay." in people.thuy.get("/reports/wards?period=2024&now=1").text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("from=31/02/2024&to=01/03/2024", "Không có ngày 31/02/2024"),
        ("from=01/03/2024", "Cần cả ngày đầu và ngày cuối"),
        ("from=02/03/2024&to=01/03/2024", "Ngày cuối trước ngày đầu"),
        ("period=2024-Q7", "Không có kỳ báo cáo này"),
    ],
)
def test_a_wrong_period_is_told_and_kept(people: People, query: str, message: str) -> None:
    page = people.thuy.get(f"/reports?{query}", 422).text
    assert message in page
    assert people.thuy.json("GET", f"/api/v1/reports/resolution?{query}", status=422)["errors"]
    if "from" in query:
        assert f'value="{query.split("=")[1].split("&")[0]}"' in page


def test_a_network_that_is_not_there_is_not_found(people: People) -> None:
    people.thuy.get("/reports/lines?network_id=999", 404)


@pytest.mark.usefixtures("year")
def test_the_command_and_the_json_face_say_the_same(app: Flask, people: People) -> None:
    line = "report resolution --from 2024-01-01 --to 2024-12-31 --json"
    figures = json.loads(app.test_cli_runner().invoke(args=line.split()).output)
    assert figures == people.an.json("GET", f"/api/v1/reports/resolution?{IN_2024}")
    assert (figures["incidents_clarified"], figures["incidents_asked"], figures["resolution_rate"]) == (1, 2, 0.5)
    assert (figures["interval"], figures["lost"]) == ([0.0945, 0.9055], {"broken": 1})


def test_the_command_refuses_a_wrong_day_in_one_line(app: Flask, cast: Cast) -> None:
    answer = app.test_cli_runner().invoke(args="report resolution --from 2024-13-01 --to 2024-12-31".split())
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    assert "Không có ngày 01/13/2024" in answer.output


def test_of_many_lines_waiting_times_follow_the_page_or_stand_on_a_whole_one(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.request(filed_at=clock.now())
    whole = people.thuy.get("/reports")
    monkeypatch.setattr(pages, "QUICKLY_COUNTED", 0)
    page, address = people.thuy.get("/reports"), f"/reports?whole=1&amp;period={clock.today().year}"
    assert page.text.count(f'hx-get="{address}"') == 1
    assert page.text.count(f'href="{address}"') == 2
    assert "htmx" in page.text
    for words in ("Từ khi gửi phiếu đến khi bảo toàn", "Mắt camera huy động khi cần (tính riêng)"):
        assert words not in page.text
        assert words in whole.text
        assert words in people.thuy.get("/reports?whole=1").text
