"""The flask commands: parse, call an action, print."""

from flask import Flask


def install(app: Flask) -> None:
    """Register the commands."""
