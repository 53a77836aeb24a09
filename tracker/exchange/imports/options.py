"""Actions: how a file is meant, as its uploader said; and what a ward or a unit is known to mean by its headers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_, LabeledEnum
from tracker.exchange.imports import queries
from tracker.exchange.imports.answers import NO_ANSWERS, Answers, answers_of, as_kept
from tracker.exchange.imports.field_sets import IGNORED, LONGEST, plain
from tracker.exchange.imports.kinds import kind_of
from tracker.exchange.imports.models import KnownColumn, ListImport

UNDECIDED = N_("%(count)s dòng của tệp cần bạn cho biết: --answer %(name)s=…")


@dataclass(frozen=True)
class ImportOptions:
    """How a file is meant, as its uploader said: what columns mean by plain header, which sheet, codes by nearness,
    `answers` to what the list leaves open; `places_confirmed`: cameras far from their ward do stand there; `blanks` are
    the codes that blank cells stand for, by field.
    """

    columns: Mapping[str, LabeledEnum]
    sheet: int | None = None
    near: bool = False
    answers: Answers = NO_ANSWERS
    places_confirmed: bool = False
    blanks: Mapping[str, str] = field(default_factory=dict)

    def dumped(self) -> str:
        """As it is kept."""
        answers = as_kept(self.answers)
        return json.dumps(
            {**vars(self), "columns": dict(self.columns), "blanks": dict(self.blanks), "answers": answers}
        )


def import_options(import_: ListImport) -> ImportOptions:
    """How the uploader said that the file is meant."""
    mapping, words = json.loads(import_.mapping), kind_of(import_).fields.words
    known_words = {word.value for word in words}
    columns = {header: words(value) for header, value in mapping.get("columns", {}).items() if value in known_words}
    option_names = ("sheet", "near", "places_confirmed", "blanks")
    reading_options = {name: mapping[name] for name in option_names if name in mapping}
    return ImportOptions(columns, answers=answers_of(mapping.get("answers", {})), **reading_options)


def remember(
    session: Session, import_: ListImport, headers: tuple[str, ...], meanings: Mapping[str, LabeledEnum]
) -> None:
    """Keep for the ward or the unit what was said otherwise than the headers' own words say."""
    fields = kind_of(import_).fields
    own_meanings = {plain(column.header): column.field or IGNORED for column in fields.map_columns(headers, {})}
    nameable = {header: field for header, field in meanings.items() if header and len(header) <= LONGEST}
    owner_ids = queries.remembered_for(import_)
    session.execute(delete(KnownColumn).where(*owner_ids, KnownColumn.header.in_(nameable)))
    owner_facts = {"kind": import_.kind, "ward_id": import_.ward_id, "unit_id": import_.unit_id}
    rows = [
        {**owner_facts, "header": header, "field": field.value}
        for header, field in nameable.items()
        if own_meanings[header] != field
    ]
    if rows:
        session.execute(insert(KnownColumn), rows)


def check_decided(undecided: Mapping[str, int]) -> None:
    """Refuse to write a list for the operator who did not say what it leaves open; the network may be none. Invalid."""
    for name, count in undecided.items():
        if name != "network":
            raise errors.Invalid({name: UNDECIDED}, count=count, name=name)
