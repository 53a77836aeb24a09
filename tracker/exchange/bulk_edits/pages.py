"""Changes to many cameras as pages: what to set, what it would do, what it did."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.core.permissions import Can
from tracker.exchange.bulk_edits import actions, queries, rules, schemas
from tracker.exchange.bulk_edits.bulk_update import differs
from tracker.exchange.bulk_edits.models import BulkEdit
from tracker.exchange.bulk_edits.rules import EditPart
from tracker.exchange.bulk_edits.selection import selected_cameras
from tracker.register.cameras.filter_labels import filter_labels as narrowing
from tracker.register.cameras.list_links import filter_args
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.networks import queries as networks
from tracker.register.owners import queries as owners
from tracker.register.places.rules import sign
from tracker.register.recorders import queries as recorders
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.limits import row_number
from tracker.web.request import actor, needs, session

pages = Blueprint("bulk_edits", __name__, url_prefix="/bulk-edits")
Change = tuple[EditPart, Any, Any]


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.EDIT_MANY)
@query_schema(schemas.BulkEditQuery)
def new() -> Any:
    """Say what to set of all cameras of the list's filter. `draft` begins with what was said before."""
    criteria = CameraCriteria.of(query_args())
    form = Form(schemas.NewEdit(), _as_typed(query_args()["draft"]))
    if form.sent:
        edit = form.submit(lambda facts: _draft(criteria, facts))
        if edit:
            return redirect(url_for("bulk_edits.show", edit_id=edit.id))
    matched = queries.tally(session(), actor(), criteria, {}).matched
    filter_values = {"narrowed": narrowing(session(), actor(), criteria), "asked": filter_args(request.args)}
    return render_template(
        "bulk_edits/new.html", form=form, matched=matched, **filter_values, **_choices()
    ), form.status


@pages.get("")
@needs(Can.EDIT_MANY)
@query_schema(schemas.EditFilter)
def index() -> str:
    """The changes to many cameras of the own wards."""
    rows, following = queries.listing(session(), actor(), query_args()["after"])
    rows_with_parts = [(row, [EditPart(name) for name in rules.read(row.changes)]) for row in rows]
    return render_template("bulk_edits/index.html", rows=rows_with_parts, following=following)


@pages.get("/<int:edit_id>")
@needs(Can.EDIT_MANY)
@query_schema(schemas.EditFilter)
def show(edit_id: int) -> str:
    """What a change would do, or what it did."""
    return _page(edit_id, Form(schemas.SeenEdit()))


@pages.post("/<int:edit_id>/apply")
@needs(Can.EDIT_MANY)
@query_schema(schemas.EditFilter)
def apply(edit_id: int) -> Any:
    """Change all of them, as was seen."""
    form = Form(schemas.SeenEdit())
    criteria = selected_cameras(queries.get(session(), actor(), edit_id))
    next_url = form.submit(lambda facts: _apply(edit_id, criteria, facts))
    return redirect(next_url) if next_url else (_page(edit_id, form), form.status)


@pages.post("/<int:edit_id>/undo")
@needs(Can.EDIT_MANY)
@query_schema(schemas.EditFilter)
def undo(edit_id: int) -> Any:
    """Set back what nobody has changed since."""
    form = Form(schemas.SeenEdit())
    next_url = form.submit(lambda facts: _undo(edit_id, facts["version"]))
    return redirect(next_url) if next_url else (_page(edit_id, form), form.status)


@pages.post("/<int:edit_id>/discard")
@needs(Can.EDIT_MANY)
@query_schema(schemas.EditFilter)
def discard(edit_id: int) -> Any:
    """Give a draft up."""
    form = Form(schemas.SeenEdit())
    list_args: dict[str, Any] = {**rules.asked(queries.get(session(), actor(), edit_id).query)}
    form.submit(lambda facts: actions.discard(session(), actor(), edit_id, facts["version"]))
    if form.errors or form.message:
        return _page(edit_id, form), form.status
    flash(_("Đã bỏ. Chưa camera nào thay đổi."))
    return redirect(url_for("cameras.index", **list_args))


def _draft(criteria: CameraCriteria, facts: dict[str, Any]) -> BulkEdit:
    edit = actions.draft(session(), actor(), criteria, filter_args(request.args), facts["changes"], facts["reason"])
    if facts["draft"]:
        before = queries.get(session(), actor(), facts["draft"])
        actions.discard(session(), actor(), before.id, before.version)
    return edit


