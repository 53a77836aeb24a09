"""Shapes of requests, lines, hand-overs and outcomes."""

from datetime import datetime

from marshmallow.fields import Dict, Nested
from marshmallow.validate import Length

from tracker.cases.extractions.rules import LineStatus, Outcome, PreservationWay, RequestStatus, UnavailableReason
from tracker.cases.handovers.rules import MOST_BYTES, CopyKind
from tracker.cases.handovers.schemas import Sha256
from tracker.register.recorders.rules import MOST_DAYS
from tracker.territory.code_lists.code_field import Code
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Boolean, Choice, Date, DateTime, Integer, List, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class LinesIn(StrictSchema):
    """Cameras asked for one window."""

    camera_ids = List(Integer(least=1), required=True, validate=Length(max=500))
    window_from = DateTime(required=True)
    window_to = DateTime(required=True)
    without_consent = Boolean(load_default=False, metadata={"description": "An owner's withdrawn consent is known"})
    caution_reason = Text(most=500, lines=True, metadata={"description": "Why to go on against the cautions answered"})


class RequestWords(StrictSchema):
    """Why footage is asked for. `legal_basis` is the field, `bases` the articles of law: one at least."""

    legal_basis = Code(CodeList.REQUEST_PURPOSE, required=True)
    bases = List(Code(CodeList.LEGAL_BASIS), load_default=list, validate=Length(max=20))
    purpose = Text(required=True, most=2000, lines=True)
    paper_number = Text(most=60)


class NewRequest(LinesIn, RequestWords):
    """A request to be drafted, its articles alive today."""

    incident_id = Integer(least=1, required=True)
    follows_id = Integer(least=1, load_default=None, allow_none=True, metadata={"description": "What it goes on from"})


class RequestFromFinder(NewRequest):
    """The finder's form: a request and what its cameras were looked for with."""

    radius = Integer(least=10, most=5000, load_default=200)
    q = Text()
    then = Text()
    join_line_ids = List(Integer(least=1), load_default=list, validate=Length(max=100))


class FinderAddress(StrictSchema):
    """The query string of the finder: the incident it begins from, the request it goes on from."""

    incident = Text(most=15)
    follows = Text(most=15)


class FinderQuery(StrictSchema):
    """What cameras are looked for with."""

    window_from = DateTime(required=True)
    window_to = DateTime(required=True)
    radius = Integer(least=10, most=5000, load_default=200)
    q = Text()


class RequestTransition(StrictSchema):
    """All that is sent with one or another step or correction of a request, on the version that was seen.

    `happened_at` defaults to now; `confirmed`: somebody is sure of what ends something; `into` is a request's code.
    """

    version = Integer(required=True)
    happened_at = DateTime(load_default=None, allow_none=True)
    note = Text(most=2000, lines=True)
    ask_again_on = Date(ahead=True, load_default=None, allow_none=True)
    confirmed = Boolean(load_default=False)
    without_consent = Boolean(load_default=False)
    into = Text(most=32)
    caution_reason = Text(most=500, lines=True)


class VersionIn(StrictSchema):
    """The version that was seen."""

    version = Integer(required=True)


class EditedDraft(RequestWords, VersionIn):
    """What a draft says, on the version that was seen."""


class LineTransition(StrictSchema):
    """All that is sent with one or another step of a line, on the version that was seen.

    `happened_at` defaults to now; `bytes` is the size of the file handed over; `clock_offset_seconds` how far the
    recorder's clock is ahead. How footage was preserved is, where not told, as the person did it last. `days_kept` and
    `days_reason` say how long a recorder really keeps what should be gone by the clock.
    """

    version = Integer(required=True)
    happened_at = DateTime(load_default=None, allow_none=True)
    note = Text(most=2000, lines=True)
    reason = Choice(UnavailableReason, load_default=None, allow_none=True)
    preserved_how = Choice(PreservationWay, load_default=None, allow_none=True)
    preserved_by = Text(most=100)
    preserved_until = Date(ahead=True, load_default=None, allow_none=True)
    unlimited = Boolean(load_default=False)
    days_kept = Integer(least=1, most=MOST_DAYS, load_default=None, allow_none=True)
    days_reason = Text(most=300)
    without_consent = Boolean(load_default=False)
    file_name = Text(most=255)
    bytes = Integer(least=1, most=MOST_BYTES, load_default=None, allow_none=True)
    sha256 = Sha256(load_default="")
    hash_owed = Boolean(load_default=False)
    copy_kind = Choice(CopyKind, load_default=None, allow_none=True)
    copies = Integer(least=1, most=100, load_default=None, allow_none=True)
    played = Boolean(load_default=False)
    medium = Text(most=100)
    seal_number = Text(most=60)
    clock_offset_seconds = Integer(least=-(2**31), most=2**31, load_default=None, allow_none=True)
    minutes_number = Text(most=60)
    received_by = Text(most=100)
    witness = Text(most=100)


