"""Presenters: where the app that answers this request keeps files."""

from flask import current_app

from tracker.jobs.files.store import FileStore


def file_store() -> FileStore:
    """Where this app keeps files."""
    apps_store: FileStore = current_app.extensions["tracker_files"]
    return apps_store
