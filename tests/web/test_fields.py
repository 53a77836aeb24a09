"""Single values as people write them, and what is refused."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from marshmallow import ValidationError
from marshmallow.fields import Field

from tracker.core.permissions import Role
from tracker.web.fields import Boolean, Choice, Date, DateTime, Decimal, Integer, List, Phone, StrictSchema, Text
from tracker.web.forms import flatten_messages

EVENING = datetime(2026, 9, 3, 13, 30, tzinfo=UTC)
LATITUDE = Decimal(least=-90, most=90)
MONSTERS = [json.loads("1e400"), json.loads("-1e400"), json.loads("NaN"), 10**400]  # as Python's JSON reads them


@pytest.fixture(autouse=True)
def words() -> Any:
    """An app to translate the words of refusal; no database."""
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        yield


def read(field: Field[Any], value: object) -> Any:
    """What `field` makes of `value`."""
    return StrictSchema.from_dict({"it": field})().load({"it": value})["it"]


def refusal(field: Field[Any], value: object) -> str:
    """The words with which `field` refuses `value`."""
    with pytest.raises(ValidationError) as refused:
        read(field, value)
    return flatten_messages(refused.value.messages_dict)["it"]


def _short(value: object) -> str:
    return repr(value)[:12]


@pytest.mark.parametrize("typed", ["31/02/2026", "29/02/2025", "00/09/2026", "3/13/2026", "2026-02-30"])
def test_a_day_that_is_in_no_calendar_is_refused(typed: str) -> None:
    assert "ngày/tháng/năm" in refusal(Date(), typed)


@pytest.mark.parametrize("typed", ["3", "0001-01-01", "3/9/9999", "", "3/9/2026 x", 3])
def test_a_day_that_nobody_can_read_is_refused(typed: object) -> None:
    assert "ngày/tháng/năm" in refusal(Date(), typed)


@pytest.mark.parametrize("typed", ["03/09/2026", "3/9/2026", " 03-09-2026 ", "3.9.2026", "2026-09-03"])
def test_the_day_comes_before_the_month(typed: str) -> None:
    assert read(Date(), typed) == date(2026, 9, 3)
    assert Date.written(read(Date(), typed)) == "03/09/2026"


@pytest.mark.parametrize(
    "typed",
    [
        "20:30 03/09/2026", "03/09/2026 20:30", "20h30 ngày 3/9/2026", "3/9/2026 lúc 20g30", "2026-09-03 20:30",
        "2026-09-03T20:30", "2026-09-03T20:30:00+07:00", "2026-09-03T13:30:00Z",
    ],
)  # fmt: skip
def test_a_moment_is_told_on_a_vietnamese_clock_and_kept_in_utc(typed: str) -> None:
    moment = read(DateTime(), typed)
    assert (moment, moment.tzinfo) == (EVENING, UTC)
    assert DateTime.written(moment) == "20:30 03/09/2026"


@pytest.mark.parametrize(
    "typed",
    [
        "24:00 03/09/2026", "20:60 03/09/2026", "20:30 31/02/2026", "20.10", "03/09/2026", "20:30 1/13", 1788442200,
        "0001-01-01T00:00", "9999-12-31T23:59:59-12:00", "2026-09-03T25:00", "20:30:99 03/09/2026", None, True,
    ],
)  # fmt: skip
def test_half_a_moment_or_an_impossible_one_is_refused(typed: object) -> None:
    assert refusal(DateTime(), typed)


def test_numbers_take_a_vietnamese_comma_and_give_it_back() -> None:
    assert read(LATITUDE, " 19,8067° ") == read(LATITUDE, "19.8067") == read(LATITUDE, 19.8067) == 19.8067
    assert Decimal.written(19.8067) == "19,8067"
    assert Decimal.written(-0.5) == "-0,5"


@pytest.mark.parametrize("value", [*MONSTERS, True, "nan", "1e400", "1e3", "1.911,5", "", "٣", []], ids=_short)
def test_what_is_no_number_is_refused_in_vietnamese(value: object) -> None:
    assert refusal(LATITUDE, value).startswith(("Cần một số", "Số quá lớn"))


@pytest.mark.parametrize("value", [90.1, "-90,1", 91])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(value: object) -> None:
    assert refusal(LATITUDE, value) == "Cần một số từ -90 đến 90."


@pytest.mark.parametrize("value", [*MONSTERS, True, 1.5, "1.5", "1,5", "9" * 5000, "1_000", "٣", "", []], ids=_short)
def test_what_is_no_whole_number_is_refused_in_vietnamese(value: object) -> None:
    assert refusal(Integer(), value).startswith(("Cần một số", "Số quá lớn"))


def test_a_whole_number_too_large_for_the_database_is_refused() -> None:
    assert refusal(Integer(), 2**53 + 1).startswith("Cần một số từ 0 đến")
    assert read(Integer(), str(2**53)) == 2**53


@pytest.mark.parametrize("value", ["\ud800", "a\x00b", "x\udfff"])
def test_text_that_no_database_can_hold_is_refused(value: str) -> None:
    assert refusal(Text(), value) == "Có ký tự không dùng được."


@pytest.mark.parametrize("value", [5, True, ["a"], {"a": 1}])
def test_text_is_text(value: object) -> None:
    assert refusal(Text(), value) == "Không đọc được giá trị này."


@pytest.mark.parametrize("value", ["", "   ", "\u200b", None])
def test_a_required_text_of_blanks_counts_as_left_out(value: str | None) -> None:
    assert refusal(Text(required=True), value) == "Cần điền mục này."


def test_a_text_is_as_long_as_it_looks_and_no_longer() -> None:
    assert read(Text(most=3), "Hue\u0302\u0301") == "Huế"
    assert refusal(Text(most=3), "Huếx") == "Dài quá 3 ký tự."


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912345678", "+84912345678"), ("0912 345 678", "+84912345678"), ("+84 912-345-678", "+84912345678"),
        ("84912345678", "+84912345678"), ("(0237) 3852 123", "+842373852123"), ("113", "113"), ("", ""),
    ],
)  # fmt: skip
def test_a_phone_number_is_kept_in_one_form(typed: str, stored: str) -> None:
    assert read(Phone(), typed) == stored


@pytest.mark.parametrize("typed", ["09123abc78", "12", "+84 012", "+++", "0912345678; 0987654321", "anh Ba"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert "Số điện thoại không đúng" in refusal(Phone(), typed)


@pytest.mark.parametrize("value", ["LEADERSHIP", "Lãnh đạo", "", 1, None, [], {}])
def test_a_coded_word_comes_by_its_code_only(value: object) -> None:
    assert refusal(Choice(Role), value)
    assert read(Choice(Role), "leadership") is Role.LEADERSHIP


class Note(StrictSchema):
    """A shape of this test's own."""

    name = Text(required=True)
    tags = List(Text())
    open = Boolean()


def test_a_shape_refuses_names_it_does_not_know_in_vietnamese() -> None:
    with pytest.raises(ValidationError) as refused:
        Note().load({"name": "a", "is_admin": True})
    assert flatten_messages(refused.value.messages_dict) == {"is_admin": "Không có mục này."}


@pytest.mark.parametrize("sent", [[], "text", 5, None])
def test_a_shape_refuses_what_is_no_object(sent: Any) -> None:
    with pytest.raises(ValidationError, match="không đúng dạng"):
        Note().load(sent)


@pytest.mark.parametrize("sent", [{"tags": "a"}, {"tags": {"0": "a"}}, {"open": "có thể"}, {"open": []}])
def test_lists_and_flags_refuse_in_vietnamese(sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="Không đọc được giá trị này"):
        Note().load({"name": "a", **sent})
