"""Shapes of lists and of their entries."""

from marshmallow.fields import Dict

from tracker.territory.code_lists import rules
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Choice, Date, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class EntryFilter(StrictSchema):
    """The query string of a list. `on`: the entries of that day; without it all that ever were."""

    q = Text(most=100)
    on = Date(load_default=None)
    after = Cursor(int, int)
    limit = Limit()


class EntryFacts(StrictSchema):
    """What is written of an entry. `attributes`: lines of «name: value»."""

    name_vi = Text(required=True, most=300)
    name_en = Text(required=True, most=300)
    group_code = Text(most=32)
    search_words = Text(most=500)
    attributes = Text(most=2000, lines=True)
    valid_to = Date(ahead=True, load_default=None, allow_none=True)
    sort = Integer(least=0, most=999_999, load_default=0)
    replaces_code = Text(most=32)
    source = Text(required=True, most=500)


class EditedEntry(EntryFacts):
    """An entry as corrected, with the version that was seen."""

    version = Integer(required=True)


class NewEntry(EntryFacts):
    """An entry to be added, from a day on."""

    code = Text(required=True, most=32)
    valid_from = Date(ahead=True, load_default=rules.FIRST_DAY)


class EndedEntry(StrictSchema):
    """The last day of an entry, and why."""

    on = Date(ahead=True, required=True)
    reason = Text(required=True, most=300)
    version = Integer(required=True)


class EntryRow(OutSchema):
    """An entry. `valid_to` is its last day; null while nothing ends it."""

    id = Integer()
    list = Choice(CodeList)
    code = Text()
    name_vi = Text()
    name_en = Text()
    group_code = Text()
    search_words = Text()
    attributes = Dict()
    valid_from = Date()
    valid_to = Date(allow_none=True)
    sort = Integer()
    replaces_code = Text()
    source = Text()
