"""Presenters: what the form of a line's step holds when it is opened, and what it asks for at once."""

from typing import Any

from tracker.cases.extractions import consents, preservation, rules
from tracker.cases.extractions.models import ExtractionLine
from tracker.core import clock
from tracker.web.request import actor, session


def first_values(line: ExtractionLine) -> dict[str, Any]:
    """What the form holds: the recorder's clock as measured last, how the reader preserved footage last."""
    recorder = line.camera.recorder
    return {
        "version": line.version,
        "clock_offset_seconds": recorder.clock_offset_seconds if recorder else None,
        **preservation.usual_of(session(), actor(), clock.today()),
    }


def late_fields(line: ExtractionLine) -> list[str]:
    """The late fields that a line's form asks for at once."""
    lapsed = rules.has_lapsed(line.status, line.preserved_until, clock.today())
    is_gone = rules.is_gone(line.status, line.gone_at, clock.now(), lapsed=lapsed)
    withdrawn = consents.withdrawn_since([line], line.request)
    return (["days_kept", "days_reason"] if is_gone else []) + (["without_consent"] if withdrawn else [])
