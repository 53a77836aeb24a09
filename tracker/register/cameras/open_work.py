"""Models: what areas above the register have open at a camera. The pages hand it to the actions that void a camera."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.core.viewer import Viewer


@dataclass(frozen=True)
class OpenWork:
    """How areas above the register follow a camera that is voided; each is filled when the app starts.

    `count` tells how many things wait at the camera of an id; `move` takes them from the first camera to the second,
    as far as they are not there already; `bring_back` undoes that.
    """

    count: Callable[[Session, int], int]
    move: Callable[[Session, Viewer, int, int], int]
    bring_back: Callable[[Session, Viewer, int, int], int]
