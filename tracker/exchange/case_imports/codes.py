"""Queries: the codes of dated lists that words of a book mean. The one place where such words become codes."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.exchange.case_imports.rules import BookFault
from tracker.territory.code_lists import queries
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList

UNKNOWN_CODE = N_("Không hiểu từ này. Dùng một trong: %(words)s.")
# The columns of a book whose words are codes of a list, alive on a day.
LISTS: Mapping[str, CodeList] = {
    "type": CodeList.INCIDENT_TYPE,
    "channel": CodeList.INTAKE_CHANNEL,
    "legal_basis": CodeList.REQUEST_PURPOSE,
}
# As books have it, folded, where the lists themselves do not say it.
SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "type": {
        "trom cap": "theft", "cuop giat": "snatching", "ma tuy": "drug_possession", "tai nan giao thong": "collision",
        "tngt": "collision", "danh bac": "gambling", "tim nguoi mat tich": "missing_person", "chay": "fire",
    },
    "channel": {
        "hom thu": "box", "113": "hotline_113", "dien thoai": "hotline_commune", "duong day nong": "hotline_commune",
        "hotline": "hotline_commune", "truc tiep": "in_person", "den trinh bao": "in_person", "buu dien": "post",
        "tuan tra": "patrol", "thu dien tu": "email_web", "cong thong tin": "public_service", "vneid": "vneid",
        "chuyen den": "transferred",
    },
    "legal_basis": {
        "to giac tin bao": "crime_report", "tin bao": "crime_report", "vu an": "criminal_case",
        "vi pham hanh chinh": "administrative", "tai nan giao thong": "traffic_collision", "tim nguoi": "search",
        "an ninh trat tu": "public_order",
    },
}  # fmt: skip


class Codes:
    """Codes by what books call them, remembered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._alive: dict[tuple[str, date], list[CodeEntry]] = {}

    def entry(self, name: str, text: str, on: date) -> CodeEntry:
        """The entry of a day that a cell of a column means: by its code, its name, or how people say it. BookFault."""
        word, entries = fold(text).strip(" ."), self.alive(name, on)
        for names_of in (_own_names, _search_words):
            matches = [entry for entry in entries if word in names_of(entry)]
            if len(matches) == 1:
                return matches[0]
            code = SYNONYMS[name].get(word)
            for entry in entries:
                if entry.code == code:
                    return entry
        raise BookFault(UNKNOWN_CODE, words="; ".join(entry.name_vi for entry in entries))

    def leading(self, text: str, on: date) -> CodeEntry | None:
        """The type of incident with whose words a summary begins, as books have it that give both in one column."""
        summary, entries = f"{fold(text)} ", {entry.code: entry for entry in self.alive("type", on)}
        words = dict(SYNONYMS["type"])
        for entry in entries.values():
            words |= dict.fromkeys(_own_names(entry), entry.code)
        matches = [word for word, code in words.items() if code in entries and summary.startswith(f"{word} ")]
        return entries[words[max(matches, key=len)]] if matches else None

    def alive(self, name: str, on: date) -> list[CodeEntry]:
        """The entries of a column's list on a day."""
        key = (name, on)
        if key not in self._alive:
            self._alive[key] = queries.alive(self._session, LISTS[name], on)
        return self._alive[key]


def _own_names(entry: CodeEntry) -> Iterable[str]:
    return [fold(entry.code), fold(entry.name_vi), fold(entry.name_en)]


def _search_words(entry: CodeEntry) -> Iterable[str]:
    return [fold(words).strip() for words in entry.search_words.split(",")]


def code_choices(session: Session, name: str) -> list[tuple[str, str]]:
    """(code, name) of what a column's blank cells may stand for, as the list has it today."""
    return [(entry.code, entry.name_vi) for entry in queries.alive(session, LISTS[name], clock.today())]