class SharingIn(StrictSchema):
    """The incident that uses a line, or no longer does."""

    incident_id = Integer(least=1, required=True)


class OutcomeIn(StrictSchema):
    """What a line's footage was worth, and the day on which that was found out, by default today.

    `reason` is why it is revised, where something was said before.
    """

    version = Integer(required=True)
    outcome = Choice(Outcome, required=True)
    happened_on = Date(load_default=None, allow_none=True)
    reason = Text(most=500)


class RequestFilter(StrictSchema):
    """The query string of a list of requests."""

    q = Text()
    status = Choice(RequestStatus, load_default=None)
    incident_id = Integer(least=1, load_default=None)
    mine = Boolean(load_default=False)
    voided = Boolean(load_default=False, metadata={"description": "Those that were voided, and no others"})
    ask_again = Boolean(load_default=False, metadata={"description": "Closed ones whose day to ask again has come"})
    after = Cursor(int)
    limit = Limit()


class LineQuery(StrictSchema):
    """The query string of a list of lines."""

    status = Choice(LineStatus, load_default=None)
    ward_id = Integer(least=1, load_default=None)
    camera_id = Integer(least=1, load_default=None)
    mine = Boolean(load_default=False)
    open = Boolean(load_default=False)
    unjudged = Boolean(load_default=False)
    hash_owed = Boolean(load_default=False)
    after = Cursor(int, datetime, int)
    limit = Limit()


class RequestOut(OutSchema):
    """A request as shown to programs."""

    id = Integer()
    version = Integer()
    code = Text()
    incident_id = Integer()
    requester_id = Integer()
    status = Choice(RequestStatus)
    legal_basis = Code(CodeList.REQUEST_PURPOSE)
    purpose = Text()
    paper_number = Text()
    created_at = DateTime()
    filed_at = DateTime(allow_none=True)
    approver_id = Integer(allow_none=True)
    decided_at = DateTime(allow_none=True)
    decision_note = Text()
    closed_at = DateTime(allow_none=True)
    ask_again_on = Date(allow_none=True)
    external_number = Text()
    requester_name = Text()
    approver_name = Text()
    taken_over_at = DateTime(allow_none=True)
    follows_id = Integer(allow_none=True)
    voided_at = DateTime(allow_none=True)
    void_reason = Text()
    merged_into_id = Integer(allow_none=True)


class CautionKept(OutSchema):
    """What spoke against asking for a line: a CautionKind with its facts, as they were kept."""

    kind = Text()
    facts = Dict(keys=Text())


class LineOut(OutSchema):
    """A line as shown to programs."""

    id = Integer()
    version = Integer()
    request_id = Integer()
    camera_id = Integer()
    ward_id = Integer()
    network_id = Integer(allow_none=True)
    window_from = DateTime()
    window_to = DateTime()
    retention_days = Integer(attribute="days_kept")
    overwrite_at = DateTime()
    gone_at = DateTime()
    status = Choice(LineStatus)
    preserved_at = DateTime(allow_none=True)
    preserved_how = Choice(PreservationWay, allow_none=True)
    preserved_by = Text()
    preserved_until = Date(allow_none=True)
    extracted_at = DateTime(allow_none=True)
    handed_over_at = DateTime(allow_none=True)
    unavailable_at = DateTime(allow_none=True)
    unavailable_reason = Choice(UnavailableReason, allow_none=True)
    note = Text()
    outcome = Choice(Outcome, allow_none=True)
    outcome_at = DateTime(allow_none=True)
    cautions = List(Nested(CautionKept))
    caution_reason = Text()


class SharedLineOut(OutSchema):
    """That an incident uses a line of another one."""

    id = Integer()
    line_id = Integer()
    incident_id = Integer()
    joined_by_id = Integer()
    joined_at = DateTime()
    ended_at = DateTime(allow_none=True)


class RequestWithLines(OutSchema):
    """A request, the articles it stands on, and those of its lines that the caller may know of."""

    request = Nested(RequestOut)
    bases = List(Code(CodeList.LEGAL_BASIS))
    lines = List(Nested(LineOut))
