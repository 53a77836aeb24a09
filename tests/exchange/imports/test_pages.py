"""Importing a camera list in people's browsers."""

import io
import re
import socket
from datetime import date

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.cast import Cast
from tests.exchange.imports.test_actions import ROWS, cameras, events, listed
from tests.people import People, Person
from tracker.exchange.imports.models import ListImport
from tracker.register.cameras.models import Camera

WRONG = "A;=1+1;;105,7852;19,8067;;;"


def sent(person: Person, content: bytes, status: int = 302, **fields: str) -> str:
    """Send a list; where that leads, or the page that comes back."""
    file = (io.BytesIO(content), "Danh sách/camera.csv")
    answers = {"connection": "police", "network_id": "0"}
    answer = person.post("/imports/new", {"file": file, **answers, **fields}, status)
    return answer.location if status == 302 else answer.text


def version(page: str) -> str:
    match = re.search(r'name="version" value="(\d+)"', page)
    assert match
    return match.group(1)


def pressed(person: Person, url: str, deed: str, status: int = 302, **fields: object) -> str:
    """Press a button of an import's page."""
    data = {"version": version(person.get(url).text), **fields}
    return person.post(f"{url}/{deed}", data, status).text


def test_only_who_registers_cameras_may_import_them(people: People, cast: Cast) -> None:
    people.stranger().get("/imports/new", 302)
    for person in (people.khoa, people.an, people.binh):
        person.get("/imports", 403)
        person.get("/imports/new", 403)
    for person in (people.minh, people.thuy):  # who import their unit's cases
        assert "Danh sách camera" not in person.get("/imports/new").text
        sent(person, listed(*ROWS), 403)
    assert cast.count(ListImport) == 0


def test_an_import_is_there_for_its_keeper_alone(people: People) -> None:
    url = sent(people.lan, listed(*ROWS))
    for page in (url, f"{url}/errors"):
        people.hoa.get(page, 404)
    for deed in ("columns", "apply", "discard"):
        people.hoa.post(f"{url}/{deed}", {"version": "1", "field": "code"}, 404)
    assert "camera.csv" not in people.hoa.get("/imports").text
    assert "camera.csv" in people.lan.get("/imports").text


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "Tệp trống"), (b"\x00\x01\x02" * 9, "Không đọc được tệp này"), (listed(), "chưa có dòng nào")],
)
def test_lan_is_told_at_once_that_a_file_is_no_list(people: People, cast: Cast, content: bytes, words: str) -> None:
    assert words in sent(people.lan, content, 422)
    assert cast.count(ListImport) == 0


def test_lan_is_told_that_she_chose_no_file(people: People) -> None:
    assert "Hãy chọn tệp" in people.lan.post("/imports/new", {}, 422).text


def test_lan_cannot_choose_a_network_of_another_ward(people: People, cast: Cast) -> None:
    network = cast.network(ward_id=cast.ham_rong.id)
    assert "Không có mô hình này" in sent(people.lan, listed(*ROWS), 422, network_id=str(network.id))


def test_lan_looks_at_a_list_and_then_takes_it_over(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS), network_id=str(cast.network().id))
    page = people.lan.get(url).text
    assert "Nhập 3 camera" in page
    assert "Nguyễn Thị Định" in page
    assert cast.count(Camera) == 0
    pressed(people.lan, url, "apply")
    assert cast.count(Camera) == 3
    assert "đã nhập" in people.lan.get(url).text
    assert events(cast)[-1].action == "camera:import"


def test_lan_sees_how_dates_were_read_and_may_say_otherwise(people: People, cast: Cast) -> None:
    url = sent(people.lan, b"Code,Name,Installed\nA,x,11/02/2017\n")
    page = people.lan.get(url).text
    assert "đọc là ngày/tháng/năm, ví dụ 11/02/2017 = ngày 11 tháng 2 năm 2017" in page
    assert "Nếu tệp viết tháng trước" in page
    pressed(people.lan, url, "columns", field=["code", "name", "installed_on"], month_first="true")
    assert "11/02/2017 = ngày 2 tháng 11 năm 2017" in people.lan.get(url).text
    pressed(people.lan, url, "apply")
    assert cameras(cast)["A"].installed_on == date(2017, 11, 2)


def test_a_latitude_in_degrees_and_minutes_has_a_column_of_its_own_too(people: People, cast: Cast) -> None:
    row = """A,x,"19°48'24""N",105 47 07 E"""
    pressed(people.lan, sent(people.lan, f"Mã,Tên,Vĩ độ,Kinh độ\n{row}\n".encode()), "apply")
    point = cameras(cast)["A"].point
    assert (round(point.latitude, 5), round(point.longitude, 5)) == (19.80667, 105.78528)
    swapped = sent(people.lan, """Mã,Tên,Vĩ độ,Kinh độ\nB,x,"105°47'07""E",19 48 24 N\n""".encode())
    assert people.lan.get(swapped).text.count("Cần một số") == 2


