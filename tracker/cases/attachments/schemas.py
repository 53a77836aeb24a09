"""Shapes of attachments."""

from tracker.web.fields import StrictSchema, Text


class AttachmentUpload(StrictSchema):
    """What is sent beside a file: nothing."""


class AttachmentRemoval(StrictSchema):
    """Why an attachment is taken off."""

    reason = Text(required=True, most=500)
