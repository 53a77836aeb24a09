"""Schemas: what the forms and addresses of imports send."""

from tracker.exchange.imports.answers import Codes, DateOrder, Eyes, HiddenRows, VagueDates
from tracker.exchange.imports.field_sets import ImportKind
from tracker.register.cameras.rules import Connection
from tracker.territory.code_lists.code_field import Code
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Boolean, Choice, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor


class ListUpload(StrictSchema):
    """What is sent beside a file; of cases also the codes that blank cells stand for."""

    kind = Choice(ImportKind, load_default=ImportKind.CAMERAS)
    network_id = Integer(load_default=None, allow_none=True)
    connection = Choice(Connection, load_default=None, allow_none=True)
    type = Code(CodeList.INCIDENT_TYPE)
    channel = Code(CodeList.INTAKE_CHANNEL)
    legal_basis = Code(CodeList.REQUEST_PURPOSE)
    old_font = Boolean(load_default=False)


class ColumnChoice(StrictSchema):
    """What each column of a file means, in their order."""

    version = Integer(required=True)
    field = List(Text(most=40), required=True)
    sheet = Integer(load_default=None, allow_none=True)
    near = Boolean(load_default=False)
    month_first = Boolean(load_default=False)
    places_confirmed = Boolean(load_default=False)
    old_font = Boolean(load_default=False)


class AnswersGiven(StrictSchema):
    """What is answered to what a list leaves open; `network` is the number of one, or 0 for none."""

    version = Integer(required=True)
    connection = Choice(Connection, load_default=None, allow_none=True)
    network = Integer(load_default=None, allow_none=True)
    eyes = Choice(Eyes, load_default=None, allow_none=True)
    codes = Choice(Codes, load_default=None, allow_none=True)
    hidden = Choice(HiddenRows, load_default=None, allow_none=True)
    dates = Choice(DateOrder, load_default=None, allow_none=True)
    vague = Choice(VagueDates, load_default=None, allow_none=True)
    taken = List(Integer(least=1), load_default=[])


class SeenImport(StrictSchema):
    """The version of an import that somebody looked at."""

    version = Integer(required=True)


class SampleQuery(StrictSchema):
    """The query string of a list to begin with."""

    kind = Choice(ImportKind, load_default=ImportKind.CAMERAS)


class ImportFilter(StrictSchema):
    """The query string of a list of imports."""

    after = Cursor(int)
