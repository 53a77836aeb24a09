"""HTML forms and query strings: read through a marshmallow schema, with what was typed and what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVar

import orjson
from flask import current_app, g, request
from flask_babel import gettext
from marshmallow import Schema, ValidationError, fields
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict

from tracker.core import clock, errors
from tracker.core.i18n import N_, filled
from tracker.web import dates, drafts
from tracker.web.fields import StrictSchema, Text
from tracker.web.form_keys import FORM_KEY
from tracker.web.request import View, session

Made = TypeVar("Made")


MEANWHILE = N_("Chưa lưu: nội dung đã được sửa ở nơi khác sau khi bạn mở trang này. Hãy xem những chỗ đã đổi.")
UNKNOWN_QUERY = N_("Địa chỉ trang có phần không dùng được. Hãy mở lại danh sách và chọn lại bộ lọc.")
UNKNOWN_NAME = N_("Trang này không có mục «%(name)s».")
LONGEST_ADDRESS = 8_000  # characters; servers take no longer ones
NOTHING = StrictSchema()
OPENED = "as_opened"  # the hidden field in which a form says what it held when it was opened
OWN_FIELDS = {"csrf_token", FORM_KEY, OPENED}  # what a form sends besides what its schema knows


class FieldConflict(NamedTuple):
    """A field that changed while somebody had the form open: as opened (None if not known), as stored now, as typed."""

    name: str
    before: str | None
    now: str
    typed: str


class FormSnapshot(NamedTuple):
    """When a form was opened, and what its fields held then."""

    at: datetime
    values: dict[str, str]

    @classmethod
    def now(cls, values: dict[str, str]) -> "FormSnapshot":
        """A form opened at this moment."""
        return cls(clock.now(), values)

    @classmethod
    def read(cls, hidden_text: str) -> "FormSnapshot":
        """What the hidden field says. One that is missing or was tampered with says nothing."""
        try:
            opened_at, values = orjson.loads(hidden_text)
            shown_values = {str(name): str(value) for name, value in values.items()}
            return cls(datetime.fromisoformat(opened_at).astimezone(UTC), shown_values)
        except (ValueError, TypeError, AttributeError):
            return cls.now({})

    def __str__(self) -> str:
        return orjson.dumps((self.at, self.values)).decode()


def _display_value(field: fields.Field[Any], value: Any) -> Any:
    """A stored value as a field shows it, the way people write it."""
    format_value = getattr(field, "written", None)
    return "" if value is None else format_value(value) if format_value else value


def _flat_text(value: Any) -> str:
    """What a browser sends back for a value it was shown."""
    text = "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return text.replace("\r\n", "\n").strip()


class Form:
    """One HTML form: what was typed, what is wrong with it, and what became of it."""

    def __init__(self, schema: Schema, stored_values: Mapping[str, Any] | None = None, *, fresh: bool = False) -> None:
        """`fresh`: as on a page just opened, whatever this request was sent."""
        self.schema = schema
        self.sent = request.method == "POST" and not fresh
        self.typed: Mapping[str, Any] = form_data(request.form, schema) if self.sent else dict(stored_values or {})
        self.errors: dict[str, str] = {}
        self.message = ""
        self.cautions: Sequence[Mapping[str, Any]] = ()  # what a reason is asked against: `errors.Cautioned`
        self.status = 200
        self.opened = (
            FormSnapshot.read(request.form.get(OPENED, ""))
            if self.sent
            else FormSnapshot.now(self._display_values(self.typed))
        )
        self.meanwhile: list[FieldConflict] = []

    def submit(self, save: Callable[[dict[str, Any]], Made]) -> Made | None:
        """Check the shape and call `save` with the values. None, and nothing kept, when either refuses.

        Nor does anything come of what is only to be drawn again (`drafts.ask_again`).
        """
        redraw = drafts.pending()
        if redraw is not None:
            redraw.drawn = True
            self.fail(redraw.status, {}, redraw.words)
            return None
        try:
            return save(self.schema.load(dict(self.typed)))
        except ValidationError as error:
            self.fail(422, flatten_messages(error.messages_dict))
        except errors.Invalid as error:
            messages = {name: filled(gettext(text), error.facts) for name, text in error.fields.items()}
            self.cautions = getattr(error, "cautions", ())
            self.fail(422, messages, gettext(error.message))
        except (errors.Stale, StaleDataError) as error:
            g.refused = error if isinstance(error, errors.Stale) else errors.Stale()
            self.fail(409, {}, gettext(g.refused.message))
        return None

    def again(self, newest: Mapping[str, Any], save: Callable[[dict[str, Any]], Made]) -> Made | None:
        """After Stale, with the thing as it is stored now: what nobody touched meanwhile is saved after all.

        Otherwise the form stands on the newest version, `meanwhile` says what changed under it, and whoever saves
        again has seen it. Fields that only the other person touched have the new value, all others what was typed.
        """
        opened_values, now = self.opened.values, self._display_values(newest)
        typed = {name: _flat_text(self.typed.get(name)) for name in now}
        self.meanwhile = [
            FieldConflict(name, opened_values.get(name), now[name], typed[name])
            for name in now
            if name != "version" and now[name] != opened_values.get(name, typed[name])
        ]
        merged = {
            name: now[name] if typed[name] == opened_values.get(name) else self.typed.get(name, "") for name in now
        }
        not_empty = {name: value for name, value in {**self.typed, **merged}.items() if value not in ("", None)}
        self.typed = {**not_empty, "version": now["version"]}
        self.opened = FormSnapshot.now(now)
        if self.meanwhile or not opened_values:
            self.message = gettext(MEANWHILE)
            return None
        g.pop("refused", None)
        return self.submit(save)

    def _display_values(self, stored_values: Mapping[str, Any]) -> dict[str, str]:
        fields_of = self.schema.fields
        return {
            name: _flat_text(_display_value(fields_of[name], stored_values[name]))
            for name in stored_values
            if name in fields_of
        }

    def fail(self, status: int, field_messages: dict[str, str], message: str = "") -> None:
        """Note what is wrong and give up the transaction; what was typed stays."""
        session().rollback()
        self.errors, self.status = field_messages, status
        self.message = message or gettext(errors.Invalid.message)

    def value(self, name: str) -> Any:
        """What stands in a field: as typed, or as stored and written the way people write it."""
        field_value = self.typed.get(name)
        if self.sent or name not in self.schema.fields:
            return "" if field_value is None else self._tidy(name, field_value)
        return _display_value(self.schema.fields[name], field_value)

    def reads(self, name: str) -> str:
        """What the reader of a field reads («moment», «day», «coming_day»); nothing where it takes what is typed."""
        return getattr(self.schema.fields.get(name), "reads", "")

    def understood(self, name: str) -> str:
        """A day or a moment that was typed, in full; nothing where it could not be read."""
        value = self._read(name) if self.sent else None
        return "" if value is None else dates.understood(value)

    def _read(self, name: str) -> date | None:
        """The day or moment that somebody typed."""
        typed = self.typed.get(name)
        try:
            value: date | None = self.schema.fields[name].deserialize(typed) if typed and self.reads(name) else None
        except ValidationError:
            return None
        return value

    def _tidy(self, name: str, typed: Any) -> Any:
        """What was typed; a day or a moment as it was understood."""
        value = self._read(name)
        return typed if value is None else _display_value(self.schema.fields[name], value)

    def error(self, name: str) -> str:
        """The words beside a field, or nothing."""
        return self.errors.get(name, "")


def form_data(form: MultiDict[str, str], schema: Schema) -> dict[str, Any]:
    """A posted form as the schema's input: lists where it wants lists, blanks and OWN_FIELDS left out."""
    typed: dict[str, Any] = {}
    for name in form:
        if name in OWN_FIELDS:
            continue
        if isinstance(schema.fields.get(name), fields.List):
            typed[name] = [value for value in form.getlist(name) if value.strip()]
        elif form[name].strip():
            typed[name] = form[name]
    return typed


