"""What a list leaves open is asked once for the whole list; nothing that decides a figure has a silent default."""

import json

import pytest

from tests.cast import Cast
from tests.exchange.imports.test_actions import brought, cameras, counts, events
from tests.exchange.imports.test_pages import pressed, sent, version
from tests.people import People
from tracker.core import errors
from tracker.exchange.imports import actions
from tracker.exchange.imports.answers import NO_ANSWERS, Answers, Codes, Eyes
from tracker.exchange.imports.models import ListImport
from tracker.register.cameras.rules import Connection, Health

NAMELESS = "Tên camera;Địa chỉ;Số mắt\nCổng chợ;1 Lê Lợi;2\nNgã tư;2 Lê Lợi;1\n".encode()
UNASKED = {"connection": "", "network_id": ""}
GIVEN = Answers(connection=Connection.MOBILISABLE, codes=Codes.NUMBER, eyes=Eyes.SPLIT)


def report_of(cast: Cast) -> dict[str, object]:
    with cast.database.reading() as session:
        report: dict[str, object] = json.loads(session.query(ListImport).order_by(ListImport.id.desc()).first().report)  # type: ignore[union-attr]
        return report


def test_lan_is_asked_what_a_figure_depends_on_before_anything_is_written(people: People, cast: Cast) -> None:
    network = cast.network()
    url = sent(people.lan, "Mã;Tên;Số mắt\nN-1;Ngã tư;4\n".encode(), **UNASKED)
    page = people.lan.get(url).text
    assert "còn câu hỏi chưa trả lời" in page
    assert report_of(cast)["undecided"] == {"connection": 1, "network": 1, "eyes": 1}
    assert "Còn câu hỏi chưa trả lời" in pressed(people.lan, url, "apply", 422)
    assert cameras(cast) == {}
    pressed(people.lan, url, "answers", connection="mobilisable", network=str(network.id), eyes="split")
    pressed(people.lan, url, "apply")
    register = cameras(cast)
    assert sorted(register) == ["N-1-1", "N-1-2", "N-1-3", "N-1-4"]
    assert {camera.connection for camera in register.values()} == {Connection.MOBILISABLE}
    assert {camera.network_id for camera in register.values()} == {network.id}
    assert "import:answers" in {event.action for event in events(cast)}


def test_lan_says_that_her_cameras_belong_to_no_network(people: People, cast: Cast) -> None:
    cast.network()
    url = sent(people.lan, b"Code;Name\nN-1;x\n", connection="police", network_id="")
    pressed(people.lan, url, "answers", connection="police", network="0")
    pressed(people.lan, url, "apply")
    assert cameras(cast)["N-1"].network_id is None


def test_an_answer_must_be_one_of_those_offered_and_a_network_lans_own(people: People, cast: Cast) -> None:
    foreign = cast.network(ward_id=cast.ham_rong.id)
    url = sent(people.lan, b"Code;Name\nN-1;x\n", **UNASKED)
    assert "Hãy chọn một giá trị" in pressed(people.lan, url, "answers", 422, connection="both")
    pressed(people.lan, url, "answers", 422, network=str(foreign.id))
    people.hoa.post(f"{url}/answers", {"version": "1"}, 404)


def test_the_operator_is_asked_too(cast: Cast) -> None:
    for dry_run in (True, False):
        with pytest.raises(errors.Invalid) as refusal:
            brought(cast, b"Code;Name\nN-1;x\n", answers=NO_ANSWERS, dry_run=dry_run)
        assert (list(refusal.value.fields), refusal.value.facts["count"]) == (["connection"], 1)
    assert cameras(cast) == {}


