"""Who asks, and in which transaction, as pages and the API are told."""

import pytest
from flask import Flask

from tracker.core import errors
from tracker.web import request


def test_a_stranger_acts_in_nobodys_name(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(errors.NotSignedIn):
        request.actor()
