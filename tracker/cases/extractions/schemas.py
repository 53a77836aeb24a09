"""Shapes of requests, lines, hand-overs and outcomes."""

import re
from datetime import datetime

from marshmallow.fields import Nested
from marshmallow.validate import Length

from tracker.cases.extractions.rules import LegalBasis, LineStatus, Outcome, Reason, Status
from tracker.cases.incidents.rules import Type
from tracker.core.i18n import N_
from tracker.web.fields import Choice, Day, Flag, Many, Moment, Pattern, Shape, Text, Whole
from tracker.web.paging import Cursor


class Lines(Shape):
    """Cameras asked for one window."""

    camera_ids = Many(Whole(least=1), required=True, validate=Length(max=500))
    window_from = Moment(required=True)
    window_to = Moment(required=True)
    without_consent = Flag(load_default=False, metadata={"description": "An owner's withdrawn consent is known"})


class NewRequest(Lines):
    """A request to be drafted."""

    incident_id = Whole(least=1, required=True)
    legal_basis = Choice(LegalBasis, required=True)
    purpose = Text(required=True, most=2000, lines=True)
    paper_number = Text(most=60)


class FoundRequest(NewRequest):
    """The finder's form: a request and what its cameras were looked for with."""

    radius = Whole(least=10, most=5000, load_default=200)
    q = Text()
    then = Text()


class Search(Shape):
    """What cameras are looked for with."""

    window_from = Moment(required=True)
    window_to = Moment(required=True)
    radius = Whole(least=10, most=5000, load_default=200)
    q = Text()


class Deed(Shape):
    """A step of a request, on the version that was seen."""

    version = Whole(required=True)
    note = Text(most=2000, lines=True)
    ask_again_on = Day(load_default=None, allow_none=True)


class LineDeed(Shape):
    """A step of a line that needs nothing more."""

    version = Whole(required=True)
    note = Text(most=2000, lines=True)


class Declaration(LineDeed):
    """That a line has no footage, and why."""

    reason = Choice(Reason, required=True)


class HandoverIn(LineDeed):
    """What is handed over. `bytes` is the file's size; `clock_offset_seconds` how far the recorder's clock is ahead."""

    file_name = Text(required=True, most=255)
    bytes = Whole(required=True)
    sha256 = Pattern(re.compile(r"[0-9a-f]{64}"), N_("SHA-256 gồm 64 ký tự 0–9, a–f."), required=True)
    medium = Text(required=True, most=100)
    seal_number = Text(most=60)
    clock_offset_seconds = Whole(least=-(2**31), most=2**31, load_default=None, allow_none=True)
    minutes_number = Text(most=60)
    received_by = Text(required=True, most=100)


LINE_SHAPES: dict[str, type[LineDeed]] = {
    "preserve": LineDeed,
    "extract": LineDeed,
    "hand-over": HandoverIn,
    "unavailable": Declaration,
}


class Judgement(Shape):
    """What a line's footage was worth."""

    version = Whole(required=True)
    outcome = Choice(Outcome, required=True)


class RequestFilter(Shape):
    """The query string of a list of requests."""

    q = Text()
    status = Choice(Status, load_default=None)
    incident_id = Whole(least=1, load_default=None)
    mine = Flag(load_default=False)
    after = Cursor(int)
    limit = Whole(least=1, most=200, load_default=50)


class LineQuery(Shape):
    """The query string of a list of lines."""

    status = Choice(LineStatus, load_default=None)
    ward_id = Whole(least=1, load_default=None)
    camera_id = Whole(least=1, load_default=None)
    mine = Flag(load_default=False)
    open = Flag(load_default=False)
    unjudged = Flag(load_default=False)
    after = Cursor(datetime, int)
    limit = Whole(least=1, most=200, load_default=50)


class RequestOut(Shape):
    """A request as shown to programs."""

    id = Whole()
    version = Whole()
    code = Text()
    incident_id = Whole()
    keeper_id = Whole()
    status = Choice(Status)
    legal_basis = Choice(LegalBasis)
    purpose = Text()
    paper_number = Text()
    created_at = Moment()
    filed_at = Moment(allow_none=True)
    approver_id = Whole(allow_none=True)
    decided_at = Moment(allow_none=True)
    decision_note = Text()
    closed_at = Moment(allow_none=True)
    ask_again_on = Day(allow_none=True)


class LineOut(Shape):
    """A line as shown to programs."""

    id = Whole()
    version = Whole()
    request_id = Whole()
    camera_id = Whole()
    ward_id = Whole()
    network_id = Whole(allow_none=True)
    window_from = Moment()
    window_to = Moment()
    retention_days = Whole()
    overwrite_at = Moment()
    status = Choice(LineStatus)
    preserved_at = Moment(allow_none=True)
    extracted_at = Moment(allow_none=True)
    handed_over_at = Moment(allow_none=True)
    unavailable_at = Moment(allow_none=True)
    unavailable_reason = Choice(Reason, allow_none=True)
    note = Text()
    outcome = Choice(Outcome, allow_none=True)
    outcome_at = Moment(allow_none=True)


class RequestWithLines(Shape):
    """A request and those of its lines that the caller may know of."""

    request = Nested(RequestOut)
    lines = Many(Nested(LineOut))


class RequestRow(Shape):
    """A request in a list."""

    id = Whole()
    code = Text()
    status = Choice(Status)
    filed_at = Moment(allow_none=True)
    created_at = Moment()
    keeper_id = Whole()
    keeper = Text()
    incident_id = Whole()
    incident = Text()
    incident_type = Choice(Type)


class RequestPage(Shape):
    """A page of requests."""

    items = Many(Nested(RequestRow))
    next = Text(allow_none=True)


class LineRow(Shape):
    """A line in a list."""

    id = Whole()
    version = Whole()
    request_id = Whole()
    request = Text()
    request_status = Choice(Status)
    incident_type = Choice(Type)
    camera_id = Whole()
    camera = Text()
    camera_name = Text()
    place = Text()
    ward_id = Whole()
    ward = Text()
    window_from = Moment()
    window_to = Moment()
    overwrite_at = Moment()
    status = Choice(LineStatus)
    unavailable_reason = Choice(Reason, allow_none=True)
    outcome = Choice(Outcome, allow_none=True)


class LinePage(Shape):
    """A page of lines."""

    items = Many(Nested(LineRow))
    next = Text(allow_none=True)