def test_a_list_without_codes_gets_codes_that_the_next_import_finds_again(cast: Cast) -> None:
    cast.camera(code="HT-0007", ward_id=cast.hac_thanh.id)
    assert counts(brought(cast, NAMELESS, who=cast.lan, ward="", answers=GIVEN)) == [3, 0, 0, 0]
    assert sorted(cameras(cast)) == ["HT-0007", "HT-0008", "HT-0009", "HT-0010"]
    assert counts(brought(cast, NAMELESS, who=cast.lan, ward="", answers=GIVEN)) == [0, 0, 3, 0]
    moved = NAMELESS.replace("Ngã tư;2 Lê Lợi".encode(), "Ngã tư;22 Lê Lợi".encode()) + "Cầu;5 Lê Lợi;1\n".encode()
    assert counts(brought(cast, moved, who=cast.lan, ward="", answers=GIVEN)) == [1, 1, 2, 0]
    assert cameras(cast)["HT-0010"].point.address == "22 Lê Lợi"
    reordered = b"\n".join([moved.splitlines()[0], *reversed(moved.splitlines()[1:])])
    assert counts(brought(cast, reordered, who=cast.lan, ward="", answers=GIVEN)) == [0, 0, 4, 0]


def test_lan_has_codes_given_where_her_list_has_none(people: People, cast: Cast) -> None:
    url = sent(people.lan, NAMELESS)
    assert "Đặt mã giúp tôi" in people.lan.get(url).text
    pressed(people.lan, url, "answers", connection="mobilisable", network="0", codes="number", eyes="one")
    page = people.lan.get(url).text
    assert "HT-0001" in page
    pressed(people.lan, url, "apply")
    assert sorted(cameras(cast)) == ["HT-0001", "HT-0002"]


def test_what_leads_the_preview_is_how_much_of_the_list_is_cameras(people: People, cast: Cast) -> None:
    rows = "Mã;Tên;Vĩ độ;Kinh độ;Số mắt\nN-1;Ngã tư;19,8;105,77;3\nN-2;Chợ;;;1\nTổng cộng;;;;4\n"
    sent(people.lan, rows.encode())
    assert report_of(cast)["lead"] == {"rows": 3, "cameras": 2, "eyes": 4, "placed": 1, "passed": 1}


def test_lan_takes_a_row_that_was_passed_over(people: People, cast: Cast) -> None:
    url = sent(people.lan, "Mã;Tên;Vĩ độ;Kinh độ\nN-1;a;19,8;105,77\nTổng cộng;;;\n".encode())
    assert "không phải camera" in people.lan.get(url).text
    pressed(people.lan, url, "answers", connection="police", network="0", taken=["3"])
    pressed(people.lan, url, "apply")
    assert sorted(cameras(cast)) == ["N-1", "Tổng cộng"]


def test_passwords_and_telephones_of_columns_that_are_not_read_are_shown_and_kept_nowhere(
    people: People, cast: Cast
) -> None:
    header, private = "Mã;Tên;Mật khẩu;Liên hệ;Cột lạ", ("bi-mat-77", "0912 345 678", "0987654321")
    rows = f"{header}\nN-1;a;{';'.join(private)}\nTổng cộng;;;{private[1]};\nN-1;b;;;\n"
    url = sent(people.lan, rows.encode())
    told = people.lan.get(url).text + people.lan.get(f"{url}/errors").text + json.dumps(report_of(cast))
    told += " ".join(event.detail for event in events(cast))
    assert [text for text in private if text in told] == []
    assert "Mật khẩu" in told


def test_the_state_in_a_list_is_noted_with_its_day(people: People, cast: Cast) -> None:
    header, states = "Mã;Tên;Tình trạng;Ngày kiểm tra", ("N-1;a;Hỏng;05/03/2025", "N-2;b;Tốt;05/03/2025", "N-3;c;;")
    rows = "\n".join((header, *states))
    assert counts(brought(cast, rows.encode(), who=cast.lan, ward="")) == [3, 0, 0, 0]
    register = cameras(cast)
    assert [register[code].health for code in ("N-1", "N-2", "N-3")] == [Health.BROKEN, Health.WORKING, Health.UNKNOWN]
    assert f"{register['N-1'].checked_at:%Y-%m-%d}" == "2025-03-04"  # midnight there, in UTC
    assert counts(brought(cast, rows.encode(), who=cast.lan, ward="")) == [0, 0, 3, 0]
    older = rows.replace("Hỏng;05/03/2025", "Tốt;04/03/2025")
    assert counts(brought(cast, older.encode(), who=cast.lan, ward="")) == [0, 0, 3, 0]
    newer = rows.replace("Hỏng;05/03/2025", "Tốt;06/03/2025")
    assert counts(brought(cast, newer.encode(), who=cast.lan, ward="")) == [0, 1, 2, 0]
    assert cameras(cast)["N-1"].health is Health.WORKING
    ahead = brought(cast, rows.replace("05/03/2025", "05/03/2199").encode(), who=cast.lan, ward="")
    assert {fault.field for fault in ahead.faults} == {"checked_on"}


