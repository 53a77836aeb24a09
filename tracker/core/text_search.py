"""Finding the rows of a book by parts of words: through an index of trigrams, or by walking along the book.

A word that many rows have is soon met on a walk in the order of the list. One that few rows have, or none, would be
looked for in all of them: there the index gives the rows. Which of the two it is, rows spread evenly over the book
tell, the same at each search. The index is pg_trgm's on PostgreSQL and a table of FTS5 on SQLite (`search_indexes`);
where it is missing, a search walks and finds the same.

A trigram has three letters. Of a book too large for a walk, a word of two that few rows have is looked for where words
begin, and a single letter as a word of its own.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from typing import Any
from weakref import WeakSet

from sqlalchemy import (
    ColumnElement,
    Engine,
    Integer,
    Select,
    String,
    and_,
    any_,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.core.vietnamese import fold

SAMPLE = 256  # rows that are asked whether words are common
COMMON = 4  # … and of so many of them they are
FEW = 5_000  # a book whose keys go no higher is walked along: nothing is faster
TRIGRAM = 3
WALK = ()  # instead of what a sample tells
INDEXED = {
    "postgresql": "to_regclass('{index}') IS NOT NULL",
    "sqlite": "EXISTS (SELECT 1 FROM sqlite_master WHERE name = '{index}')",
}
MOST_LETTERS = 40  # of a word that are looked up; what the index gives is asked again anyway
MULTIPLES, MODULUS = 40_503, 65_536  # of the golden ratio: the multiples of the first lie evenly, in no row's rhythm
TOLD = "text_search"  # under this key a session's `info` holds what the sample told in its transaction

logger = logging.getLogger(__name__)
walking: WeakSet[Engine] = WeakSet()  # the databases of which that has been said


class TrigramIndex(Enum):
    """What a database looks words up in."""

    PG_TRGM = "pg_trgm"
    FTS5 = "fts5"


@dataclass(frozen=True)
class Book:
    """A table that is searched: its key, and the columns whose text is in its index, together and in small letters."""

    key: InstrumentedAttribute[int]
    columns: tuple[InstrumentedAttribute[Any], ...]

    @property
    def table(self) -> str:
        """The name of the table."""
        return str(self.key.class_.__tablename__)

    @property
    def index(self) -> str:
        """The name of its index: a table of FTS5, or an index of pg_trgm."""
        return f"{self.table}_trigrams"

    @property
    def holds_search_key(self) -> bool:
        """Whether what is searched is a column of folded words, which are in small letters already."""
        return [column.key for column in self.columns] == ["search_key"]

    @property
    def text(self) -> ColumnElement[str]:
        """What is in the index of PostgreSQL."""
        if self.holds_search_key:
            return self.columns[0].expression
        blank = literal_column("' '", String)
        return func.lower(
            reduce(lambda text, column: text + blank + column, self.columns[1:], self.columns[0].expression)
        )

    def keys(self, words: Sequence[str], index: TrigramIndex) -> Select[int]:
        """The keys of the rows that may have all of the words, in small letters; only the longest are looked up."""
        least = min(TRIGRAM, max(map(len, words)))
        words = [word for word in words if len(word) >= least]
        if index is TrigramIndex.FTS5:
            trigrams = table(self.index, column("rowid", Integer), column(self.index))
            return select(trigrams.c.rowid).where(trigrams.c[self.index].op("MATCH")(_fts5_query(words)))
        return select(self.key).where(*(_within(self.text, word) for word in words)).correlate(None)


@dataclass(frozen=True)
class Term:
    """Something asked of a row, by words. `plain` asks the row itself, `indexed` by way of an index."""

    words: tuple[str, ...]
    plain: ColumnElement[bool]
    indexed: Callable[[TrigramIndex], ColumnElement[bool]]

    def __or__(self, second_term: "Term") -> "Term":
        return Term(
            (*self.words, *second_term.words),
            or_(self.plain, second_term.plain),
            lambda index: or_(self.indexed(index), second_term.indexed(index)),
        )


def term(
    book: Book, words: Sequence[str], condition: ColumnElement[bool], key: InstrumentedAttribute[int] | None = None
) -> Term:
    """That a row of a book has all of the words, in small letters, as `condition` asks it.

    `key` is the column that leads to the book from another table's row.
    """
    return Term(tuple(words), condition, lambda index: _among(book.key if key is None else key, book, words, index))


def by_key(words: Sequence[str], key: InstrumentedAttribute[Any], keys: Select[int]) -> Term:
    """That a row belongs to one of the rows of another table, which few enough are to be found without an index."""
    return Term(tuple(words), key.in_(keys), lambda index: _one_of(key, keys, index))


def with_words(book: Book, typed: str) -> list[Term]:
    """That a search key has all the words of what somebody typed: no term where there are none."""
    words = fold(typed).split()
    has_words = (book.columns[0].contains(word, autoescape=True) for word in words)
    return [term(book, words, and_(*has_words))] if words else []


def conditions(session: Session, book: Book, terms: Sequence[Term]) -> list[ColumnElement[bool]]:
    """All of the terms, the way that is faster: with those looked up that few rows of the book fulfil."""
    plain_conditions = [term.plain for term in terms]
    index = index_for(session, book, terms)
    if index is None:
        return plain_conditions
    counts = _counts(session, book, terms)
    rare = [term for term, count in zip(terms, counts, strict=False) if count < COMMON] or terms
    return [*(term.indexed(index) for term in rare), *plain_conditions]


def nearest(session: Session, book: Book, matching: Select[int], typed: str) -> list[Select[int]]:
    """Statements whose first rows are the nearest of what `matching` gives for what was typed: the keys.

    Few rows are all compared. Of many, some that begin with it, some in which a word does, and some others, each as
    they come: of what is rare among the many, a word's beginning is looked up and a row's is not looked for.
    """
    column, phrase = book.columns[0], fold(typed)
    begins = column.startswith(phrase, autoescape=True)
    word_begins = or_(begins, column.contains(f" {phrase}", autoescape=True))
    terms = with_words(book, typed)
    if _counts(session, book, terms) == WALK or index_for(session, book, terms):
        alone = column.startswith(f"{phrase} ", autoescape=True)
        return [matching.order_by(case((alone, 0), (begins, 1), (word_begins, 2), else_=3), book.key)]
    beginning = term(book, [f" {phrase}"], word_begins)
    rows, words = _counts(session, book, [replace(beginning, words=(f"^{phrase}",), plain=begins), beginning])[:2]
    begins_word = word_begins if words >= COMMON else and_(word_begins, beginning.indexed(_index(session)))
    parts = [*([matching.where(begins)] if rows >= COMMON else []), matching.where(begins_word), matching]
    return [ordered(session, book, part) for part in parts]


def ordered(session: Session, book: Book, statement: Select[int]) -> Select[int]:
    """A statement whose first rows are the same each time: SQLite's are, and it would sort all of a ward's."""
    return statement if _index(session) is TrigramIndex.FTS5 else statement.order_by(book.key)


def index_for(session: Session, book: Book, terms: Sequence[Term]) -> TrigramIndex | None:
    """The index in which to look up what few rows of a book fulfil; None where to walk along it is faster."""
    if not terms:
        return None
    counts = _counts(session, book, terms)
    if counts == WALK or counts[-1] >= COMMON:
        return None
    return _index(session)


def _index(session: Session) -> TrigramIndex:
    return TrigramIndex.PG_TRGM if session.get_bind().dialect.name == "postgresql" else TrigramIndex.FTS5


def _counts(session: Session, book: Book, terms: Sequence[Term]) -> tuple[int, ...]:
    """How many rows of the sample fulfil each term and, last, all of them; WALK where a book is small or no index is.

    That there is none is said once in the log.
    """
    known_counts: dict[tuple[Any, ...], tuple[int, ...]] = session.info.setdefault(TOLD, {})
    question = (book.table, *(term.words for term in terms))
    if question not in known_counts:
        last, is_indexed, *counts = session.execute(_sample(session, book, terms)).one()
        known_counts[question] = tuple(counts) if is_indexed and (last or 0) > FEW else WALK
        if not is_indexed and (engine := session.get_bind().engine) not in walking:
            walking.add(engine)
            logger.warning("no index of trigrams in the database, searches walk: see flask search rebuild")
    return known_counts[question]


def _sample(session: Session, book: Book, terms: Sequence[Term]) -> Select[Any]:
    """The highest key of a book, whether it has an index, how many rows of its sample fulfil each term and all."""
    has_index = INDEXED[session.get_bind().dialect.name].format(index=book.index)
    last = select(func.max(book.key)).correlate(None).scalar_subquery()
    number = select(literal_column("1", Integer).label("n")).cte("numbers", recursive=True)
    number = number.union_all(select(number.c.n + 1).where(number.c.n < SAMPLE))
    spread = select((number.c.n * MULTIPLES) % MODULUS * last // MODULUS + 1)
    plain_conditions = [term.plain for term in terms]
    counts = (func.count().filter(condition) for condition in (*plain_conditions, and_(*plain_conditions)))
    return select(last, literal_column(has_index), *counts).where(book.key.in_(spread))


def _among(
    key: InstrumentedAttribute[int], book: Book, words: Sequence[str], index: TrigramIndex
) -> ColumnElement[bool]:
    return _one_of(key, book.keys(words, index), index)


def _one_of(key: InstrumentedAttribute[Any], keys: Select[int], index: TrigramIndex) -> ColumnElement[bool]:
    """That a key is one of some, which the database finds before all else, and so by way of the key's own index."""
    return key.in_(keys) if index is TrigramIndex.FTS5 else key == any_(func.array(keys.scalar_subquery()))


def _fts5_query(words: Sequence[str]) -> str:
    """All the trigrams of the words. The text in the index has a blank at either end."""
    trigrams: dict[str, None] = {}
    for word in words:
        padded = f" {word} "[:TRIGRAM] if len(word) < TRIGRAM else word[:MOST_LETTERS]
        trigrams.update(dict.fromkeys(padded[start : start + TRIGRAM] for start in range(len(padded) - TRIGRAM + 1)))
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)


def _within(text: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """That a text has a word, in a way that pg_trgm can look up; with a blank before, that a word of it begins so."""
    if word.startswith(" "):
        return or_(text.startswith(word[1:], autoescape=True), text.contains(word, autoescape=True))
    if len(word) >= TRIGRAM:
        return text.contains(word, autoescape=True)
    beginning = or_(text.startswith(word, autoescape=True), text.contains(f" {word}", autoescape=True))
    if len(word) > 1:
        return beginning
    ends = (text == word, text.endswith(f" {word}", autoescape=True))
    return or_(*ends, text.startswith(f"{word} ", autoescape=True), text.contains(f" {word} ", autoescape=True))