def _apply(edit_id: int, criteria: CameraCriteria, facts: dict[str, Any]) -> str:
    """Where it leads: to the change itself, or to the job that carries it out."""
    version, shown_tally = facts["version"], facts["seen"]
    changing = rules.agreed(shown_tally)
    if changing > rules.AT_ONCE:
        job = actions.start(session(), actor(), edit_id, version, criteria, shown_tally, rules.title(changing))
        return url_for("jobs.show", job_id=job.id)
    edit = actions.apply(session(), actor(), edit_id, version, criteria, shown_tally)
    flash(ngettext("Đã sửa %(num)d camera.", "Đã sửa %(num)d camera.", edit.cameras or 0))
    return url_for("bulk_edits.show", edit_id=edit_id)


def _undo(edit_id: int, version: int) -> str:
    edit = queries.get(session(), actor(), edit_id)
    if (edit.cameras or 0) > rules.AT_ONCE:
        title = _("hoàn tác %(what)s", what=rules.title(edit.cameras or 0))
        return url_for("jobs.show", job_id=actions.start_undo(session(), actor(), edit_id, version, title).id)
    undone_count = actions.undo(session(), actor(), edit_id, version).undone or 0
    flash(ngettext("%(num)d camera đã trở lại như trước.", "%(num)d camera đã trở lại như trước.", undone_count))
    return url_for("bulk_edits.show", edit_id=edit_id)


def _choices() -> dict[str, Any]:
    """What can be set, and what references may be chosen from."""
    return {
        "parts": [(EditPart(name), field, part) for name, (field, part) in rules.PARTS.items()],
        "choices": {
            "network_id": networks.choices(session(), actor()),
            "recorder_id": recorders.choices(session(), actor()),
            "owner_id": owners.choices(session(), actor()),
        },
    }


def _as_typed(draft: str) -> dict[str, Any]:
    number = row_number(draft)
    if number is None:
        return {}
    edit = queries.get(session(), actor(), number)
    changes = rules.read(edit.changes)
    if "sign_posted" in changes:
        changes["sign_posted"] = sign(changes["sign_posted"]).value
    return {**changes, "chosen": list(changes), "reason": edit.reason, "draft": edit.id}


def _page(edit_id: int, form: Form) -> str:
    edit = queries.get(session(), actor(), edit_id)
    note = rules.read(edit.changes).get("note")
    narrowed = narrowing(session(), actor(), selected_cameras(edit))
    page_values = {"edit": edit, "form": form, "asked": rules.asked(edit.query), "narrowed": narrowed, "note": note}
    page_values["names"] = EditPart
    return _result_page(edit, page_values) if edit.applied_at else _preview_page(edit, page_values)


def _preview_page(edit: BulkEdit, page_values: Mapping[str, Any]) -> str:
    criteria, changes = selected_cameras(edit), rules.read(edit.changes)
    edit_tally = queries.tally(session(), actor(), criteria, changes)
    rows = queries.samples(session(), actor(), criteria, changes)
    before = [(row, {name: getattr(row, name) for name in changes if differs(row, name)}) for row in rows]
    return render_template(
        "bulk_edits/preview.html",
        **page_values,
        tally=edit_tally,
        parts=[(EditPart(name), count) for name, count in edit_tally.parts.items()],
        rows=_side_by_side(before, changes),
        at_once=rules.AT_ONCE,
    )


def _result_page(edit: BulkEdit, page_values: Mapping[str, Any]) -> str:
    rows, following = queries.entries(session(), actor(), edit.id, query_args()["after"])
    before = [(row, rules.read(row.before)) for row in rows]
    return render_template(
        "bulk_edits/show.html",
        **page_values,
        rows=_side_by_side(before, rules.read(edit.changes)),
        following=following,
    )


def _side_by_side(rows: Iterable[tuple[Any, Mapping[str, Any]]], changes: Mapping[str, Any]) -> list[Any]:
    """[(camera, [(part, before, after), …]), …], each value as people read it."""
    listed_rows = list(rows)
    values = [pair for _row, before in listed_rows for pair in (*before.items(), *changes.items())]
    names_by_id = queries.names(session(), values)

    def shown(name: str, value: Any) -> Any:
        return sign(value) if name == "sign_posted" else names_by_id.get((name, value), value)

    return [
        (
            row,
            [
                (EditPart(n), shown(n, stored), shown(n, rules.after(n, stored, changes)))
                for n, stored in before.items()
            ],
        )
        for row, before in listed_rows
    ]
