"""How a day or a moment that somebody is typing will be understood."""

from typing import Any

from flask import Blueprint, jsonify
from marshmallow import ValidationError
from werkzeug import Response

from tracker.core.permissions import Can
from tracker.portal.moments.schemas import READERS, Typed
from tracker.web import dates
from tracker.web.fields import Date, DateTime
from tracker.web.forms import flatten_messages, query_args, query_schema
from tracker.web.request import needs

pages = Blueprint("moments", __name__, url_prefix="/moments")


@pages.get("/understood.json")
@needs(Can.VIEW_HOME)
@query_schema(Typed)
def understood() -> Response:
    """What was typed, written in full, or what is wrong with it; nothing of nothing."""
    typed = [(READERS[name], text) for name, text in query_args().items() if text]
    return jsonify(_answer(*typed[0]) if typed else {})


def _answer(reader: Date | DateTime, text: str) -> dict[str, str]:
    try:
        value: Any = reader.deserialize(text)
    except ValidationError as error:
        return {"fault": flatten_messages({"fault": error.messages})["fault"]}
    return {"written": reader.written(value), "understood": dates.understood(value)}
