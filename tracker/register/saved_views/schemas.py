"""Shapes of saved filters and chosen columns."""

from urllib.parse import parse_qsl

from flask_babel import gettext
from marshmallow import ValidationError, validates

from tracker.core.i18n import N_
from tracker.register.cameras.schemas import CameraListQuery
from tracker.register.saved_views.rules import LONGEST_QUERY, Sharing, lasting
from tracker.web.fields import Choice, List, StrictSchema, Text

OUTDATED = N_("Danh sách không có mục này, hoặc không có giá trị này: %(names)s.")
LIST = CameraListQuery()


def outdated(query: str) -> list[str]:
    """The parts of a saved filter that its list refuses: it has none of that name, or none of that value, any more."""
    return sorted(LIST.validate(dict(parse_qsl(query))))


class SavedViewAddress(StrictSchema):
    """The filter that is about to be saved."""

    query = Text(most=LONGEST_QUERY)


class NewSavedView(StrictSchema):
    """A filter to be kept: what stands behind the `?` of a list's address, under a name."""

    name = Text(required=True, most=100)
    query = Text(most=LONGEST_QUERY)
    sharing = Choice(Sharing, load_default=Sharing.OWN)

    @validates("query")
    def _only_what_the_list_takes(self, query: str, **_: object) -> None:
        if names := outdated(lasting(query)):
            raise ValidationError(gettext(OUTDATED, names=", ".join(names)))


class ColumnChoice(StrictSchema):
    """The columns that a person wants to see; none: those that everybody sees at first. `query`: the list's filter."""

    column = List(Text(most=40), load_default=list)
    query = Text(most=LONGEST_QUERY)
