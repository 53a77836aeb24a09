"""The camera register as pages."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.core import clock
from tracker.core.permissions import Can, permits
from tracker.register.cameras import (
    actions,
    counts,
    filter_labels,
    list_links,
    listing,
    queries,
    rules,
    schemas,
    voiding,
)
from tracker.register.cameras.columns import CELLS, USUAL, CameraColumn, choices, columns
from tracker.register.cameras.fields import form_rows, with_part
from tracker.register.cameras.health_history import BARS, days_by_state
from tracker.register.cameras.models import Camera
from tracker.register.cameras.sight import View
from tracker.register.cameras.slots import camera_slots
from tracker.register.faults import queries as faults
from tracker.register.networks import queries as networks
from tracker.register.owners import queries as owners
from tracker.register.owners.rules import Consent, OwnerKind, consent
from tracker.register.places.placed_forms import PlacedForm
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.rules import Storage, retention_days
from tracker.register.saved_views import queries as filters
from tracker.register.visibility import own_wards
from tracker.territory.wards import queries as wards
from tracker.web.forms import Form, address_args, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("cameras", __name__, url_prefix="/cameras")
Correction = Callable[[Any, Any, int, dict[str, Any], Any], Camera]
FACTS = with_part(lambda field: field.fact)
MOST_NETWORKS = 200  # to choose from in a filter; where there are more, one comes from the network's page


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.CameraListQuery)
def index() -> str:
    """The register, narrowed by its filter, in the order and with the columns that the person wants."""
    criteria = queries.CameraCriteria.of(query_args())
    rows, following = listing.page(session(), actor(), criteria)
    parts = filter_labels.filter_labels(session(), actor(), criteria)
    shown_columns = _columns()
    return render_template(
        "cameras/index.html",
        rows=rows,
        criteria=criteria,
        following=following,
        totals=counts.totals(session(), actor(), criteria),
        filter_labels=parts,
        narrowed=sum(part.name != "q" for part in parts),
        columns=shown_columns,
        cells=[CELLS[column] for column in shown_columns],
        drawn_cells=_drawn_cells(shown_columns),
        column_choices=choices(actor()),
        saved=filters.listing(session(), actor(), "cameras"),
        health_shown=rules.health_on_page,
        days_kept=retention_days,
        **_filter_choices(),
        **list_links.list_args(address_args()),
    )


def _columns() -> list[CameraColumn]:
    """The columns named in the address, else those that the person chose, else the usual ones."""
    address_names, saved_names = (
        request.args.get("columns", "").split(","),
        filters.columns_of(session(), actor(), "cameras"),
    )
    return columns(address_names, actor()) or columns(saved_names, actor()) or columns(USUAL, actor())


def _drawn_cells(shown_columns: Iterable[CameraColumn]) -> list[tuple[Any, ...]]:
    """How each cell of a row is drawn: (how, where in the row, heading, number, unit), found out once for a page."""
    cells = (CELLS[column] for column in shown_columns)
    return [(c.drawn, listing.POSITIONS.get(c.attribute), _(c.column.text), c.numeric, c.unit) for c in cells]


def _filter_choices() -> dict[str, Any]:
    return {
        "rules": rules,
        "storages": Storage,
        "owner_kinds": OwnerKind,
        "networks": networks.choices(session(), actor(), most=MOST_NETWORKS),
        "wards": wards.named(session(), own_wards(actor().reach)),
    }


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Register a camera."""
    form = PlacedForm(schemas.NewCamera(), {"connection": "police", "form": "fixed", "storage": "recorder"})
    if form.sent:
        camera = form.submit(lambda facts: actions.register(session(), actor(), facts))
        if camera:
            flash(_("Đã đăng ký camera %(code)s.", code=camera.code))
            return redirect(url_for("cameras.show", camera_id=camera.id))
    return render_template("cameras/new.html", form=form, **_choices()), form.status


@pages.get("/<int:camera_id>")
@needs(Can.VIEW_CAMERAS)
def show(camera_id: int) -> str:
    """One camera: facts, what it sees, its health and its history."""
    camera = queries.get(session(), actor(), camera_id)
    return _camera_page(camera, Form(schemas.HealthNote()))


def _camera_page(camera: Camera, form: Form) -> str:
    return render_template(
        "cameras/show.html",
        camera=camera,
        view=View.of(camera),
        form=form,
        health_shown=rules.health_on_page(camera.health, camera.checked_at, clock.now()),
        days_kept=camera.days_kept,
        member_since=queries.member_since(session(), camera.id),
        consent=_consent(camera),
        open_faults=faults.open_faults(session(), camera),
        newest_events=camera_slots().newest_events(camera),
        merged_cameras=queries.merged_into(session(), camera.id),
        healths=rules.Health,
        facts=[(field, part) for field, part in FACTS if permits(actor(), field.seen_by)],
        **_health_history(camera),
    )


