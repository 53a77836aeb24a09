"""How owners are masked, and how their consent stands."""

from datetime import date

from tracker.owners import rules
from tracker.owners.rules import Consent

GIVEN, WITHDRAWN, TODAY = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 10)


def test_a_mask_shows_initials_and_the_ends_of_a_number() -> None:
    assert rules.masked_name("Nguyễn Thị Hoa") == "N. T. H."
    assert rules.masked_phone("+84912345678") == "09•••••678"
    assert rules.masked_address("12 Lê Lợi") == "•••"
    assert rules.masked_phone("") == rules.masked_address("") == ""


def test_a_consent_that_was_withdrawn_is_none() -> None:
    assert rules.consent(None, None) is Consent.MISSING
    assert rules.consent(GIVEN, None) is Consent.GIVEN
    assert rules.consent(GIVEN, WITHDRAWN) is Consent.WITHDRAWN


def test_nobody_withdraws_what_was_not_given_yet() -> None:
    assert rules.consent_faults(None, WITHDRAWN, TODAY) == {"consent_on": rules.NEVER_GIVEN}
    assert rules.consent_faults(WITHDRAWN, GIVEN, TODAY) == {"consent_withdrawn_on": rules.BEFORE_GIVEN}
    assert rules.consent_faults(GIVEN, date(2026, 3, 11), TODAY) == {"consent_withdrawn_on": rules.AHEAD}
    assert rules.consent_faults(date(2026, 3, 11), None, TODAY) == {"consent_on": rules.AHEAD}
    assert rules.consent_faults(GIVEN, WITHDRAWN, TODAY) == {}
