"""Actions: what a row of a list says of a camera's state, where that is news."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from tracker.core import clock
from tracker.register.cameras.rules import Health


def state_news(facts: Mapping[str, Any], camera: Row[Any] | None) -> tuple[Health | None, date | None]:
    """The state and the day on which it was seen; None where it is known, or older than the camera's last check."""
    health, checked_on = facts.get("health", Health.UNKNOWN), facts.get("checked_on")
    if health is Health.UNKNOWN or (camera is not None and health == camera.health):
        return None, None
    last_check = clock.local(camera.checked_at).date() if camera is not None and camera.checked_at else None
    return (None, None) if checked_on and last_check and checked_on <= last_check else (health, checked_on)
