"""Actions: the articles of law that a request stands on: which are offered, which were cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionRequest, RequestBasis
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList, fits

NEEDED = N_("Hãy chọn ít nhất một căn cứ pháp lý.")
NEEDS_NUMBER = N_("Căn cứ này cần số, ngày của kế hoạch, phương án: hãy ghi vào đây.")
USUAL = "crime_report"  # what most requests are for: its articles stand first until a field is chosen


@dataclass(frozen=True)
class Articles:
    """The articles of a day: those that fit a field and let somebody ask, and all others."""

    fitting: Sequence[CodeEntry]
    others: Sequence[CodeEntry]


def offered(session: Session, purpose: str, on: date) -> Articles:
    """The articles to choose from for a field."""
    fields = {entry.code: entry for entry in codes.alive(session, CodeList.REQUEST_PURPOSE, on)}
    chosen_field = fields.get(purpose) or fields.get(USUAL)
    procedures = chosen_field.attributes["procedures"] if chosen_field else []
    articles = codes.alive(session, CodeList.LEGAL_BASIS, on)
    fitting = [
        entry
        for entry in articles
        if "ask" in entry.attributes["acts"] and fits(entry.attributes["applies_to"], procedures)
    ]
    return Articles(fitting, [entry for entry in articles if entry not in fitting])


def cite(session: Session, request: ExtractionRequest, bases: Sequence[str] | None) -> list[str]:
    """Keep which articles a new request stands on; their codes. Invalid: none, one not alive, a plan without number.

    None: those of the request that it goes on from, by `cite_as`.
    """
    if bases is None:
        return []
    on = clock.local(request.created_at).date()
    codes.require(session, CodeList.REQUEST_PURPOSE, request.legal_basis, on, "legal_basis")
    cited = [code for code in dict.fromkeys(bases) if code]
    if not cited:
        raise errors.Invalid({"bases": NEEDED})
    entries = [codes.require(session, CodeList.LEGAL_BASIS, code, on, "bases") for code in cited]
    if not request.paper_number and any(entry.attributes["needs_number"] for entry in entries):
        raise errors.Invalid({"paper_number": NEEDS_NUMBER})
    session.add_all(RequestBasis(request_id=request.id, entry_id=entry.id) for entry in entries)
    return cited


def cite_as(session: Session, draft: ExtractionRequest, before: ExtractionRequest) -> None:
    """Keep the articles of an earlier request that are alive still; it may be from before they were asked for."""
    on = clock.local(draft.created_at).date()
    entries = [entry for entry in of_request(session, before.id) if entry.valid_to is None or on <= entry.valid_to]
    session.add_all(RequestBasis(request_id=draft.id, entry_id=entry.id) for entry in entries)


def of_request(session: Session, request_id: int) -> list[CodeEntry]:
    """The articles that a request stands on, in the list's order; none of one from before they were asked for."""
    statement = select(CodeEntry).join(RequestBasis, RequestBasis.entry_id == CodeEntry.id)
    return list(session.scalars(statement.where(RequestBasis.request_id == request_id).order_by(CodeEntry.sort)))
