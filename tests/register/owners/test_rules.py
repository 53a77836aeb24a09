"""How owners are masked, and how their consent stands."""

from datetime import date, time

from tracker.register.owners import rules
from tracker.register.owners.rules import Consent, ConsentScope, OwnerKind

GIVEN, WITHDRAWN, TODAY = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 10)


def test_a_mask_shows_initials_and_the_ends_of_a_number() -> None:
    assert rules.masked_name("Nguyễn Thị Hoa") == "N. T. H."
    assert rules.masked_phone("+84912345678") == "09•••••678"
    assert rules.masked_address("12 Lê Lợi") == "•••"
    assert rules.masked_phone("") == rules.masked_address("") == ""


def test_a_consent_that_was_withdrawn_is_none() -> None:
    assert rules.consent(OwnerKind.HOUSEHOLD, None, None) is Consent.MISSING
    assert rules.consent(OwnerKind.FIRM, GIVEN, None) is Consent.GIVEN
    assert rules.consent(OwnerKind.HOUSEHOLD, GIVEN, WITHDRAWN) is Consent.WITHDRAWN


def test_the_wards_own_cameras_need_nobodys_consent() -> None:
    assert rules.consent(OwnerKind.WARD, None, None) is Consent.NOT_NEEDED
    said = {"consent_scope": ConsentScope.CONNECTED, "consent_on": GIVEN, "consent_withdrawn_on": None}
    refused = {"consent_scope": rules.NOT_ASKED, "consent_on": rules.NOT_ASKED}
    assert rules.unneeded_consent(OwnerKind.WARD, said) == refused
    assert rules.unneeded_consent(OwnerKind.HOUSEHOLD, said) == {}


def test_nobody_withdraws_what_was_not_given_yet() -> None:
    assert rules.consent_faults(None, WITHDRAWN, TODAY) == {"consent_on": rules.NEVER_GIVEN}
    assert rules.consent_faults(WITHDRAWN, GIVEN, TODAY) == {"consent_withdrawn_on": rules.BEFORE_GIVEN}
    assert rules.consent_faults(GIVEN, date(2026, 3, 11), TODAY) == {"consent_withdrawn_on": rules.AHEAD}
    assert rules.consent_faults(date(2026, 3, 11), None, TODAY) == {"consent_on": rules.AHEAD}
    assert rules.consent_faults(GIVEN, WITHDRAWN, TODAY) == {}
    scope = ConsentScope.CONNECTED
    assert rules.consent_faults(None, None, TODAY, scope) == {"consent_on": rules.UNDATED}


def test_a_household_is_called_by_night_on_the_number_it_gave_for_the_night() -> None:
    day, night = "+84912345678", "+84987654321"
    for now, number in ((time(6), day), (time(21, 59), day), (time(22), night), (time(5, 59), night)):
        assert rules.to_dial(day, night, now) == number
    assert rules.to_dial(day, "", time(23)) == day
    assert rules.to_dial("", night, time(12)) == night


def test_a_reason_that_says_who_it_is_about_is_found_out_however_it_is_written() -> None:
    who = ("Nguyễn Thị Sáu", ("+84912345678", ""), "12 Lê Lợi")
    for reason in ("Bà NGUYEN THI SAU xin xóa", "Số 0912.345.678 xin xóa", "Nhà 12 lê lợi xin xóa"):
        assert rules.tells_who(reason, *who)
    assert not rules.tells_who("Chủ camera xin xóa bằng đơn ngày 02/11/2026", *who)
    assert not rules.tells_who("Chủ camera xin xóa", "", ("", ""), "")


def test_a_consent_may_be_given_and_withdrawn_today() -> None:
    assert rules.consent_faults(TODAY, None, TODAY) == {}
    assert rules.consent_faults(GIVEN, TODAY, TODAY) == {}
    assert rules.consent_faults(GIVEN, GIVEN, TODAY) == {}
    assert rules.consent_faults(None, None, TODAY) == {}
    assert rules.consent_faults(GIVEN, None, TODAY, ConsentScope.CONNECTED) == {}


def test_short_words_and_short_numbers_tell_nobody() -> None:
    assert not rules.tells_who("Ông Sáu ở số 12", "Sáu", ("113",), "12")
    assert rules.tells_who("Ông Bính xin xóa", "Bính", (), "")
    assert not rules.tells_who("gọi 12345", "", ("12345",), "")
    assert rules.tells_who("gọi 123456", "", ("123456",), "")
    assert rules.tells_who("gọi 0912 345 678", "", ("(+84) 912-345-678",), "")
    assert not rules.tells_who("gọi 0912 345 679", "", ("+84912345678",), "")


def test_of_a_number_only_the_ends_are_shown() -> None:
    assert rules.masked_phone("123456") == "12•456"
    assert rules.masked_phone("+84123+84") == "01••+84"
    assert rules.masked_phone("12345") == "•••••"
    assert rules.masked_phone("113") == "•••"
