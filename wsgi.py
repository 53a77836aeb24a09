"""The app as servers and the flask command find it."""

import click

import config
from tracker.app import create_app

try:
    app = create_app(config.from_environment())
except config.ConfigError as error:
    if click.get_current_context(silent=True) is None:
        raise  # a server's own log wants all of it
    raise SystemExit(f"Thiết lập chưa đúng: {error}") from None
