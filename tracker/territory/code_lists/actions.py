"""Writing lists: an entry added, corrected, ended; a file loaded. What was used is never deleted."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import app_metadata, errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.permissions import Actor, Can
from tracker.territory.code_lists import queries, rules
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList


class CodeListCounts(NamedTuple):
    """What a file brings: entries that are new, changed, and as they were."""

    new: int
    changed: int
    same: int


def add(session: Session, actor: Actor | None, code_list: CodeList, facts: Mapping[str, Any]) -> CodeEntry:
    """A new entry of a list. `facts` as `schemas.NewEntry` gives them. Invalid names the field at fault."""
    _require(actor)
    values = {**facts, "attributes": _attributes(code_list, facts["attributes"])}
    entry = CodeEntry(list=code_list, **values)
    _refuse_faults(session, entry)
    session.add(entry)
    session.flush()
    _renew(session)
    record(session, actor, "code:add", entry, source=entry.source)
    return entry


def edit(session: Session, actor: Actor | None, entry_id: int, version: int, facts: Mapping[str, Any]) -> CodeEntry:
    """Correct what was written wrong of an entry; code and first day stay. Stale when somebody changed it first."""
    entry = _entry_to_change(session, actor, entry_id, version)
    values = {**facts, "attributes": _attributes(entry.list, facts["attributes"])}
    with session.no_autoflush:
        changed = apply_changes(entry, values)
        _refuse_faults(session, entry)
    if changed:
        session.flush()
        _renew(session)
        record(session, actor, "code:edit", entry, changed=changed)
    return entry


def end(session: Session, actor: Actor | None, entry_id: int, version: int, on: date, reason: str) -> CodeEntry:
    """The last day of an entry: rows that carry it keep it. Invalid before its first day."""
    entry = _entry_to_change(session, actor, entry_id, version)
    if on < entry.valid_from:
        raise errors.Invalid({"on": rules.BACKWARDS})
    changed = apply_changes(entry, {"valid_to": on})
    session.flush()
    _renew(session)
    record(session, actor, "code:end", entry, changed=changed, reason=reason)
    return entry


def plan(session: Session, code_list: CodeList, entries: Sequence[Mapping[str, Any]]) -> CodeListCounts:
    """What loading these entries would do."""
    stored = _stored(session, code_list)
    new = [facts for facts in entries if _key(facts) not in stored]
    changed = [facts for facts in entries if _key(facts) in stored and _differs(stored[_key(facts)], facts)]
    return CodeListCounts(len(new), len(changed), len(entries) - len(new) - len(changed))


def load(
    session: Session, actor: Actor | None, code_list: CodeList, entries: Sequence[Mapping[str, Any]]
) -> CodeListCounts:
    """Bring a list to what a file says, by code and first day; entries that the file does not name stay."""
    _require(actor)
    counts, stored = plan(session, code_list, entries), _stored(session, code_list)
    with session.no_autoflush:
        for facts in entries:
            entry = stored.get(_key(facts))
            if entry is None:
                session.add(CodeEntry(**facts))
            else:
                apply_changes(entry, facts)
    session.flush()
    if counts.new or counts.changed:
        _renew(session)
        record(session, actor, "code:load", kind="CodeEntry", list=code_list.value, **counts._asdict())
    return counts


def _require(actor: Actor | None) -> None:
    if actor is not None:
        permissions.require(actor, Can.MANAGE_UNITS)


def _entry_to_change(session: Session, actor: Actor | None, entry_id: int, version: int) -> CodeEntry:
    entry = queries.entry(session, entry_id)
    _require(actor)
    check_version(entry, version)
    return entry


def _attributes(code_list: CodeList, text: str) -> dict[str, Any]:
    """What is written in lines «name: value» as a list's attributes. Invalid names what is wrong."""
    attributes_by_name = rules.ATTRIBUTES[code_list]
    lines = [line.partition(":") for line in text.splitlines() if line.strip()]
    texts = {name.strip(): value for name, _, value in lines}
    for name in texts.keys() - attributes_by_name.keys():
        raise errors.Invalid({"attributes": rules.UNKNOWN_ATTRIBUTE}, name=name)
    attributes = {name: rules.typed(attribute, texts.get(name, "")) for name, attribute in attributes_by_name.items()}
    for name, value in attributes.items():
        if value is None:
            accepted = rules.accepted(attributes_by_name[name])
            raise errors.Invalid({"attributes": rules.WRONG_ATTRIBUTE}, name=name, values=accepted)
    return attributes


def _refuse_faults(session: Session, entry: CodeEntry) -> None:
    span = (entry.valid_from, entry.valid_to)
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise errors.Invalid({"valid_to": rules.BACKWARDS})
    same_code = select(CodeEntry).where(CodeEntry.list == entry.list, CodeEntry.code == entry.code)
    if any(
        rules.overlap(span, (row.valid_from, row.valid_to)) for row in session.scalars(same_code) if row is not entry
    ):
        raise errors.Invalid({"code": rules.TAKEN})
    if entry.list is CodeList.INCIDENT_TYPE:
        groups = select(CodeEntry.code).where(CodeEntry.list == CodeList.INCIDENT_GROUP)
        if entry.group_code not in session.scalars(groups).all():
            raise errors.Invalid({"group_code": rules.NO_GROUP})


def _stored(session: Session, code_list: CodeList) -> dict[tuple[str, date], CodeEntry]:
    rows = session.scalars(select(CodeEntry).where(CodeEntry.list == code_list))
    return {(row.code, row.valid_from): row for row in rows}


def _key(facts: Mapping[str, Any]) -> tuple[str, date]:
    return facts["code"], facts["valid_from"]


def _differs(entry: CodeEntry, facts: Mapping[str, Any]) -> bool:
    return any(getattr(entry, name) != value for name, value in facts.items())


def _renew(session: Session) -> None:
    """What processes have read of the lists holds no longer."""
    app_metadata.write(session, queries.VERSION, secrets.token_hex(8))
    queries.forget(session)
