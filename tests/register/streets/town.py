"""A town of the cast: Lê Lai runs east through five crossings, three cross streets run north from it."""

from tests.cast import Cast
from tracker.register.places.models import InstallationPoint

SOUTH, WEST = 19.80, 105.78
STEP = 0.004  # degrees between two crossings: some 430 m
ACROSS = ("Tản Đà", "Lê Hoàn", "Hàng Đồng", "Minh Khai", "Trần Phú")
ALONG = ("Lê Lai", "Phan Chu Trinh", "Nguyễn Du", "Cao Thắng", "Đội Cung")
WINDOW = "19.79,105.77,19.84,105.82"


def place_of(along: str, across: str) -> tuple[float, float]:
    """Where two streets of the town meet."""
    return SOUTH + STEP * ALONG.index(along), WEST + STEP * ACROSS.index(across)


def crossing(cast: Cast, along: str, across: str, **values: object) -> InstallationPoint:
    """A point at a crossing."""
    latitude, longitude = place_of(along, across)
    facts = {"name": f"Ngã tư {along} – {across}", "latitude": latitude, "longitude": longitude}
    return cast.point(**{**facts, **values})


def street(cast: Cast, along: str) -> list[InstallationPoint]:
    """The crossings of a street with all that cross it."""
    return [crossing(cast, along, across) for across in ACROSS]
