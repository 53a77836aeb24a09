"""Rules: the words of books beside those of the software, and the coded words that they mean. Pure."""

from collections.abc import Mapping
from functools import cache

from tracker.cases.extractions.rules import Outcome, UnavailableReason
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core.i18n import LabeledEnum
from tracker.core.vietnamese import fold
from tracker.exchange.case_imports.rules import BookDecision
from tracker.territory.code_lists.rules import CodeList

# As books have it, folded, beside the code and the Vietnamese of each word.
SYNONYMS: Mapping[type[LabeledEnum], Mapping[str, str]] = {
    IncidentStatus: {
        "lam ro": "clarified", "khoi to": "prosecuted", "xu phat": "sanctioned", "xu phat hanh chinh": "sanctioned",
        "xu phat vphc": "sanctioned", "hoa giai": "mediated", "chuyen": "transferred", "tam dinh chi": "suspended",
        "khong khoi to": "no_offence", "khong co dau hieu": "no_offence", "dang giai quyet": "verifying",
    },
    BookDecision: {
        "duyet": "approved", "da duyet": "approved", "phe duyet": "approved", "khong duyet": "refused",
        "rut": "withdrawn", "rut phieu": "withdrawn", "rut yeu cau": "withdrawn",
    },
    UnavailableReason: {
        "hong": "broken", "camera hong": "broken", "dau ghi hong": "broken", "ghi de": "overwritten",
        "da ghi de": "overwritten", "het han luu": "overwritten", "khong co camera": "no_camera",
        "sai huong": "wrong_direction", "khong quay toi": "wrong_direction", "mo": "too_poor", "sai gio": "clock_wrong",
        "tu choi": "owner_refused", "khong lien he duoc": "owner_unreachable",
    },
    Outcome: {
        "co ich": "supporting", "co gia tri": "supporting", "ho tro": "supporting", "quyet dinh": "decisive",
        "lam ro": "decisive", "khong co ich": "nothing", "khong co hinh anh": "nothing", "khong lien quan": "nothing",
        "mo": "unclear", "khong ro": "unclear",
    },
}  # fmt: skip

OTHER = "other"  # no type with which a summary begins
# As books have it, folded, beside the names and the search words of the lists' entries: what can mean one code only.
LIST_SYNONYMS: Mapping[CodeList, Mapping[str, str]] = {
    CodeList.INCIDENT_TYPE: {
        "trom cap": "theft", "trom": "theft", "mat trom": "theft", "cuop": "robbery", "cuop giat": "snatching",
        "danh nhau": "injury", "lua dao": "fraud", "tai nan giao thong": "collision", "tngt": "collision",
        "va cham": "minor_collision", "vi pham giao thong": "traffic_offence", "gay roi": "disorder",
        "mat do": "lost_property", "roi tai san": "lost_property", "khac": OTHER,
    },
    CodeList.INTAKE_CHANNEL: {
        "hom thu": "box", "113": "hotline_113", "truc tiep": "in_person", "den trinh bao": "in_person",
        "buu dien": "post", "tuan tra": "patrol", "thu dien tu": "email_web", "chuyen den": "transferred",
    },
    CodeList.REQUEST_PURPOSE: {
        "to giac tin bao": "crime_report", "tin bao": "crime_report", "vu an": "criminal_case",
        "vi pham hanh chinh": "administrative", "tai nan giao thong": "traffic_collision", "tim nguoi": "search",
        "an ninh trat tu": "public_order",
    },
}  # fmt: skip


def code_of(words: type[LabeledEnum], text: str) -> str | None:
    """The code of a word as a book has it: its code, its Vietnamese, or a usual way to say it. None: no such word."""
    return _codes(words).get(fold(text).strip(" ."))


@cache
def _codes(words: type[LabeledEnum]) -> dict[str, str]:
    own_words = {fold(name): word.value for word in words for name in (word.value, word.text)}
    return {**SYNONYMS.get(words, {}), **own_words}
