"""Queries: the codes of lists by the words that books have for them, each as its list was on the day of its row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.exchange.case_imports.rules import COLUMNS, DEFAULTED, BookFault
from tracker.exchange.case_imports.synonyms import LIST_SYNONYMS, OTHER
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists import rules
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList

UNKNOWN_WORD = N_("Không hiểu từ này. Dùng một trong: %(words)s.")
MANY_WORDS = N_("Từ này có thể là: %(words)s. Hãy ghi rõ một trong số đó.")
SHOWN = 12  # names of a long list that a message tells

Index = Mapping[str, Sequence[CodeEntry]]


@dataclass(frozen=True)
class _Indexes:
    """The entries of a list by folded words: what each is called and usually called, and what it is searched by."""

    entries: Sequence[CodeEntry]
    names: Index
    search_words: Index


class Words:
    """The words of lists, each list read once for a book."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lists: dict[CodeList, _Indexes] = {}

    def entry(self, code_list: CodeList, text: str, on: date) -> CodeEntry:
        """The entry, alive on a day, of a code, a name in either language, a usual or a search word. BookFault."""
        indexes, word = self._indexes(code_list), _plain(text)
        matches = [indexes.names.get(word, ()), indexes.search_words.get(word, ())]
        for entries in matches:
            alive = [entry for entry in entries if _is_alive(entry, on)]
            if len(alive) > 1:
                raise BookFault(MANY_WORDS, words=_listed(alive))
            if alive:
                return alive[0]
        if matches[0]:
            return self._same_code(matches[0][0], on)
        raise BookFault(UNKNOWN_WORD, words=_listed([entry for entry in indexes.entries if _is_alive(entry, on)]))

    def leading(self, code_list: CodeList, text: str, on: date) -> str:
        """The name, or usual word, of an entry of a day with which a text begins: the longest; empty: with none."""
        beginning, names = f"{fold(text)} ", self._indexes(code_list).names
        words = [word for word in names if beginning.startswith(f"{word} ")]
        telling = [word for word in words if any(_is_alive(entry, on) and entry.code != OTHER for entry in names[word])]
        return max(telling, key=len, default="")

    def _same_code(self, dead_entry: CodeEntry, on: date) -> CodeEntry:
        """The entry of a day with the code of one that was not alive then. BookFault: what took its place is said."""
        try:
            return codes.require(self._session, dead_entry.list, dead_entry.code, on, "code")
        except errors.Invalid as error:
            raise BookFault(error.fields["code"], **error.facts) from error

    def _indexes(self, code_list: CodeList) -> _Indexes:
        if code_list not in self._lists:
            statement = select(CodeEntry).where(CodeEntry.list == code_list)
            entries = self._session.scalars(statement.order_by(CodeEntry.sort, CodeEntry.id)).all()
            self._lists[code_list] = _indexed(code_list, entries)
        return self._lists[code_list]


def check_blanks(session: Session, blanks: Mapping[str, str]) -> None:
    """Refuse what blank cells cannot stand for: no field that has such a word, no code that its list ever had."""
    known_codes = codes.names(session)
    faults = {
        name: rules.UNKNOWN
        for name, code in blanks.items()
        if name not in DEFAULTED or (str(COLUMNS[name].code_list), code) not in known_codes
    }
    if faults:
        raise errors.Invalid(faults)


def _indexed(code_list: CodeList, entries: Sequence[CodeEntry]) -> _Indexes:
    names: dict[str, list[CodeEntry]] = {}
    search_words: dict[str, list[CodeEntry]] = {}
    for entry in entries:
        for word in _names(code_list, entry):
            names.setdefault(word, []).append(entry)
        for word in {_plain(word) for word in entry.search_words.split(",")} - {""}:
            search_words.setdefault(word, []).append(entry)
    return _Indexes(entries, names, search_words)


def _names(code_list: CodeList, entry: CodeEntry) -> Iterator[str]:
    usual = [word for word, code in LIST_SYNONYMS[code_list].items() if code == entry.code]
    yield from {_plain(entry.code), _plain(entry.name_vi), _plain(entry.name_en), *usual}


def _plain(text: str) -> str:
    return fold(text).strip(" .")


def _is_alive(entry: CodeEntry, on: date) -> bool:
    return entry.valid_from <= on and (entry.valid_to is None or entry.valid_to >= on)


def _listed(entries: Sequence[CodeEntry]) -> str:
    names = [entry.name_vi for entry in entries[:SHOWN]]
    return "; ".join([*names, "…"] if len(entries) > SHOWN else names)