def test_the_file_is_dropped_and_no_second_time_is_possible(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    pressed(people.lan, url, "apply")
    for deed, fields in (("apply", {}), ("discard", {}), ("columns", {"field": "code"})):
        people.lan.post(f"{url}/{deed}", {"version": "2", **fields}, 409)
    people.lan.get(f"{url}/errors", 409)
    with cast.database.reading() as session:
        assert session.query(ListImport.content, ListImport.file_name).one() == (None, "camera.csv")


def test_while_a_row_is_wrong_nothing_can_be_taken_over(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS, WRONG))
    page = people.lan.get(url).text
    assert "đổi chỗ" in page
    assert "105,7852" in page
    assert "/apply" not in page
    assert "chưa nhập dòng nào" in pressed(people.lan, url, "apply", 422)
    assert cast.count(Camera) == 0


def test_the_list_comes_back_with_its_faults_beside_the_rows_and_no_formulas(people: People) -> None:
    url = sent(people.lan, listed(*ROWS, WRONG))
    lines = people.lan.get(f"{url}/errors").data.decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith(";Lỗi")
    assert lines[1] == f"{ROWS[0]};"
    assert lines[4] == "A;'=1+1;;105,7852;19,8067;;;;Vĩ độ: Vĩ độ và kinh độ bị đổi chỗ cho nhau."


def test_lan_says_which_column_is_the_code(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed("B1;x;1", header="Biển;Tên;Quận"))
    assert "Chưa rõ cột nào là: «Mã camera»" in people.lan.get(url).text
    assert "Chưa có cột nào là: Mã camera" in pressed(people.lan, url, "apply", 422)
    pressed(people.lan, url, "columns", field=["code", "name", "ignored"])
    pressed(people.lan, url, "apply")
    assert list(cameras(cast)) == ["B1"]


def test_two_columns_cannot_mean_the_same(people: People) -> None:
    url = sent(people.lan, listed(*ROWS))
    page = pressed(people.lan, url, "columns", 422, field=["code", "code", *["ignored"] * 6])
    assert "Hai cột không thể cùng một nghĩa" in page


def test_what_was_seen_in_another_window_is_not_taken_over(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    shown_version = version(people.lan.get(url).text)
    pressed(people.lan, url, "columns", field=["code", *["ignored"] * 7])
    people.lan.post(f"{url}/apply", {"version": shown_version}, 409)
    assert cast.count(Camera) == 0


def test_a_list_given_up_is_forgotten(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    pressed(people.lan, url, "discard")
    assert "đã bỏ" in people.lan.get(url).text
    assert cast.count(Camera) == 0


def test_the_sample_can_be_imported_as_it_is(people: People) -> None:
    sample = people.lan.get("/imports/sample.csv").data
    assert "Nhập 1 camera" in people.lan.get(sent(people.lan, sample)).text


def test_a_program_reads_no_import_by_a_made_up_cursor(people: People) -> None:
    people.lan.get("/imports?after=xyz", 422)


def test_half_an_upload_is_answered_and_leaves_nothing(app: Flask, people: People, cast: Cast) -> None:
    token = people.lan.token
    cookie = people.lan.client.get_cookie("tracker")
    assert cookie
    part = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--x\r\n'
    half = f'{part}Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nMã camera,Tên'.encode()
    browser_end, server_end = socket.socketpair()
    with browser_end, server_end:
        browser_end.sendall(half)
        browser_end.shutdown(socket.SHUT_WR)  # the network drops: less came than the browser had announced
        environ = EnvironBuilder("/imports/new", method="POST", content_type="multipart/form-data; boundary=x")
        environ.headers["Cookie"] = f"tracker={cookie.value}"
        request_environ = environ.get_environ() | {
            "wsgi.input": server_end.makefile("rb"),
            "CONTENT_LENGTH": str(len(half) * 2),
        }
        status = run_wsgi_app(app, request_environ)[1]
    assert status.startswith("400")
    assert cast.count(ListImport) == 0


def test_what_a_ward_said_of_a_header_is_proposed_there_next_time_and_nowhere_else(people: People) -> None:
    unknown_header = listed("B1;x;1", header="Biển;Tên;Quận")
    pressed(people.lan, sent(people.lan, unknown_header), "columns", field=["code", "name", "ignored"])
    assert "Như phường, xã đã chọn lần trước" in people.lan.get(sent(people.lan, unknown_header)).text
    assert "Chưa rõ cột nào là: «Mã camera»" in people.hoa.get(sent(people.hoa, unknown_header)).text
