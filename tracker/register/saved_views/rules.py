"""Words of saved filters, and what of a list's address is worth saving. Pure."""

from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, urlencode

from tracker.core.i18n import N_, LabeledEnum

LONGEST_QUERY = 2000
PASSING = {"after", "limit", "csrf_token", "form_key"}  # where somebody was in a list, not what it was narrowed to


class Sharing(LabeledEnum):
    """Whose a saved filter is."""

    OWN = "own", N_("Chỉ mình tôi")
    UNIT = "unit", N_("Đơn vị tôi")
    EVERYONE = "everyone", N_("Mọi người")


def lasting(query: str) -> str:
    """What of a query string still means the same tomorrow: blanks and the place in the list left out."""
    pairs = parse_qsl(query.lstrip("?"), keep_blank_values=False)
    return urlencode([(name, value) for name, value in pairs if name not in PASSING])


def chosen(names: Iterable[str], known_names: Collection[str]) -> list[str]:
    """The columns out of `names` that there are, each once, in the order named."""
    return list(dict.fromkeys(name for name in names if name in known_names))
