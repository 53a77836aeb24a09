"""A network's life in people's browsers: its months, its cameras, its notes, its leads."""

from datetime import date

from tests.cast import Cast
from tests.people import People
from tracker.core import clock, cursors
from tracker.register.cameras.rules import Connection
from tracker.register.networks.models import LeadChange, NetworkNote
from tracker.register.networks.rules import month_before

URL = "/api/v1/networks"
LAST = month_before(clock.today())
WRITTEN = {"month": f"{LAST:%m/%Y}", "text": "Kiểm tra 12 camera, họp tổ dân phố."}


def test_minh_reads_a_networks_life_but_writes_nothing(people: People, cast: Cast) -> None:
    network = cast.network()
    for page in ("note", "join", "leave", "lead"):
        people.minh.get(f"/networks/{network.id}/{page}", 403)
        people.hoa.get(f"/networks/{network.id}/{page}", 404)
    people.hoa.get(f"/networks/{network.id}/members", 404)
    assert "Viết ghi chép" not in people.minh.get(f"/networks/{network.id}").text


def test_a_network_never_adds_up_its_two_sources(people: People, cast: Cast) -> None:
    network = cast.network()
    for source in (Connection.POLICE, Connection.POLICE, Connection.MOBILISABLE):
        cast.camera(network_id=network.id, connection=source)
    page = " ".join(people.thuy.get(f"/networks/{network.id}?year=2023&day=01/07/2023").text.split())
    assert "<strong>2</strong></a> Kết nối về Công an" in page
    assert "<strong>1</strong></a> Huy động khi cần" in page
    assert "<strong>3</strong></a>" not in page
    assert "3 camera vào" not in page


def test_lan_puts_cameras_in_and_what_she_typed_stays_when_one_is_unknown(people: People, cast: Cast) -> None:
    network, camera = cast.network(), cast.camera(code="CAM-7")
    facts = {"codes": "CAM-7\nKHONG-CO", "on": "01/03/2024", "reason": "Mở rộng"}
    wrong = people.lan.post(f"/networks/{network.id}/join", facts, 422).text
    assert "KHONG-CO" in wrong.split("field-error")[1]
    people.lan.post(f"/networks/{network.id}/join", {**facts, "codes": "CAM-7"})
    assert cast.fresh(camera).network_id == network.id
    assert "CAM-7" in people.minh.get(f"/networks/{network.id}/members?day=02/03/2024").text
    assert "CAM-7" not in people.minh.get(f"/networks/{network.id}/members?day=29/02/2024").text


def test_a_month_has_one_note_and_the_second_to_write_sees_the_first(people: People, cast: Cast) -> None:
    network = cast.network()
    address = f"/networks/{network.id}/note"
    people.lan.post(address, WRITTEN)
    clash = people.lan.post(address, {**WRITTEN, "text": "Bản khác"}, 409).text
    assert all(text in clash for text in (WRITTEN["text"], "Bản khác", 'name="version" value="1"'))
    people.lan.post(address, {**WRITTEN, "text": "Bản gộp", "version": "1"})
    assert "Bản gộp" in people.minh.get(f"/networks/{network.id}?year={LAST.year}").text
    assert cast.count(NetworkNote) == 1


def test_nobody_writes_about_a_month_in_which_the_network_did_not_run(people: People, cast: Cast) -> None:
    network = cast.network(closed_on=date(2024, 1, 31))
    for month in ("04/2023", "02/2024", f"12/{clock.today().year + 1}"):
        people.lan.post(f"/networks/{network.id}/note", {**WRITTEN, "month": month}, 422)
    people.lan.post(f"/networks/{network.id}/note", {**WRITTEN, "month": "01/2024"})


def test_lan_is_reminded_of_last_months_note(people: People, cast: Cast) -> None:
    network = cast.network()
    reminder = f"chưa có ghi chép tháng {LAST:%m/%Y}"
    assert reminder in people.lan.get("/networks").text
    people.lan.post(f"/networks/{network.id}/note", WRITTEN)
    assert reminder not in people.lan.get("/networks").text


def test_another_lead_needs_a_decision_and_the_old_one_stays_told(people: People, cast: Cast) -> None:
    network = cast.network(lead="Ban Mặt trận")
    facts = {"lead": "Công an phường", "changed_on": "01/03/2024", "version": "1"}
    people.lan.post(f"/networks/{network.id}/lead", facts, 422)
    people.lan.post(f"/networks/{network.id}/lead", {**facts, "decision": "90/QĐ-UBND"})
    people.lan.post(f"/networks/{network.id}/lead", {**facts, "decision": "90/QĐ-UBND"}, 409)
    assert cast.count(LeadChange) == 1
    assert "Công an phường (90/QĐ-UBND)" in people.minh.get(f"/networks/{network.id}?year=2024").text


def test_a_network_outlives_its_ward_and_the_successors_admin_keeps_it(people: People, cast: Cast) -> None:
    network = cast.network(ward_id=cast.old_dong_son.id)
    assert network.code in people.lan.get("/networks?whose=former").text
    assert network.code not in people.lan.get("/networks?whose=present").text
    assert "vẫn tiếp tục" in people.lan.get(f"/networks/{network.id}").text
    people.lan.post(f"/networks/{network.id}/note", WRITTEN)
    assert network.code not in people.hoa.get("/networks").text


def test_a_program_moves_cameras_and_reads_who_belonged_when(people: People, cast: Cast) -> None:
    network = cast.network()
    codes = [cast.camera().code for _ in range(3)]
    joining = {"codes": ", ".join(codes), "on": "2024-03-01", "reason": "Mở rộng"}
    assert people.lan.json("POST", f"{URL}/{network.id}/join", joining) == {"codes": codes}
    leaving = {**joining, "codes": codes[0], "on": "2024-04-01"}
    people.lan.json("POST", f"{URL}/{network.id}/leave", leaving)
    first = people.minh.json("GET", f"{URL}/{network.id}/members?day=2024-04-01&limit=1")
    second = people.minh.json("GET", f"{URL}/{network.id}/members?day=2024-04-01&after={first['next']}")
    assert [row["code"] for row in first["items"] + second["items"]] == codes[:0:-1]
    made_up = cursors.write("hôm qua", 1)
    people.minh.json("GET", f"{URL}/{network.id}/members?after={made_up}", status=422)
    note = people.lan.json("PUT", f"{URL}/{network.id}/notes", {"month": f"{LAST:%Y-%m}", "text": "Họp"})
    assert people.minh.json("GET", f"{URL}/{network.id}/notes?year={LAST.year}") == [note]