class NextPage(StrictSchema):
    """The query string of a page that leads back to where somebody came from."""

    next = Text(most=LONGEST_ADDRESS)


def query_schema(schema: type[Schema]) -> Callable[[View], View]:
    """Declare the query string of a route. One that declares none takes none: check_query_names refuses the rest."""

    def declare(view: View) -> View:
        view.query_schema = schema()  # type: ignore[attr-defined]
        return view

    return declare


def declared_query() -> Schema:
    """The shape of the query string that the route of this request declares; an empty one if it declares none."""
    view = current_app.view_functions[request.endpoint] if request.endpoint else None
    schema: Schema = getattr(view, "query_schema", NOTHING)
    return schema


def check_query_names() -> None:
    """Refuse what the route does not know: a misspelt filter would otherwise mean everything. Invalid names it."""
    unknown = request.args.keys() - declared_query().fields.keys()
    if unknown:
        words = {name: gettext(UNKNOWN_NAME, name=name) for name in sorted(unknown)}
        raise errors.Invalid(words, UNKNOWN_QUERY)


def query_args() -> dict[str, Any]:
    """The query string through the schema that the route declares; a wrong value is refused with Invalid."""
    schema = declared_query()
    try:
        return dict(schema.load(form_data(request.args, schema)))
    except ValidationError as error:
        raise errors.Invalid(flatten_messages(error.messages_dict)) from error


def address_args() -> dict[str, Any]:
    """What links to this page again are made from: the numbers in its path, and its query string without blanks."""
    return {**(request.view_args or {}), **{name: value for name, value in request.args.items() if value}}


def flatten_messages(messages: Mapping[str, Any]) -> dict[str, str]:
    """marshmallow's messages, one sentence for each field."""
    words: dict[str, str] = {}
    for name, message in messages.items():
        while isinstance(message, Mapping):
            message = next(iter(message.values()))
        words[str(name)] = " ".join(str(text) for text in message) if isinstance(message, list) else str(message)
    return words
