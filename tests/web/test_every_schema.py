"""Every field of every schema: what it lets through, any database takes."""

import math
import re
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from marshmallow import Schema, ValidationError
from marshmallow.fields import Dict, Nested, Raw

import tracker.components  # noqa: F401  so that every schema is there
from tracker.reports.rules import Period
from tracker.web.fields import StrictSchema

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Numbers beyond INTEGER, BIGINT and what Python reads; days that no database or no calendar has; text that is none.
ODD: list[Any] = [
    *(2**31, 2**53 + 1, 2**63, 10**400, -1, -(2**63), 1.5, 1e308, float("inf"), float("-inf"), float("nan"), True),
    *("9" * 5000, "-1", "1e999", "NaN", "Infinity", "٣", "²", "1,5", "19.8.7"),
    *("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "31/02/2026"),
    *("a\0b", "\0", "\ud800", "a\udfff", "\U0001f4a5", "x" * 100_000),
    *("24:00 01/01/2026", "WyJhXHUwMDAwYiIsIDFd", "1" * 400 + ",1,1,1"),
    *([], {}, [[]], [2**63], ["a\0b"], ["\ud800"], [None], {"a": "\ud800"}, b"\xff"),
]


def every_schema(base: type[Schema] = StrictSchema) -> list[type[Schema]]:
    """All schemas there are."""
    return [schema for kind in base.__subclasses__() for schema in (kind, *every_schema(kind))]


def is_safe(value: Any) -> bool:
    """Whether a database takes a value: text that UTF-8 can say, finite numbers, days of this register."""
    if isinstance(value, str):
        return "\0" not in value and not LONE_SURROGATE.search(value)
    if isinstance(value, datetime | date):
        return 1900 <= value.year <= 2200
    if isinstance(value, time):
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= 2**53
    parts = vars(value).values() if isinstance(value, Period) else value or ()
    return all(map(is_safe, parts))


@pytest.mark.parametrize("kind", every_schema(), ids=lambda kind: kind.__name__)
def test_what_a_field_lets_through_any_database_takes(kind: type[Schema]) -> None:
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        for name, field in kind().fields.items():
            for odd in () if isinstance(field, Dict | Nested | Raw) else ODD:  # those three only go out
                with suppress(ValidationError):
                    read = field.deserialize(odd)
                    assert is_safe(read), f"{name} lets {odd!r:.60} through as {read!r:.60}"
