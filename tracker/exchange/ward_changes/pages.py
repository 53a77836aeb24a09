"""Changes of wards as pages for the administrator, and the queue of what a person has to decide for ward admins."""

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.core import clock, errors
from tracker.core.i18n import N_, filled
from tracker.core.permissions import Can
from tracker.exchange.ward_changes import actions, obstacles, queries, schemas, undecided, ward_accounts
from tracker.exchange.ward_changes.models import WardChange
from tracker.exchange.ward_changes.rules import AT_ONCE, ChangeState, MovedThing
from tracker.jobs.queries import busy_with
from tracker.jobs.rules import JobKind
from tracker.territory.wards import queries as wards
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("ward_changes", __name__, url_prefix="/ward-changes")
NO_FILE = N_("Hãy chọn tệp danh sách đơn vị.")
FAULTS = 200  # of a file, shown on the page


@pages.get("")
@needs(Can.CHANGE_WARDS)
@query_schema(schemas.ChangeFilter)
def changes() -> str:
    """The changes prepared and applied, and those that the register of wards knows but nothing has followed."""
    return _changes(Form(schemas.Known()))


def _changes(form: Form) -> str:
    rows, following = queries.listing(session(), query_args()["after"])
    return render_template(
        "ward_changes/changes.html",
        form=form,
        rows=rows,
        following=following,
        proposals=queries.proposals(session()),
    )


@pages.post("/known")
@needs(Can.CHANGE_WARDS)
@query_schema(schemas.ChangeFilter)
def propose() -> Any:
    """Prepare a change that the register of wards knows."""
    form = Form(schemas.Known())
    change = form.submit(lambda facts: actions.propose(session(), actor(), facts["on"]))
    return redirect(url_for("ward_changes.change", change_id=change.id)) if change else (_changes(form), form.status)


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.CHANGE_WARDS)
def upload() -> Any:
    """Prepare a change from a file."""
    form = Form(schemas.ChangeFile())
    if form.sent:
        change = form.submit(_upload)
        if change:
            return redirect(url_for("ward_changes.change", change_id=change.id))
    return render_template("ward_changes/upload.html", form=form), form.status


def _upload(facts: dict[str, Any]) -> WardChange:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise errors.Invalid({"file": NO_FILE})
    return actions.upload(session(), actor(), sent.filename, sent.read(), facts["on"], facts["basis"])


@pages.get("/<int:change_id>")
@needs(Can.CHANGE_WARDS)
def change(change_id: int) -> str:
    """What a change would do, did, or cannot be undone for."""
    return _change_page(change_id, Form(schemas.SeenWardChange()))


def _change_page(change_id: int, form: Form) -> str:
    ward_change = queries.get(session(), change_id)
    draft = ward_change.state is ChangeState.DRAFT
    plan = actions.plan_of(session(), ward_change) if draft else None
    faults = plan.faults if plan else []
    applied = ward_change.state is ChangeState.APPLIED
    journal = json.loads(ward_change.journal)
    return render_template(
        "ward_changes/change.html",
        change=ward_change,
        form=form,
        plan=plan,
        faults=[(fault, filled(_(fault.message), fault.facts)) for fault in faults[:FAULTS]],
        number_of_faults=len(faults),
        preview=queries.preview(session(), ward_change.effective_on, plan)
        if applied or (draft and not faults)
        else None,
        due=ward_change.effective_on <= clock.today(),
        obstacles=obstacles.found(session(), change_id, journal) if applied else [],
        carried=queries.carried(session(), ward_change) if applied else [],
        locked=ward_accounts.people(session(), journal.get("locked", [])) if applied else [],
        counts=json.loads(ward_change.counts),
        busy=busy_with(session(), JobKind.CHANGE_WARDS),
        things=MovedThing,
        states=ChangeState,
    )


@pages.post("/<int:change_id>/apply")
@needs(Can.CHANGE_WARDS)
def apply(change_id: int) -> Any:
    """Apply a change, all of it: a large one as a job."""
    form = Form(schemas.SeenWardChange())
    next_url = form.submit(lambda facts: _apply(change_id, facts["version"]))
    return redirect(next_url) if next_url else (_change_page(change_id, form), form.status)


def _apply(change_id: int, version: int) -> str:
    if actions.size(session(), change_id) > AT_ONCE:
        return url_for("jobs.show", job_id=actions.start(session(), actor(), change_id, version, undo=False).id)
    actions.apply(session(), actor(), change_id, version)
    flash(_("Đã áp dụng."))
    return url_for("ward_changes.change", change_id=change_id)