def test_an_import_with_states_can_be_undone(people: People, cast: Cast) -> None:
    url = sent(people.lan, "Mã;Tên;Tình trạng\nN-1;a;Hỏng\n".encode())
    pressed(people.lan, url, "apply")
    people.lan.post(f"{url}/undo", {}, 302)
    assert cameras(cast) == {}


def test_a_book_of_cases_leaves_nothing_open_to_be_answered(people: People) -> None:
    book = "Số vụ việc;Thời gian xảy ra\n1;03/09/2024\n".encode()
    url = sent(people.minh, book, kind="incidents", connection="", network_id="")
    page = people.minh.post(f"{url}/answers", {"version": version(people.minh.get(url).text)}, 409).text
    assert errors.WrongState.message in page


def test_a_long_list_with_an_open_question_is_not_begun() -> None:
    report = {"coded": True, "fault_count": 0, "undecided": {"eyes": 3}}
    with pytest.raises(errors.Invalid) as refusal:
        actions.check_report(report)
    assert refusal.value.fields["file"] == actions.OPEN_QUESTIONS
    actions.check_report({**report, "undecided": {}})


def test_the_same_list_four_times_with_small_changes_does_what_was_changed_and_nothing_else(cast: Cast) -> None:
    header, first = "TT;Mã;Tên;Vĩ độ;Kinh độ;Số mắt;Nguồn", "I;TỔ 1;;;;;"
    rows = [header, first, "1;N-1;Ngã tư;19,8;105,77;2;Có", "2;N-2;Chợ;19,81;105,78;1;Không", ";Cộng;;;;3;"]
    split = Answers(eyes=Eyes.SPLIT)

    def sent_again(*lines: str) -> list[int]:
        return counts(brought(cast, "\n".join(lines).encode(), who=cast.lan, ward="", answers=split))

    assert sent_again(*rows) == [3, 0, 0, 0]
    assert sent_again(*rows) == [0, 0, 3, 0]
    assert sent_again(*[row.replace("Chợ", "Chợ Mới") for row in rows]) == [0, 1, 2, 0]
    assert sent_again(*[row.replace("105,77;2", "105,77;3") for row in rows]) == [1, 1, 2, 0]
    assert sorted(cameras(cast)) == ["N-1-1", "N-1-2", "N-1-3", "N-2"]
    assert cameras(cast)["N-2"].connection is Connection.MOBILISABLE


def test_rows_without_a_name_are_found_again_by_where_they_stand(cast: Cast) -> None:
    points = b"Latitude;Longitude\n19.80;105.77\n19.81;105.78\n"
    assert counts(brought(cast, points, who=cast.lan, ward="", answers=GIVEN)) == [2, 0, 0, 0]
    assert counts(brought(cast, points, who=cast.lan, ward="", answers=GIVEN)) == [0, 0, 2, 0]


def test_a_number_that_is_given_is_no_code_of_the_list(cast: Cast) -> None:
    rows = "Mã;Tên\nHT-0001;a\n;b\nHT-0003;c\n;d\n".encode()
    assert counts(brought(cast, rows, who=cast.lan, ward="", answers=GIVEN)) == [4, 0, 0, 0]
    assert {code: camera.name for code, camera in cameras(cast).items() if camera.name in "bd"} == {
        "HT-0002": "b",
        "HT-0004": "d",
    }
