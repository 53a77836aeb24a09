"""Shapes of an export."""

from tracker.exchange.exports.rules import FileKind
from tracker.register.cameras.schemas import CameraFilter
from tracker.web.fields import Choice, StrictSchema


class ExportQuery(CameraFilter):
    """The query string of an export: the list's own, and the kind of file where it is wanted at once."""

    format = Choice(FileKind, load_default=None)


class NewExport(StrictSchema):
    """What is sent to make a file."""

    format = Choice(FileKind, required=True)