def _consent(camera: Camera) -> Consent | None:
    owner = camera.owner
    return consent(owner.kind, owner.consent_on, owner.consent_withdrawn_on) if owner else None


def _health_history(camera: Camera) -> dict[str, Any]:
    """The periods, each with its (start, width) as shares of the whole time shown, and the days of each state."""
    periods = queries.health_history(session(), camera)
    first, duration = periods[0].since, periods[-1].until - periods[0].since
    bars = [((period.since - first) / duration, (period.until - period.since) / duration) for period in periods]
    periods_with_bars = list(zip(periods, bars, strict=True))
    return {"health_periods": periods_with_bars, "health_days": days_by_state(periods), "health_bars": BARS}


@pages.route("/<int:camera_id>/edit", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def edit(camera_id: int) -> Any:
    """Change a camera."""
    camera = queries.get(session(), actor(), camera_id)
    form = PlacedForm(schemas.EditedCamera(), _as_typed(camera))
    opened_at = form.opened.at

    def change(facts: dict[str, Any]) -> Camera:
        return actions.edit(session(), actor(), camera_id, facts.pop("version"), facts)

    if form.sent:
        edited = form.submit(change)
        if form.status == HTTPStatus.CONFLICT:
            edited = form.again(_as_typed(queries.get(session(), actor(), camera_id)), change)
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("cameras.show", camera_id=camera_id))
    since = camera_slots().events_since(camera_id, opened_at) if form.meanwhile else ""
    return render_template("cameras/edit.html", form=form, camera_id=camera_id, since=since, **_choices()), form.status


@pages.post("/<int:camera_id>/health")
@needs(Can.REGISTER_CAMERAS)
def note_health(camera_id: int) -> Any:
    """Note that somebody saw it work, or not."""
    form = Form(schemas.HealthNote())
    camera_noted = form.submit(lambda facts: actions.note_health(session(), actor(), camera_id, **facts))
    if camera_noted:
        flash(_("Đã ghi tình trạng camera."))
        return redirect(url_for("cameras.show", camera_id=camera_id))
    return _camera_page(queries.get(session(), actor(), camera_id), form), form.status


@pages.route("/<int:camera_id>/take-down", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def take_down(camera_id: int) -> Any:
    """Note that a camera was taken down."""
    camera = queries.get(session(), actor(), camera_id)
    form = Form(schemas.Removal(), {"version": camera.version, "removed_on": clock.today()})
    if form.sent:
        camera_gone = form.submit(
            lambda facts: actions.take_down(session(), actor(), camera_id, facts["version"], facts["removed_on"])
        )
        if camera_gone:
            flash(_("Đã ghi việc tháo dỡ camera."))
            return redirect(url_for("cameras.show", camera_id=camera_id))
    return render_template("cameras/take_down.html", form=form, camera=camera), form.status


@pages.route("/<int:camera_id>/void", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def void(camera_id: int) -> Any:
    """Void a camera that was entered by mistake."""
    return _put_right(camera_id, "cameras/void.html", schemas.Voiding(), voiding.void, _("Đã hủy camera nhập nhầm."))


@pages.route("/<int:camera_id>/merge", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def merge(camera_id: int) -> Any:
    """Merge a camera that was entered twice into the other one."""
    return _put_right(camera_id, "cameras/merge.html", schemas.Merging(), voiding.merge, _("Đã gộp camera nhập trùng."))


@pages.route("/<int:camera_id>/restore", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def restore(camera_id: int) -> Any:
    """Undo the voiding or merging of a camera."""
    return _put_right(camera_id, "cameras/restore.html", schemas.Voiding(), voiding.restore, _("Đã khôi phục camera."))


def _put_right(camera_id: int, template: str, shape: schemas.Voiding, act: Correction, message: str) -> Any:
    camera = queries.get(session(), actor(), camera_id)
    form = Form(shape, {"version": camera.version})
    if form.sent:
        work = camera_slots().open_work
        camera_put_right = form.submit(lambda facts: act(session(), actor(), camera_id, facts, work))
        if camera_put_right:
            flash(message)
            return redirect(url_for("cameras.show", camera_id=camera_id))
    return render_template(template, form=form, camera=camera), form.status


def _choices() -> dict[str, Any]:
    """The form's inputs, row by row, and what its references may be chosen from."""
    return {
        "form_rows": form_rows(),
        "choices": {
            "network_id": networks.choices(session(), actor()),
            "recorder_id": recorders.choices(session(), actor()),
            "owner_id": owners.choices(session(), actor()),
        },
    }


def _as_typed(camera: Camera) -> dict[str, Any]:
    names = (name for name in schemas.EditedCamera().fields if name not in (*actions.PLACE, "code_confirmed"))
    point = camera.point
    return {
        **{name: getattr(camera, name) for name in names},
        "place": point.name,
        "address": point.address,
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
