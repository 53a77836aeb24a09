"""Owners in people's browsers: masked, until somebody says why."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.audit_log import queries as audit
from tracker.core import clock
from tracker.register.owners.models import Owner

NAME, PHONE, ADDRESS = "Nguyễn Thị Sáu", "+84912345678", "12 Lê Lợi"
NEW = {"kind": "household", "name": NAME, "phone": "0912 345 678", "address": ADDRESS}
WHY = {"reason": "Gọi xin trích xuất cho phiếu YC-00012/2026"}


def log(cast: Cast, action: str) -> list[dict[str, Any]]:
    with cast.database.reading() as session:
        return audit.listing(session, after=None, limit=50, action=action).items


def seals(page: str) -> bool:
    return not any(secret in page for secret in (NAME, "Sáu", PHONE[3:], ADDRESS))


def test_nobody_outside_sees_an_owner(people: People, cast: Cast) -> None:
    owner = cast.owner()
    people.an.get("/owners", 403)
    people.binh.get(f"/owners/{owner.id}", 403)
    people.hoa.get(f"/owners/{owner.id}", 404)
    people.hoa.post(f"/owners/{owner.id}/reveal", WHY, 404)
    assert "N. T. S." not in people.hoa.get("/owners").text


def test_the_register_shows_owners_masked(people: People, cast: Cast) -> None:
    owner = cast.owner()
    for person in (people.lan, people.minh, people.thuy):
        pages = person.get("/owners").text, person.get(f"/owners/{owner.id}").text
        assert all("N. T. S." in page and seals(page) for page in pages)
    assert seals(people.lan.get(f"/owners/{owner.id}/edit").text)


def test_thuy_may_not_read_who_an_owner_is(people: People, cast: Cast) -> None:
    owner = cast.owner()
    assert "Lý do cần xem" not in people.thuy.get(f"/owners/{owner.id}").text
    assert seals(people.thuy.post(f"/owners/{owner.id}/reveal", WHY, 403).text)


def test_minh_must_say_why(people: People, cast: Cast) -> None:
    owner = cast.owner()
    for reason in ("", "xem", "         xem         "):
        page = people.minh.post(f"/owners/{owner.id}/reveal", {"reason": reason}, 422).text
        assert seals(page)
    assert "ít nhất 10 ký tự" in page
    assert log(cast, "owner:reveal") == []


def test_minh_reads_who_an_owner_is_and_it_is_written_down(people: People, cast: Cast) -> None:
    owner = cast.owner()
    page = people.minh.post(f"/owners/{owner.id}/reveal", WHY, 200).text
    assert all(secret in page for secret in (NAME, PHONE, ADDRESS))
    (event,) = log(cast, "owner:reveal")
    assert (event["actor_name"], event["reason"]) == ("Nguyễn Văn Minh", WHY["reason"])
    assert seals(str(event))
    assert seals(people.minh.get(f"/owners/{owner.id}").text)


def test_a_reason_is_shown_to_auditors_only(people: People, cast: Cast) -> None:
    owner = cast.owner()
    people.minh.post(f"/owners/{owner.id}/reveal", WHY, 200)
    page = people.lan.get(f"/owners/{owner.id}").text
    assert "Nguyễn Văn Minh" in page
    assert WHY["reason"] not in page


def test_lan_changes_a_phone_without_reading_the_old_one(people: People, cast: Cast) -> None:
    owner = cast.owner()
    people.lan.post(f"/owners/{owner.id}/edit", {"kind": "firm", "phone": "0987 654 321", "version": "1"})
    stored_owner = cast.fresh(owner)
    assert (stored_owner.name, stored_owner.phone, stored_owner.address) == (NAME, "+84987654321", ADDRESS)
    (event,) = log(cast, "owner:edit")
    assert event["detail"]["changed"]["phone"] == ["•••", "•••"]
    assert event["detail"]["changed"]["kind"] == ["household", "firm"]
    assert not any(number in str(event) for number in (PHONE, "+84987654321"))


def test_lan_is_told_when_somebody_changed_the_owner_first(people: People, cast: Cast) -> None:
    owner = cast.owner()
    people.lan.post(f"/owners/{owner.id}/edit", {"kind": "firm", "version": "1"})
    people.lan.post(f"/owners/{owner.id}/edit", {"kind": "ward", "version": "1"}, 409)
    assert cast.fresh(owner).kind == "firm"


def test_lan_registers_an_owner(people: People, cast: Cast) -> None:
    people.lan.post("/owners/new", {**NEW, "consent_withdrawn_on": "01/03/2024"}, 422)
    people.minh.post("/owners/new", NEW, 403)
    assert cast.count(Owner) == 0
    assert seals(people.lan.get(people.lan.post("/owners/new", NEW).location).text)
    assert all(seals(str(event)) for event in log(cast, "owner:register"))


def test_a_withdrawn_consent_stands_on_top(people: People, cast: Cast) -> None:
    owner = cast.owner(consent_withdrawn_on=date(2025, 3, 1))
    cast.owner(name="Trần Văn Bảy")
    assert "đã rút lại sự đồng ý ngày 01/03/2025" in people.minh.get(f"/owners/{owner.id}").text
    page = people.minh.get("/owners?consent=withdrawn").text
    assert "N. T. S." in page
    assert "T. V. B." not in page


GONE = {"reason": "Chủ camera xin xóa bằng đơn ngày 02/11/2026", "sure": "true", "version": "1"}


def test_nobody_forgets_an_owner_by_mistake_or_with_the_name_in_the_log(people: People, cast: Cast) -> None:
    owner = cast.owner()
    address = f"/owners/{owner.id}/erase"
    people.minh.post(address, GONE, 403)
    people.hoa.post(address, GONE, 404)
    for wrong in ({"sure": ""}, {"reason": "xin xóa"}, {"reason": f"Bà {NAME} xin xóa"}):
        people.lan.post(address, {**GONE, **wrong}, 422)
    people.lan.post(address, {**GONE, "version": "2"}, 409)
    assert cast.fresh(owner).phone == PHONE


def test_an_identity_is_forgotten_for_good_and_the_log_keeps_none(people: People, cast: Cast) -> None:
    owner = cast.owner(night_phone="+84987654321")
    people.lan.post(f"/owners/{owner.id}/erase", GONE)
    stored_owner = cast.fresh(owner)
    assert (stored_owner.name, stored_owner.phone, stored_owner.night_phone, stored_owner.address) == ("", "", "", "")
    assert stored_owner.consent_on is not None
    assert all(seals(str(event)) for event in log(cast, "owner:erase"))
    people.lan.post(f"/owners/{owner.id}/erase", {**GONE, "version": "2"}, 409)
    page = people.lan.post(f"/owners/{owner.id}/edit", {"kind": "firm", "name": NAME, "version": "2"}, 422)
    assert "đã xóa" in page.text


def test_lan_empties_a_phone_without_reading_the_rest(people: People, cast: Cast) -> None:
    owner = cast.owner(night_phone="+84987654321")
    facts = {"kind": "household", "clear": ["phone", "address"], "version": "1"}
    people.lan.post(f"/owners/{owner.id}/edit", {**facts, "phone": "0987 654 321"}, 422)
    people.lan.post(f"/owners/{owner.id}/edit", facts)
    stored_owner = cast.fresh(owner)
    assert (stored_owner.name, stored_owner.phone, stored_owner.night_phone, stored_owner.address) == (
        NAME,
        "",
        "+84987654321",
        "",
    )
    assert seals(str(log(cast, "owner:edit")))


@pytest.mark.parametrize(("hour", "number"), [(5, "+84987654321"), (15, PHONE)])
def test_whoever_reads_a_contact_is_told_which_number_to_dial_now(
    people: People, cast: Cast, hour: int, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = cast.owner(night_phone="+84987654321")
    moment = clock.day_start(clock.today()) + timedelta(hours=hour)
    monkeypatch.setattr(clock, "now", lambda: moment)  # before he signs in: a session of the morning has ended by then
    page = people.minh.post(f"/owners/{owner.id}/reveal", WHY, 200).text
    assert f"Gọi bây giờ: {number}" in page
