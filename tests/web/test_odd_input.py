"""What nobody would type in earnest is answered, by every page and every endpoint, with a refusal and never a fault.

Addresses take the odd values in turn, on each database others; `make fuzz` sends every value to every address.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError
from marshmallow.fields import Field
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.browser.test_every_page import a_working_day
from tests.cast import Cast
from tests.marks import ALL, on_one_database
from tests.people import People, Person, look_over
from tracker.core import cursors
from tracker.core.permissions import Can, permits
from tracker.web.paging import Cursor

Value = TypeVar("Value")
# Row numbers beyond INTEGER, where nothing is; and what no route takes for a row number, so that no database is asked.
NOWHERE = [2**31, 10**17]
NO_ROWS = [2**63, 2**64, "9" * 5000, "-1", "1.5", "٣", "1e3", "%00", "%ED%A0%80"]
# In every field of a body, and of a form.
VALUES = [2**31, 2**63, 10**400, 1e308, "9" * 5000, "a\0b", "\ud800", [[2**63]], {"a": [None]}, True]
TYPED = [str(2**31), "9" * 5000, "a\0b", "1e999", "0001-01-01", "x" * 3000]
# In a query string. What a schema lets through is what may reach a database; what it refuses, its own test asks.
NASTY = [str(2**53), "9" * 5000, "0001-01-01", quote("a\0b"), "%ED%A0%80%FF" + quote("%_\\' \u202e\U0001f4a5")]
CURSORS = [
    cursors.write(2**63),
    cursors.write("a\0b", 1),
    cursors.write("\ud800", 1),
    cursors.write("0001-01-01T00:00:00+14:00", 1),
    cursors.write("code.asc", "a\0b", 1),
    cursors.write(1.5, None, [[]]),
    "not-base64-€",
]
# Bodies that say nothing, or nothing that all programs would read alike.
MALFORMED = {
    "a comma too many": b'{"code": "X",}',
    "cut off": b'{"code":',
    "single quotes": b"{'code': 'X'}",
    "a form": b"code=B7&name=x",
    "a byte order mark": b'\xef\xbb\xbf{"code": "B1"}',
    "latin-1": '{"name": "Ngã"}'.encode("latin-1"),
    "utf-16": '{"name": "x"}'.encode("utf-16"),
    "a bare NUL": b'{"name": "a\0b"}',
    "only a NUL": b"\0",
    "20,000 levels of lists": b"[" * 20_000,
    "10,000 levels, closed": b"[" * 10_000 + b"]" * 10_000,
    "10,000 levels of objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a name twice": b'{"version": 1, "version": 2}',
    "a name twice further in": b'{"a": {"b": 1, "b": 1}}',
    "NaN": b'{"version": NaN}',
    "Infinity": b'{"version": -Infinity}',
    "three megabytes": json.dumps({"note": "x" * 3 * 2**20}).encode(),
    "two bodies": b"{}{}",
    "a number of 5,000 digits": b'{"version": %s}' % (b"9" * 5000),
}
WRONG_SHAPES = {
    "a list": b"[]",
    "a list of objects": b'[{"version": 1}]',
    "a text": b'"x"',
    "a number": b"7",
    "true": b"true",
    "null": b"null",
    "900 levels": b"[" * 900 + b"]" * 900,
    "a lone surrogate for a name": b'{"\\ud800": 1}',
}
PARTS = 2
TAKE_NO_BODY = {"extractions_api.ask_again"}  # whatever is sent along
QUOTED = re.compile(r"\"(\w+)\"")


def in_turn(values: Sequence[Value], place: int, share: int = 1) -> Sequence[Value]:
    """So many of the values as fall to an address by its place among the others; in a long run all."""
    return values if ALL else [values[(place * share + number) % len(values)] for number in range(share)]


def rules_of(app: Flask, method: str) -> list[Rule]:
    """The routes that answer to a method, our own files aside."""
    url_rules = [
        rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"
    ]
    return sorted(url_rules, key=str)


def url(app: Flask, rule: Rule, number: object = 1) -> str:
    """The address of a route with `number` for each number in it."""
    words = {name: getattr(kind, "items", ()) for name, kind in rule._converters.items()}
    filled = {name: sorted(words[name])[-1] if words[name] else number for name in rule.arguments}
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda part: str(filled[part[1]]), rule.rule)


def whoever_may(people: People, rule: Rule) -> Person:
    """Somebody of the cast to whom the route is open."""
    can: Can = people.app.view_functions[rule.endpoint].needs  # type: ignore[attr-defined]
    who = next(login for login in ("lan", "minh", "thuy", "an", "binh") if permits(getattr(people.cast, login), can))
    return getattr(people, who)  # type: ignore[no-any-return]


def fault_of(answer: TestResponse, *statuses: int) -> str:
    """What is wrong with an answer: its status, or that it is no page or envelope of ours; nothing if all is well."""
    if answer.status_code >= 500 or (statuses and answer.status_code not in statuses):
        return f"{answer.status_code} {answer.text[:200]}"
    if answer.status_code < 400:
        return ""
    if answer.request.path.startswith("/api/"):
        envelope = answer.get_json(silent=True) or {}
        return "" if set(envelope) == {"code", "status", "message", "errors"} else f"no envelope: {answer.text[:200]}"
    look_over(answer.text)
    return ""


@pytest.fixture(autouse=True)
def for_people(app: Flask) -> None:
    """The app as it runs for people: a fault is answered with 500, where in other tests it is raised."""
    app.extensions["tracker_config"] = replace(app.extensions["tracker_config"], testing=False)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Field[Any] | None]:
    """The fields, by name, of every schema that was asked to read something."""
    fields, load = dict[str, Field[Any] | None](), Schema.load

    def noting(schema: Schema, *args: Any, **kwargs: Any) -> Any:
        fields.update(schema.fields)
        return load(schema, *args, **kwargs)

    monkeypatch.setattr(Schema, "load", noting)
    return fields


def worth_sending(field: Field[Any] | None, values: list[str]) -> list[str]:
    """Those of the values that a field lets through, and one that it refuses; all where no schema stands before."""
    if field is None:
        return values
    accepted, refused = [], []
    for value in values:
        try:
            field.deserialize(unquote(value, errors="replace"))
            accepted.append(value)
        except ValidationError:
            refused.append(value)
    return [*accepted, *refused[:1]]


def names_in_source(view: Any) -> set[str]:
    """The parameters that the module of a view takes out of the query string by itself."""
    lines = Path(view.__globals__["__file__"]).read_text().splitlines()
    return {
        name for line in lines if "request.args" in line or "request.values" in line for name in QUOTED.findall(line)
    }


# In parts, so that several workers share them.
@pytest.mark.parametrize("part", range(PARTS))
def test_no_parameter_of_any_address_makes_a_fault(
    people: People, cast: Cast, app: Flask, asked: dict[str, Field[Any] | None], part: int
) -> None:
    a_working_day(cast)
    wrong, tried, half = list[str](), 0, int(cast.database.embedded)
    for rule in rules_of(app, "GET")[part::PARTS]:
        person, address = whoever_may(people, rule), url(app, rule)
        asked.clear()
        person.client.get(address)
        asked |= dict.fromkeys(names_in_source(app.view_functions[rule.endpoint]) - set(asked))
        with app.test_request_context():
            sent = [
                f"{address}?{name}={value}"
                for name, field in sorted(asked.items())
                for value in worth_sending(field, NASTY + CURSORS * isinstance(field, Cursor))
            ]
        sent = sent if ALL else sent[half::2]  # the other half goes to the other database
        tried += len(sent)
        wrong += [f"{each[:120]}: {fault}" for each in sent if (fault := fault_of(person.client.get(each)))]
    assert tried > 80
    assert wrong == []


def wrongly_answered(people: People, numbers: Sequence[object]) -> list[str]:
    """The addresses that one of the numbers makes answer otherwise than with a refusal, and how."""
    app, wrong = people.app, list[str]()
    routes = [(method, rule) for method in ("GET", "POST", "PUT") for rule in rules_of(app, method)]
    for place, (method, rule) in enumerate((method, rule) for method, rule in routes if "<int:" in rule.rule):
        person = whoever_may(people, rule)
        sent = {"headers": {"X-CSRFToken": person.token}, "data": {}} if method != "GET" else {}
        for number in in_turn(numbers, place + people.cast.database.embedded):
            address = url(app, rule, number)
            fault = fault_of(person.client.open(address, method=method, **sent), 302, 404, 405, 422)
            wrong += [f"{method} {address[:80]}: {fault}"] if fault else []
    return wrong


def test_no_number_in_any_address_makes_a_fault(people: People) -> None:
    assert wrongly_answered(people, NOWHERE) == []


@on_one_database
def test_what_is_no_number_of_a_row_in_any_address_makes_no_fault(people: People) -> None:
    assert wrongly_answered(people, NO_ROWS) == []


@pytest.mark.parametrize(
    "path", ["/static/a%00b", "/static/..%2f..%2fconfig.py", "/static/%ED%A0%80", "/%00", "/api/v1/%00"]
)
def test_an_odd_path_leads_nowhere(people: People, path: str) -> None:
    assert fault_of(people.stranger().client.get(path), 404) == ""


def with_bodies(app: Flask) -> list[tuple[str, Rule]]:
    """The endpoints of the API that take a body."""
    return [(m, r) for m in ("POST", "PUT", "PATCH", "DELETE") for r in rules_of(app, m) if r.rule.startswith("/api/")]


def refusals(people: People, bodies: dict[str, bytes], status: int, without: Collection[str] = ()) -> list[str]:
    """The endpoints, some left out, that answer one of the bodies otherwise than with this status, and how."""
    wrong = []
    routes = [(method, rule) for method, rule in with_bodies(people.app) if rule.endpoint not in without]
    for place, (method, rule) in enumerate(routes):
        person = whoever_may(people, rule)
        headers = {"X-CSRFToken": person.token, "Content-Type": "application/json"}
        for name, body in in_turn([*bodies.items()], place, share=5):
            answer = person.client.open(url(people.app, rule), method=method, data=body, headers=headers)
            fault = fault_of(answer, status)
            wrong += [f"{method} {rule.rule}, {name}: {fault}"] if fault else []
    return wrong


def test_a_body_that_is_no_json_is_400_everywhere(people: People, app: Flask) -> None:
    assert len(with_bodies(app)) > 30
    assert refusals(people, MALFORMED, 400) == []


def test_a_body_of_another_shape_is_422_everywhere(people: People) -> None:
    assert refusals(people, WRONG_SHAPES, 422, without=TAKE_NO_BODY) == []


def test_what_is_wrong_with_a_body_is_said_in_the_callers_language(people: People) -> None:
    headers = {"X-CSRFToken": people.lan.token, "Content-Type": "application/json"}
    answer = people.lan.client.post("/api/v1/cameras", data=b"{", headers=headers)
    assert answer.get_json()["message"] == "Nội dung gửi lên không phải JSON hợp lệ."
    answer = people.lan.client.post("/api/v1/cameras", data=b"{", headers=headers | {"Accept-Language": "en"})
    assert answer.get_json()["message"] == "What was sent is not valid JSON."


def test_no_value_in_any_body_makes_a_fault(people: People, cast: Cast, asked: dict[str, Any]) -> None:
    a_working_day(cast)
    wrong, embedded = list[str](), cast.database.embedded
    for place, (method, rule) in enumerate(with_bodies(people.app)):
        person, address = whoever_may(people, rule), url(people.app, rule)
        headers = {"X-CSRFToken": person.token, "Content-Type": "application/json"}
        asked.clear()
        first = b'{"version": 1}' if method == "PATCH" else b"{}"  # who says no version is told so before all else
        person.client.open(address, method=method, data=first, headers=headers)
        names = sorted(asked)
        for value in [*in_turn(VALUES, place + embedded), *([] if embedded else TYPED[-1:])]:
            body = json.dumps(dict.fromkeys(names, value))
            answer = person.client.open(address, method=method, data=body, headers=headers)
            fault = fault_of(answer, 403, 404, 409, 422)  # 404: the body names what this person may know of none such
            wrong += [f"{method} {address} {value!r:.20}: {fault}"] if fault else []
    assert wrong == []


def test_no_value_in_any_form_makes_a_fault(people: People, cast: Cast, asked: dict[str, Any]) -> None:
    a_working_day(cast)
    wrong, embedded = list[str](), cast.database.embedded
    forms = [rule for rule in rules_of(people.app, "POST") if not rule.rule.startswith("/api/")]
    for place, rule in enumerate(rule for rule in forms if rule.endpoint != "accounts.logout"):
        person, address = whoever_may(people, rule), url(people.app, rule)
        asked.clear()
        token = {"csrf_token": person.token}
        person.client.post(address, data=token)
        names = {*asked, "next", "incident_id", "draft", "as_opened"}
        # PostgreSQL alone measures how long a text is: there each form is sent a long one.
        for value in {*in_turn(TYPED, place + embedded), *([] if embedded else TYPED[-1:])}:
            fault = fault_of(person.client.post(address, data={**dict.fromkeys(names, value), **token}))
            wrong += [f"{address} {value[:20]!r}: {fault}"] if fault else []
    assert wrong == []
