"""Pages: template filters that show what the log holds: actions, kinds of things, names and values of fields."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext

from tracker.audit_log import field_wording, wording
from tracker.core.i18n import LabeledEnum
from tracker.web.template_filters import day, moment, number, said, word

LONGEST, DEEPEST = 1_000, 4


def install(
    app: Flask,
    actions: Mapping[str, str],
    labels: Mapping[str, str],
    words: Mapping[str, type[LabeledEnum]],
    codes: Callable[[str, str], str],
) -> None:
    """Give the templates these filters.

    `actions`: what is said of actions, by their codes. `labels`: what areas above call their columns; `words`: their
    coded words; `codes`: the name of a code of one of the lists that are data, by its column.
    """
    app.extensions["tracker_action_labels"] = actions
    app.extensions["tracker_field_labels"] = {**field_wording.FIELD_LABELS, **labels}
    app.extensions["tracker_field_words"] = words
    app.extensions["tracker_field_codes"] = codes
    app.jinja_env.filters.update(
        action_label=action_label, kind_name=kind_name, field_name=field_name, field_value=field_value
    )


def action_label(action: str) -> str:
    """What was done, in words; the code itself of an action that nobody has worded."""
    return said(current_app.extensions["tracker_action_labels"].get(action, action)) if action else "—"


def kind_name(kind: str) -> str:
    """What a kind of thing in the log is called."""
    return said(wording.KIND_LABELS.get(kind, kind)) if kind else ""


def field_name(name: str) -> str:
    """What a column in the log is called."""
    return said(current_app.extensions["tracker_field_labels"].get(name, name)) if name else "—"


def field_value(value: Any, name: str, depth: int = 0) -> str:
    """A value of the log as people read it: coded words by the name of their column, moments, days, yes and no.

    No longer than LONGEST characters, and what lies deeper than DEEPEST levels as it is.
    """
    if depth < DEEPEST and isinstance(value, list):
        text = ", ".join(field_value(item, name, depth + 1) for item in value)
    elif depth < DEEPEST and isinstance(value, dict):
        text = "; ".join(f"{field_name(key)}: {field_value(item, key, depth + 1)}" for key, item in value.items())
    else:
        text = _single(value, name)
    return text[:LONGEST] + "…" if len(text) > LONGEST else text or "—"


def _single(value: Any, name: str) -> str:
    if isinstance(value, bool):
        return str(gettext("có") if value else gettext("không"))
    if isinstance(value, float) and abs(value) < 1e15:
        return number(value, 6).rstrip("0").rstrip(",.")
    text = "" if value is None else str(value)
    return _day_or_moment(text) or _coded(text, name) or _worded(text, name) or text


def _day_or_moment(value: str) -> str:
    """An ISO date or moment as people write it; nothing for anything else, days that are in no calendar too."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return day(date.fromisoformat(value))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:.]+(\+00:00|Z)", value):
            return moment(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return ""
    return ""


def _coded(value: str, name: str) -> str:
    """The name of a code of a list that is data."""
    codes: Callable[[str, str], str] = current_app.extensions["tracker_field_codes"]
    return codes(name, value)


def _worded(value: str, name: str) -> str:
    """The text of a coded word: of the column's own class, else of one named like it (`unavailable_reason`: Reason)."""
    declared = current_app.extensions["tracker_field_words"].get(name)
    similar = (words for words in LabeledEnum.__subclasses__() if _named_alike(words.__name__.lower(), name))
    for words in chain([declared] if declared else [], similar):
        matches = [item for item in words if item.value == value]
        if matches:
            return word(matches[0])
    return ""


def _named_alike(words: str, column: str) -> bool:
    joined = column.replace("_", "")
    return joined.endswith(words) or words.endswith(joined)
