"""Owners as pages: masked, until somebody says why they must be read."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.owners import actions, consents, rules, schemas
from tracker.register.owners import queries as owners
from tracker.register.owners.slots import owner_slots
from tracker.register.places.rules import sign
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("owners", __name__, url_prefix="/owners")


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.OwnerFilter)
def index() -> str:
    """The owners, masked, narrowed by the filter."""
    rows, following = consents.listing(session(), actor(), consents.OwnerCriteria(**query_args()))
    return render_template(
        "owners/index.html",
        rows=rows,
        following=following,
        rules=rules,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Register an owner."""
    form = Form(schemas.NewOwner(), {"kind": "household"})
    if form.sent:
        owner = form.submit(lambda facts: actions.register(session(), actor(), facts))
        if owner:
            flash(_("Đã ghi chủ camera số %(id)s.", id=owner.id))
            return redirect(url_for("owners.show", owner_id=owner.id))
    return render_template("owners/new.html", form=form, rules=rules), form.status


@pages.get("/<int:owner_id>")
@needs(Can.VIEW_CAMERAS)
def show(owner_id: int) -> str:
    """One owner, masked: kind, consent, cameras, history."""
    return _owner_page(owner_id, Form(schemas.Reveal()))


def _owner_page(owner_id: int, form: Form) -> str:
    owner = owners.masked(session(), actor(), owner_id)
    events = audit.history(session(), "Owner", owner.id)
    cameras, following = consents.cameras_of(session(), actor(), owner.id)
    return render_template(
        "owners/show.html",
        owner=owner,
        form=form,
        rules=rules,
        cameras=cameras,
        more=following is not None,
        sign=sign,
        events=[{**event, "reason": ""} for event in events],  # a reason may tell of a case: for auditors only
    )


@pages.post("/<int:owner_id>/reveal")
@needs(Can.REVEAL_OWNERS)
def reveal(owner_id: int) -> Any:
    """Who the owner is, for this one answer, against a reason."""
    form = Form(schemas.Reveal())
    owner = form.submit(lambda facts: actions.reveal(session(), actor(), owner_id, **facts))
    if owner:
        now = clock.local(clock.now()).time()
        number = rules.to_dial(owner.phone, owner.night_phone, now)
        by_day, scopes = rules.is_day(now), rules.ConsentScope
        return render_template("owners/reveal.html", owner=owner, number=number, by_day=by_day, scopes=scopes)
    return _owner_page(owner_id, form), form.status


@pages.route("/<int:owner_id>/edit", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def edit(owner_id: int) -> Any:
    """Change an owner, without being shown who it is."""
    owner = owners.masked(session(), actor(), owner_id)
    sealed = (*rules.SEALED, "clear")
    shown_fields = [name for name in schemas.EditedOwner().fields if name not in sealed]
    form = Form(schemas.EditedOwner(), {name: getattr(owner, name) for name in shown_fields})
    if form.sent:
        withdrawn = owner_slots().consent_withdrawn
        edited = form.submit(
            lambda facts: actions.edit(session(), actor(), owner_id, facts.pop("version"), facts, withdrawn)
        )
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("owners.show", owner_id=owner_id))
    return render_template("owners/edit.html", form=form, owner=owner, rules=rules), form.status


@pages.route("/<int:owner_id>/erase", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def erase(owner_id: int) -> Any:
    """Forget who an owner is, for good."""
    owner = owners.masked(session(), actor(), owner_id)
    form = Form(schemas.Erasure(), {"version": owner.version})
    if form.sent:
        erased = form.submit(lambda facts: actions.erase(session(), actor(), owner_id, **facts))
        if erased:
            flash(_("Đã xóa danh tính của chủ camera số %(id)s.", id=owner_id))
            return redirect(url_for("owners.show", owner_id=owner_id))
    cameras, following = consents.cameras_of(session(), actor(), owner_id)
    page_values = {"owner": owner, "cameras": cameras, "more": following is not None, "sign": sign}
    page = render_template("owners/erase.html", form=form, **page_values)
    return page, form.status
