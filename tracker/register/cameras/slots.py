"""Presenters: what areas above the register show on a camera's page. The app fills the slots when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from markupsafe import Markup

from tracker.register.cameras.models import Camera
from tracker.register.cameras.open_work import OpenWork


@dataclass(frozen=True)
class CameraSlots:
    """A slot is a function that gives back a piece of the page. Every one must be filled: TypeError otherwise.

    `newest_events` shows what happened to a camera last; `events_since` what happened to the camera of that number
    since a moment, for whoever had its form open meanwhile. `open_work` is no piece of the page: it is handed to the
    actions that void a camera.
    """

    newest_events: Callable[[Camera], Markup]
    events_since: Callable[[int, datetime], Markup]
    open_work: OpenWork


def camera_slots() -> CameraSlots:
    """The slots as this app fills them."""
    return cast(CameraSlots, current_app.extensions["tracker_camera_slots"])
