"""Pieces of pages that are drawn once for the values they are drawn from: to draw a row takes longer than to read it.

A macro that is imported (without context) sees nothing of a request: what it draws hangs on its arguments, the language
and where the app is mounted alone. That is why it may be used again, and why nothing must ever be thrown away but for
room. A macro that asks the clock or draws a form's token, through one of the functions in `OF_A_MOMENT`, must not be
given here: tests/web/test_drawn_once.py looks through the templates for one.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import get_locale
from markupsafe import Markup
from werkzeug.datastructures import ImmutableDict

MOST = 8192  # pieces kept in a process, of about 1 kB; the one unused longest goes
OF_A_MOMENT = frozenset(
    {"clock_now", "today", "csrf_token", "form_key", "get_flashed_messages", "request", "session", "g", "config"}
)

Macro = Callable[..., Markup]


def drawn_once(macro: Macro, *values: Any) -> Markup:
    """What an imported macro draws from `values`, which must be hashable; mappings and lists are made so."""
    return _drawn(macro, str(get_locale()), request.script_root, tuple(_hashable(value) for value in values))


@lru_cache(maxsize=MOST)
def _drawn(macro: Macro, _language: str, _mounted_at: str, values: tuple[Any, ...]) -> Markup:
    return macro(*values)


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ImmutableDict({key: _hashable(each) for key, each in value.items()})
    return tuple(_hashable(each) for each in value) if isinstance(value, list) else value
