"""How labels lie on an A4 sheet, and what may stand on one. Pure."""

from dataclasses import dataclass

from tracker.core.i18n import N_, LabeledEnum
from tracker.register.owners.rules import OwnerKind

MOST = 480  # labels in one PDF: 20 sheets of the small size, made while somebody waits


class LabelSize(LabeledEnum):
    """The sheets of labels that shops sell, and that plain paper can be cut into."""

    SMALL = "small", N_("Nhỏ: 24 nhãn một tờ (3 × 8, mỗi nhãn 70 × 37 mm)")
    LARGE = "large", N_("Lớn: 10 nhãn một tờ (2 × 5, mỗi nhãn 105 × 57 mm)")


@dataclass(frozen=True)
class Layout:
    """A sheet: labels across and down, one label's millimetres, the side of its code, how large its words are."""

    columns: int
    rows: int
    width: float
    height: float
    qr: float
    scale: float

    @property
    def labels(self) -> int:
        """How many labels one sheet has."""
        return self.columns * self.rows


LAYOUTS = {
    LabelSize.SMALL: Layout(columns=3, rows=8, width=70, height=37, qr=27, scale=1),
    LabelSize.LARGE: Layout(columns=2, rows=5, width=105, height=57, qr=43, scale=1.5),
}


def place_shown(kind: OwnerKind | None, place: str) -> str:
    """What of a place may hang in the street: nothing of a household's, for people name it after who lives there."""
    return "" if kind is OwnerKind.HOUSEHOLD else place


def lines(network: str | None, ward: str, place: str) -> tuple[str, ...]:
    """What stands below the code: the network where there is one, the ward, the place where it may stand there."""
    return tuple(line for line in (network, ward, place) if line)


def sheets(labels: int, start: int, layout: Layout) -> int:
    """How many sheets `labels` take when the first goes on label number `start` of its sheet."""
    return -(-(labels + start - 1) // layout.labels)


def next_start(labels: int, start: int, layout: Layout) -> int:
    """On which label of a sheet the one after `labels` goes."""
    return (labels + start - 1) % layout.labels + 1
