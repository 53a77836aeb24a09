"""Rules: how much of what is made up at each scale. Pure."""

from dataclasses import dataclass

from tracker.demo.rules import spread

DENSE_WARD = "14797"  # Hạc Thành, into which four wards and more went
HOME = "38"  # its province
FEWEST = 6  # cameras in a ward: as many as a request may ask
SKEW = 0.8  # the ward of rank n has as many cameras as 1 / (n + 8)^SKEW says


@dataclass(frozen=True)
class Scale:
    """How many wards, the densest first, with how many cameras, about how many lines and rows of the log.

    `even`: all wards but the densest are alike; else they differ as in life. `provinces`: which are loaded, None for
    all there are.
    """

    wards: int
    cameras: int
    dense: int
    lines: int
    log_rows: int
    even: bool = False
    provinces: tuple[str, ...] | None = None


SCALES = {
    "city": Scale(2001, 150_000, 100_000, 25_000, 20_000, even=True),
    "province": Scale(166, 200_000, 20_000, 500_000, 200_000, provinces=(HOME,)),
    "national": Scale(3321, 1_000_000, 20_000, 5_000_000, 2_000_000),
}


def cameras_by_ward(scale: Scale) -> list[int]:
    """The cameras of each ward, the densest first."""
    other_count = scale.wards - 1
    weights = [1.0 if scale.even else (rank + 8) ** -SKEW for rank in range(other_count)]
    return [scale.dense, *spread(scale.cameras - scale.dense, weights, least=FEWEST)]
