"""Telephone numbers by the numbering of today."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.phones import MOBILE_SINCE_2018, NoPhone, read_phone


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("01688123456", "01688123456 nay là 0388123456"),
        ("+84 168 812 3456", "01688123456 nay là 0388123456"),
        ("091234567", "này có 9"),
        ("09123456789", "này có 11"),
        ("0237385212", "này có 10"),
        ("0612345678", "không đúng"),
        ("0912 345 67O", "không đúng"),
        ("12", "không đúng"),
        ("+999 12345678", "không đúng"),
        ("0000000000", "không đúng"),
        ("٠٩١٢٣٤٥٦٧٨", "không đúng"),
        ("0912345678 hoặc 0987654321", "không đúng"),
    ],
)
def test_what_cannot_be_dialled_today_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(NoPhone) as refused:
        read_phone(text)
    assert words in refused.value.text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((f"0{start}8 123 4567", f"+84{start}81234567") for start in (3, 5, 7, 8, 9)),
        *((text, "+84912345678") for text in ("+84 (0)912.345.678", "0084 912 345 678", "84912345678", "0912–345–678")),
        *(("0237 3852 123", "+842373852123"), ("024 3825 1234", "+842438251234"), ("+842373852123", "+842373852123")),
        *(
            ("113", "113"),
            ("1022", "1022"),
            ("1900 1234", "19001234"),
            ("+856 20 5555 1234", "+8562055551234"),
            ("", ""),
        ),
    ],
)
def test_numbers_of_today_are_kept_in_one_form(text: str, number: str) -> None:
    assert read_phone(text) == number
    assert read_phone(number) == number


@given(st.text())
def test_whatever_is_read_can_be_dialled_and_reads_as_itself(text: str) -> None:
    try:
        number = read_phone(text)
    except NoPhone:
        return
    assert read_phone(number) == number


def test_every_old_mobile_prefix_leads_to_one_of_today() -> None:
    for old, new in MOBILE_SINCE_2018.items():
        with pytest.raises(NoPhone) as refused:
            read_phone(f"{old}8123456")
        assert phonenumbers.is_valid_number(phonenumbers.parse(refused.value.facts["new"], "VN"))
        assert str(refused.value.facts["new"]).startswith(new)
