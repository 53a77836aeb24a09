"""A slip in a template is a fault in the tests, where people would meet a hole in the page."""

import pytest
from flask import Flask
from jinja2 import UndefinedError

from tracker.core.permissions import Role


@pytest.mark.parametrize("slip", ["{{ camrea }}", "{{ role.lable }}", "{% if role.lable %}{% endif %}"])
def test_a_name_that_is_not_there_is_a_fault(built_app: Flask, slip: str) -> None:
    with pytest.raises(UndefinedError):
        built_app.jinja_env.from_string(slip).render(role=Role.WARD_ADMIN)


def test_what_was_not_filled_in_is_none(built_app: Flask) -> None:
    template = built_app.jinja_env.from_string("{{ filter_args.q }}{% if filter_args.q %}!{% endif %}")
    assert template.render(filter_args={}) == ""
