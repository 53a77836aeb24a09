"""Kinds of names and lines, and the figures behind which a line is drawn: measured, see docs/decisions/0042. Pure."""

from tracker.core.i18n import N_, LabeledEnum

SAME_PLACE_M = 200  # names alike this near to each other are one place
CONTRADICTION_M = 500  # … this far apart one of them stands wrong
ANOTHER_TOWN_M = 10_000  # … and beyond they are two towns' streets of one name
MOST_CONTRADICTIONS = 0.1  # of a province's crossings: where more contradict each other no line is drawn at all
LONGEST_M = 2_500  # between neighbours on a street; beyond, it is another piece
GAP_M = 1_200  # from here on a stretch is dotted
TWO_SIDES_M = 60  # places nearer along a street are its two sides
MOST_PLACES = 400  # of one street in one province
KNOWN_M = 70  # how far off a place known by its name is, at the median of those measured

NEAR_PLACE_M, GUESS_PLACES = 300, 6  # a guess: two lines of so many places meet so near to one of them
WARD_M = 2_500  # how far a place may be off of which only the ward is known, and not how large that is


class NameKind(LabeledEnum):
    """What the name of a place names."""

    CROSSING = "crossing", N_("nơi các đường gặp nhau")
    HOUSE = "house", N_("số nhà")
    LANE = "lane", N_("ngõ, hẻm")
    STREET = "street", N_("đường")
    NAME = "name", N_("tên đường hoặc tên nơi")
    LANDMARK = "landmark", N_("nơi mọi người biết")


class LineStyle(LabeledEnum):
    """How a stretch of a street is drawn."""

    SOLID = "solid", N_("đường qua từ 4 điểm")
    DASHED = "dashed", N_("đoán từ 3 điểm thẳng hàng")
    DOTTED = "dotted", N_("quãng trống trên 1,2 km")


class FoundBy(LabeledEnum):
    """How a place that somebody typed was found: how much there is to it."""

    KNOWN = "known", N_("điểm đã biết")
    STREET = "street", N_("một nơi trên đường này")
    WORDS = "words", N_("tên có các từ này")
    GUESS = "guess", N_("đoán: hai đường vẽ từ sổ gặp nhau ở đây")
    WARD = "ward", N_("chỉ biết phường, xã")


def style(places: int, narrowness: float, turn: float) -> LineStyle | None:
    """How to draw a street of so many places; None for its name alone.

    `narrowness` is its width by its length along the principal axes, `turn` its sharpest bend in degrees.
    """
    if places >= 5:
        return LineStyle.SOLID if narrowness <= 0.25 and turn <= 100 else None
    if places == 4:
        return LineStyle.SOLID if narrowness <= 0.15 and turn <= 75 else None
    return LineStyle.DASHED if places == 3 and narrowness <= 0.06 else None


def contradicts(metres: float) -> bool:
    """Whether two places of one name lie so far apart that one of them must stand wrong."""
    return CONTRADICTION_M < metres <= ANOTHER_TOWN_M


def may_draw(pairs: int, contradicting: int) -> bool:
    """Whether the crossings of a province agree well enough for lines to be drawn between them."""
    return contradicting <= pairs * MOST_CONTRADICTIONS
