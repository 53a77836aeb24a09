"""Keys of forms: drawn with the page for whoever looks at it, signed, so that each says for whom it was drawn."""

import secrets

from flask import current_app
from itsdangerous import BadSignature, Signer

from tracker.web.request import viewer

FORM_KEY = "form_key"  # the hidden field
_BYTES = 12  # of chance: that two forms of a day get one key is out of the question


def draw_key() -> str:
    """A new key for a form on a page that is being drawn; 0 stands for a stranger."""
    reader = viewer()
    return _signer().sign(f"{reader.id if reader else 0}-{secrets.token_urlsafe(_BYTES)}").decode()


def drawn_for(key: str) -> int | None:
    """The id of the person for whom a key was drawn, 0 for a stranger; None when it is not from here."""
    try:
        return int(_signer().unsign(key).split(b"-", 1)[0])
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="form key")
