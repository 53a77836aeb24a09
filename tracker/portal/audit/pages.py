"""The log as pages."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_babel import gettext as _

from tracker.accounts import queries as people
from tracker.audit_log import queries as audit
from tracker.audit_log import rules, wording
from tracker.core import clock
from tracker.core.permissions import Can
from tracker.portal.audit import actions, queries, schemas
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, database, end_transaction, needs, repeatable, session

pages = Blueprint("audit", __name__, url_prefix="/audit")
MOST_PEOPLE = 200  # offered to choose from; where there are more, a log-in name is typed


@pages.get("")
@needs(Can.READ_AUDIT)
@query_schema(schemas.AuditQuery)
def index() -> str:
    """The log, newest first, narrowed by its filter."""
    events, following = actions.browse(session(), actor(), queries.AuditCriteria(**query_args()))
    labels: Mapping[str, str] = current_app.extensions["tracker_action_labels"]
    return render_template(
        "audit/index.html",
        events=events,
        following=following,
        people=people.names_by_login(session(), MOST_PEOPLE),
        deeds=sorted(((code, _(text)) for code, text in labels.items()), key=lambda pair: pair[1].casefold()),
        kinds=sorted(
            ((code, _(text)) for code, text in wording.KIND_LABELS.items()), key=lambda pair: pair[1].casefold()
        ),
        endings=rules.Result,
        last=audit.checkpoint(session(), ""),
        form=Form(schemas.CheckpointIn()),
    )


@pages.route("/verify", methods=["GET", "POST"])
@needs(Can.READ_AUDIT)
@repeatable
def verify() -> Any:
    """Check the chain from its first row. It may take long, so it holds up nobody who writes."""
    form = Form(schemas.CheckpointIn())
    checked = form.submit(lambda typed: _check(typed["note"])) if form.sent else None
    verdict, mark = checked or (None, audit.checkpoint(session(), clock.now().isoformat(timespec="seconds")))
    return render_template("audit/verify.html", form=form, verdict=verdict, mark=mark), form.status


def _check(note: str) -> tuple[rules.Verdict, rules.Checkpoint]:
    end_transaction(keep=False)  # a writer's turn held through the whole check would keep everybody else waiting
    with database().reading() as reading:
        checked = actions.check(reading, actor(), note)
    actions.note_check(session(), actor(), checked[0])
    return checked
