"""Words after something was done with one tap, beside which a button undoes it."""

from flask import flash


def flash_with_undo(text: str, url: str, version: int) -> None:
    """Say what was done on the next page, with a button that posts the version now reached to `url`."""
    flash({"text": text, "undo": url, "version": version})  # type: ignore[arg-type]  # Flask keeps any JSON
