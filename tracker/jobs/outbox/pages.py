"""The outbox as a page: how much waits, what could not be sent, and sending that again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.core.i18n import filled
from tracker.core.permissions import Can
from tracker.jobs.outbox import actions, queries, schemas
from tracker.jobs.outbox.rules import MessageState, Notice
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("outbox", __name__, url_prefix="/outbox")
STEPS = {"send-again": actions.send_again, "discard": actions.discard}


@pages.get("")
@needs(Can.MANAGE_OUTBOX)
@query_schema(schemas.MessageFilter)
def index() -> str:
    """Messages, newest first, and how many stand where."""
    return _page(Form(schemas.SeenMessage()))


@pages.post("/<int:message_id>/<any('send-again', discard):step>")
@needs(Can.MANAGE_OUTBOX)
def settle(message_id: int, step: str) -> Any:
    """Send a dead message again, or note that it was read."""
    form = Form(schemas.SeenMessage())

    def act(facts: dict[str, Any]) -> bool:
        STEPS[step](session(), actor(), message_id, facts["version"])
        return True

    if form.submit(act):
        flash(_("Tin sẽ được gửi lại trong ít phút.") if step == "send-again" else _("Đã bỏ qua tin này."))
        return redirect(url_for("outbox.index"))
    return _page(form), form.status


def _page(form: Form) -> str:
    args = {"state": None, "after": None} if form.sent else query_args()
    rows, following = queries.listing(session(), args["state"], args["after"])
    messages = [{**row._mapping, **_words(queries.notice_in(row.payload))} for row in rows]
    return render_template(
        "outbox/index.html",
        form=form,
        rows=messages,
        following=following,
        counts=queries.counts(session()),
        states=MessageState,
    )


def _words(notice: Notice) -> dict[str, str]:
    return {"subject": filled(_(notice.subject), notice.facts), "body": filled(_(notice.body), notice.facts)}
