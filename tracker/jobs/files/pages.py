"""Giving files out. Every download is written down."""

import logging

from flask import Blueprint, Response

from tracker.core import errors
from tracker.core.permissions import Can
from tracker.jobs.files import actions
from tracker.jobs.files.app_store import file_store
from tracker.jobs.files.storage import Missing
from tracker.web.downloads import attachment
from tracker.web.request import actor, needs, session

log = logging.getLogger("tracker.files")
pages = Blueprint("files", __name__, url_prefix="/files")


@pages.get("/<int:file_id>")
@needs(Can.READ_FILES)
def download(file_id: int) -> Response:
    """The content of a file, to be saved and not shown."""
    file = actions.open_file(session(), actor(), file_store(), file_id)
    try:
        content = file_store().storage.open(file.sha256)
    except Missing as error:
        log.exception("the content of file %s is not in the storage", file_id)
        raise errors.NotFound(file=file_id) from error
    answer = Response(content, mimetype=file.media_type)
    answer.headers["Content-Disposition"] = attachment(file.original_name)
    answer.content_length = file.size
    return answer
