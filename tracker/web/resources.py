"""Single things as JSON: GET, PUT and PATCH of one shape, with an ETag.

What GET gives may be sent back by PUT as it is, and nothing changes. Fields that only the server writes are read-only:
they may be left out or sent as they are; sent with another value they are refused. PATCH (RFC 7396) is PUT of what GET
gives with some fields replaced. A write says which state it is about, by If-Match or by `version`.
"""

import hashlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema, ValidationError, missing
from marshmallow.fields import Field

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.web.fields import REQUIRED, UNKNOWN, Integer, StrictSchema
from tracker.web.forms import flatten_messages

VERSION = "version"
READ_ONLY = N_("Mục này do hệ thống ghi: gửi lại đúng giá trị đã đọc hoặc bỏ ra.")
NO_OBJECT = N_("Cần một đối tượng JSON.")


@dataclass(frozen=True)
class Resource:
    """One kind of thing.

    `shown` is the shape of GET, `edited` what `edit` takes as facts, `version` among its fields. `read` gives a thing
    by its number and writes the reading down where that is asked; `current` gives it for a change. `edit` takes number,
    version and facts. `masked` are fields that GET does not show in full: as shown they stay as they are stored.
    """

    name: str
    shown: type[Schema]
    edited: type[Schema]
    can_view: Can
    can_edit: Can
    read: Callable[[int], Any]
    current: Callable[[int], Any]
    edit: Callable[[int, int, dict[str, Any]], Any]
    masked: tuple[str, ...] = ()

    @cached_property
    def put_shape(self) -> type[Schema]:
        """The shape of a PUT: all of GET's, with what may only be written besides."""
        return self._shape(f"{self.name}Put", f"{self.name} as GET gives it, changed.", required=True)

    @cached_property
    def patch_shape(self) -> type[Schema]:
        """The shape of a PATCH: the fields to be replaced."""
        return self._shape(f"{self.name}Patch", f"What is replaced of {self.name}.", required=False)

    def _shape(self, name: str, description: str, *, required: bool) -> type[Schema]:
        inputs, outputs = self.edited().fields, self.shown().fields
        fields = {field: _sent(inputs[field], required=required and field in outputs) for field in inputs}
        fields |= {field: _read_only(outputs[field]) for field in outputs if field not in inputs}
        shape = StrictSchema.from_dict({**fields, VERSION: Integer()}, name=name)
        shape.__doc__ = description
        return shape

    def representation(self, thing: Any) -> dict[str, Any]:
        """A thing as GET gives it."""
        return dict(orjson.loads(orjson.dumps(self.shown().dump(thing))))

    def answer(self, thing: Any) -> Response:
        """The answer with a thing and its ETag."""
        content = self.representation(thing)
        answer = Response(orjson.dumps(content), mimetype="application/json")
        answer.set_etag(etag(content))
        return answer

    def show(self, number: int) -> Response:
        """GET: 304 without the thing for who has it as it is."""
        answer = self.answer(self.read(number))
        answer.make_conditional(request)
        return answer

    def replace(self, number: int) -> Response:
        """PUT: the whole thing as sent."""
        return self._change(number, lambda sent, current: sent, self.put_shape)

    def merge(self, number: int) -> Response:
        """PATCH: what is sent in place of what there is."""
        names = self.edited().fields.keys() - {VERSION}

        def merged(sent: dict[str, Any], current: dict[str, Any]) -> dict[str, Any]:
            return {name: current[name] for name in names & current.keys()} | sent

        return self._change(number, merged, self.patch_shape)

    def _change(self, number: int, merged: Callable[..., dict[str, Any]], shape: type[Schema]) -> Response:
        sent = _sent_object(shape)
        current = self.representation(self.current(number))
        version = _version_meant(sent, current)
        body = merged(sent, current)
        return self.answer(self.edit(number, version, self._facts(body, current)))

    def _facts(self, body: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
        """The facts of a body, read-only fields compared and left out. Invalid names every field that is wrong."""
        refuse_read_only(body, current, self.edited)
        unchanged = {name for name in self.masked if name in body and body[name] == current[name]}
        faults = self.put_shape().validate({name: "" if name in unchanged else value for name, value in body.items()})
        if faults:
            raise errors.Invalid(flatten_messages(faults))
        inputs = {name: value for name, value in body.items() if name in self.edited().fields and name not in unchanged}
        facts = dict(self.edited().load({**inputs, VERSION: 0}))
        del facts[VERSION]
        return facts


def etag(content: Mapping[str, Any]) -> str:
    """What tells one state of a thing from another: its version, and a digest of all that is shown of it."""
    return f"{content[VERSION]}-{hashlib.sha256(orjson.dumps(content)).hexdigest()[:16]}"


def refuse_read_only(body: Mapping[str, Any], current: Mapping[str, Any], edited: type[Schema]) -> None:
    """Invalid names the fields of `body` that only the server writes and that are not as they are."""
    fields = edited().fields
    changed = [name for name in body if name not in fields and body[name] != current.get(name)]
    if changed:
        raise errors.Invalid(dict.fromkeys(changed, READ_ONLY))


def _sent_object(shape: type[Schema]) -> dict[str, Any]:
    """The JSON object that was sent, of names that the shape knows and all that it needs. Invalid."""
    sent = request.get_json(silent=True) if request.is_json else {}
    if not isinstance(sent, dict):
        raise errors.Invalid({}, NO_OBJECT)
    fields = shape().fields
    faults = {name: str(UNKNOWN) for name in sent.keys() - fields.keys()}
    faults |= {name: str(REQUIRED) for name, field in fields.items() if field.required and name not in sent}
    if faults:
        raise errors.Invalid(faults)
    return sent


def _version_meant(sent: Mapping[str, Any], current: Mapping[str, Any]) -> int:
    """The version that a write is about. PreconditionFailed for another ETag, PreconditionRequired without either."""
    if request.if_match:
        tags = (etag(current), str(current[VERSION]))
        if not request.if_match.star_tag and not any(request.if_match.contains(tag) for tag in tags):
            raise errors.PreconditionFailed()
    elif VERSION not in sent:
        raise errors.PreconditionRequired()
    try:
        return int(Integer().deserialize(sent.get(VERSION, current[VERSION])))
    except ValidationError as error:
        raise errors.Invalid(flatten_messages({VERSION: error.messages})) from error


def _sent(field: Field[Any], *, required: bool) -> Field[Any]:
    """A field that must be there, or may be left out; a text may be empty where it might before."""
    sent = deepcopy(field)
    sent.required, sent.load_default = required, missing
    return sent


def _read_only(field: Field[Any]) -> Field[Any]:
    sent = _sent(field, required=False)
    sent.metadata = {**field.metadata, "readOnly": True}
    return sent
