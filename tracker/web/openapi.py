"""The description of all JSON endpoints as an OpenAPI document: valid, and exact about nulls and refusals."""

from typing import Any

from flask_smorest import Api
from marshmallow.fields import Dict, Field, Nested

from tracker.core.i18n import LabeledEnum
from tracker.web import submissions
from tracker.web.endpoints import IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH
from tracker.web.fields import Choice, DateTime, Integer, List, OutSchema, Text

IDEMPOTENCY_KEY_PARAMETER = {
    "name": submissions.HEADER,
    "required": False,
    "description": (
        "A key that the caller draws at random for each thing to be done. The same call under the same key within 24 "
        "hours does nothing and gets the first answer, status and body; so it may be sent again after a lost "
        "connection. A call that was refused did nothing and is looked at anew. Another call under the key: 422."
    ),
    "schema": {"type": "string", "minLength": 8, "maxLength": 255, "pattern": f"^{submissions.HEADER_SHAPE}$"},
}


HEADERS = {
    IDEMPOTENCY_KEY: IDEMPOTENCY_KEY_PARAMETER,
    IF_MATCH: {
        "name": "If-Match",
        "required": False,
        "description": "The ETag that was read, or `*` for whatever there is. Without it `version` is needed.",
        "schema": {"type": "string"},
    },
    IF_NONE_MATCH: {
        "name": "If-None-Match",
        "required": False,
        "description": "An ETag that was read: 304 while the thing is still the same.",
        "schema": {"type": "string"},
    },
}


class CautionOut(OutSchema):
    """What speaks against asking for a camera and a window; `kind` says what `facts` hold."""

    camera_id = Integer()
    camera = Text()
    window_from = DateTime()
    window_to = DateTime()
    kind = Text()
    facts = Dict(keys=Text())


class RefusalOut(OutSchema):
    """Why a call was refused: words for people, and by field or parameter what is wrong with it."""

    code = Integer()
    status = Text()
    message = Text()
    errors = Dict(keys=Text(), values=Text())
    cautions = List(Nested(CautionOut))

    def on_bind_field(self, field_name: str, field_obj: Field[Any]) -> None:
        """Only who is cautioned reads cautions."""
        field_obj.required = field_name != "cautions"


class JsonApi(Api):  # type: ignore[misc]
    """The description. Each endpoint lists its refusals one by one, so that none stays undescribed."""

    ERROR_SCHEMA = RefusalOut
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.ma_plugin.converter.add_attribute_function(_describe_choice)
        self.ma_plugin.converter.add_parameter_attribute_function(_no_null_in_addresses)

        for name, parameter in HEADERS.items():
            self.spec.components.parameter(name, "header", parameter)

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        """Register endpoints; their tag is the plain word that their addresses begin with."""
        super().register_blueprint(blp, **options)
        self.spec._tags[-1]["name"] = blp.tag


def _describe_choice(converter: Any, field: Field[Any], *, ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Coded words by the name of their list; null no default that needs telling."""
    if field.required or ret.get("default", "") is None:
        ret.pop("default", None)
    if not isinstance(field, Choice):
        return {}
    del ret["enum"], ret["type"]
    words = {"$ref": f"#/components/schemas/{_described(converter.spec, field.words)}"}
    return {"anyOf": [words, {"type": "null"}]} if field.allow_none else words


def _described(spec: Any, words: type[LabeledEnum]) -> str:
    """The name under which a list of coded words is described, once for all fields."""
    name = words.__name__
    codes = [word.value for word in words]
    if name not in spec.components.schemas:
        spec.components.schema(name, {"type": "string", "enum": codes, "description": words.__doc__})
    if spec.components.schemas[name]["enum"] != codes:
        raise ValueError(f"two lists of words are called {name}")
    return name


def _no_null_in_addresses(_converter: Any, _field: Field[Any], *, ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What is not asked for is left out of an address: there is no way to write null there."""
    schema = ret["schema"]
    if isinstance(schema.get("type"), list):
        schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    if "anyOf" in schema:
        schema |= schema.pop("anyOf")[0]
    return {}
