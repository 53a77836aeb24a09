"""What of a body is refused before any schema reads it: what is no JSON, or what can be read in two ways."""

import json
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from tracker.core import errors

MOST_BYTES = 2 * 1024 * 1024  # of a JSON body: a hundred times the longest that any endpoint has use for


def receive_body() -> None:
    """Take in what was sent, however slowly it comes: forms as forms. errors.Malformed for a body of bad JSON."""
    if not request.is_json:
        request.get_data(parse_form_data=True)
        return
    request.max_content_length = MOST_BYTES
    try:
        content = request.get_data()
    except RequestEntityTooLarge as error:
        raise errors.Malformed() from error
    if content:
        check_json(content)


def check_json(content: bytes) -> None:
    """Refuse what is no JSON by RFC 8259 in UTF-8, and what Python or others cannot read alike. errors.Malformed.

    That is: NaN, a name said twice, numbers of more than 4,300 digits, more levels than the interpreter follows. What
    passes here is read once more, by webargs, which would stumble over all of these.
    """
    try:
        json.loads(content.decode(), object_pairs_hook=_each_name_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise errors.Malformed() from error


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name is said twice")
    return read


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
