"""Another country's log of thousands of footage requests comes in, and its rates are those counted from its file."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from tests.cast import Cast
from tests.exchange.case_imports.books import faults, taken_over
from tracker.cases.extractions.models import ExtractionLine
from tracker.reports import queries
from tracker.reports.rules import Period, RateTally

ROWS, DAYS_KEPT, EYES = 4_000, 15, 12
# Their headings, each with what it means here.
MEANINGS = {
    "Ref": "request_number",
    "Crime no.": "incident_number",
    "Offence": "type",
    "Offence took place": "occurred_from",
    "Phoned in": "received_at",
    "Precinct": "ward",
    "Detective": "investigator",
    "Asked on": "requested_at",
    "Sergeant": "approver",
    "Signed": "decided_at",
    "Eye": "camera",
    "Footage starts": "window_from",
    "Footage ends": "window_to",
    "Frozen": "preserved_at",
    "Copied": "extracted_at",
    "Given out": "handed_over_at",
    "No footage because": "unavailable_reason",
    "Was it of use": "outcome",
    "How it ended": "status",
    "Ended": "ended_at",
}
BLANKS = {"legal_basis": "crime_report", "channel": "hotline"}
CLEAR, USEFUL = {"clarified", "prosecuted", "sanctioned", "mediated"}, {"decisive", "supporting"}


def written(moment: datetime | None) -> str:
    """As they write: the month first, on a clock of twelve hours."""
    return f"{moment:%m/%d/%Y %I:%M %p}" if moment else ""


def log(seed: int) -> str:
    """The log as CSV: cases with one to three requests of one to six eyes, some lost, some still waiting."""
    rng, out, rows = Random(seed), io.StringIO(), 0
    writer = csv.DictWriter(out, MEANINGS)
    writer.writeheader()
    for case in range(1, ROWS):
        happened = datetime(2024, 1, 2) + timedelta(minutes=rng.randrange(60 * 24 * 340))  # noqa: DTZ001
        ending = rng.choice(["", "clarified", "prosecuted", "suspended", "transferred", "no_offence"])
        of_case = {
            "Crime no.": f"C{case}",
            "Offence": rng.choice(["theft", "robbery", "injury", "collision"]),
            "Offence took place": written(happened),
            "Phoned in": written(happened + timedelta(minutes=rng.randrange(600))),
            "Precinct": rng.choice(["14782", "14785"]),
            "Detective": rng.choice(["J. Doe", "A. Smith", "R. Roe"]),
            "How it ended": ending,
            "Ended": written(happened + timedelta(days=30)) if ending else "",
        }
        for number in range(rng.randint(1, 3)):
            asked = happened + timedelta(hours=10 + rng.randrange(24 * 12))
            decided = asked + timedelta(hours=rng.randrange(30)) if rng.random() < 0.9 else None
            of_request = {"Ref": f"R{case}/{number}", "Asked on": written(asked), "Signed": written(decided)}
            of_request["Sergeant"] = "B. Boss" if decided else ""
            for eye in rng.sample(range(EYES), rng.randint(1, 6)):
                row = {**of_case, **of_request, "Eye": f"EYE-{eye}", **answer(rng, happened, decided)}
                writer.writerow(row)
                rows += 1
        if rows >= ROWS:
            return out.getvalue()
    raise AssertionError("the log is too short")


def answer(rng: Random, happened: datetime, decided: datetime | None) -> dict[str, str]:
    """What became of one line."""
    window = {"Footage starts": written(happened), "Footage ends": written(happened + timedelta(hours=1))}
    if decided is None or rng.random() < 0.1:
        return window
    if rng.random() < 0.3:
        return {**window, "No footage because": rng.choice(["broken", "overwritten", "too_poor"])}
    frozen = decided + timedelta(hours=rng.randrange(24 * 6))
    copied = frozen + timedelta(hours=rng.randrange(40))
    kept = {**window, "Frozen": written(frozen) if rng.random() < 0.7 else "", "Copied": written(copied)}
    if rng.random() < 0.2:
        return kept
    worth = rng.choice(["", "decisive", "supporting", "nothing", "unclear"])
    return {**kept, "Given out": written(copied + timedelta(hours=2)), "Was it of use": worth}


def read(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M %p") if text else None  # noqa: DTZ007


def saved(row: Mapping[str, str]) -> bool:
    """Whether footage was secured or copied before its recorder began to write over it."""
    held, starts = read(row["Frozen"]) or read(row["Copied"]), read(row["Footage starts"])
    return held is not None and starts is not None and held <= starts + timedelta(days=DAYS_KEPT)


def by_hand(text: str) -> RateTally:
    """The figures of the whole log, counted from the file alone."""
    rows = list(csv.DictReader(io.StringIO(text)))
    useful = [row for row in rows if row["Was it of use"] in USEFUL]
    return RateTally(
        incidents_asked=len({row["Crime no."] for row in rows}),
        incidents_clarified=len({row["Crime no."] for row in useful if row["How it ended"] in CLEAR}),
        lines_asked=len(rows),
        existed=sum(1 for row in rows if row["Frozen"] or row["Copied"]),
        saved=sum(map(saved, rows)),
        extractions=sum(1 for row in rows if row["Copied"]),
        handed_over=sum(1 for row in rows if row["Given out"]),
        judged=sum(1 for row in rows if row["Was it of use"]),
        useful=len(useful),
    )


def test_a_foreign_log_comes_in_with_its_own_dates_and_its_rates(cast: Cast) -> None:
    for eye in range(EYES):
        old_ward = cast.old_dong_ve if eye % 2 else cast.old_dong_son
        cast.camera(code=f"EYE-{eye}", ward_id=old_ward.id, retention_days=DAYS_KEPT)
    text = log(20)
    report = taken_over(cast, cast.son, text.encode(), mapping=MEANINGS, blanks=BLANKS)
    assert faults(report)[:5] == []
    assert report.people == ["A. Smith", "B. Boss", "J. Doe", "R. Roe"]
    with cast.database.reading() as session:
        assert queries.tally(session, Period(date(2024, 1, 1), date(2024, 12, 31))) == by_hand(text)
    again = taken_over(cast, cast.son, text.encode(), mapping=MEANINGS, blanks=BLANKS)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, cast.count(ExtractionLine))
