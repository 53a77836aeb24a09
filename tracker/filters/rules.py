"""Words of saved filters. Pure."""

from tracker.words import N_, Word


class Sharing(Word):
    """Whose a saved filter is."""

    OWN = "own", N_("Chỉ mình tôi")
    UNIT = "unit", N_("Đơn vị tôi")
    EVERYONE = "everyone", N_("Mọi người")