@pages.post("/<int:change_id>/undo")
@needs(Can.CHANGE_WARDS)
def undo(change_id: int) -> Any:
    """Put everything back as it stood: of a large change as a job."""
    form = Form(schemas.SeenWardChange())
    next_url = form.submit(lambda facts: _undo(change_id, facts["version"]))
    return redirect(next_url) if next_url else (_change_page(change_id, form), form.status)


def _undo(change_id: int, version: int) -> str:
    if actions.size(session(), change_id) > AT_ONCE:
        return url_for("jobs.show", job_id=actions.start(session(), actor(), change_id, version, undo=True).id)
    actions.undo(session(), actor(), change_id, version)
    flash(_("Đã hoàn tác. Những gì lần sắp xếp này chuyển đã về đơn vị cũ."))
    return url_for("ward_changes.change", change_id=change_id)


@pages.post("/<int:change_id>/discard")
@needs(Can.CHANGE_WARDS)
def discard(change_id: int) -> Any:
    """Give up a change that was not applied."""
    form = Form(schemas.SeenWardChange())
    form.submit(lambda facts: actions.discard(session(), actor(), change_id, facts["version"]))
    if form.errors or form.message:
        return _change_page(change_id, form), form.status
    flash(_("Đã bỏ. Chưa có gì thay đổi."))
    return redirect(url_for("ward_changes.changes"))


@pages.get("/undecided")
@needs(Can.DECIDE_WARD)
@query_schema(schemas.QueueFilter)
def index() -> str:
    """What stands in a ward that was split, and waits."""
    return _queue(Form(schemas.Decision()))


def _queue(form: Form) -> str:
    criteria = query_args()
    split = undecided.splits(session(), actor())
    rows, following = undecided.points(session(), actor(), criteria["ward_id"], criteria["after"], split)
    return render_template(
        "ward_changes/index.html",
        form=form,
        rows=rows,
        others=undecided.others(session(), actor(), split) if not criteria["after"] else [],
        things=MovedThing,
        wards=wards.named(session(), split.keys()),
        waiting=undecided.waiting(session(), actor(), split),
        following=following,
    )


@pages.post("/undecided")
@needs(Can.DECIDE_WARD)
@query_schema(schemas.QueueFilter)
def decide() -> Any:
    """Say where one thing belongs, or mend what was said."""
    args = query_args()
    form = Form(schemas.Decision())
    counts = form.submit(_decide)
    if counts is None:
        return _queue(form), form.status
    along = ngettext("%(num)d camera chuyển theo.", "%(num)d camera chuyển theo.", counts.get(MovedThing.CAMERA, 0))
    description = undecided.told(session(), MovedThing(form.typed["thing"]), int(form.typed["id"]))
    flash(" ".join((_("Đã xác định: %(what)s.", what=description), along)))
    if int(form.typed["to_ward_id"]) not in actor().wards:
        flash(_("Nơi này đã sang phường, xã khác. Nếu nhầm, phường, xã đó sửa lại được ở trang Đã xác định địa bàn."))
    return redirect(url_for("ward_changes.index", ward_id=args["ward_id"]))


def _decide(facts: dict[str, Any]) -> dict[MovedThing, int]:
    return actions.decide(
        session(), actor(), facts["thing"], facts["id"], facts["version"], facts["to_ward_id"], facts["reason"]
    )


@pages.route("/proposals", methods=["GET", "POST"])
@needs(Can.DECIDE_WARD)
def proposals() -> Any:
    """How many points the outlines can place, and taking all of that at once."""
    form = Form(schemas.Acceptance())
    if form.sent:
        accepted = form.submit(lambda facts: actions.accept_all(session(), actor(), facts["reason"]))
        if accepted:
            number = accepted[0].get(MovedThing.POINT, 0)
            flash(ngettext("Đã xác định %(num)d điểm lắp đặt.", "Đã xác định %(num)d điểm lắp đặt.", number))
            return redirect(url_for("ward_changes.index"))
    ids_by_pair, unplaced = undecided.placed(session(), actor())
    names = {ward.id: ward.name for ward in wards.named(session(), {id_ for pair in ids_by_pair for id_ in pair})}
    named_counts = [(names[old], names[new], len(ids)) for (old, new), ids in ids_by_pair.items()]
    return render_template(
        "ward_changes/proposals.html", form=form, named_counts=named_counts, unplaced=unplaced
    ), form.status


@pages.get("/decided")
@needs(Can.DECIDE_WARD)
@query_schema(schemas.DecidedFilter)
def decided() -> str:
    """What was decided and may be mended."""
    rows, following = undecided.decided(session(), actor(), query_args()["after"])
    return render_template("ward_changes/decided.html", rows=rows, following=following)
