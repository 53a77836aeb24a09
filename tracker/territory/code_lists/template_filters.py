"""Pages: the name of a code in the reader's language, and what may be selected on a day."""

from datetime import date
from itertools import groupby

from flask import Flask
from flask_babel import get_locale

from tracker.core import clock
from tracker.core.vietnamese import sort_key
from tracker.territory.code_lists import queries
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList
from tracker.web.request import session

# Columns whose values are codes of a list, as the log names them.
COLUMNS = {
    "type": CodeList.INCIDENT_TYPE,
    "group": CodeList.INCIDENT_GROUP,
    "channel": CodeList.INTAKE_CHANNEL,
    "result_code": CodeList.INCIDENT_RESULT,
    "legal_basis": CodeList.REQUEST_PURPOSE,
    "bases": CodeList.LEGAL_BASIS,
}


def install(app: Flask) -> None:
    """Give the templates the names of codes."""
    app.jinja_env.filters.update(code_name=code_name)
    app.jinja_env.globals.update(code_choices=code_choices, code_groups=code_groups, code_every=code_every)


def code_name(code: str | None, code_list: str) -> str:
    """What a code of a list is called; the code itself where the list does not have it."""
    if not code:
        return ""
    both = queries.names(session()).get((code_list, code))
    return both[_language()] if both else code


def logged_code(name: str, value: str) -> str:
    """What a value of the log is called that is the code of a list; nothing for any other."""
    code_list = COLUMNS.get(name)
    is_code = code_list is not None and (code_list.value, value) in queries.names(session())
    return code_name(value, code_list.value) if code_list and is_code else ""


def code_choices(code_list: str, on: date | None = None, selected: str = "") -> list[tuple[str, str]]:
    """(code, name) of what may be selected of a list on a day, today unless told; what is chosen stays one of them."""
    pairs = [(entry.code, _name(entry)) for entry in _alive(code_list, on)]
    missing = selected and selected not in {code for code, _ in pairs}
    return [*pairs, (selected, code_name(selected, code_list))] if missing else pairs


def code_every(code_list: str) -> list[tuple[str, str]]:
    """(code, name) of all that a list ever had, by name: what a list of old and new rows is narrowed by."""
    both = {code: names for (of_list, code), names in queries.names(session()).items() if of_list == code_list}
    return sorted(((code, names[_language()]) for code, names in both.items()), key=lambda pair: sort_key(pair[1]))


def code_groups(on: date | None = None, selected: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The types of incidents by the names of their groups, each (code, name)."""
    entries = _alive(CodeList.INCIDENT_TYPE.value, on)
    order = {entry.code: entry.sort for entry in _alive(CodeList.INCIDENT_GROUP.value, on)}
    entries.sort(key=lambda entry: (order.get(entry.group_code, 0), entry.sort))
    groups = [
        (code_name(group, "incident_group"), [(entry.code, _name(entry)) for entry in members])
        for group, members in groupby(entries, key=lambda entry: entry.group_code)
    ]
    if selected and selected not in {entry.code for entry in entries}:
        groups.append(("", [(selected, code_name(selected, "incident_type"))]))
    return groups


def _alive(code_list: str, on: date | None) -> list[CodeEntry]:
    return queries.alive(session(), CodeList(code_list), on or clock.today())


def _name(entry: CodeEntry) -> str:
    return (entry.name_vi, entry.name_en)[_language()]


def _language() -> int:
    return int(str(get_locale() or "vi") == "en")
