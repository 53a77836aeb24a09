"""Networks in people's browsers."""

from datetime import date

from tests.cast import Cast
from tests.people import People
from tracker.register.networks.models import Network, ReplicationPoint

NEW = {"code": "MH-07", "name": "Camera giám sát ANTT phố Lê Lợi", "launched_on": "01/05/2023"}
CLOSING = {"closed_on": "30/06/2024", "closing_decision": "88/QĐ-UBND", "version": "1"}


def extended(cast: Cast, network: Network, **values: object) -> ReplicationPoint:
    facts = {"network_id": network.id, "name": "Tổ dân phố 3", "started_on": date(2023, 9, 1), "ended_on": None}
    point: ReplicationPoint = cast.add(ReplicationPoint(**{**facts, **values}))
    return point


def test_an_administrator_sees_no_network_and_minh_may_not_launch_one(people: People) -> None:
    people.binh.get("/networks", 403)
    people.minh.get("/networks/new", 403)
    people.minh.post("/networks/new", NEW, 403)


def test_hoa_finds_no_network_of_lans_ward(people: People, cast: Cast) -> None:
    network = cast.network()
    people.hoa.get(f"/networks/{network.id}", 404)
    people.hoa.post(f"/networks/{network.id}/close", CLOSING, 404)
    people.hoa.post(f"/networks/{network.id}/points", {"name": "Chợ", "started_on": "01/01/2024"}, 404)
    assert network.code not in people.hoa.get("/networks").text


def test_lan_cannot_take_the_code_of_hoas_network(people: People, cast: Cast) -> None:
    cast.network(code="MH-07", ward_id=cast.ham_rong.id)
    page = people.lan.post("/networks/new", NEW, 422).text
    assert "đã dùng cho một mô hình khác" in page
    assert "phố Lê Lợi" in page
    assert cast.count(Network) == 1


def test_lan_launches_a_network_of_her_ward(people: People, cast: Cast) -> None:
    page = people.lan.get(people.lan.post("/networks/new", NEW).location).text
    assert "Phường Hạc Thành" in page
    assert "01/05/2023" in page
    assert "MH-07" in people.minh.get("/networks?q=hac+thanh").text


def test_lan_is_told_when_somebody_changed_the_network_first(people: People, cast: Cast) -> None:
    network = cast.network()
    people.lan.post(f"/networks/{network.id}/edit", {**NEW, "version": "1"})
    people.lan.post(f"/networks/{network.id}/edit", {**NEW, "name": "Tên khác", "version": "1"}, 409)
    assert cast.fresh(network).name == NEW["name"]


def test_lan_cannot_close_a_network_before_its_launch_or_without_a_decision(people: People, cast: Cast) -> None:
    network = cast.network()
    address = f"/networks/{network.id}/close"
    assert "trước ngày ra mắt" in people.lan.post(address, {**CLOSING, "closed_on": "30/04/2023"}, 422).text
    people.lan.post(address, {**CLOSING, "closing_decision": ""}, 422)
    assert cast.fresh(network).closed_on is None


def test_a_network_is_closed_once_and_its_points_end_with_it(people: People, cast: Cast) -> None:
    network = cast.network()
    point = extended(cast, network)
    people.lan.post(f"/networks/{network.id}/close", CLOSING)
    people.lan.post(f"/networks/{network.id}/close", {**CLOSING, "version": "2"}, 409)
    people.lan.post(f"/networks/{network.id}/points", {"name": "Chợ", "started_on": "01/01/2024"}, 409)
    assert cast.fresh(point).ended_on == date(2024, 6, 30)
    assert "88/QĐ-UBND" in people.lan.get(f"/networks/{network.id}").text


def test_lan_extends_a_network_to_an_area(people: People, cast: Cast) -> None:
    network = cast.network()
    address = f"/networks/{network.id}/points"
    wrong = people.lan.post(address, {"name": "Tổ dân phố 3", "started_on": "30/04/2023"}, 422).text
    assert "Tổ dân phố 3" in wrong
    people.lan.post(address, {"name": "Tổ dân phố 3", "started_on": "01/09/2023"})
    assert "từ 01/09/2023" in people.lan.get(f"/networks/{network.id}").text


def test_a_point_ends_once_and_not_before_it_began(people: People, cast: Cast) -> None:
    network = cast.network()
    address = f"/networks/{network.id}/points/{extended(cast, network).id}/end"
    assert "trước ngày bắt đầu" in people.lan.post(address, {"ended_on": "31/08/2023"}, 422).text
    people.lan.post(address, {"ended_on": "01/10/2024"})
    people.lan.post(address, {"ended_on": "02/10/2024"}, 409)
    assert "đến 01/10/2024" in people.lan.get(f"/networks/{network.id}").text


def test_a_point_of_another_network_cannot_be_ended_through_ones_own(people: People, cast: Cast) -> None:
    own, other = cast.network(), cast.network(ward_id=cast.ham_rong.id)
    point = extended(cast, other)
    people.lan.post(f"/networks/{own.id}/points/{point.id}/end", {"ended_on": "01/10/2024"}, 404)
    assert cast.fresh(point).ended_on is None


def test_thuy_reads_how_many_points_run(people: People, cast: Cast) -> None:
    network = cast.network()
    extended(cast, network)
    extended(cast, network, ended_on=date(2024, 1, 1))
    cast.network(closed_on=date(2024, 1, 1))
    page = people.thuy.get("/networks").text
    assert "<b>1</b><span>điểm nhân rộng đang chạy</span>" in page
    assert "<b>1</b><span>mô hình đã kết thúc</span>" in page
