"""Every form of every page carries its CSRF token and a key of its own; secrets are known by name."""

import re
from collections.abc import Iterator

from flask import Flask
from marshmallow import Schema

from tests.browser.test_every_page import a_working_day, pages_of
from tests.cast import Cast
from tests.marks import on_one_database
from tests.people import People
from tracker.web.drafts import SECRET_FIELDS
from tracker.web.fields import Password, StrictSchema

WHO = ("lan", "minh", "thuy", "an", "binh")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
KEY = re.compile(r'name="form_key" value="([^"]{40,})"')
OF_THE_FRAME = 2  # forms that each page has: for the language and for logging out


def posting_forms(page: str) -> list[str]:
    """The insides of the forms of a page that are posted."""
    return [inside for attributes, inside in FORM.findall(page) if 'method="post"' in attributes]


@on_one_database
def test_every_form_of_every_page_has_a_key_of_its_own(app: Flask, people: People, cast: Cast) -> None:
    a_working_day(cast)
    pages = [(who, url) for url in pages_of(app) for who in WHO]
    forms, wrong = 0, set[str]()
    for person, url in [(people.stranger(), "/login"), *((getattr(people, who), url) for who, url in pages)]:
        answer = person.client.get(url)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            insides = posting_forms(answer.text)
            keys = [KEY.findall(inside) for inside in insides]
            forms += len(insides[OF_THE_FRAME:])
            one_each = all(len(found) == 1 for found in keys) and all("csrf_token" in inside for inside in insides)
            distinct = len({key for found in keys for key in found}) == len(insides)
            wrong |= set() if one_each and distinct else {url}
    assert wrong == set()
    assert forms > 60


def test_every_password_field_is_one_that_is_never_kept() -> None:
    fields = [pair for shape in _offspring(StrictSchema) for pair in shape().fields.items()]
    assert {name for name, field in fields if isinstance(field, Password)} == SECRET_FIELDS


def _offspring(kind: type[Schema]) -> Iterator[type[Schema]]:
    for child in kind.__subclasses__():
        yield child
        yield from _offspring(child)
