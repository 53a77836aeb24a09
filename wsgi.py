"""The app as servers and the flask command find it."""

import config
from tracker.app import create_app

app = create_app(config.from_environment())
