"""Actions: the accounts of wards that end go with them or are locked, and come back when that is undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.accounts import actions as people
from tracker.accounts import posts
from tracker.accounts.models import User
from tracker.audit_log.actions import record
from tracker.core.viewer import Viewer
from tracker.exchange.ward_changes.queries import Account
from tracker.exchange.ward_changes.rules import MoveWay
from tracker.territory.units import queries as units


def follow(session: Session, actor: Viewer | None, account: Account, on: date, journal: dict[str, list[Any]]) -> None:
    """An account goes with its ward where the territory is the same; else it is locked: nobody gets rights by guess."""
    user, police = session.get_one(User, account.id), None
    if account.way is MoveWay.MOVES and account.ward_id is not None:
        police = units.of_ward(session, account.ward_id)
    if police is not None:
        journal["moved"].append([user.id, *posts.move(session, account.post_id, police, on)])
        record(session, actor, "user:move", user, ward=police.ward.label if police.ward else "")
    else:
        journal["locked"].append(user.id)
        people.set_active(session, actor, user, active=False)


def go_back(session: Session, actor: Viewer | None, journal: Mapping[str, Any]) -> None:
    """Undo `follow` for all accounts that a change's journal names."""
    for _, *moved in journal["moved"]:
        posts.move_back(session, *moved)
    for user_id in journal["locked"]:
        people.set_active(session, actor, session.get_one(User, user_id), active=True)
